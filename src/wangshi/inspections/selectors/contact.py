"""按登记的住所联系不上的: of whom the newest check says so."""

from datetime import date
from typing import Final

from wangshi.inspections.models import Inspection

# 通过登记的住所（经营场所）无法联系: law/codes/inspection_results.yaml.
LOST: Final = "04"


def lost_on_the_spot(on: date) -> dict[int, date]:
    """现场查实联系不上的: the day by operator, as the newest check up to that day has it."""
    newest: dict[int, date | None] = {}
    checks = Inspection.objects.filter(on__lte=on, way="visit").order_by("on", "pk")
    for operator, day, results in checks.values_list("operator_id", "on", "results").iterator():
        newest[operator] = day if LOST in results else None
    return {operator: day for operator, day in newest.items() if day is not None}
