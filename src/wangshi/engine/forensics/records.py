"""读 WARC: record after record, strictly; a fault names the record and where it begins.

WARC 1.0 and 1.1, plain or one gzip member a record. Memory does not grow with the file: a block is
digested as it passes and kept only when asked for.
"""

import re
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from .blocks import END, Block, read_headers
from .captures import Headers

TYPES: Final = frozenset(
    ("warcinfo", "response", "resource", "request", "metadata", "revisit", "conversion",
     "continuation")
)  # fmt: skip
_ONCE: Final = ("warc-type", "warc-record-id", "warc-date", "content-length")
_HEAD_LIMIT: Final = 64 << 10
MOST_OUT: Final = 4 << 30
_STEP: Final = 1 << 20
_GZIP: Final = b"\x1f\x8b"
_DIGITS: Final = re.compile(r"[0-9]{1,15}", re.ASCII)
_VERSIONS: Final = (b"WARC/1.0\r\n", b"WARC/1.1\r\n")


class RecordFault(ValueError):
    """这条记录读不下去: its number (from 1), the offset where it begins, and why."""

    def __init__(self, said: str, number: int, offset: int) -> None:
        super().__init__(f"第 {number} 条记录（偏移 {offset}）{said}")
        self.said, self.number, self.offset = said, number, offset


@dataclass(frozen=True)
class Record:
    """一条记录: where it stands, its headers, the HTTP head of its block, and its digests.

    `offset` and `length` count bytes of the file, compressed as they stand there. `mismatched`
    names the digest fields that are wrong, out of `checked`.
    """

    number: int
    offset: int
    length: int
    headers: Headers
    http: tuple[str, Headers] | None
    mismatched: tuple[str, ...]
    checked: int
    block: bytes = b""

    def header(self, name: str) -> str:
        """字段: empty when there is none; names are compared without case."""
        return next((v for n, v in self.headers if n.lower() == name.lower()), "")

    @property
    def kind(self) -> str:
        """种类: warcinfo, response, request…"""
        return self.header("WARC-Type")

    @property
    def url(self) -> str:
        """网址: without the angle brackets some writers put around it."""
        return self.header("WARC-Target-URI").removeprefix("<").removesuffix(">")

    @property
    def status(self) -> int:
        """HTTP 状态: 0 when there is none."""
        parts = self.http[0].split(" ") if self.http else []
        return int(parts[1]) if len(parts) > 1 and _DIGITS.fullmatch(parts[1]) else 0


def read_records(pieces: Iterable[bytes], *, keep: int = 0) -> Iterator[Record]:
    """逐条读: from the pieces of a file; blocks up to `keep` bytes are kept.

    Raises RecordFault where the file stops following the format.
    """
    scanner = Scanner(keep)
    for piece in pieces:
        yield from scanner.feed(piece)
    scanner.finish()


class Scanner:
    """边收边读: takes a file a piece at a time and gives back each record as it ends.

    `began` is where in the file the first piece stands; records are counted from there.
    """

    def __init__(self, keep: int = 0, *, began: int = 0) -> None:
        self._keep = keep
        self._packed: bool | None = None
        self._unpack = zlib.decompressobj(31)
        self.out = 0
        self._taken = self._began = began
        self._number = 0
        self._open: _Open | None = None
        self._waiting = b""

    def feed(self, piece: bytes) -> Iterator[Record]:
        """收一段: the records that end in it."""
        if self._packed is None:
            piece, self._waiting = self._waiting + piece, b""
            if len(piece) < len(_GZIP):
                self._waiting = piece
                return
            self._packed = piece.startswith(_GZIP)
        yield from self._feed_packed(piece) if self._packed else self._feed_plain(piece)

    def finish(self) -> None:
        """收完了: refuses a file that ends inside a record."""
        if self._packed is None or self._open is not None or self._taken != self._began:
            raise self._fault("没有写完")

    def _feed_packed(self, waiting: bytes) -> Iterator[Record]:
        while waiting:
            plain = self._inflate(waiting)
            left = self._unpack.unused_data if self._unpack.eof else self._unpack.unconsumed_tail
            self._taken += len(waiting) - len(left)
            waiting = left
            if self._current().feed(plain):
                raise self._fault("后面多出内容")
            if self._unpack.eof:
                yield self._close()
                self._unpack = zlib.decompressobj(31)

    def _feed_plain(self, waiting: bytes) -> Iterator[Record]:
        while waiting:
            left = self._current().feed(waiting)
            self._taken += len(waiting) - len(left)
            waiting = left
            if self._current().is_whole:
                yield self._close()

    def _inflate(self, waiting: bytes) -> bytes:
        try:
            plain = self._unpack.decompress(waiting, _STEP)
        except zlib.error:
            raise self._fault("解压不了：内容被改过或者不完整") from None
        self.out += len(plain)
        if self.out > MOST_OUT:
            raise self._fault("解压出来超过 4 GB")
        return plain

    def _current(self) -> "_Open":
        if self._open is None:
            self._number += 1
            self._open = _Open(self._number, self._began, self._keep)
        return self._open

    def _close(self) -> Record:
        record = self._current().close(self._taken - self._began)
        self._began, self._open = self._taken, None
        return record

    def _fault(self, said: str) -> RecordFault:
        number = self._number if self._open is not None else self._number + 1
        return RecordFault(said, number, self._began)


