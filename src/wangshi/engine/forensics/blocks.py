"""记录的内容: a WARC block as it passes: its digests, its HTTP head, some of its bytes."""

import base64
import hashlib
from dataclasses import dataclass
from typing import Final, Protocol

from .captures import Headers

END: Final = b"\r\n\r\n"
_HTTP_LIMIT: Final = 1 << 20
_ALGORITHMS: Final = frozenset(("sha1", "sha256", "sha512", "md5"))
# Letters and figures of RFC 4648 in the order `int` knows; what is none of them it refuses.
_FIVES: Final = str.maketrans(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZ2345670189", "0123456789abcdefghijklmnopqrstuv????"
)
_HTTP_KINDS: Final = frozenset(("request", "response", "revisit"))


class Running(Protocol):
    """边读边算的摘要: as hashlib gives them."""

    def update(self, piece: bytes, /) -> None:
        """接着算."""

    def digest(self) -> bytes:
        """算完."""


@dataclass(frozen=True)
class Watched:
    """要核对的一个摘要: the field, what it says, and the digest running beside it.

    `running` is None when the field names an algorithm nobody here knows.
    """

    name: str
    value: str
    running: Running | None

    def is_right(self) -> bool:
        """对不对: in base32, hexadecimal or either base64, as writers differ."""
        if self.running is None:
            return False
        return _is_spelling(self.value.partition(":")[2].strip(), self.running.digest())


class Block:
    """一段内容: fed a piece at a time."""

    def __init__(self, headers: Headers, keep: int) -> None:
        named = {name.lower(): value for name, value in headers}
        kind = named.get("warc-type", "")
        self._keep = keep
        self._whole = _watch("WARC-Block-Digest", named)
        # A revisit carries the digest of what it refers to, not of its own block.
        self._payload = None if kind == "revisit" else _watch("WARC-Payload-Digest", named)
        self._is_http = kind in _HTTP_KINDS and named.get("content-type", "").lower().startswith(
            "application/http"
        )
        self._head = b""
        self._parted = not self._is_http
        self.kept = bytearray()

    def feed(self, piece: bytes) -> None:
        """接着读."""
        if self._keep and len(self.kept) + len(piece) <= self._keep:
            self.kept += piece
        if self._whole and self._whole.running:
            self._whole.running.update(piece)
        self._feed_payload(piece if self._parted else self._feed_head(piece))

    def http(self) -> tuple[str, Headers] | None:
        """HTTP 的头: first line and headers; None when the block is no HTTP message."""
        if not self._is_http:
            return None
        first, *lines = self._head.split(b"\r\n")
        return first.decode("latin-1"), read_headers(lines) or ()

    def compare(self) -> tuple[tuple[str, ...], int]:
        """核对: the digest fields that are wrong, and how many there were."""
        watched = [one for one in (self._whole, self._payload) if one]
        return tuple(one.name for one in watched if not one.is_right()), len(watched)

    def _feed_head(self, piece: bytes) -> bytes:
        seen = max(len(self._head) - len(END), 0)
        head = self._head + piece if self._head else piece
        end = head.find(END, seen, _HTTP_LIMIT)
        if end >= 0:
            self._head, self._parted = head[:end], True
            return head[end + len(END) :]
        # Without an end in the first megabyte there is no head, and no payload behind it.
        self._head = head[:_HTTP_LIMIT]
        return b""

    def _feed_payload(self, piece: bytes) -> None:
        if piece and self._payload and self._payload.running:
            self._payload.running.update(piece)


def read_headers(lines: list[bytes]) -> Headers | None:
    """读字段: names and values, folded lines joined; None when a line is neither."""
    found: list[tuple[str, str]] = []
    for line in lines:
        text = line.decode("utf-8", "replace")
        if text[:1] in (" ", "\t") and found:
            found[-1] = (found[-1][0], f"{found[-1][1]} {text.strip()}")
            continue
        name, colon, value = text.partition(":")
        if not colon or not name.strip():
            return None
        found.append((name.strip(), value.strip()))
    return tuple(found)


def _watch(name: str, named: dict[str, str]) -> Watched | None:
    value = named.get(name.lower(), "")
    if not value:
        return None
    algorithm = value.partition(":")[0].strip().lower().replace("sha-", "sha")
    known = algorithm in _ALGORITHMS
    running = hashlib.new(algorithm, usedforsecurity=False) if known else None
    return Watched(name, value, running)


def _is_base32(text: str, digest: bytes) -> bool:
    """RFC 4648 read as a number: a few times faster than the library spells the digest."""
    try:
        return int(text.translate(_FIVES), 32) == int.from_bytes(digest) << (-8 * len(digest) % 5)
    except ValueError:
        return False


def _is_spelling(text: str, digest: bytes) -> bool:
    if len(text) == 2 * len(digest):
        return text == digest.hex()
    bare = text.rstrip("=").upper()
    if len(bare) == (8 * len(digest) + 4) // 5 and bare.isascii() and bare.isalnum():
        return _is_base32(bare, digest)
    plain, safe = base64.b64encode(digest).decode(), base64.urlsafe_b64encode(digest).decode()
    return text in (plain, safe)
