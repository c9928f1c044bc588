"""索引 CDXJ: where each response of a WARC stands, sorted by its address turned round (SURT)."""

import base64
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC
from typing import Final
from urllib.parse import quote, urlsplit

from .canonical import canonical, read_canonical
from .records import Record
from .warc import Written

INDEX_FILE: Final = "indexes/index.cdx"
_WWW: Final = re.compile(r"^www\d*\.")
_PORTS: Final = {"http": ":80", "https": ":443"}
_FIELDS: Final = 3


@dataclass(frozen=True)
class Line:
    """索引的一行: which record it points at."""

    url: str
    offset: int
    length: int
    digest: str


class IndexFault(ValueError):
    """索引读不懂: the line number and why."""

    def __init__(self, said: str, line: int) -> None:
        super().__init__(f"第 {line} 行{said}")
        self.line = line


def write_index(written: Iterable[Written], warc: str) -> bytes:
    """写索引: one line a response, in byte order."""
    return b"".join(sorted(_line(one, warc) for one in written))


def read_index(raw: bytes) -> tuple[Line, ...]:
    """读索引: every line, or IndexFault at the first that is not ours; order is checked too."""
    lines = raw.split(b"\n")
    if lines.pop() != b"":
        raise IndexFault("没有写完", len(lines) + 1)
    if lines != sorted(lines):
        at = next(n for n, (a, b) in enumerate(zip(lines, sorted(lines), strict=True)) if a != b)
        raise IndexFault("没有按次序排", at + 1)
    return tuple(_read_line(line, number) for number, line in enumerate(lines, 1))


def matches(lines: Sequence[Line], records: Sequence[Record]) -> bool:
    """对得上: every response once in the index, and nothing else in it."""
    there = sorted((r.url, r.offset, r.length, r.header("WARC-Payload-Digest")) for r in records)
    return there == sorted((one.url, one.offset, one.length, one.digest) for one in lines)


def surt(url: str) -> str:
    """网址反写: https://www.Example.com:443/a?b=1&a=2 becomes com,example)/a?a=2&b=1.

    As pywb, wabac and cdxj-indexer look addresses up: lower case, no www, no default port, no
    fragment, query sorted.
    """
    url = url.lower()
    try:
        parts = urlsplit(url)
        host = _WWW.sub("", parts.netloc.rpartition("@")[2])
    except ValueError:
        return url
    if not host:
        return url
    host = host.removesuffix(_PORTS.get(parts.scheme, ""))
    name, colon, port = host.partition(":") if not host.startswith("[") else (host, "", "")
    turned = name if name.startswith("[") else ",".join(reversed(name.rstrip(".").split(".")))
    query = "&".join(sorted(parts.query.split("&"))) if parts.query else ""
    path = parts.path if parts.path in ("", "/") else parts.path.rstrip("/")
    return f"{turned}{colon}{port}){path or '/'}{'?' + query if query else ''}"


def _line(one: Written, warc: str) -> bytes:
    found = canonical(
        {
            "url": one.url,
            "mime": one.mime,
            "status": str(one.status),
            "digest": one.digest,
            "length": str(one.length),
            "offset": str(one.offset),
            "filename": warc.rpartition("/")[2],
        }
    )
    key = surt(_asked(one))
    at = one.at.astimezone(UTC)
    stamp = f"{at:%Y%m%d%H%M%S}{at.microsecond // 1000:03d}"
    return f"{key} {stamp} ".encode() + found + b"\n"


def _asked(one: Written) -> str:
    """The address a replay looks up: what was posted stands in it as a query."""
    if one.method in ("GET", "HEAD", ""):
        return one.url
    joint = "&" if "?" in one.url else "?"
    asked = f"{one.url}{joint}__wb_method={quote(one.method)}"
    if "x-www-form-urlencoded" in one.request_type.lower():
        return f"{asked}&{quote(one.request_body.decode('utf-8', 'replace'), safe='&=+%')}"
    posted = base64.b64encode(one.request_body).decode()
    return f"{asked}&__wb_post_data={posted}" if posted else asked


def _read_line(line: bytes, number: int) -> Line:
    parts = line.split(b" ", _FIELDS - 1)
    if len(parts) != _FIELDS:
        raise IndexFault("不是三段", number)
    try:
        found = read_canonical(parts[-1])
    except ValueError:
        raise IndexFault("不是规范写法的 JSON", number) from None
    if not isinstance(found, dict):
        raise IndexFault("不是一组键值", number)
    texts = [found.get(key) for key in ("url", "offset", "length", "digest")]
    url, offset, length, digest = (one if isinstance(one, str) else "" for one in texts)
    if not (offset.isdecimal() and offset.isascii() and length.isdecimal() and length.isascii()):
        raise IndexFault("的偏移或者长度不是数字", number)
    return Line(url, int(offset), int(length), digest)
