"""The chain of audit records: what a link is made of, and how a broken one is found.

Each record holds two digests (SHA-256 and SM3) of its own words and of the digest before it.
The chain's head stands in a row of its own, and after each commit one line goes to a file beside
the database (anchors.py), so that a chain forged anew from some record on still differs from what
was noted. A restore that was declared sets notes aside; it is named with every check.
"""

import hashlib
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from itertools import islice
from json.encoder import encode_basestring as quoted
from pathlib import Path
from typing import Any, Final

from cryptography.hazmat.primitives import hashes
from django.conf import settings
from django.db.models import Max

from .anchors import (
    ANCHOR_FILE,
    Gap,
    Link,
    Note,
    Restore,
    Torn,
    compared,
    gap_before,
    holds,
    read_lines,
    restores_of,
)
from .models import AuditHead, AuditRecord

CHUNK: Final = 2000
OUT_OF_ORDER: Final = 1000  # how far apart two commits may reach the file in the wrong order
NAMED_BREAKS: Final = 200
FIELDS: Final = (
    "sequence",
    "at",
    "actor_id",
    "actor_name",
    "verb",
    "subject",
    "facts",
    "sha256",
    "sm3",
)


@dataclass(frozen=True)
class Words:
    """一条记录的内容: what its digests are made of."""

    sequence: int
    at: datetime
    actor_id: int | None
    actor_name: str
    verb: str
    subject: str
    facts: Any


@dataclass(frozen=True)
class Row:
    """库里的一条: its words, and the digests that stand beside them."""

    words: Words
    link: Link


@dataclass(frozen=True)
class Break:
    """断处: the record at which the chain no longer holds, and what is wrong there."""

    sequence: int
    message: str


class RestoreUnexplained(ValueError):
    """不是恢复备份能解释的: the message says what it is instead, and what to do."""


START: Final = Link("", "")


def link(words: Words, before: Link) -> Link:
    """The digests of the record's words, each chained to the digest before it of its own kind."""
    spelled = _spelled(words)
    return Link(
        hashlib.sha256(before.sha256.encode() + spelled).hexdigest(),
        _sm3(before.sm3.encode() + spelled),
    )


def check_chain(limit: int = NAMED_BREAKS) -> tuple[Break, ...]:
    """核对审计链: every place where it does not hold, at most `limit`; memory stays bounded."""
    found = list(islice(_breaks(), limit + 1))
    if len(found) > limit:
        more = f"还有别的断处，这里只列前 {limit} 处"
        return (*found[:limit], Break(found[limit].sequence, more))
    return tuple(found)


def declared_restores() -> tuple[Restore, ...]:
    """声明过、站得住的恢复: each is told with every check; one that does not hold is a break."""
    return tuple(restore for restore, good in _declared() if good)


def gap_of_a_restore() -> Gap:
    """恢复备份能解释的缺口: RestoreUnexplained when there is none, or more than a restore explains.

    The chain itself must hold; its records up to some number agree with every note, and each
    later record has a note of its own, written after those of the records that went missing.
    """
    if any(islice(_breaks(noted=False), 1)):
        raise RestoreUnexplained("审计链自己就断了，不是恢复备份造成的：先不要动，报告本单位负责人")
    path = settings.WANGSHI_HOME / ANCHOR_FILE
    aside = declared_restores()
    apart = min((n.number for n, fits in compared(path, aside) if not fits), default=None)
    if apart is None:
        raise RestoreUnexplained("库和库外留底对得上，用不着声明恢复")
    kept = apart - 1
    noted = {note.number for note, fits in compared(path, aside) if fits and note.number > kept}
    later = AuditRecord.objects.filter(sequence__gt=kept).count()
    gap = gap_before(path, sys.maxsize, kept, aside)
    if gap is None or len(noted) != later:
        raise RestoreUnexplained(
            f"第 {apart} 号以后的记录和留底对不上，也没有重新留过底，不是恢复备份能解释的："
            "先不要动，报告本单位负责人"
        )
    return gap


def _declared() -> Iterator[tuple[Restore, bool]]:
    path = settings.WANGSHI_HOME / ANCHOR_FILE
    good: list[Restore] = []
    for restore in list(restores_of(path)):
        stands = holds(restore, path, good)
        good += [restore] if stands else []
        yield restore, stands


def _breaks(*, noted: bool = True) -> Iterator[Break]:
    """The last record is read before the head: a verb at work moves both, in this order."""
    last_row = AuditRecord.objects.aggregate(last=Max("sequence"))["last"] or 0
    head = AuditHead.objects.filter(id=1).first() or AuditHead()
    anchors = _Anchors(settings.WANGSHI_HOME / ANCHOR_FILE if noted else None)
    before: Link | None = START
    expected = 1
    for chunk in _chunks(max(last_row, head.sequence)):
        notes = anchors.until(chunk[-1].words.sequence)
        for row in chunk:
            number = row.words.sequence
            if number != expected:
                yield Break(expected, _missing(expected, number - 1))
                before = None
            yield from _row_breaks(row, before, notes.get(number, ()))
            before, expected = row.link, number + 1
    yield from _end_breaks(head, expected, before, anchors)
    yield from anchors.faults


def _row_breaks(
    row: Row, before: Link | None, noted: tuple[Link, ...] | list[Link]
) -> Iterator[Break]:
    """After a gap the record before is unknown, so only the noted digests can be compared."""
    number = row.words.sequence
    if before is not None and link(row.words, before) != row.link:
        yield Break(number, f"第 {number} 号记录被改过，或者和它前面那条接不上")
    if any(digests != row.link for digests in noted):
        yield Break(number, f"第 {number} 号记录与库外留底不一致")


