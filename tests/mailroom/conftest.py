"""A mail server and a group's server that listen on loopback, and keep what they were sent."""

import json
import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.utils import timezone

from tests.cases.conftest import people
from wangshi.accounts.permissions import Role

__all__ = ["people"]

SMTP = "django.core.mail.backends.smtp.EmailBackend"


@dataclass
class MailServer:
    """What it was sent, and what it says to the next recipients (250 when nothing is named)."""

    port: int = 0
    mails: list[str] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)


class _Smtp(socketserver.StreamRequestHandler):
    """As much of RFC 5321 as a mail client says to its own server."""

    def handle(self) -> None:
        self._say("220 loopback")
        while line := self.rfile.readline():
            verb = line.decode("ascii", "replace")[:4].upper().strip()
            if verb == "QUIT":
                return self._say("221 bye")
            if verb == "DATA":
                self._take()
            elif verb == "RCPT":
                kept = self.server.kept
                self._say(kept.answers.pop(0) if kept.answers else "250 ok")
            else:
                self._say("250 ok")
        return None

    def _take(self) -> None:
        self._say("354 go on")
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line.decode())
        self.server.kept.mails.append("".join(lines))
        self._say("250 taken")

    def _say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


@dataclass
class GroupServer:
    """What it was sent: path, headers, body; and what it answers next (taken when empty)."""

    port: int = 0
    calls: list[tuple[str, dict[str, str], dict]] = field(default_factory=list)
    answers: list[tuple[int, dict]] = field(default_factory=list)


class _Group(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        kept = self.server.kept
        body = self.rfile.read(int(self.headers["Content-Length"]))
        kept.calls.append((self.path, dict(self.headers), json.loads(body)))
        status, said = kept.answers.pop(0) if kept.answers else (200, {"errcode": 0})
        answer = json.dumps(said).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_: object) -> None:
        """Quiet."""


@contextmanager
def _serving(server: socketserver.BaseServer) -> Iterator[None]:
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def mail_server(settings) -> Iterator[MailServer]:
    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Smtp)
    server.daemon_threads = True
    server.kept = MailServer(server.server_address[1])
    settings.EMAIL_BACKEND = SMTP
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.kept.port
    settings.DEFAULT_FROM_EMAIL = "wangshi@shisui.example"
    with _serving(server):
        yield server.kept


@pytest.fixture(scope="session")
def certificate(tmp_path_factory) -> Path:
    """A certificate of this machine, and its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = timezone.now()
    names = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(names, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "loopback.pem"
    path.write_bytes(
        made.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return path


@pytest.fixture
def group_server(settings, certificate, monkeypatch) -> Iterator[GroupServer]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Group)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    server.kept = GroupServer(server.server_address[1])
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    settings.WANGSHI_ROBOT_ADDRESSES = ("127.0.0.1",)
    settings.WANGSHI_ROBOT_PORTS = (server.kept.port,)
    with _serving(server):
        yield server.kept


@pytest.fixture
def administrator(make_account, bureau):
    return make_account("管理样例", Role.SYSTEM_ADMIN, username="sysadmin", department=bureau)
