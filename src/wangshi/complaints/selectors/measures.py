"""办得怎么样: what a complaint costs whoever makes it, and how much each unit has in hand."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from statistics import median
from typing import Final

from django.db.models import Count, Q, QuerySet, Sum
from django.utils import timezone

from wangshi.accounts.models import Account
from wangshi.complaints.clocks import complaint_clock
from wangshi.complaints.models import Complaint, ComplaintStep
from wangshi.complaints.workflow import ADD_STEP, OPEN, ComplaintState

from .people import MEDIATING_ROLES

LOOKED_BACK: Final = timedelta(days=365)
ENDED: Final = (ComplaintState.CLOSED, ComplaintState.WITHDRAWN)
# The steps with which it is over for whoever complained.
LAST_STEPS: Final = ("agree", "end", "withdraw")
WAITING: Final = "还没有定承办单位"


@dataclass(frozen=True)
class Cost:
    """近一年办结的: how many, half of them within so many days; meetings, additions, money back."""

    ended: int
    days: float | None
    met: int
    added: int
    settled_before: int
    recovered: Decimal


@dataclass(frozen=True)
class Load:
    """一个单位手里的: open, overdue, and by how many people it can be mediated."""

    name: str
    open: int
    late: int
    people: int

    @property
    def each(self) -> str:
        """每人几件; — where nobody can."""
        return f"{self.open / self.people:.1f}" if self.people else "—"


def cost_of_complaining(today: date) -> Cost:
    """维权成本: counted from what is recorded; what it cost to get here nobody records."""
    ended = Complaint.objects.filter(state__in=ENDED, letter__received_on__gt=today - LOOKED_BACK)
    counted = ended.aggregate(
        ended=Count("pk"),
        met=Count("pk", filter=~Q(meeting="")),
        settled_before=Count("pk", filter=Q(state=ComplaintState.WITHDRAWN)),
        back=Sum("recovered"),
    )
    back = counted.pop("back") or Decimal(0)
    added = ComplaintStep.objects.filter(complaint__in=ended, name=ADD_STEP).count()
    days = list(_days(ended))
    return Cost(days=median(days) if days else None, added=added, recovered=back, **counted)


def loads(today: date) -> tuple[Load, ...]:
    """各单位的负荷: whoever has most to each person first; those without a unit last."""
    found: Counter[str] = Counter()
    late: Counter[str] = Counter()
    units: defaultdict[str, int | None] = defaultdict(lambda: None)
    rows = Complaint.objects.filter(state__in=OPEN).select_related("letter", "department")
    for one in rows.prefetch_related("pauses"):
        name = one.department.short_name if one.department else WAITING
        units[name] = one.department_id
        found[name] += 1
        late[name] += complaint_clock(one, today).is_late
    people = _people()
    told = [
        Load(name, found[name], late[name], people[unit] if unit else 0)
        for name, unit in units.items()
    ]
    return tuple(sorted(told, key=lambda one: (one.people == 0, -one.open / max(1, one.people))))


def _days(ended: QuerySet[Complaint]) -> Iterator[int]:
    rows = ComplaintStep.objects.filter(complaint__in=ended, name__in=LAST_STEPS)
    for received, at in rows.values_list("complaint__letter__received_on", "at"):
        yield (timezone.localdate(at) - received).days


def _people() -> Counter[int]:
    able = Account.objects.filter(
        is_active=True, grants__role__in=MEDIATING_ROLES, grants__ended_at=None
    )
    counted = (
        able.exclude(department=None)
        .values_list("department")
        .annotate(people=Count("pk", distinct=True))
    )
    return Counter(dict(counted))
