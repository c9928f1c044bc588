"""平台报送的年交易额: of each shop the newest row that tells it, whoever the shop belongs to."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Q

from wangshi.inspections.models import ReturnRow
from wangshi.inspections.workflow import ReturnKind


@dataclass(frozen=True)
class PlatformRow:
    """平台报的一行."""

    pk: int
    return_id: int
    name: str
    shop_name: str
    platform: str
    place: str
    marks: frozenset[str]
    turnover: Decimal


def platform_rows(year: int) -> Iterator[PlatformRow]:
    """这一年的: January tells of the year that ended, July of the one that runs."""
    told = Q(identity_return__year=year + 1, identity_return__month=1)
    told |= Q(identity_return__year=year, identity_return__month__gt=1)
    rows = ReturnRow.objects.filter(
        told, identity_return__kind=ReturnKind.SHOPS, turnover__isnull=False
    ).select_related("identity_return__platform")
    newest: dict[str, ReturnRow] = {}
    for row in rows.order_by("identity_return__year", "identity_return__month", "pk"):
        newest[f"{row.identity_return.platform_id}/{row.key}"] = row
    for place, row in newest.items():
        yield _read(place, row)


def _read(place: str, row: Any) -> PlatformRow:
    marks = {f"uscc:{row.uscc}"} if row.uscc else {f"person:{row.person_key}"}
    if row.operator_id:
        marks.add(f"operator:{row.operator_id}")
    return PlatformRow(
        pk=row.pk,
        return_id=row.identity_return_id,
        name=row.name,
        shop_name=row.shop_name,
        platform=row.identity_return.platform.name,
        place=place,
        marks=frozenset(marks),
        turnover=row.turnover,
    )
