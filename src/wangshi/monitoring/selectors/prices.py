"""价格历史: what a listing was offered at each time it was seen, and what the tests find in it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils import timezone

from wangshi.engine.pricing import (
    Amount,
    PriceFinding,
    PriceKind,
    PricePoint,
    PriceSeries,
    check_prices,
    standing_price_law,
)
from wangshi.monitoring.models import Hit, Listing, Sighting


@dataclass(frozen=True)
class PriceLook:
    """一次看到的价格: `change` since the look before; None where either had no price."""

    sighting: Sighting
    price: Decimal | None
    change: Decimal | None
    discount: Decimal | None

    @property
    def drop(self) -> Decimal:
        """降了多少."""
        return abs(self.change or Decimal(0))


@dataclass(frozen=True)
class PriceDoubt:
    """一处价格疑点: the finding, the sighting it began with, and its hit once it was raised."""

    finding: PriceFinding
    sighting: Sighting
    hit: Hit | None


@dataclass(frozen=True)
class PriceStory:
    """一件商品的价格: every look, newest first; what is doubtful; how many looks had no price."""

    looks: tuple[PriceLook, ...]
    doubts: tuple[PriceDoubt, ...]
    unpriced: int

    @property
    def days(self) -> int:
        """从第一次到最近一次，多少日."""
        if not self.looks:
            return 0
        first, last = self.looks[-1].sighting.seen_at, self.looks[0].sighting.seen_at
        return (timezone.localdate(last) - timezone.localdate(first)).days

    @property
    def is_priced(self) -> bool:
        """标过价."""
        return self.unpriced < len(self.looks)

    @property
    def waiting(self) -> tuple[PriceDoubt, ...]:
        """还没有列入待复核的."""
        return tuple(doubt for doubt in self.doubts if doubt.hit is None)


def price_story(listing: Listing) -> PriceStory:
    """一件商品的价格历史: two queries, however often it was seen."""
    return price_stories([listing.pk])[listing.pk]


def price_stories(listings: Collection[int]) -> Mapping[int, PriceStory]:
    """几件商品的价格历史, by key: two queries together."""
    seen: dict[int, list[Sighting]] = {key: [] for key in listings}
    sightings = Sighting.objects.filter(listing__in=seen).defer("detail", "extra")
    for sighting in sightings.order_by("seen_at", "pk"):
        seen[sighting.listing_id].append(sighting)
    rules = [test.rule for test in standing_price_law().tests.values()]
    raised: dict[int, dict[tuple[str, date], Hit]] = defaultdict(dict)
    hits = Hit.objects.filter(sighting__listing__in=seen, rule__in=rules)
    for hit in hits.select_related("sighting", "clue"):
        raised[hit.sighting.listing_id][hit.rule, _day(hit.sighting)] = hit
    return {key: _story(found, raised[key]) for key, found in seen.items()}


def _story(sightings: Sequence[Sighting], raised: Mapping[tuple[str, date], Hit]) -> PriceStory:
    priced = [sighting for sighting in sightings if sighting.price]
    series = PriceSeries("", map(_point, priced))
    by_day = {_day(sighting): sighting for sighting in priced}
    doubts = tuple(
        PriceDoubt(one, by_day[one.on], raised.get((one.rule, one.on)))
        for one in without_doubles(check_prices(series))
    )
    looks = tuple(_looks(sightings))[::-1]
    return PriceStory(looks, doubts, len(sightings) - len(priced))


def without_doubles(found: Iterable[PriceFinding]) -> Iterator[PriceFinding]:
    """一件事只说一次: a reference above its base need not also be called unsupported."""
    rows = list(found)
    based = {one.on for one in rows if one.kind is PriceKind.BASE}
    for one in rows:
        if one.kind is not PriceKind.UNSUPPORTED or one.on not in based:
            yield one


def _point(sighting: Sighting) -> PricePoint:
    price = sighting.price or Decimal(0)
    return PricePoint(
        on=_day(sighting),
        amount=Amount(price, price),
        reference=sighting.reference_price or None,
        promotion=_promotion(sighting),
        source=f"{timezone.localtime(sighting.seen_at):%Y-%m-%d %H:%M} 看到",
    )


def _promotion(sighting: Sighting) -> str:
    """The words of the promotion; a title counts where it promises an end and they do not."""
    urgency, on = standing_price_law().urgency, _day(sighting)
    said = urgency.deadline(sighting.promotion, on) or urgency.names_no_end(sighting.promotion)
    titled = urgency.deadline(sighting.title, on) or urgency.names_no_end(sighting.title)
    return sighting.title if titled and not said else sighting.promotion


def _looks(sightings: Sequence[Sighting]) -> Iterator[PriceLook]:
    before: Decimal | None = None
    for sighting in sightings:
        price = sighting.price or None
        change = None if price is None or before is None else price - before
        reference = sighting.reference_price
        discount = price * 10 / reference if price and reference and reference > price else None
        yield PriceLook(sighting, price, change or None, discount)
        before = price if price is not None else before


def _day(sighting: Sighting) -> date:
    return timezone.localdate(sighting.seen_at)
