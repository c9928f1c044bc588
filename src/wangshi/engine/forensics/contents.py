"""包里的内容: every file read once; its digests, its CRC, and the web records in it."""

import os
from collections.abc import Callable, Iterable
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from typing import BinaryIO, Final

from .digests import Digest, Running
from .package import SMALL, pieces_of
from .records import MOST_OUT, Record, RecordFault, Scanner
from .shell import Entry

WARC_SUFFIX: Final = ".warc.gz"
MOST_RECORDS: Final = 1_000_000
_SCANNED: Final = 1 << 19
_WORTH_HALVING: Final = 4 << 20
_SOUGHT: Final = 4 << 20
# How a member of a gzip file begins that carries no name: RFC 1952, 2.3.
_MEMBER: Final = b"\x1f\x8b\x08\0\0\0\0\0"


@dataclass
class Contents:
    """读到的内容: by file name."""

    digests: dict[str, Digest] = field(default_factory=dict)
    crcs: dict[str, int] = field(default_factory=dict)
    records: dict[str, list[Record]] = field(default_factory=dict)
    broken: dict[str, RecordFault] = field(default_factory=dict)
    small: dict[str, bytes] = field(default_factory=dict)


def read_contents(
    file: BinaryIO,
    entries: Iterable[Entry],
    *,
    keep: frozenset[str],
    worker: Executor,
    opened: Callable[[Entry], bool] = lambda _: True,
) -> Contents:
    """读一遍: files named in `keep` are kept whole when they are not large.

    SM3 and the web records are worked on beside the reading: `worker` should have three threads,
    and `file` is read at several places at once.
    `opened` says of which archives the records are read.
    """
    found = Contents()
    for entry in entries:
        if entry.name in found.digests:
            continue
        running = Running(worker)
        is_archive = entry.name.endswith(WARC_SUFFIX) and opened(entry)
        reader = _Reader(file, entry, worker) if is_archive else None
        kept: list[bytes] | None = [] if entry.name in keep and entry.size <= SMALL else None
        for piece in pieces_of(file, entry):
            running.update(piece)
            if kept is not None:
                kept.append(piece)
        if reader is not None:
            reader.finish(found)
        if kept is not None:
            found.small[entry.name] = b"".join(kept)
        found.digests[entry.name] = running.finish()
        found.crcs[entry.name] = running.crc
    return found


class _Reader:
    """The web records of one file, read beside it; a fault ends the reading and is kept.

    A long file is read in two halves at once, cut where a record seems to begin. Only when the
    first half ends exactly there and both are without fault do they stand; else it is read again
    from the front, so that every fault has the name it always has.
    """

    def __init__(self, file: BinaryIO, entry: Entry, worker: Executor) -> None:
        self._file, self._entry, self._worker = file, entry, worker
        cut = _cut(file, entry)
        halves = ((0, cut), (cut, entry.size)) if cut else ((0, entry.size),)
        self._halves = [worker.submit(self._scan, *half) for half in halves]

    def finish(self, found: Contents) -> None:
        parts = [half.result() for half in self._halves]
        if len(parts) > 1 and any(part.fault or part.out > MOST_OUT // 2 for part in parts):
            parts = [self._scan(0, self._entry.size)]
        records = list(parts[0].records)
        for one in (one for part in parts[1:] for one in part.records):
            records.append(replace(one, number=len(records) + 1))
        found.records[self._entry.name] = records
        if parts[-1].fault is not None:
            found.broken[self._entry.name] = parts[-1].fault

    def _scan(self, start: int, end: int) -> "_Part":
        scanner, records = Scanner(began=start), list[Record]()
        try:
            # In small steps: zlib copies what it leaves over of a long one.
            for at in range(start, end, _SCANNED):
                size = min(_SCANNED, end - at)
                piece = os.pread(self._file.fileno(), size, self._entry.start + at)
                records.extend(scanner.feed(piece))
                if len(records) > MOST_RECORDS:
                    last = records[-1]
                    raise RecordFault("之后还有：记录太多", last.number, last.offset)
            scanner.finish()
        except RecordFault as fault:
            return _Part(records, scanner.out, fault)
        return _Part(records, scanner.out)


@dataclass(frozen=True)
class _Part:
    """What was read of one half: its records, how much came out of them, where it broke off."""

    records: list[Record]
    out: int
    fault: RecordFault | None = None


def _cut(file: BinaryIO, entry: Entry) -> int:
    """Where in the middle a record may begin: 0 where it is not worth the while, or none does."""
    if entry.size < _WORTH_HALVING:
        return 0
    middle = entry.size // 2
    found = os.pread(file.fileno(), _SOUGHT, entry.start + middle).find(_MEMBER)
    return middle + found if found >= 0 else 0
