"""比对: claims of one attribute from different channels that cannot both be true."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from itertools import combinations

from . import dates, effects, materials, numbers, origins, prices, weights
from .extracting import extract_claims
from .model import Attribute, Channel, ChannelText, Claim, Contradiction, Value

Agreement = Callable[[Value, Sequence[Value]], bool | None]
AGREE: dict[Attribute, Agreement] = {
    Attribute.MATERIAL: materials.agrees,
    Attribute.ORIGIN: origins.agrees,
    Attribute.NUMBER: numbers.agrees,
    Attribute.EFFECT: effects.agrees,
    Attribute.WEIGHT: weights.agrees,
    Attribute.DATE: dates.agrees,
    Attribute.PRICE: prices.agrees,
}
# What was said is held against what was written, what was written against what is registered.
ORDER = (
    Channel.SPEECH,
    Channel.TITLE,
    Channel.IMAGE,
    Channel.DETAIL,
    Channel.RIGHTS,
    Channel.REGISTER,
)
MOST_OTHERS = 2


def compare_channels(
    texts: Iterable[ChannelText], *, on: date | None = None
) -> tuple[Contradiction, ...]:
    """比对几处文字 about one product: its contradictions, the looser channel first."""
    return find_contradictions(claim for text in texts for claim in extract_claims(text, on=on))


def find_contradictions(claims: Iterable[Claim]) -> tuple[Contradiction, ...]:
    """矛盾: same attribute, incompatible values, two channels; each pair of values once.

    Speech is held against all that is written together, so a number that stands anywhere on the
    page is no contradiction. Nothing is said about which of the two is true.
    """
    told = list(claims)
    found = [one for attribute in Attribute for one in _of(attribute, told)]
    return tuple(sorted(found, key=lambda one: (one.one.at_ms or 0, one.one.start)))


def _of(attribute: Attribute, told: Sequence[Claim]) -> Iterator[Contradiction]:
    mine = [claim for claim in told if claim.attribute is attribute]
    spoken = [claim for claim in mine if claim.channel is Channel.SPEECH]
    written = [claim for claim in mine if claim.channel is not Channel.SPEECH]
    yield from _against(attribute, spoken, written)
    channels = [channel for channel in ORDER if channel is not Channel.SPEECH]
    for loose, firm in combinations(channels, 2):
        yield from _against(
            attribute,
            [claim for claim in written if claim.channel is loose],
            [claim for claim in written if claim.channel is firm],
        )


def _against(
    attribute: Attribute, ones: Sequence[Claim], others: Sequence[Claim]
) -> Iterator[Contradiction]:
    agree = AGREE[attribute]
    values = [other.value for other in others]
    seen: dict[tuple[str, str, frozenset[str]], list[Claim]] = {}
    for one in ones:
        if one.channel is Channel.SPEECH and not numbers.is_whole(one.value):
            continue
        if agree(one.value, values) is False:
            key = (one.value.key, one.value.words, one.value.names)
            seen.setdefault(key, []).append(one)
    for first, *again in seen.values():
        opposed = _opposed(first, others)
        yield Contradiction(attribute, first, opposed, tuple(again), _words(first, opposed))


def _opposed(one: Claim, others: Sequence[Claim]) -> tuple[Claim, ...]:
    """What it does not agree with, each value once, the nearest kinds first."""
    agree = AGREE[one.attribute]
    found = {
        other.value.words: other
        for other in reversed(others)
        if agree(one.value, [other.value]) is False
    }
    kept = sorted(found.values(), key=lambda other: ORDER.index(other.channel))
    return tuple(kept[:MOST_OTHERS])


def _words(one: Claim, others: Sequence[Claim]) -> str:
    said = "、".join(f"{other.channel.word}是“{other.value.words}”" for other in others)
    return f"{one.attribute.word}：{one.channel.word}说“{one.value.words}”，{said}"
