"""包里的内容: every file read once; its digests, its CRC, and the web records in it."""

from collections.abc import Iterable
from concurrent.futures import Executor
from dataclasses import dataclass, field
from typing import BinaryIO, Final

from .digests import Digest, Running
from .package import SMALL, pieces_of
from .records import Record, RecordFault, Scanner
from .shell import Entry

WARC_SUFFIX: Final = ".warc.gz"
MOST_RECORDS: Final = 1_000_000


@dataclass
class Contents:
    """读到的内容: by file name."""

    digests: dict[str, Digest] = field(default_factory=dict)
    crcs: dict[str, int] = field(default_factory=dict)
    records: dict[str, list[Record]] = field(default_factory=dict)
    broken: dict[str, RecordFault] = field(default_factory=dict)
    small: dict[str, bytes] = field(default_factory=dict)


def read_contents(
    file: BinaryIO, entries: Iterable[Entry], *, keep: frozenset[str], worker: Executor | None
) -> Contents:
    """读一遍: files named in `keep` are kept whole when they are not large."""
    found = Contents()
    for entry in entries:
        if entry.name in found.digests:
            continue
        running = Running(worker)
        scanner = Scanner() if entry.name.endswith(WARC_SUFFIX) else None
        kept: list[bytes] | None = [] if entry.name in keep and entry.size <= SMALL else None
        for piece in pieces_of(file, entry):
            running.update(piece)
            if scanner is not None:
                scanner = _scan(scanner, piece, entry.name, found)
            if kept is not None:
                kept.append(piece)
        if scanner is not None:
            _finish(scanner, entry.name, found)
        if kept is not None:
            found.small[entry.name] = b"".join(kept)
        found.digests[entry.name] = running.finish()
        found.crcs[entry.name] = running.crc
    return found


def _scan(scanner: Scanner, piece: bytes, name: str, found: Contents) -> Scanner | None:
    records = found.records.setdefault(name, [])
    try:
        records.extend(scanner.feed(piece))
        if len(records) > MOST_RECORDS:
            raise RecordFault("之后还有：记录太多", len(records), records[-1].offset)
    except RecordFault as fault:
        found.broken[name] = fault
        return None
    return scanner


def _finish(scanner: Scanner, name: str, found: Contents) -> None:
    found.records.setdefault(name, [])
    try:
        scanner.finish()
    except RecordFault as fault:
        found.broken[name] = fault
