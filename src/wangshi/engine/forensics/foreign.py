"""别的软件做的网页档案: WARC, ARC and WACZ by other hands, read as far as they can be.

Ours are refused at the first departure from the format; these are read as widely used software
reads them, and every departure is remarked upon. What such a file says of itself proves nothing
about who made it or when.
"""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from .blocks import Block, read_headers
from .records import RecordFault

_GZIP: Final = b"\x1f\x8b"
_MOST_OUT: Final = 1 << 30
_WARC: Final = re.compile(rb"WARC/[01]\.\d+[ \t\r]*\n")
_ARC_LINE: Final = re.compile(rb"[^\s].*? \S+ \d{8,18} \S+ \S+[ \t\r]*\n")
_ARC_FIELDS: Final = 5


@dataclass(frozen=True)
class ForeignRecord:
    """一条记录: its kind, its address, the digests that are wrong, and what was odd about it."""

    number: int
    offset: int
    kind: str
    url: str
    mismatched: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()


def read_foreign(raw: bytes) -> list[ForeignRecord]:
    """读别人的档案: WARC or ARC, plain or one gzip member a record.

    Raises RecordFault for what no reader of such files makes sense of: another format, or a whole
    file compressed as one.
    """
    records: list[ForeignRecord] = []
    for offset, plain in _members(raw):
        found = list(_records(plain, len(records) + 1, offset, raw.startswith(_GZIP)))
        if raw.startswith(_GZIP) and len(found) > 1:
            raise RecordFault("整个文件压缩在一起，应当一条一个 gzip", len(records) + 1, offset)
        records += found
    if not records:
        raise RecordFault("不是网页档案", 1, 0)
    return records


def _members(raw: bytes) -> Iterator[tuple[int, bytes]]:
    if not raw.startswith(_GZIP):
        yield 0, raw
        return
    at, out, number = 0, 0, 0
    while at < len(raw):
        unpack = zlib.decompressobj(31)
        number += 1
        try:
            plain = unpack.decompress(raw[at:], _MOST_OUT - out)
        except zlib.error:
            raise RecordFault("解压不了", number, at) from None
        out += len(plain)
        if not unpack.eof or out >= _MOST_OUT:
            raise RecordFault("没有写完，或者解压出来超过 1 GB", number, at)
        yield at, plain
        at = len(raw) - len(unpack.unused_data)


def _records(plain: bytes, number: int, offset: int, packed: bool) -> Iterator[ForeignRecord]:
    at = _blank(plain, 0)
    while at < len(plain):
        place = offset if packed else at
        if _WARC.match(plain, at):
            record, end = _read_warc(plain, at, number, place)
        elif _ARC_LINE.match(plain, at):
            record, end = _read_arc(plain, at, number, place)
        else:
            raise RecordFault("不是 WARC 或者 ARC 记录", number, place)
        start = _blank(plain, end)
        following = _next(plain, start)
        if following > start:
            record = _remarked(record, f"后面多出 {following - start} 个字节")
        yield record
        number, at = number + 1, following


def _read_warc(plain: bytes, at: int, number: int, place: int) -> tuple[ForeignRecord, int]:
    end = _head_end(plain, at)
    lines = [line.rstrip(b"\r \t") for line in plain[at:end].split(b"\n")]
    headers = read_headers([line for line in lines[1:] if line])
    if headers is None:
        raise RecordFault("头部有一行读不懂", number, place)
    named = {name.lower(): value for name, value in headers}
    length = named.get("content-length", "")
    if not length.isdecimal():
        raise RecordFault("没有写长度", number, place)
    block = Block(headers, 0)
    content = plain[end : end + int(length)]
    block.feed(content)
    remarks = () if len(content) == int(length) else ("没有写完",)
    url = named.get("warc-target-uri", "").strip("<>")
    kind = named.get("warc-type", "")
    mismatched, _ = block.compare()
    return ForeignRecord(number, place, kind, url, mismatched, remarks), end + len(content)


def _read_arc(plain: bytes, at: int, number: int, place: int) -> tuple[ForeignRecord, int]:
    end = plain.index(b"\n", at) + 1
    fields = plain[at:end].decode("utf-8", "replace").split()
    url, length = " ".join(fields[: 1 - _ARC_FIELDS]), fields[-1]
    kind = "arc_header" if url.startswith("filedesc://") else "response"
    if not length.isdecimal():
        found = ForeignRecord(number, place, kind, url, (), ("没有写长度",))
        return found, _next_arc(plain, end)
    content = plain[end : end + int(length)]
    remarks = () if len(content) == int(length) else ("没有写完",)
    return ForeignRecord(number, place, kind, url, (), remarks), end + len(content)


def _head_end(plain: bytes, at: int) -> int:
    """Past the first empty line, however its lines end."""
    found = re.compile(rb"\n[\r \t]*\n").search(plain, at)
    return found.end() if found else len(plain)


def _next(plain: bytes, at: int) -> int:
    if at >= len(plain) or _WARC.match(plain, at) or _ARC_LINE.match(plain, at):
        return at
    found = re.compile(rb"(?<=\n)WARC/[01]\.\d+[ \t\r]*\n").search(plain, at)
    return found.start() if found else len(plain)


def _next_arc(plain: bytes, at: int) -> int:
    found = re.compile(rb"(?<=\n)[a-z]+:\S* \S+ \d{8,18} \S+ \S+[ \t\r]*\n").search(plain, at)
    return found.start() if found else len(plain)


def _blank(plain: bytes, at: int) -> int:
    while at < len(plain) and plain[at : at + 1] in (b"\r", b"\n"):
        at += 1
    return at


def _remarked(record: ForeignRecord, remark: str) -> ForeignRecord:
    return ForeignRecord(**{**vars(record), "remarks": (*record.remarks, remark)})
