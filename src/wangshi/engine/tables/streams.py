"""字节流: open a plain or gzipped text file, never more of it in memory than a block."""

import gzip
import io
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from wangshi.engine.tables.refusal import MEGABYTE, Limits, TableRefused, size_in_words

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

GZIP_MAGIC = b"\x1f\x8b"
BLOCK = MEGABYTE


class _CappedGzip(io.RawIOBase):
    """gzip 流: inflates block by block and stops at a bomb, a lie or a torn end."""

    def __init__(self, raw: BinaryIO, limits: Limits) -> None:
        self._raw = raw
        self._inflated = gzip.GzipFile(fileobj=raw, mode="rb")
        self._limits = limits
        self._total = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int:
        view = memoryview(buffer).cast("B")
        try:
            block = self._inflated.read(len(view))
        except (OSError, EOFError, zlib.error) as error:
            raise TableRefused(
                "damaged", "这个压缩文件是坏的，没有读到结尾", "重新下载或重新压缩后再上传"
            ) from error
        self._total += len(block)
        self._check()
        view[: len(block)] = block
        return len(block)

    def _check(self) -> None:
        packed = max(self._raw.tell(), 1)
        if self._total > self._limits.text_bytes:
            raise _too_large(self._limits.text_bytes)
        grace = self._limits.ratio_grace_bytes
        if self._total > grace and self._total / packed > self._limits.text_ratio:
            raise TableRefused(
                "bomb",
                f"这个压缩文件解开后膨胀了 {self._limits.text_ratio} 倍以上，不像一张真表",
                "向发来文件的人要没有压缩的原表",
            )

    def close(self) -> None:
        self._inflated.close()
        self._raw.close()
        super().close()


def _too_large(limit: int) -> TableRefused:
    return TableRefused(
        "too_large", f"文件太大，最多能读 {size_in_words(limit)}", "拆成几份，分别上传"
    )


def open_bytes(path: Path, *, limits: Limits) -> BinaryIO:
    """打开字节流: gzip is recognised by its first bytes, not by its name."""
    raw = path.open("rb")
    if raw.read(2) == GZIP_MAGIC:
        raw.seek(0)
        return io.BufferedReader(_CappedGzip(raw, limits), buffer_size=BLOCK)
    raw.seek(0)
    if path.stat().st_size > limits.text_bytes:
        raw.close()
        raise _too_large(limits.text_bytes)
    return raw


def blocks(path: Path, *, limits: Limits) -> Iterator[bytes]:
    """一块一块读: the whole file in blocks of a megabyte."""
    with open_bytes(path, limits=limits) as stream:
        while block := stream.read(BLOCK):
            yield block


def bounded_lines(stream: io.TextIOWrapper, *, limits: Limits) -> Iterator[str]:
    """逐行读: a line past the limit is refused before the rest of it is read."""
    number = 0
    while line := stream.readline(limits.line_characters):
        number += 1
        if len(line) == limits.line_characters and not line.endswith(("\n", "\r")):
            raise TableRefused(
                "line_too_long",
                f"第 {number} 行超过 {limits.line_characters} 个字，不像一张表",
                "用表格软件打开原表，另存为 CSV 后再上传",
            )
        yield line
