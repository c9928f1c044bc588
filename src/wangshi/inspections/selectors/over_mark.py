"""超过额度没有登记的人: turnover of one person over all shops of all platforms, year by year."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum

from wangshi.cases.models import Clue
from wangshi.inspections.models import ReturnRow
from wangshi.inspections.workflow import ReturnKind
from wangshi.registry.models import Platform

from .grounds import SMALL_TURNOVER, ground_title, yearly_mark

KEY_LENGTH = 40
MOST_PEOPLE = 500


@dataclass(frozen=True)
class PersonOver:
    """一个人: all the rows that count for the year, their sum, and what it would mean."""

    key: str
    year: int
    rows: tuple[ReturnRow, ...]
    total: Decimal | None
    clue: Clue | None

    @property
    def name(self) -> str:
        """姓名: as the newest return writes it."""
        return self.rows[-1].name

    @property
    def flagged(self) -> bool:
        """平台标示超额."""
        return any(row.over_mark for row in self.rows)

    @property
    def grounds(self) -> tuple[str, ...]:
        """声明的免于登记情形, as the law calls them."""
        codes = dict.fromkeys(row.exemption_ground for row in self.rows)
        return tuple(ground_title(code) for code in codes)

    @property
    def bound_by_the_mark(self) -> bool:
        """额度管不管得着: only who claims small turnover, or claims nothing, is bound by it."""
        return any(row.exemption_ground in ("", SMALL_TURNOVER) for row in self.rows)

    @property
    def registered_as(self) -> tuple[str, ...]:
        """登记库里这些店已经关联的、有代码的主体: look there first."""
        linked = (row.shop.operator for row in self.rows if row.shop and row.shop.operator)
        return tuple(dict.fromkeys(one.name for one in linked if one.uscc))


def turnover_years() -> list[int]:
    """有交易额可算的年份, the newest first."""
    named = (
        _persons()
        .filter(_tells())
        .order_by()
        .values_list("identity_return__year", "identity_return__month")
    )
    return sorted({_year(year, month) for year, month in named.distinct()}, reverse=True)


def people_over(year: int, on: date) -> QuerySet[Any]:
    """过线的人: keys, sums and counts, the highest first; flagged by a platform counts too."""
    summed = (
        counted_rows(year)
        .order_by()
        .values("person_key")
        .annotate(
            total=Sum("turnover"),
            shops=Count("pk"),
            flags=Count("pk", filter=Q(over_mark=True)),
        )
    )
    over = summed.filter(Q(total__gt=yearly_mark(on)) | Q(flags__gt=0))
    return over.order_by("-total", "person_key")


def counted_rows(year: int) -> QuerySet[ReturnRow]:
    """算进这一年的行: of each shop the newest return; who has registered since is left out."""
    later = Q(identity_return__year__gt=OuterRef("identity_return__year")) | Q(
        identity_return__year=OuterRef("identity_return__year"),
        identity_return__month__gt=OuterRef("identity_return__month"),
    )
    newer = ReturnRow.objects.filter(
        later,
        key=OuterRef("key"),
        identity_return__platform=OuterRef("identity_return__platform"),
        identity_return__kind=ReturnKind.SHOPS,
    )
    rows = _persons().filter(_tells(), _of(year))
    return rows.exclude(Exists(newer.filter(_of(year) & _tells()))).exclude(
        Exists(newer.exclude(uscc=""))
    )


def rows_over(platform: Platform, on: date) -> list[ReturnRow]:
    """过线的人在这个平台上的店, of the newest year anybody told of."""
    year = next(iter(turnover_years()), on.year)
    keys = [found["person_key"] for found in people_over(year, on)[:MOST_PEOPLE]]
    rows = counted_rows(year).filter(person_key__in=keys, identity_return__platform=platform)
    return list(rows.select_related("shop").order_by("pk"))


def people(keys: Sequence[str], year: int) -> list[PersonOver]:
    """这些人, in the order of their keys: three queries, however many."""
    rows = counted_rows(year).filter(person_key__in=keys)
    rows = rows.select_related("identity_return__platform", "shop__operator", "operator", "town")
    by_person: dict[str, list[ReturnRow]] = defaultdict(list)
    for row in rows.order_by("identity_return__year", "identity_return__month", "pk"):
        by_person[row.person_key].append(row)
    named = {clue_key(key, year) for key in keys}
    clues = {clue.source_key: clue for clue in Clue.objects.filter(source_key__in=named)}
    return [
        PersonOver(
            key, year, tuple(by_person[key]), total(by_person[key]), clues.get(clue_key(key, year))
        )
        for key in keys
        if key in by_person
    ]


def total(rows: Iterable[ReturnRow]) -> Decimal | None:
    """合并计算; None where no row tells a figure."""
    told = [row.turnover for row in rows if row.turnover is not None]
    return sum(told, Decimal(0)) if told else None


def clue_key(person_key: str, year: int) -> str:
    """同一个人、同一年只转一次线索."""
    return f"over-mark:{year}:{person_key[:KEY_LENGTH]}"


def _persons() -> QuerySet[ReturnRow]:
    return ReturnRow.objects.filter(identity_return__kind=ReturnKind.SHOPS).exclude(person_key="")


def _tells() -> Q:
    return Q(turnover__isnull=False) | Q(over_mark=True)


def _of(year: int) -> Q:
    """一月报的是上一年的全年，七月报的是当年到那时."""
    january = Q(identity_return__year=year + 1, identity_return__month=1)
    return january | Q(identity_return__year=year, identity_return__month__gt=1)


def _year(year: int, month: int) -> int:
    return year if month > 1 else year - 1
