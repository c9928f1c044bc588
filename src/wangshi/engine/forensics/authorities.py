"""时间戳服务: whoever says that something existed by a certain time.

A `TimeAuthority` is asked with a request and answers with bytes; the network is handed in. Two are
asked for every package, so that no one of them has to be believed alone.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from .files import write_whole
from .openssl import openssl
from .tokens import Token, TokenFault, ask, read_token

_NONCE_BITS: Final = 64


class Unreachable(RuntimeError):
    """时间戳服务没有回答: to be asked again later."""


class TimeAuthority(Protocol):
    """时间戳服务."""

    @property
    def name(self) -> str:
        """名称: as it stands in the package."""

    @property
    def legal_force(self) -> bool:
        """有没有法律效力: False for one of our own making."""

    def answer(self, request: bytes) -> bytes:
        """回答: a TimeStampResp for a TimeStampReq. Raises Unreachable."""


@dataclass(frozen=True)
class HttpTimeAuthority:
    """网上的时间戳服务 (RFC 3161 section 3.4).

    `post` is the HTTP client: it sends the request as application/timestamp-query and returns the
    body of the answer, or raises OSError.
    """

    name: str
    post: Callable[[bytes], bytes]
    legal_force: bool = True

    def answer(self, request: bytes) -> bytes:
        """回答: whatever came back."""
        try:
            return self.post(request)
        except OSError as fault:
            raise Unreachable(f"{self.name} 连不上：{fault}") from None


@dataclass(frozen=True)
class LocalTimeAuthority:
    """本机的时间戳服务: `openssl ts` with a root of our own, for tests and the demo.

    It says what this machine's clock says, so it proves nothing to a stranger: no legal force.
    """

    folder: Path
    name: str = "本机演示时间戳（无法律效力）"
    legal_force: bool = False

    def answer(self, request: bytes) -> bytes:
        """回答: by the openssl command."""
        words = ("-config", "tsa.cnf", "-section", "tsa", "-queryfile", "/dev/stdin")
        return openssl("ts", "-reply", *words, given=request, where=self.folder)

    @property
    def roots(self) -> bytes:
        """根证书: in PEM, for whoever checks."""
        return (self.folder / "root.pem").read_bytes()

    @classmethod
    def create(cls, folder: Path) -> "LocalTimeAuthority":
        """建一个: a root and a certificate for time stamping, good for ten years."""
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o700)
        write_whole(folder / "tsa.cnf", [_CONFIGURATION.encode()])
        subject = "/O=Wangshi demonstration/CN=No legal force"
        new = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "3650")
        openssl("req", "-x509", *new, "-config", "tsa.cnf", "-subj", f"{subject} root",
                "-keyout", "root.key", "-out", "root.pem", "-extensions", "root",
                where=folder)  # fmt: skip
        openssl("req", "-x509", *new, "-config", "tsa.cnf", "-subj", f"{subject} time stamping",
                "-keyout", "tsa.key", "-out", "tsa.pem", "-extensions", "stamping",
                "-CA", "root.pem", "-CAkey", "root.key", where=folder)  # fmt: skip
        write_whole(folder / "serial", [b"01\n"])
        return cls(folder)


def stamp(authority: TimeAuthority, statement: bytes) -> tuple[bytes, Token]:
    """盖时间戳: the answer and what it says, once it stands for `statement` and our question.

    Raises Unreachable when there was no answer, TokenFault when the answer is no good.
    """
    nonce = secrets.randbits(_NONCE_BITS)
    answer = authority.answer(ask(statement, nonce))
    token = read_token(answer)
    if not token.stands_for(statement) or token.nonce != nonce:
        raise TokenFault("回答的不是这一次的请求")
    if not token.is_signed:
        raise TokenFault("令牌的签名不对")
    return answer, token


_CONFIGURATION: Final = """\
[req]
distinguished_name = empty
prompt = no
[empty]
[root]
basicConstraints = critical, CA:TRUE
keyUsage = critical, keyCertSign, cRLSign
[stamping]
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = critical, timeStamping
[tsa]
serial = serial
crypto_device = builtin
signer_cert = tsa.pem
certs = root.pem
signer_key = tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha384, sha512
accuracy = secs:1
ordering = no
tsa_name = no
ess_cert_id_chain = no
ess_cert_id_alg = sha256
"""
