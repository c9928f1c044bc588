"""库外留底: what was noted of the chain beside the database, and which notes a restore sets aside.

After each commit one line says a record's number and its two digests. When an older backup is
put back, the file still holds notes of records that are no more. Whoever administers the house
declares that (`wangshi restored`): one line here and one record in the chain, each of which names
the other, with the digest of exactly those notes. Neither can be made by changing the database.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Final

from .models import AuditRecord

ANCHOR_FILE: Final = "audit/anchors.jsonl"
RESTORED: Final = "restored"
RESTORED_VERB: Final = "audit.restored"
CHUNK: Final = 2000


@dataclass(frozen=True)
class Link:
    """链上一环: the two digests of one record over the record before it."""

    sha256: str
    sm3: str


@dataclass(frozen=True)
class Note:
    """留底一行: where it stands in the file, and what it says of which record."""

    line: int
    number: int
    link: Link


@dataclass(frozen=True)
class Gap:
    """恢复丢掉的: records after `kept`, the last of them noted as `last`, in so many lines."""

    kept: int
    last: int
    lines: int
    sha256: str


@dataclass(frozen=True)
class Restore:
    """声明过的恢复: the line that declares it, the record that does, and what went missing."""

    line: int
    record: int
    gap: Gap

    def sets_aside(self, note: Note) -> bool:
        """这一行是恢复以前的: noted earlier, of a record the restore did away with."""
        return note.line < self.line and self.gap.kept < note.number <= self.gap.last


@dataclass(frozen=True)
class Torn:
    """读不出来的一行."""

    line: int


def write_anchor(home: Path, sequence: int, digests: Link) -> None:
    """留底: append one line; a database editor cannot reach it."""
    _append(home, {"n": sequence, "sha256": digests.sha256, "sm3": digests.sm3})


def write_restore(home: Path, record: int, gap: Gap) -> None:
    """声明恢复: append the line that sets the notes of the gap aside."""
    _append(home, {RESTORED: {"record": record, **asdict(gap)}})


def read_lines(path: Path) -> Iterator[Note | Restore | Torn]:
    """留底的每一行, in the order it was written; nothing where there is no file."""
    if not path.exists():
        return
    with path.open(encoding="ascii", errors="replace") as file:
        for count, line in enumerate(file, start=1):
            yield _read(count, line)


def restores_of(path: Path) -> Iterator[Restore]:
    """声明过的恢复, in order."""
    return (line for line in read_lines(path) if isinstance(line, Restore))


def holds(restore: Restore, path: Path, earlier: Iterable[Restore]) -> bool:
    """声明站得住: the chain says the same, and the notes set aside are those it named."""
    record = AuditRecord.objects.filter(sequence=restore.record, verb=RESTORED_VERB).first()
    if record is None or {**record.facts, **asdict(restore.gap)} != record.facts:
        return False
    return gap_before(path, restore.line, restore.gap.kept, earlier) == restore.gap


def gap_before(path: Path, line: int, kept: int, earlier: Iterable[Restore]) -> Gap | None:
    """那一行以前对不上的: notes after `kept` that differ from the chain or go beyond it."""
    digest, lines, last = hashlib.sha256(), 0, kept
    for note, fits in compared(path, earlier, until=line):
        if note.number > kept and not fits:
            digest.update(f"{note.number} {note.link.sha256} {note.link.sm3}\n".encode())
            lines, last = lines + 1, max(last, note.number)
    return Gap(kept, last, lines, digest.hexdigest()) if lines else None


def compared(
    path: Path, earlier: Iterable[Restore], until: int | None = None
) -> Iterator[tuple[Note, bool]]:
    """每条留底和库对照: whether the record of that number has those digests; a few at a time."""
    aside = tuple(earlier)
    notes = (
        each
        for each in read_lines(path)
        if isinstance(each, Note)
        and (until is None or each.line < until)
        and not any(restore.sets_aside(each) for restore in aside)
    )
    while some := list(islice(notes, CHUNK)):
        rows = AuditRecord.objects.filter(sequence__in={note.number for note in some})
        kept = {number: Link(*digests) for number, *digests in _digests(rows)}
        yield from ((note, kept.get(note.number) == note.link) for note in some)


def _digests(rows: Any) -> Any:
    return rows.values_list("sequence", "sha256", "sm3")


def _read(count: int, line: str) -> Note | Restore | Torn:
    try:
        row = json.loads(line)
        if RESTORED in row:
            told = row[RESTORED]
            return Restore(count, int(told.pop("record")), Gap(**told))
        return Note(count, int(row["n"]), Link(row["sha256"], row["sm3"]))
    except (ValueError, TypeError, KeyError, AttributeError):
        return Torn(count)


def _append(home: Path, words: dict[str, Any]) -> None:
    path = home / ANCHOR_FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="ascii") as file:
        file.write(json.dumps(words) + "\n")
