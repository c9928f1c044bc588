"""包的外壳: a zip with one permitted spelling, so that no byte of it can differ unnoticed.

APPNOTE 6.3: entries stored one after another from byte 0, no gaps, no descriptors, no extra
fields, no comment, dated 1980-01-01; then the central directory; its end record; nothing.
Names are folder/file in lower-case ASCII, given by us, never by a page or an upload. Under 2 GiB.
"""

import re
import struct
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import BinaryIO, Final

from .report import Fault

MOST_BYTES: Final = (1 << 31) - 1
MOST_ENTRIES: Final = 10_000
END_BYTES: Final = 22
NAME: Final = re.compile(r"(?:[a-z0-9][a-z0-9_-]{0,31}/)?[a-z0-9][a-z0-9._-]{0,99}", re.ASCII)
_LOCAL, _CENTRAL, _END = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
_LOCAL_BYTES, _CENTRAL_BYTES = 30, 46
_DAY = 0x21  # 1980-01-01 in DOS form
_VERSION = 20
_SEARCHED = 1 << 20


class ShellRefused(ValueError):
    """装不进包: the message says what to do instead."""


@dataclass(frozen=True)
class Entry:
    """包里的一个文件: its name, where its bytes stand, how many, and the CRC-32 written for it."""

    name: str
    header: int
    start: int
    size: int
    crc: int


@dataclass(frozen=True)
class Shell:
    """读出来的外壳: the files in it, and what is wrong with it."""

    entries: tuple[Entry, ...]
    faults: tuple[Fault, ...]

    def find(self, name: str) -> Entry | None:
        """找文件: the first of that name."""
        return next((entry for entry in self.entries if entry.name == name), None)


class ShellWriter:
    """写外壳: files one after another into an open file, then the directory."""

    def __init__(self, target: BinaryIO, kept: Sequence[Entry] = ()) -> None:
        """Continue after `kept`, which already stand in `target`."""
        self._target = target
        self._entries = list(kept)

    def add(self, name: str, pieces: Iterable[bytes]) -> Entry:
        """放进一个文件: its pieces in order."""
        if not NAME.fullmatch(name) or any(one.name == name for one in self._entries):
            raise ShellRefused(f"不能用这个文件名：{name}")
        header = self._target.tell()
        start, size, crc = header + _LOCAL_BYTES + len(name), 0, 0
        self._target.write(bytes(start - header))
        for piece in pieces:
            self._target.write(piece)
            size, crc = size + len(piece), zlib.crc32(piece, crc)
            if start + size > MOST_BYTES - (1 << 24):
                raise ShellRefused("一个证据包不超过 2 GB，请分成几个包")
        entry = Entry(name, header, start, size, crc)
        self._target.seek(header)
        self._target.write(_local(entry))
        self._target.seek(start + size)
        self._entries.append(entry)
        return entry

    def close(self) -> None:
        """写目录: nothing can be added afterwards."""
        at = self._target.tell()
        directory = b"".join(map(_central, self._entries))
        self._target.write(directory + _end(len(self._entries), len(directory), at))


def read_shell(file: BinaryIO) -> Shell:
    """读外壳: every file that can be reached, and every departure from the one spelling."""
    size = file.seek(0, 2)
    faults: list[Fault] = []
    if size > MOST_BYTES:
        return Shell((), (Fault("shell.large", "超过 2 GB，不是我们的证据包"),))
    end = _find_end(file, size, faults)
    if end is None:
        return Shell((), (Fault("shell.truncated", "找不到目录的结尾：文件不完整或者不是证据包"),))
    count, length, at = _read_end(file, end, faults)
    if count > MOST_ENTRIES:
        return Shell((), (*faults, Fault("shell.large", f"目录写着 {count} 个文件，超过上限")))
    if at + length != end:
        faults.append(Fault("shell.gap", "目录不在它该在的地方", offset=end))
    file.seek(min(at, end))
    entries = _read_directory(file.read(max(end - at, 0)), at, count, faults)
    _compare_locals(file, entries, at, faults)
    inside = tuple(one for one in entries if one.start + one.size <= at)
    return Shell(tuple(one for one in inside if NAME.fullmatch(one.name)), tuple(faults))