def _end_breaks(
    head: AuditHead, expected: int, before: Link | None, anchors: "_Anchors"
) -> Iterator[Break]:
    last = expected - 1
    if head.sequence > last:
        yield Break(expected, _missing(expected, head.sequence))
    elif head.sequence < last:
        yield Break(
            head.sequence + 1,
            f"第 {head.sequence + 1} 号起的记录不是系统写的：链头只到 {head.sequence}",
        )
    elif before is not None and before != Link(head.sha256, head.sm3):
        yield Break(last, f"第 {last} 号记录与链头不一致")
    beyond = anchors.rest(max(last, head.sequence))
    if beyond is not None:
        yield Break(last + 1, f"{_missing(last + 1, beyond)}：库外留底里还有")


def _missing(first: int, last: int) -> str:
    span = f"第 {first} 号" if first == last else f"第 {first} 到 {last} 号"
    return f"{span}记录不见了，或者被改了号"


def _chunks(last: int) -> Iterator[list[Row]]:
    """The records up to `last`, by their numbers, a few at a time."""
    after = -(2**63)
    while True:
        rows = AuditRecord.objects.filter(sequence__gt=after, sequence__lte=last)
        chunk = [_row(values) for values in rows.order_by("sequence").values_list(*FIELDS)[:CHUNK]]
        if not chunk:
            return
        yield chunk
        after = chunk[-1].words.sequence


def _row(values: tuple[Any, ...]) -> Row:
    *words, sha256, sm3 = values
    return Row(Words(*words), Link(sha256, sm3))


class _Anchors:
    """库外留底, read along with the records; lines may stand a little out of order.

    Without a path nothing was noted. Notes that a restore set aside are not looked at.
    """

    def __init__(self, path: Path | None) -> None:
        self.faults: list[Break] = []
        self._pending: dict[int, list[Link]] = {}
        self._aside: list[Restore] = []
        self._lines = self._read(path) if path else iter(())
        self._highest = 0

    def until(self, number: int) -> dict[int, list[Link]]:
        """What was noted about the records up to `number`."""
        while self._highest < number + OUT_OF_ORDER and self._take_one():
            pass
        return {n: self._pending.pop(n) for n in list(self._pending) if n <= number}

    def rest(self, last: int) -> int | None:
        """The highest number noted beyond `last`; None when the file ends there."""
        while self._take_one():
            pass
        beyond = [n for n in self._pending if n > last]
        late = {n: noted for n, noted in self._pending.items() if n <= last}
        self._compare(late)
        return max(beyond, default=None)

    def _compare(self, late: dict[int, list[Link]]) -> None:
        numbers = sorted(late)
        for at in range(0, len(numbers), CHUNK):
            rows = AuditRecord.objects.filter(sequence__in=numbers[at : at + CHUNK])
            for number, sha256, sm3 in rows.values_list("sequence", "sha256", "sm3"):
                if any(noted != Link(sha256, sm3) for noted in late[number]):
                    self.faults.append(Break(number, f"第 {number} 号记录与库外留底不一致"))

    def _take_one(self) -> bool:
        found = next(self._lines, None)
        if found is None:
            return False
        number, digests = found
        self._pending.setdefault(number, []).append(digests)
        self._highest = max(self._highest, number)
        return True

    def _read(self, path: Path) -> Iterator[tuple[int, Link]]:
        for restore, good in _declared():
            if good:
                self._aside.append(restore)
            else:
                words = f"第 {restore.record} 号声明的恢复和留底对不上"
                self.faults.append(Break(restore.record, words))
        for line in read_lines(path):
            if isinstance(line, Torn):
                self.faults.append(Break(0, f"库外留底第 {line.line} 行残缺，读不出来"))
            elif isinstance(line, Note) and not self._was_set_aside(line):
                yield line.number, line.link

    def _was_set_aside(self, note: Note) -> bool:
        return any(restore.sets_aside(note) for restore in self._aside)


def _spelled(words: Words) -> bytes:
    """One canonical spelling, the same whichever database gave the record back."""
    parts = [
        words.sequence,
        words.at.astimezone(UTC).isoformat(timespec="microseconds"),
        words.actor_id,
        words.actor_name,
        words.verb,
        words.subject,
        words.facts,
    ]
    return spell(parts).encode()


def spell(value: Any) -> str:
    """JSON with sorted keys; a number is written by its value: PostgreSQL keeps 1e16 as digits."""
    match value:
        case str():
            return quoted(value)
        case bool() | None:
            return json.dumps(value)
        case int():
            return _scientific("-" if value < 0 else "", str(abs(value)), 0)
        case float():
            sign, digits, exponent = Decimal(repr(value)).as_tuple()
            return _scientific("-" if sign else "", "".join(map(str, digits)), int(exponent))
        case dict():
            return (
                "{" + ",".join(f"{quoted(key)}:{spell(value[key])}" for key in sorted(value)) + "}"
            )
        case _:
            return "[" + ",".join(map(spell, value)) + "]"


def _scientific(sign: str, digits: str, exponent: int) -> str:
    """Figures and a power of ten, without zeros at either end."""
    figures = digits.lstrip("0")
    shown = figures.rstrip("0")
    return f"{sign}{shown}e{exponent + len(figures) - len(shown)}" if shown else "0"


def _sm3(content: bytes) -> str:
    digest = hashes.Hash(hashes.SM3())
    digest.update(content)
    return digest.finalize().hex()
