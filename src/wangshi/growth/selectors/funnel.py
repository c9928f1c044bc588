"""从无照到有照: how many came how far, in the county and by town; every figure has its rows."""

from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.urls import reverse

from wangshi.accounts.models import Account
from wangshi.growth.models import Seller
from wangshi.growth.workflow import MAIN_ROAD, SIDE_ENDS, STATE_TITLES, SellerState
from wangshi.shared.pages import BarRow
from wangshi.shared.words import percent

from .sellers import PASSED, sellers_seen

REACHED_WORDS: Final = {
    SellerState.FOUND: "发现",
    SellerState.VISITED: "联系上",
    SellerState.GUIDED: "辅导过",
    SellerState.REGISTERED: "交了申请",
    SellerState.LICENSED: "领了执照",
}


@dataclass(frozen=True)
class Figure:
    """一个数: and the list it was counted from."""

    word: str
    count: int
    href: str


@dataclass(frozen=True)
class FunnelRow:
    """一行: the county or one town; five stations of the road and three other ends."""

    place: str
    figures: tuple[Figure, ...]


@dataclass(frozen=True)
class Funnel:
    """漏斗: the county as bars, and a row for each town."""

    bars: tuple[BarRow, ...]
    ends: tuple[Figure, ...]
    towns: tuple[FunnelRow, ...]
    county: FunnelRow

    @property
    def titles(self) -> tuple[str, ...]:
        """表头."""
        return tuple(figure.word for figure in self.county.figures)


def funnel(account: Account) -> Funnel:
    """从无照到有照: two questions to the database, however many sellers there are."""
    seen = Seller.objects.filter(pk__in=sellers_seen(account).order_by().values("pk"))
    whole = seen.aggregate(**_counts())
    towns = seen.order_by("town__code").values("town", "town__name").annotate(**_counts())
    county = _row("全县", whole, {})
    main = county.figures[: len(MAIN_ROAD)]
    return Funnel(
        bars=tuple(_bar(figure, main[0].count) for figure in main),
        ends=county.figures[len(MAIN_ROAD) :],
        towns=tuple(
            _row(one["town__name"], dict(one), {"town": str(one["town"])}) for one in towns
        ),
        county=county,
    )


def _counts() -> dict[str, Any]:
    reached = {
        f"reached_{state.value}": Count(
            "pk", filter=Q(steps__target__in=PASSED[state]), distinct=True
        )
        for state in MAIN_ROAD
    }
    ends = {
        f"now_{state.value}": Count("pk", filter=Q(state=state), distinct=True)
        for state in SIDE_ENDS
    }
    return reached | ends


def _town(counted: dict[str, Any]) -> FunnelRow:
    return _row(counted["town__name"], counted, {"town": str(counted["town"])})


def _row(place: str, counted: dict[str, Any], narrowed: dict[str, str]) -> FunnelRow:
    reached = (
        Figure(
            REACHED_WORDS[state],
            counted[f"reached_{state.value}"],
            _href(narrowed | {"reached": state.value}),
        )
        for state in MAIN_ROAD
    )
    ends = (
        Figure(
            STATE_TITLES[state],
            counted[f"now_{state.value}"],
            _href(narrowed | {"state": state.value}),
        )
        for state in SIDE_ENDS
    )
    return FunnelRow(place, (*reached, *ends))


def _href(asked: dict[str, str]) -> str:
    return f"{reverse('sellers')}?{urlencode(asked)}"


def _bar(figure: Figure, whole: int) -> BarRow:
    share = figure.count * 100 / whole if whole else 0
    return BarRow(
        figure.word, share, f"{figure.count} 人", figure.href, percent(figure.count, whole)
    )
