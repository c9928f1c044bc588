"""功效: what the goods are said to do, and what a page says they may not do."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from .clauses import Clause
from .found import Found
from .model import Channel, Value
from .vocabulary import vocabulary

DOES, DENIES, LISTS = "does", "denies", "lists"
MEDICAL, HEALTH, COSMETIC = "medical", "health", "cosmetic"
_LIST: Final = re.compile("保健功能|功效(?!果)|功能(?!性)|适用范围|作用|功效宣称")
# Asked, denied, or somebody else's words.
_NOT_SAID: Final = re.compile(
    "有人[问说]|是不是|能不能[^，。]{0,6}(?:治|降)|不[^，。]{0,3}(?:治|降|能|是药)|别乱讲|不敢说|不代替|代替不了|医院|医生|不算|没有[^，。]{0,4}功[能效]"
)


def find(clause: Clause, channel: Channel) -> Iterator[Found]:
    """功效: asserted in speech; listed or denied on a page."""
    if channel is Channel.SPEECH:
        for found in _named(clause.text, DOES):
            if not _NOT_SAID.search(clause.near(found.start, found.end)):
                yield found
        return
    denials = vocabulary().denials
    for denial in denials:
        if match := denial.pattern.search(clause.text):
            value = Value(DENIES, match[0], names=denial.families)
            yield Found(match.start(), match.end(), value)
    listed = _LIST.search(clause.text) or _LIST.search(clause.before)
    if not any(denial.pattern.search(clause.text) for denial in denials):
        yield from _named(clause.text, LISTS if listed else DOES)


def _named(text: str, key: str) -> Iterator[Found]:
    taken: list[tuple[int, int]] = []
    for effect in vocabulary().effects:
        for match in effect.pattern.finditer(text):
            start, end = match.span()
            if any(start < other_end and other < end for other, other_end in taken):
                continue
            taken.append((start, end))
            yield Found(
                start, end, Value(key, effect.name, names=frozenset({effect.name, effect.family}))
            )


def agrees(value: Value, others: Sequence[Value]) -> bool | None:
    """对得上: nothing denies it, and a list of functions, where there is one, holds it."""
    if value.key != DOES:
        return None
    named, denials = value.names, [other for other in others if other.key == DENIES]
    if any(other.names & named for other in denials):
        return False
    family = named & {MEDICAL, HEALTH, COSMETIC}
    shown = [other for other in others if other.key in (LISTS, DOES)]
    if any(value.words == other.words for other in shown):
        return True
    listed = [other for other in shown if other.key == LISTS]
    if not listed:
        return None
    limits = {HEALTH, MEDICAL} if family & {HEALTH, MEDICAL} else family
    return None if not any(other.names & limits for other in listed) else False
