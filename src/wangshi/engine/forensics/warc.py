"""写 WARC 1.1 (ISO 28500:2017): one gzip member a record, the same bytes for the same input."""

import base64
import hashlib
import uuid
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from .captures import Exchange, Headers
from .moments import to_millisecond, to_second

WARC_FILE: Final = "archive/data.warc.gz"
# What is compressed already is only wrapped: deflating a picture again gains nothing.
_PACKED: Final = ("image/", "video/", "audio/", "font/", "application/zip", "application/gzip")
_SPACE: Final = uuid.UUID("7d2c5f3e-6f0a-5b1e-9a51-0f6f2a4f9c11")
_GZIP: Final = 31
# Once a browser has decoded a body these no longer describe it; warcio's name keeps them readable.
_UNDONE: Final = ("content-encoding", "transfer-encoding", "content-length")
_BRACKETS: Final = '<>"'  # around an address, not in one
_BREAKS: Final = str.maketrans({"\r": " ", "\n": " ", "\0": " "})


@dataclass(frozen=True)
class Written:
    """写好的一条: what the index needs to know of a response."""

    url: str
    at: datetime
    status: int
    mime: str
    digest: str
    offset: int
    length: int
    method: str
    request_body: bytes
    request_type: str


class WarcWriter:
    """写记录: hands out compressed pieces and remembers where each response stands."""

    def __init__(self, number: str, software: str, at: datetime) -> None:
        """`number` names the capture; record identifiers are derived from it."""
        self._number = number
        self._software = software
        self._at = at
        self._count = 0
        self._offset = 0
        self.written: list[Written] = []

    def pieces(self, exchanges: Iterable[Exchange]) -> Iterator[bytes]:
        """全部记录: one piece a record, warcinfo first, each response before its request."""
        yield self._member(self._about(), packed=False)
        for exchange in exchanges:
            identity, record = self._response(exchange)
            mime = _mime(exchange.response_headers)
            offset = self._offset
            piece = self._member(record, packed=mime.startswith(_PACKED))
            self.written.append(_written(exchange, mime, offset, len(piece)))
            yield piece
            yield self._member(self._request(exchange, identity), packed=False)

    def _about(self) -> bytes:
        block = (
            f"software: {self._software}\r\nformat: WARC File Format 1.1\r\n"
            "conformsTo: https://iipc.github.io/warc-specifications/specifications/warc-format/"
            "warc-1.1/\r\n"
        ).encode()
        headers = [("WARC-Date", to_second(self._at)), ("Content-Type", "application/warc-fields")]
        return self._record("warcinfo", self._next_id(), headers, block)

    def _response(self, exchange: Exchange) -> tuple[str, bytes]:
        headers = exchange.response_headers
        if exchange.decoded:
            headers = _redescribed(headers, len(exchange.body))
        first = f"HTTP/1.1 {exchange.status} {_line(exchange.reason)}".rstrip()
        block = _http(first, headers) + exchange.body
        identity = self._next_id()
        about = [
            *_addressed(exchange),
            ("WARC-Payload-Digest", digest_field(exchange.body)),
            ("Content-Type", "application/http; msgtype=response"),
        ]
        return identity, self._record("response", identity, about, block)

    def _request(self, exchange: Exchange, response: str) -> bytes:
        first = f"{_line(exchange.method)} {_target(exchange.url)} HTTP/1.1"
        block = _http(first, exchange.request_headers) + exchange.request_body
        about = [
            *_addressed(exchange),
            ("WARC-Concurrent-To", response),
            ("Content-Type", "application/http; msgtype=request"),
        ]
        return self._record("request", self._next_id(), about, block)

    def _record(
        self, kind: str, identity: str, headers: list[tuple[str, str]], block: bytes
    ) -> bytes:
        head = [
            ("WARC-Type", kind),
            ("WARC-Record-ID", identity),
            *headers,
            ("WARC-Block-Digest", digest_field(block)),
            ("Content-Length", str(len(block))),
        ]
        lines = "".join(f"{name}: {_line(value)}\r\n" for name, value in head)
        return b"WARC/1.1\r\n" + lines.encode() + b"\r\n" + block + b"\r\n\r\n"

    def _next_id(self) -> str:
        self._count += 1
        return f"<urn:uuid:{uuid.uuid5(_SPACE, f'{self._number}/{self._count}')}>"

    def _member(self, record: bytes, *, packed: bool) -> bytes:
        squeeze = zlib.compressobj(0 if packed else 6, zlib.DEFLATED, _GZIP)
        piece = squeeze.compress(record) + squeeze.flush()
        self._offset += len(piece)
        return piece


def digest_field(content: bytes) -> str:
    """摘要字段: sha256 in base32, as WARC readers expect it."""
    return "sha256:" + base64.b32encode(hashlib.sha256(content).digest()).decode()


def _addressed(exchange: Exchange) -> list[tuple[str, str]]:
    address = [("WARC-IP-Address", exchange.peer)] if exchange.peer else []
    return [
        ("WARC-Target-URI", ascii_url(exchange.url)),
        ("WARC-Date", to_millisecond(exchange.at)),
        *address,
    ]


def _http(first: str, headers: Headers) -> bytes:
    lines = [first, *(f"{_line(name)}: {_line(value)}" for name, value in headers)]
    # What a browser calls a header is text of Latin-1; anything else is written as UTF-8.
    return b"".join(_octets(line) + b"\r\n" for line in lines) + b"\r\n"


def _octets(line: str) -> bytes:
    try:
        return line.encode("latin-1")
    except UnicodeEncodeError:
        return line.encode("utf-8", "replace")


def _redescribed(headers: Headers, length: int) -> Headers:
    kept = [
        (f"X-Archive-Orig-{name}" if name.lower() in _UNDONE else name, value)
        for name, value in headers
    ]
    return (*kept, ("Content-Length", str(length)))


def _mime(headers: Headers) -> str:
    kind = next((value for name, value in headers if name.lower() == "content-type"), "")
    mime = _line(kind).partition(";")[0].strip().lower()
    return mime if mime.isascii() and mime.isprintable() and " " not in mime else "unk"


def _written(exchange: Exchange, mime: str, offset: int, length: int) -> Written:
    kind = next((v for n, v in exchange.request_headers if n.lower() == "content-type"), "")
    return Written(
        url=ascii_url(exchange.url),
        at=exchange.at,
        status=exchange.status,
        mime=mime or "unk",
        digest=digest_field(exchange.body),
        offset=offset,
        length=length,
        method=exchange.method,
        request_body=exchange.request_body,
        request_type=kind,
    )


def _target(url: str) -> str:
    rest = url.partition("://")[2]
    slash = min((at for at in map(rest.find, "/?#") if at >= 0), default=len(rest))
    path = ascii_url(rest[slash:].partition("#")[0])
    return path if path.startswith("/") else f"/{path}"


def ascii_url(url: str) -> str:
    """网址的写法: every character that an address cannot carry is percent-encoded as UTF-8."""
    return "".join(c if "!" <= c <= "~" and c not in _BRACKETS else _percent(c) for c in url)


def _percent(character: str) -> str:
    return "".join(f"%{byte:02X}" for byte in character.encode("utf-8", "replace"))


def _line(text: str) -> str:
    return text.translate(_BREAKS)
