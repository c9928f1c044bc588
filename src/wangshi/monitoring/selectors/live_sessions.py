"""一场直播: its hits by the clock, what did not agree, the goods it was about, and its words."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse

from wangshi.engine.claims import Attribute, Channel
from wangshi.engine.transcripts import clock_words
from wangshi.monitoring.models import (
    Contradiction,
    Hit,
    HitState,
    Listing,
    LiveSession,
    SeenAgain,
    SpokenPassage,
)
from wangshi.registry.models import LiveRoom
from wangshi.shared.services import clean

CUES = 80
LONGEST_KEY = 9
MOST_OFFERED = 300


def live_sessions(asked: Mapping[str, str]) -> QuerySet[Any]:
    """直播清单: of a room, or whose room's name holds the words; with hits and what waits."""
    rows = LiveSession.objects.select_related("room__platform", "listing", "taken_by")
    if room := asked.get("room", ""):
        known = room.isascii() and room.isdigit() and len(room) <= LONGEST_KEY
        rows = rows.filter(room=int(room) if known else -1)
    if words := clean(asked.get("q", "")).strip():
        rows = rows.filter(room__name__icontains=words)
    pending = Q(listing__sightings__hits__state=HitState.PENDING)
    return rows.annotate(
        hit_count=Count("listing__sightings__hits"),
        pending_count=Count("listing__sightings__hits", filter=pending),
    )


@dataclass(frozen=True)
class SpokenHit:
    """一处命中: when it was said, when again, and where it is judged."""

    hit: Hit
    at_ms: int
    again: tuple[int, ...]
    href: str

    @property
    def clock(self) -> str:
        """时间."""
        return clock_words(self.at_ms)

    @property
    def again_clocks(self) -> tuple[str, ...]:
        """又说的时间."""
        return tuple(map(clock_words, self.again))


@dataclass(frozen=True)
class Quotation:
    """一处原话: channel, words, normalised value, and where it stands."""

    channel: str
    said: str
    value: str
    where: str


@dataclass(frozen=True)
class SideBySide:
    """并排的矛盾."""

    spoken: SpokenHit
    attribute: str
    one: Quotation
    others: tuple[Quotation, ...]
    listing: Listing


def spoken_hits(session: LiveSession) -> tuple[SpokenHit, ...]:
    """命中, by the clock; three queries."""
    moments = dict(session.passages.values_list("sighting", "at_ms"))
    hits = list(
        Hit.objects.filter(sighting__listing=session.listing_id)
        .select_related("judged_by", "clue")
        .order_by("pk")
    )
    repeats: dict[int, list[int]] = defaultdict(list)
    for hit, sighting in SeenAgain.objects.filter(hit__in=hits).values_list("hit", "sighting"):
        repeats[hit].append(moments[sighting])
    told = (
        SpokenHit(hit, moments[hit.sighting_id], tuple(sorted(repeats[hit.pk])), _href(hit))
        for hit in hits
    )
    return tuple(sorted(told, key=lambda one: one.at_ms))


def _href(hit: Hit) -> str:
    return f"{reverse('hit', args=[hit.pk])}?shop={hit.shop_id}"


def side_by_side(spoken: Sequence[SpokenHit]) -> tuple[SideBySide, ...]:
    """矛盾: both quotations of each hit that rests on one; one query."""
    by_hit = {one.hit.pk: one for one in spoken}
    rows = Contradiction.objects.filter(hit__in=by_hit).select_related("goods__listing")
    return tuple(_pair(row, by_hit[row.hit_id]) for row in rows)


def contradiction_of(hit: Hit) -> SideBySide | None:
    """这条命中背后的矛盾, if it rests on one."""
    row = Contradiction.objects.filter(hit=hit).select_related("goods__listing").first()
    passage = SpokenPassage.objects.filter(sighting=hit.sighting_id).first()
    if row is None or passage is None:
        return None
    return _pair(row, SpokenHit(hit, passage.at_ms, (), _href(hit)))


def _pair(row: Contradiction, spoken: SpokenHit) -> SideBySide:
    where = "、".join([spoken.clock, *map(clock_words, row.again_ms)])
    return SideBySide(
        spoken=spoken,
        attribute=Attribute(row.attribute).word,
        one=Quotation(Channel(row.channel).word, row.said, row.value, where),
        others=tuple(
            Quotation(Channel(one["channel"]).word, one["said"], one["value"], one["source"])
            for one in row.others
        ),
        listing=row.goods.listing,
    )


def passage_of(hit: Hit) -> SpokenPassage | None:
    """这条命中是在直播里说的: its moment; None for what was written."""
    rows = SpokenPassage.objects.filter(sighting=hit.sighting_id)
    return rows.select_related("session__room", "session__listing").first()


@dataclass(frozen=True)
class CueLine:
    """一条字幕: with the hit that was spoken in it."""

    clock: str
    text: str
    speaker: str
    hit: SpokenHit | None


def cue_lines(
    cues: Sequence[Mapping[str, Any]], spoken: Iterable[SpokenHit]
) -> tuple[CueLine, ...]:
    """一页字幕: each with the first hit of its stretch, if there is one."""
    moments = {at: one for one in spoken for at in (one.at_ms, *one.again)}
    return tuple(
        CueLine(
            clock=clock_words(cue["start_ms"]),
            text=cue["text"],
            speaker=cue["speaker"],
            hit=next(
                (one for at, one in moments.items() if cue["start_ms"] <= at < cue["end_ms"]), None
            ),
        )
        for cue in cues
    )


def offered_goods(session: LiveSession) -> QuerySet[Listing]:
    """可以选的商品: those of the shop the room sells for, the newest first."""
    listings = Listing.objects.filter(shop=session.listing.shop_id)
    return listings.exclude(live_session__isnull=False).order_by("-pk")[:MOST_OFFERED]


def offered_rooms() -> QuerySet[LiveRoom]:
    """可以选的直播间."""
    return LiveRoom.objects.select_related("platform").order_by("name", "pk")
