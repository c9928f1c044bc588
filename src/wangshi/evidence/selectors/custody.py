"""保管链: its digests, whether it still holds, and the chain as a person reads it."""

import hashlib
from collections.abc import Iterable, Iterator
from datetime import UTC

from wangshi.evidence.models import CustodyEntry, Exhibit
from wangshi.evidence.workflow import ACT_TITLES, EXPORT_TITLES, Act
from wangshi.shared.audit import spell
from wangshi.shared.pages import TimelineEvent

STATES = {Act.SEALED: "good", Act.STAMPED: "good"}


def link(entry: CustodyEntry, before: str) -> str:
    """一条的校验值: over its words and the digest before it."""
    words = [
        entry.exhibit_id,
        entry.number,
        entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        entry.act,
        entry.by_id,
        entry.by_name,
        entry.reason,
        entry.from_whom_id,
        entry.to_whom_id,
        entry.facts,
    ]
    return hashlib.sha256(before.encode() + spell(words).encode()).hexdigest()


def breaks(entries: Iterable[CustodyEntry]) -> Iterator[str]:
    """断处: nothing when the chain holds from its first entry to its last."""
    before, expected = "", 1
    for entry in entries:
        if entry.number != expected:
            yield f"第 {expected} 条不见了"
        elif entry.sha256 != link(entry, before):
            yield f"第 {entry.number} 条被改过，或者和它前面那条接不上"
        before, expected = entry.sha256, entry.number + 1


def entries_of(exhibit: Exhibit) -> list[CustodyEntry]:
    """一件证据的保管链, from the first entry on."""
    found = CustodyEntry.objects.filter(exhibit=exhibit).order_by("number")
    return list(found.select_related("by", "from_whom", "to_whom"))


def events(entries: Iterable[CustodyEntry]) -> list[TimelineEvent]:
    """时间线: the newest first, the latest one marked."""
    rows = [
        TimelineEvent(each.at, ACT_TITLES[each.act], told(each), _state(each)) for each in entries
    ]
    return rows[::-1]


def told(entry: CustodyEntry) -> str:
    """一条说了什么: who, why, and from whom to whom."""
    parts = [entry.by_name]
    if entry.from_whom and entry.to_whom:
        parts.append(f"{entry.from_whom.name} 交给 {entry.to_whom.name}")
    if what := EXPORT_TITLES.get(entry.facts.get("what", "")):
        parts.append(what)
    if result := entry.facts.get("result"):
        parts.append(str(result))
    if entry.reason:
        parts.append(f"事由：{entry.reason}")
    return "，".join(parts)


def _state(entry: CustodyEntry) -> str:
    if entry.facts.get("sound") is False:
        return "bad"
    return STATES.get(Act(entry.act), "")
