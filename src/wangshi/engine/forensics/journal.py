"""日志的日记: where an entry is durable before anybody is told its number.

One append-only file; each entry after its length and before its CRC-32. A batch is one write and
one flush to the disk. What a power cut left half-written is set aside, never guessed at.
"""

import os
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from .files import flush_folder, write_whole

FOLDER: Final = "journal"
_LENGTH, _CRC = 2, 4


class LogFault(RuntimeError):
    """日志不能写: the message says why and what to do; nothing was written."""


class Journal:
    """日记: opened at a position; knows what stands in it from there on."""

    def __init__(self, folder: Path, published: int) -> None:
        """Open or begin; `waiting` are the entries from number `published` on."""
        self.folder = folder / FOLDER
        self.folder.mkdir(parents=True, exist_ok=True)
        self.waiting: list[bytes] = []
        self._file = -1
        self._length = 0
        self._recover(published)

    def write(self, batch: Sequence[bytes]) -> None:
        """写一批: durable when it returns; on a fault nothing of it remains."""
        raw = b"".join(map(_frame, batch))
        try:
            _write_all(self._file, raw)
            os.fdatasync(self._file)
        except OSError:
            os.ftruncate(self._file, self._length)
            os.lseek(self._file, self._length, os.SEEK_SET)
            raise
        self._length += len(raw)
        self.waiting.extend(batch)

    def begin(self, published: int, done: int) -> None:
        """换一本: the first `done` entries are in the tiles now; the others go over."""
        left = self.waiting[done:]
        raw = b"".join(map(_frame, left))
        book = self.folder / f"{published:016d}"
        write_whole(book, [raw])
        os.close(self._file)
        self._file = self._open(book)
        os.lseek(self._file, len(raw), os.SEEK_SET)
        self._length, self.waiting = len(raw), left
        for old in self.folder.iterdir():
            if old.name.isdecimal() and int(old.name) < published:
                old.unlink()

    def close(self) -> None:
        """合上."""
        os.close(self._file)

    def _recover(self, published: int) -> None:
        books = sorted(path for path in self.folder.iterdir() if path.name.isdecimal())
        if books and int(books[-1].name) > published:
            raise LogFault("日记比存根新，存根可能是从旧备份恢复的；不要在它上面接着写")
        book = books[-1] if books else self.folder / f"{published:016d}"
        raw = book.read_bytes() if book.exists() else b""
        entries, sound = _read(raw)
        self._file = self._open(book)
        if sound < len(raw):
            (self.folder / f"torn-{book.name}-{sound}").write_bytes(raw[sound:])
            os.ftruncate(self._file, sound)
            os.fsync(self._file)
        os.lseek(self._file, sound, os.SEEK_SET)
        self._length = sound
        self.waiting = entries[published - int(book.name) :]
        flush_folder(self.folder)
        if int(book.name) < published:
            self.begin(published, 0)

    @staticmethod
    def _open(path: Path) -> int:
        return os.open(path, os.O_RDWR | os.O_CREAT, 0o644)


def _frame(entry: bytes) -> bytes:
    body = len(entry).to_bytes(_LENGTH, "big") + entry
    return body + zlib.crc32(body).to_bytes(_CRC, "big")


def _read(raw: bytes) -> tuple[list[bytes], int]:
    """The entries that are whole, and how many bytes they take."""
    entries, at = [], 0
    while at + _LENGTH + _CRC <= len(raw):
        end = at + _LENGTH + int.from_bytes(raw[at : at + _LENGTH], "big")
        crc = raw[end : end + _CRC]
        if len(crc) < _CRC or zlib.crc32(raw[at:end]) != int.from_bytes(crc, "big"):
            break
        entries.append(raw[at + _LENGTH : end])
        at = end + _CRC
    return entries, at


def _write_all(file: int, raw: bytes) -> None:
    left = memoryview(raw)
    while left:
        left = left[os.write(file, left) :]