class _Open:
    """A record being read: its head, then its block, then the two empty lines."""

    def __init__(self, number: int, offset: int, keep: int) -> None:
        self._number, self._offset, self._keep = number, offset, keep
        self._head = b""
        self._headers: Headers = ()
        self._block: Block | None = None
        self._left = 0
        self._tail = b""

    @property
    def is_whole(self) -> bool:
        return self._block is not None and self._left == 0 and self._tail == END

    def feed(self, plain: bytes) -> bytes:
        """Take what belongs to this record; give back the rest."""
        if self._block is None:
            plain = self._feed_head(plain)
        if self._block is None:
            return b""
        if self._left and plain:
            taken = plain if len(plain) <= self._left else plain[: self._left]
            self._block.feed(taken)
            self._left -= len(taken)
            plain = plain[len(taken) :]
        if self._left == 0:
            need = len(END) - len(self._tail)
            self._tail, plain = self._tail + plain[:need], plain[need:]
            if not END.startswith(self._tail):
                raise self._fault("长度和写的不一样")
        return plain

    def close(self, length: int) -> Record:
        if self._block is None or not self.is_whole:
            raise self._fault("没有写完")
        mismatched, checked = self._block.compare()
        return Record(
            number=self._number,
            offset=self._offset,
            length=length,
            headers=self._headers,
            http=self._block.http(),
            mismatched=mismatched,
            checked=checked,
            block=bytes(self._block.kept),
        )

    def _feed_head(self, plain: bytes) -> bytes:
        seen = max(len(self._head) - len(END), 0)
        self._head = self._head + plain if self._head else plain
        end = self._head.find(END, seen)
        if end < 0:
            started = any(one.startswith(self._head[: len(one)]) for one in _VERSIONS)
            if len(self._head) > _HEAD_LIMIT or not started:
                raise self._fault("不是 WARC 记录")
            return b""
        if end > _HEAD_LIMIT:
            raise self._fault("不是 WARC 记录")
        head, rest = self._head[:end], self._head[end + len(END) :]
        self._headers = self._read_head(head)
        self._left = self._length()
        self._block = Block(self._headers, self._keep)
        return rest

    def _read_head(self, head: bytes) -> Headers:
        first, *lines = head.split(b"\r\n")
        if first + b"\r\n" not in _VERSIONS:
            raise self._fault("不是 WARC 1.0 或者 1.1 的记录")
        headers = read_headers(lines)
        if headers is None:
            raise self._fault("头部有一行读不懂")
        names = [name.lower() for name, _ in headers]
        for name in _ONCE:
            if names.count(name) != 1:
                raise self._fault(f"头部的 {name} 要写一次")
        kind = headers[names.index("warc-type")][1]
        if kind not in TYPES:
            raise self._fault("种类不是 WARC 规定的")
        return headers

    def _length(self) -> int:
        text = next(value for name, value in self._headers if name.lower() == "content-length")
        if not _DIGITS.fullmatch(text):
            raise self._fault("Content-Length 不是数字")
        return int(text)

    def _fault(self, said: str) -> RecordFault:
        return RecordFault(said, self._number, self._offset)
