"""包里的内容: every file read once; its digests, its CRC, and the web records in it."""

from collections.abc import Callable, Iterable
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field
from functools import partial
from typing import BinaryIO, Final

from .digests import Digest, Running
from .package import SMALL, pieces_of
from .records import Record, RecordFault, Scanner
from .shell import Entry

WARC_SUFFIX: Final = ".warc.gz"
MOST_RECORDS: Final = 1_000_000
_SCANNED: Final = 1 << 19


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

    SM3 and the web records are worked on beside the reading, so `worker` should have two threads.
    `opened` says of which archives the records are read.
    """
    found = Contents()
    for entry in entries:
        if entry.name in found.digests:
            continue
        running = Running(worker)
        is_archive = entry.name.endswith(WARC_SUFFIX) and opened(entry)
        reader = _Reader(entry.name, found, worker) if is_archive else None
        kept: list[bytes] | None = [] if entry.name in keep and entry.size <= SMALL else None
        for piece in pieces_of(file, entry):
            if reader is not None:
                reader.feed(piece)
            running.update(piece)
            if kept is not None:
                kept.append(piece)
        if reader is not None:
            reader.finish()
        if kept is not None:
            found.small[entry.name] = b"".join(kept)
        found.digests[entry.name] = running.finish()
        found.crcs[entry.name] = running.crc
    return found


class _Reader:
    """The web records of one file, read beside it; a fault ends the reading and is kept."""

    def __init__(self, name: str, found: Contents, worker: Executor) -> None:
        self._name, self._found, self._worker = name, found, worker
        self._scanner = Scanner()
        self._records = found.records.setdefault(name, [])
        self._behind: Future[None] | None = None

    def feed(self, piece: bytes) -> None:
        self._wait()
        if self._name not in self._found.broken:
            self._behind = self._worker.submit(self._scan, piece)

    def finish(self) -> None:
        self._wait()
        if self._name not in self._found.broken:
            self._kept(self._scanner.finish)

    def _scan(self, piece: bytes) -> None:
        # In small steps: zlib copies what it leaves over of a long one.
        for at in range(0, len(piece), _SCANNED):
            self._kept(partial(self._take, piece[at : at + _SCANNED]))
            if self._name in self._found.broken:
                return

    def _take(self, piece: bytes) -> None:
        self._records.extend(self._scanner.feed(piece))
        if len(self._records) > MOST_RECORDS:
            last = self._records[-1]
            raise RecordFault("之后还有：记录太多", last.number, last.offset)

    def _kept(self, act: Callable[[], None]) -> None:
        try:
            act()
        except RecordFault as fault:
            self._found.broken[self._name] = fault

    def _wait(self) -> None:
        if self._behind is not None:
            self._behind.result()
            self._behind = None
