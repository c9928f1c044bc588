"""材质: what it is made of, by one name each, with its share where one is said."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from .clauses import Clause
from .figures import NUMBER, read_figure
from .found import Found
from .model import Channel, Value
from .vocabulary import Material, vocabulary

WHOLE: Final = Decimal(100)
_SHARE_TOLERANCE: Final = Decimal(5)


_ONE_SHARE: Final = (
    rf"(?:(?P<percent>\d{{1,3}}(?:\.\d+)?)\s*%|百分之(?P<spoken>百|{NUMBER})|百分(?P<whole>百)|"
    "(?P<tenths>[一二三四五六七八九])成)"
)
_SHARE: Final = re.compile(_ONE_SHARE)
_SHARE_BEFORE: Final = re.compile(rf"{_ONE_SHARE}的?\s*(?:纯|天然|优质|进口|优级)?$")
_SHARE_AFTER: Final = re.compile(rf"\s*[)）]?\s*(?:含量)?\s*[:：]?\s*{_ONE_SHARE}")


def find(clause: Clause, _channel: Channel) -> Iterator[Found]:
    """材质: each name in the clause once, with the share said beside it."""
    named = sorted(_named(clause.text), key=lambda found: found[0])
    shares = _shares(clause.text, [(start, end) for start, end, _, _ in named])
    for start, end, material, whole in named:
        first, last, share = shares.get(start, (start, end, WHOLE if whole else None))
        name = material.name
        words = name if share is None else f"{name} {share.normalize():f}%"
        amount = Decimal(0) if share is None else share
        yield Found(first, last, Value(material.group, words, amount, amount, frozenset({name})))


def _named(text: str) -> Iterator[tuple[int, int, Material, bool]]:
    """Names that do not overlap: those that mean a hundred per cent first."""
    words = vocabulary()
    rows = [(re.compile(word), one, True) for word, one in words.pure.items()]
    rows += [(one.pattern, one, False) for one in words.materials]
    taken: list[tuple[int, int]] = []
    for pattern, material, whole in rows:
        for match in pattern.finditer(text):
            start, end = match.span()
            if not any(start < other_end and other < end for other, other_end in taken):
                taken.append((start, end))
                yield start, end, material, whole


def _shares(text: str, names: Sequence[tuple[int, int]]) -> dict[int, tuple[int, int, Decimal]]:
    """Each share beside one name only: before it where the first share leads, else behind."""
    first = _SHARE.search(text)
    if first is None or not names:
        return {}
    leads = first.start() < names[0][0]
    found = {}
    for start, end in names:
        beside = _SHARE_BEFORE.search(text[:start]) if leads else _SHARE_AFTER.match(text, end)
        share = _share(beside) if beside is not None else None
        if beside is not None and share is not None:
            found[start] = (min(start, beside.start()), max(end, beside.end()), share)
    return found


def _share(match: re.Match[str]) -> Decimal | None:
    written = match["percent"] or match["spoken"] or match["whole"] or match["tenths"]
    share = WHOLE if written == "百" else read_figure(written)
    if share is not None and match["tenths"]:
        share *= 10
    return share if share is not None and share <= WHOLE else None


def agrees(value: Value, others: Sequence[Value]) -> bool | None:
    """对得上: the other channel names it too, and no share is far off; None: other matters."""
    alike = [other for other in others if other.key == value.key]
    if not alike:
        return None
    same = [other for other in alike if _same_kind(_name(value), _name(other))]
    if not same:
        return False
    shares = [other.low for other in same if other.low]
    if not value.low or not shares:
        return True
    return any(abs(value.low - share) <= _SHARE_TOLERANCE for share in shares)


def _name(value: Value) -> str:
    return next(iter(value.names))


def _same_kind(one: str, other: str) -> bool:
    wider = {material.name: material.wider for material in vocabulary().materials}
    return one == other or wider.get(one) == other or wider.get(other) == one
