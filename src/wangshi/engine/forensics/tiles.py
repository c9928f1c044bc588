"""日志的瓦片 (C2SP tlog-tiles): the tree as plain files that anybody can copy and check.

checkpoint                      the log's latest signed word
tile/<L>/<N>[.p/<W>]            256 hashes a file, of height 8L; the last one may hold fewer
tile/entries/<N>[.p/<W>]        the entries themselves, each after its length in two bytes
"""

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Final

from .merkle import HASH_BYTES, node_hash, root_of, split

WIDTH: Final = 256
CHECKPOINT: Final = "checkpoint"
ENTRIES: Final = "entries"
MOST_ENTRY: Final = (1 << 16) - 1
_HEIGHT: Final = 8
_CACHED: Final = 64


class TileFault(ValueError):
    """瓦片不对: which file, and what is wrong with it."""

    def __init__(self, said: str, file: str = "") -> None:
        super().__init__(said)
        self.file = file


def tile_path(level: int | str, number: int, width: int = WIDTH) -> str:
    """瓦片的路径: tile/0/x001/x234/067, with .p/<width> when not full."""
    digits = f"{number % 1000:03d}"
    while number := number // 1000:
        digits = f"x{number % 1000:03d}/{digits}"
    return f"tile/{level}/{digits}" + (f".p/{width}" if width < WIDTH else "")


def width_at(level: int, number: int, size: int) -> int:
    """瓦片的宽度: how many hashes it holds in a tree of `size`; 0 when there is none."""
    return max(0, min(WIDTH, (size >> _HEIGHT * level) - number * WIDTH))


def pack_entries(entries: Iterable[bytes]) -> bytes:
    """装条目: each after its length."""
    return b"".join(len(entry).to_bytes(2, "big") + entry for entry in entries)


def unpack_entries(raw: bytes) -> list[bytes]:
    """拆条目: raises TileFault when the lengths do not add up."""
    entries, at = [], 0
    while at < len(raw):
        size = int.from_bytes(raw[at : at + 2], "big")
        entry = raw[at + 2 : at + 2 + size]
        if at + 2 + size > len(raw):
            raise TileFault("条目不完整")
        entries.append(entry)
        at += 2 + size
    return entries


class Tiles:
    """一份日志的瓦片: a folder, ours or a mirror, read as a tree of a given size.

    Reading believes nothing: a file of the wrong length is refused, and whoever asks compares the
    root with a checkpoint.
    """

    def __init__(self, folder: Path, size: int) -> None:
        self.folder, self.size = folder, size
        self._read = lru_cache(_CACHED)(self._read_hashes)
        self._full = lru_cache(_CACHED * WIDTH)(self._find_full)

    def root(self) -> bytes:
        """树根: of the whole tree, from the topmost hashes down the right edge."""
        return root_of([]) if self.size == 0 else self.subtree(0, self.size)

    def subtree(self, first: int, last: int) -> bytes:
        """子树的根: over leaves first..last-1, as RFC 6962 cuts the tree."""
        span = last - first
        if span & (span - 1) == 0 and first % span == 0:
            return self._full(first, span)
        middle = first + split(span)
        return node_hash(self.subtree(first, middle), self.subtree(middle, last))

    def leaf(self, index: int) -> bytes:
        """叶: the hash of one entry."""
        return self._full(index, 1)

    def entries(self, number: int) -> list[bytes]:
        """条目: those of one bundle."""
        width = width_at(0, number, self.size)
        name, raw = self._fetch(ENTRIES, number, width)
        try:
            entries = unpack_entries(raw)[:width]
        except TileFault as fault:
            raise TileFault(f"{name}：{fault}", name) from None
        if len(entries) != width:
            raise TileFault(f"{name} 里少了条目", name)
        return entries

    def hashes(self, level: int, number: int) -> list[bytes]:
        """一片瓦: its hashes."""
        return list(self._read(level, number))

    def _find_full(self, first: int, span: int) -> bytes:
        height = span.bit_length() - 1
        level = height // _HEIGHT
        below = 1 << height - level * _HEIGHT
        at = first >> level * _HEIGHT
        hashes = self._read(level, at // WIDTH)[at % WIDTH : at % WIDTH + below]
        if len(hashes) != below:
            raise TileFault(f"{tile_path(level, at // WIDTH)} 里少了摘要")
        return root_of(hashes)

    def _read_hashes(self, level: int, number: int) -> tuple[bytes, ...]:
        width = width_at(level, number, self.size)
        name, raw = self._fetch(level, number, width)
        if len(raw) % HASH_BYTES or len(raw) < width * HASH_BYTES:
            raise TileFault(f"{name} 的长度不对", name)
        return tuple(raw[at * HASH_BYTES :][:HASH_BYTES] for at in range(width))

    def _fetch(self, level: int | str, number: int, width: int) -> tuple[str, bytes]:
        for name in (tile_path(level, number, width), tile_path(level, number)):
            try:
                return name, (self.folder / name).read_bytes()
            except OSError:
                continue
        raise TileFault(f"缺少 {tile_path(level, number, width)}", tile_path(level, number, width))
