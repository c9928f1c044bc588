"""监测: what was seen in each, and what came of it."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count
from django.urls import reverse

from wangshi.monitoring.models import Hit, HitState, Sighting, Sweep
from wangshi.shared.pages import BarRow

from .rules import families, rule_book, screened_mark


@dataclass(frozen=True)
class SweepCounts:
    """一次监测的数: sightings, hits by state."""

    sightings: int = 0
    states: dict[str, int] = field(default_factory=dict)

    @property
    def hits(self) -> int:
        """命中总数."""
        return sum(self.states.values())

    @property
    def pending(self) -> int:
        """待复核."""
        return self.states.get(HitState.PENDING, 0)

    @property
    def confirmed(self) -> int:
        """已确认."""
        return self.states.get(HitState.CONFIRMED, 0)

    @property
    def dismissed(self) -> int:
        """已排除."""
        return self.states.get(HitState.DISMISSED, 0)


def sweep_counts(keys: Collection[int]) -> dict[int, SweepCounts]:
    """Two queries for any number of sweeps."""
    seen: Any = (
        Sighting.objects.filter(sweep__in=keys)
        .order_by()
        .values_list("sweep")
        .annotate(Count("pk"))
    )
    states: dict[int, dict[str, int]] = {key: {} for key in keys}
    hits: Any = (
        Hit.objects.filter(sighting__sweep__in=keys)
        .order_by()
        .values_list("sighting__sweep", "state")
        .annotate(Count("pk"))
    )
    for sweep, state, count in hits:
        states[sweep][state] = count
    counted = dict(seen)
    return {key: SweepCounts(counted.get(key, 0), states[key]) for key in keys}


def shop_count(sweep: Sweep) -> int:
    """看到几家店: asked of one sweep only; a million listings take it a second."""
    return sweep.sightings.order_by().values("listing__shop").distinct().count()


def family_bars(sweep: Sweep) -> tuple[BarRow, ...]:
    """各类规则的命中: every bar a link to its hits, the longest first."""
    rows: Any = (
        Hit.objects.filter(sighting__sweep=sweep)
        .order_by()
        .values_list("family")
        .annotate(n=Count("pk"))
        .order_by("-n", "family")
    )
    titles = {family.key: family.title for family in families()}
    counted = list(rows)
    most = max((count for _, count in counted), default=1)
    return tuple(
        BarRow(
            word=titles.get(key, key),
            share=count * 100 / most,
            figure=str(count),
            href=f"{reverse('hits')}?sweep={sweep.pk}&family={key}&state=all",
        )
        for key, count in counted
    )


def waiting_count(sweep: Sweep) -> int:
    """还没有用现行规则筛查的."""
    mark = screened_mark(rule_book(), sweep.rule_families)
    return sweep.sightings.exclude(screened_with=mark).count()
