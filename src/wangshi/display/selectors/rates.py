"""三率: 亮照率、亮证率、亮标率, each by itself, by platform and by town, with its interval."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from operator import itemgetter
from typing import Any, Final

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.http import urlencode

from wangshi.display.workflow import Age
from wangshi.engine.display import DUE, SECTION_TITLES, Section, Verdict
from wangshi.engine.wilson import Rate, wilson
from wangshi.registry.models import Shop

from .checks import NEVER, NO_TOWN, OPEN, WHOLE, newest_checks, stale_before
from .drawing import among

UNKNOWN_TOWN: Final = "镇办不明"
# Behind every code of six to twelve figures.
LAST: Final = "~"
WHERE: Final = ("shop__platform", "shop__town")
PLACES: Final = (
    "platform", "platform__code", "platform__name", "town", "town__code", "town__name",
)  # fmt: skip


@dataclass(frozen=True)
class SectionRate:
    """一样的率: where the rows it was counted from stand."""

    title: str
    rate: Rate
    shown_href: str
    due_href: str


@dataclass(frozen=True)
class Counted:
    """一个数和它的行."""

    count: int
    href: str


@dataclass(frozen=True)
class GroupRates:
    """一个平台、一个镇、全县: three rates of fresh checks; three of stale ones, apart."""

    name: str
    fresh: tuple[SectionRate, ...]
    stale: tuple[SectionRate, ...]
    shops: Counted
    stale_shops: Counted
    unseen: Counted
    never: Counted


@dataclass(frozen=True)
class ThreeRates:
    """三率."""

    county: GroupRates
    platforms: tuple[GroupRates, ...]
    towns: tuple[GroupRates, ...]
    fresh_from: date


def three_rates(today: date, *, drawn: int = 0) -> ThreeRates:
    """三率 over all open shops, or over those drawn this month (so many in a thousand).

    Two questions to the database, however many shops there are; one more for a draw.
    """
    counts = _counts(today)
    checks = newest_checks().filter(among("shop_id", drawn, today))
    checks = checks.order_by().values(*WHERE).annotate(**counts)
    shops = Shop.objects.filter(among("pk", drawn, today), closed_on=None).order_by()
    held = shops.values(*PLACES).annotate(shops=Count("pk"))
    cells, rows = list(checks), list(held)
    kept = {"drawn": str(drawn)} if drawn else {}
    return ThreeRates(
        county=_group("全县", kept, _sum(cells), sum(row["shops"] for row in rows)),
        platforms=_groups(cells, rows, "platform", kept),
        towns=_groups(cells, rows, "town", kept),
        fresh_from=stale_before(today),
    )


def _counts(today: date) -> dict[str, Any]:
    ages = {Age.FRESH: Q(on__gte=stale_before(today)), Age.STALE: Q(on__lt=stale_before(today))}
    counted: dict[str, Any] = {"looked": Count("pk")}
    for age, in_age in ages.items():
        seen = ~Q(licence=Verdict.UNREACHABLE)
        counted[f"{age}_seen"] = Count("pk", filter=in_age & seen)
        for section in Section:
            due = in_age & Q(**{f"{section}__in": DUE})
            shown = in_age & Q(**{section.value: Verdict.SHOWN})
            counted[f"{age}_{section}_due"] = Count("pk", filter=due)
            counted[f"{age}_{section}_shown"] = Count("pk", filter=shown)
    counted["unseen"] = Count("pk", filter=Q(licence=Verdict.UNREACHABLE))
    return counted


def _groups(
    cells: Sequence[Mapping[str, int]],
    rows: Sequence[Mapping[str, Any]],
    by: str,
    kept: Mapping[str, str],
) -> tuple[GroupRates, ...]:
    """By platform or by town, in the order of their codes; what has no town comes last."""
    known = {(row[f"{by}__code"] or LAST, row[by], row[f"{by}__name"]) for row in rows}
    return tuple(
        _group(
            name or UNKNOWN_TOWN,
            {**kept, by: str(key or NO_TOWN)},
            _sum(cell for cell in cells if cell[f"shop__{by}"] == key),
            sum(row["shops"] for row in rows if row[by] == key),
        )
        for _, key, name in sorted(known, key=itemgetter(0))
    )


def _sum(cells: Iterable[Mapping[str, int]]) -> Mapping[str, int]:
    summed: Counter[str] = Counter()
    for cell in cells:
        summed += Counter({name: n for name, n in cell.items() if name not in WHERE})
    return summed


def _group(
    name: str, narrowed: dict[str, str], counted: Mapping[str, int], shops: int
) -> GroupRates:
    looked = counted.get("looked", 0)
    stale = {**narrowed, "age": Age.STALE.value}
    return GroupRates(
        name=name,
        fresh=_rates(narrowed, counted, Age.FRESH),
        stale=_rates(narrowed, counted, Age.STALE),
        shops=Counted(shops, _href("display-due", {**narrowed, "why": OPEN})),
        stale_shops=Counted(
            counted.get(f"{Age.STALE}_seen", 0),
            _href("display-checks", {**stale, "section": "licence", "verdict": WHOLE}),
        ),
        unseen=Counted(
            counted.get("unseen", 0),
            _href(
                "display-checks",
                {**narrowed, "section": "licence", "verdict": Verdict.UNREACHABLE.value},
            ),
        ),
        never=Counted(shops - looked, _href("display-due", {**narrowed, "why": NEVER})),
    )


def _rates(
    narrowed: dict[str, str], counted: Mapping[str, int], age: Age
) -> tuple[SectionRate, ...]:
    return tuple(_rate(section, narrowed, counted, age) for section in Section)


def _rate(
    section: Section, narrowed: dict[str, str], counted: Mapping[str, int], age: Age
) -> SectionRate:
    asked = {**narrowed, "section": section.value, "age": age.value}
    shown, due = (counted.get(f"{age}_{section}_{one}", 0) for one in ("shown", "due"))
    return SectionRate(
        SECTION_TITLES[section],
        wilson(shown, due),
        _href("display-checks", {**asked, "verdict": Verdict.SHOWN.value}),
        _href("display-checks", {**asked, "verdict": WHOLE}),
    )


def _href(door: str, asked: Mapping[str, str]) -> str:
    return f"{reverse(door)}?{urlencode(asked)}" if asked else reverse(door)
