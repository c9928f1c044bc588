"""抽查的总体: which listings no rule hit, exactly as they stood when a draw was made."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Max, QuerySet

from wangshi.engine.spot_check import draw
from wangshi.monitoring.models import Hit, SeenAgain, Sighting, SpotCheckDraw, Sweep


@dataclass(frozen=True)
class Marks:
    """走到哪里了: rows are only ever added, so a mark on each table keeps a moment for good."""

    after_sighting: int
    through_sighting: int
    through_hit: int
    through_again: int


@dataclass(frozen=True)
class Frame:
    """总体: the last sighting of each listing without a hit, and how many listings had one."""

    keys: tuple[int, ...]
    flagged: int


def marks_now(sweep: Sweep | None) -> Marks:
    """现在走到哪里: sightings after the last draw of this sweep, up to the newest."""
    earlier = SpotCheckDraw.objects.filter(sweep=sweep)
    return Marks(
        after_sighting=earlier.aggregate(last=Max("through_sighting"))["last"] or 0,
        through_sighting=seen_in(sweep).aggregate(last=Max("pk"))["last"] or 0,
        through_hit=Hit.objects.aggregate(last=Max("pk"))["last"] or 0,
        through_again=SeenAgain.objects.aggregate(last=Max("pk"))["last"] or 0,
    )


def marks_of(made: SpotCheckDraw) -> Marks:
    """那次抽取记下的."""
    return Marks(made.after_sighting, made.through_sighting, made.through_hit, made.through_again)


def seen_in(sweep: Sweep | None) -> QuerySet[Sighting]:
    """这次监测看到的商品; without a sweep, what was imported for none. A broadcast is no page."""
    return Sighting.objects.filter(sweep=sweep, listing__live_session=None)


def range_of(sweep: Sweep | None, marks: Marks) -> QuerySet[Sighting]:
    """这一段看到的."""
    return seen_in(sweep).filter(pk__gt=marks.after_sighting, pk__lte=marks.through_sighting)


def frame_of(sweep: Sweep | None, marks: Marks) -> Frame:
    """总体, from the marks alone: three queries."""
    seen = range_of(sweep, marks)
    last = dict(seen.order_by("pk").values_list("listing_id", "pk"))
    flagged = set(_flagged(seen, marks))
    keys = tuple(sorted(key for listing, key in last.items() if listing not in flagged))
    return Frame(keys, len(flagged))


def _flagged(seen: QuerySet[Sighting], marks: Marks) -> Iterator[int]:
    within = seen.order_by().values("pk")
    hits = Hit.objects.filter(sighting__in=within, pk__lte=marks.through_hit)
    yield from hits.order_by().values_list("sighting__listing_id", flat=True)
    again = SeenAgain.objects.filter(sighting__in=within, pk__lte=marks.through_again)
    yield from again.order_by().values_list("sighting__listing_id", flat=True)


@dataclass(frozen=True)
class Replay:
    """重抽的结果: whether the frame and then the listings drawn came out the same."""

    same_frame: bool
    same_listings: bool

    @property
    def holds(self) -> bool:
        """一样."""
        return self.same_frame and self.same_listings


def replay(made: SpotCheckDraw) -> Replay:
    """重抽一遍: the same marks, seed and rate must give the same listings in the same order."""
    drawn = draw(frame_of(made.sweep, marks_of(made)).keys, made.seed, made.permille)
    kept = tuple(made.checks.order_by("place").values_list("sighting_id", flat=True))
    return Replay(drawn.digest == made.frame_sha256, drawn.keys == kept)
