"""商品: what was seen of each, and when."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.urls import reverse

from wangshi.monitoring.models import Hit, Listing, SeenAgain, Sighting
from wangshi.shared.pages import Span
from wangshi.shared.services import clean

LARGEST_KEY = 2**31 - 1


def listings(asked: Mapping[str, str]) -> QuerySet[Listing]:
    """商品清单: of a batch, a sweep, a shop; those with hits; those whose name holds the words."""
    rows = Listing.objects.select_related("shop__platform")
    # A set made once: asked of each listing anew, SQLite reads the whole sweep each time.
    for name, path in (("batch", "batch_id"), ("sweep", "sweep_id")):
        if asked.get(name):
            seen = Sighting.objects.filter(**{path: _key(asked[name])})
            rows = rows.filter(pk__in=seen.order_by().values("listing_id"))
    if asked.get("shop"):
        rows = rows.filter(shop=_key(asked["shop"]))
    if asked.get("hits"):
        rows = rows.filter(Exists(Hit.objects.filter(sighting__listing=OuterRef("pk"))))
    if words := clean(asked.get("q", "")).strip():
        rows = rows.filter(title__icontains=words)
    return rows


def with_last_sighting(rows: QuerySet[Listing]) -> QuerySet[Any]:
    """加上最近一次看到的: its moment and price, and how many hits there are."""
    last = Sighting.objects.filter(listing=OuterRef("pk")).order_by("-seen_at")
    hits = Hit.objects.filter(sighting__listing=OuterRef("pk")).order_by()
    counted = hits.values("sighting__listing").annotate(n=Count("pk")).values("n")
    return rows.annotate(
        last_seen_at=Subquery(last.values("seen_at")[:1]),
        last_price=Subquery(last.values("price")[:1]),
        hit_count=Subquery(counted),
    )


def _key(written: str) -> int:
    number = int(written) if written.isascii() and written.isdigit() else -1
    return number if number <= LARGEST_KEY else -1


@dataclass(frozen=True)
class Mark:
    """一次看到里的一条命中; `again` when it was first found in an earlier sighting."""

    hit: Hit
    spans: tuple[Span, ...]
    again: bool


@dataclass(frozen=True)
class SightingRow:
    """一次看到: with its hits, and what changed since the time before."""

    sighting: Sighting
    marks: tuple[Mark, ...]
    price_change: Decimal | None
    words_changed: bool
    shows_words: bool

    @property
    def price_drop(self) -> Decimal:
        """降了多少."""
        return abs(self.price_change or Decimal(0))

    @property
    def spans(self) -> tuple[Span, ...]:
        """命中的位置."""
        return tuple(span for mark in self.marks for span in mark.spans)


def sighting_rows(sightings: Sequence[Sighting]) -> tuple[SightingRow, ...]:
    """一页里的每一次, the newest first as they come; two queries for all of their hits."""
    marks = _marks(sightings)
    rows: list[SightingRow] = []
    for sighting, earlier in zip(sightings, [*sightings[1:], None], strict=False):
        changed = earlier is not None and earlier.text != sighting.text
        rows.append(
            SightingRow(
                sighting=sighting,
                marks=tuple(marks[sighting.pk]),
                price_change=_change(sighting, earlier),
                words_changed=changed,
                shows_words=changed or not rows,
            )
        )
    return tuple(rows)


def _marks(sightings: Sequence[Sighting]) -> dict[int, list[Mark]]:
    found: dict[int, list[Mark]] = defaultdict(list)
    keys = [sighting.pk for sighting in sightings]
    for hit in Hit.objects.filter(sighting__in=keys).select_related("clue").order_by("pk"):
        found[hit.sighting_id].append(Mark(hit, _spans(hit, hit.spans), again=False))
    for again in SeenAgain.objects.filter(sighting__in=keys).select_related("hit__clue"):
        found[again.sighting_id].append(Mark(again.hit, _spans(again.hit, again.spans), again=True))
    return found


def _spans(hit: Hit, places: list[list[int]]) -> tuple[Span, ...]:
    href = f"{reverse('hit', args=[hit.pk])}?state=all"
    return tuple(Span(start, end, 1, href) for start, end in places)


def _change(sighting: Sighting, earlier: Sighting | None) -> Decimal | None:
    if earlier is None or sighting.price is None or earlier.price is None:
        return None
    return sighting.price - earlier.price
