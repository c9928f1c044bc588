"""提取: every atomic claim of one text, in the order of its words."""

from collections.abc import Callable, Iterator
from datetime import date

from . import dates, effects, materials, numbers, origins, prices, weights
from .clauses import Clause, clauses, plain
from .found import Found
from .model import Attribute, Channel, ChannelText, Claim

Reader = Callable[[Clause, Channel], Iterator[Found]]
READERS: tuple[tuple[Attribute, Reader], ...] = (
    (Attribute.MATERIAL, materials.find),
    (Attribute.ORIGIN, origins.find),
    (Attribute.EFFECT, effects.find),
    (Attribute.WEIGHT, weights.find),
    (Attribute.PRICE, prices.find),
)
MOST_QUOTED = 80


def extract_claims(text: ChannelText, *, on: date | None = None) -> tuple[Claim, ...]:
    """原子说法 of one text. `on` is the day of the words: 上个月 and 今年 count from it.

    Offsets are code points of `text.text`; with a clock they also stand in milliseconds.
    """
    found = [claim for clause in clauses(plain(text.text)) for claim in _of(clause, text, on)]
    found += [
        _claim(text, Attribute.NUMBER, each, 0, (each.start, each.end))
        for each in numbers.find(plain(text.text))
    ]
    return tuple(sorted(found, key=lambda claim: (claim.start, claim.end)))


def _of(clause: Clause, text: ChannelText, on: date | None) -> Iterator[Claim]:
    spoken = text.channel is Channel.SPEECH
    read = [
        (attribute, found)
        for attribute, reader in READERS
        for found in reader(clause, text.channel)
    ]
    read += [(Attribute.DATE, found) for found in dates.find(clause, text.channel, on)]
    for attribute, found in read:
        if not (spoken and clause.strays(found.start)):
            yield _claim(text, attribute, found, clause.start, (clause.start, clause.end))


def _claim(
    text: ChannelText, attribute: Attribute, found: Found, offset: int, around: tuple[int, int]
) -> Claim:
    start, end = offset + found.start, offset + found.end
    clock = text.clock
    return Claim(
        attribute=attribute,
        value=found.value,
        channel=text.channel,
        start=start,
        end=end,
        quote=_quote(text.text, start, end, around),
        source=text.source,
        at_ms=None if clock is None else clock(start),
        until_ms=None if clock is None else clock(end),
        fault=found.fault,
    )


def _quote(text: str, start: int, end: int, around: tuple[int, int]) -> str:
    """The clause, or as much round the value as fits."""
    first, last = around
    if last - first > MOST_QUOTED:
        room = max(0, MOST_QUOTED - (end - start)) // 2
        first, last = max(first, start - room), min(last, end + room)
    return text[first:last].strip()