def _find_end(file: BinaryIO, size: int, faults: list[Fault]) -> int | None:
    first = max(0, size - _SEARCHED)
    file.seek(first)
    tail = file.read(_SEARCHED)
    found = tail.rfind(_END, 0, max(len(tail) - END_BYTES + len(_END), 0))
    if found < 0:
        return None
    end = first + found
    if end + END_BYTES != size:
        extra = size - end - END_BYTES
        faults.append(Fault("shell.trailing", f"包的后面多出 {extra} 个字节", "", end + END_BYTES))
    return end


def _read_end(file: BinaryIO, end: int, faults: list[Fault]) -> tuple[int, int, int]:
    file.seek(end)
    raw = file.read(END_BYTES)
    count, length, at = struct.unpack("<10xHII2x", raw)
    _compare(raw, _end(count, length, at), end, "", faults)
    return count, length, at


def _read_directory(raw: bytes, at: int, count: int, faults: list[Fault]) -> list[Entry]:
    entries: list[Entry] = []
    seen: set[str] = set()
    place = 0
    for _ in range(count):
        if raw[place : place + len(_CENTRAL)] != _CENTRAL or len(raw) < place + _CENTRAL_BYTES:
            faults.append(Fault("shell.header", "目录读不下去", offset=at + place))
            return entries
        crc, _, size, name_length, extra, comment, header = struct.unpack_from(
            "<16xIIIHHH8xI", raw, place
        )
        name = raw[place + _CENTRAL_BYTES :][:name_length].decode("latin-1")
        entry = Entry(name, header, header + _LOCAL_BYTES + name_length, size, crc)
        whole = raw[place : place + _CENTRAL_BYTES + name_length + extra + comment]
        _compare(whole, _central(entry), at + place, name, faults)
        _refuse_name(name, seen, at + place, faults)
        entries.append(entry)
        place += len(whole)
    if place != len(raw):
        faults.append(Fault("shell.gap", "目录里多出内容", offset=at + place))
    return entries


def _refuse_name(name: str, seen: set[str], offset: int, faults: list[Fault]) -> None:
    if not NAME.fullmatch(name):
        faults.append(Fault("shell.name", f"不许用的文件名：{shown(name)}", offset=offset))
    elif name in seen:
        faults.append(Fault("shell.duplicate", f"有两个文件叫 {name}", name, offset))
    seen.add(name)


def _compare_locals(file: BinaryIO, entries: list[Entry], at: int, faults: list[Fault]) -> None:
    place = 0
    for entry in entries:
        name = shown(entry.name)
        if entry.header != place:
            faults.append(Fault("shell.gap", f"{name} 的前面多出或者少了内容", name, place))
        if entry.start + entry.size > at:
            faults.append(Fault("shell.truncated", f"{name} 不完整", name, entry.header))
        file.seek(entry.header)
        _compare(file.read(entry.start - entry.header), _local(entry), entry.header, name, faults)
        place = entry.start + entry.size
    if place != at:
        faults.append(Fault("shell.gap", "文件和目录之间多出或者少了内容", offset=place))


def _compare(found: bytes, right: bytes, at: int, name: str, faults: list[Fault]) -> None:
    if found == right:
        return
    pairs = enumerate(zip(found, right, strict=False))
    first = next((i for i, (a, b) in pairs if a != b), min(len(found), len(right)))
    said = f"{shown(name) or '目录'} 的外壳和规定的写法不同"
    faults.append(Fault("shell.header", said, shown(name), at + first))


def shown(name: str) -> str:
    """可以显示的名字: a hostile name cannot reach a terminal or a page."""
    return "".join(c if c.isascii() and c.isprintable() else "?" for c in name[:100])


def _local(entry: Entry) -> bytes:
    name = entry.name.encode("latin-1")
    return _LOCAL + struct.pack(
        "<HHHHHIIIHH", _VERSION, 0, 0, 0, _DAY, entry.crc, entry.size, entry.size, len(name), 0
    ) + name  # fmt: skip


def _central(entry: Entry) -> bytes:
    name = entry.name.encode("latin-1")
    head = (_VERSION, _VERSION, 0, 0, 0, _DAY, entry.crc, entry.size, entry.size, len(name))
    return _CENTRAL + struct.pack("<HHHHHHIIIHHHHHII", *head, 0, 0, 0, 0, 0, entry.header) + name


def _end(count: int, length: int, at: int) -> bytes:
    return _END + struct.pack("<HHHHIIH", 0, 0, count, count, length, at, 0)
