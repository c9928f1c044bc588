"""报送: which came, which are missing or late, and what changed since the one before."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from wangshi.inspections.models import IdentityReturn, ReturnReceipt, ReturnRow
from wangshi.inspections.workflow import SAID
from wangshi.registry.models import Platform
from wangshi.shared.models import AuditRecord
from wangshi.shared.services import label

from .windows import Window, deadline


class Timeliness(StrEnum):
    """按时没有."""

    ON_TIME = "按时"
    LATE = "逾期"
    UNKNOWN = "报送日期不明"


class Part(StrEnum):
    """看哪一部分行."""

    ALL = ""
    ADDED = "added"
    CHANGED = "changed"
    LEFT = "left"
    LACKING = "lacking"
    PERSONS = "persons"


@dataclass(frozen=True)
class Difference:
    """和上一次比: the return before, and how many rows are new, gone, changed."""

    before: IdentityReturn | None
    added: int
    changed: int
    left: int


@dataclass(frozen=True)
class Change:
    """一格变化."""

    title: str
    before: str
    after: str


def timeliness(sent: IdentityReturn) -> Timeliness:
    """逾期没有: by the day the platform handed it over; without that day nobody can say."""
    if sent.reported_on is None:
        return Timeliness.UNKNOWN
    due = deadline(Window(sent.year, sent.month)).due_on
    return Timeliness.LATE if due and sent.reported_on > due else Timeliness.ON_TIME


def days_late(sent: IdentityReturn) -> int:
    """逾期几日; 0 when it is not known to be late."""
    due = deadline(Window(sent.year, sent.month)).due_on
    if sent.reported_on is None or due is None:
        return 0
    return max(0, (sent.reported_on - due).days)


def returns() -> QuerySet[IdentityReturn]:
    """All returns with their counts, the newest window first."""
    counted = IdentityReturn.objects.annotate(
        row_count=Count("rows"), person_count=Count("rows", filter=~Q(rows__person_key=""))
    )
    return counted.select_related("platform").order_by("-year", "-month", "platform__name", "kind")


def before(sent: IdentityReturn) -> IdentityReturn | None:
    """上一次报送: the same list of the same platform, the window before it that came."""
    earlier = Q(year__lt=sent.year) | Q(year=sent.year, month__lt=sent.month)
    same = IdentityReturn.objects.filter(earlier, platform=sent.platform_id, kind=sent.kind)
    return same.order_by("-year", "-month").first()


def difference(sent: IdentityReturn) -> Difference:
    """和上一次比; without one before it nothing is called new."""
    last = before(sent)
    if last is None:
        return Difference(None, 0, 0, 0)
    counts = (part(sent, last, one).count() for one in (Part.ADDED, Part.CHANGED, Part.LEFT))
    return Difference(last, *counts)


def part(sent: IdentityReturn, last: IdentityReturn | None, which: Part) -> QuerySet[ReturnRow]:
    """The rows of one part; those that left are rows of the return before."""
    rows = ReturnRow.objects.filter(identity_return=sent)
    if which is Part.LACKING:
        rows = rows.exclude(lacking=[])
    elif which is Part.PERSONS:
        rows = rows.exclude(person_key="")
    elif which is not Part.ALL:
        rows = _compared(sent, last, which)
    return rows.select_related("town", "shop", "operator").order_by("row_number", "pk")


def changes(rows: Sequence[ReturnRow], last: IdentityReturn | None) -> dict[int, list[Change]]:
    """哪几格变了: by row; only what both returns say of one place."""
    if last is None:
        return {}
    old = {row.key: row for row in last.rows.filter(key__in=[row.key for row in rows])}
    return {row.pk: list(_cells(old[row.key], row)) for row in rows if row.key in old}


def missing(window: Window, today: date) -> bool:
    """窗口关了没有: from then on what has not come is missing."""
    due = deadline(window).due_on
    return due is not None and today > due


def _compared(
    sent: IdentityReturn, last: IdentityReturn | None, which: Part
) -> QuerySet[ReturnRow]:
    if last is None:
        return ReturnRow.objects.none()
    here, there = (last, sent) if which is Part.LEFT else (sent, last)
    other = ReturnRow.objects.filter(identity_return=there, key=OuterRef("key"))
    rows = ReturnRow.objects.filter(identity_return=here)
    if which is Part.CHANGED:
        return rows.filter(Exists(other.exclude(digest=OuterRef("digest"))))
    return rows.filter(~Exists(other))


def _cells(old: ReturnRow, new: ReturnRow) -> Iterable[Change]:
    for name, title in SAID.items():
        was, now = getattr(old, name), getattr(new, name)
        if was != now:
            if name == "person_key":
                was, now = old.id_shown, new.id_shown
            yield Change(title, _spoken(was), _spoken(now))


def _spoken(value: object) -> str:
    if value is True or value is False:
        return "是" if value else "否"
    return str(value) if value not in (None, "") else "（空）"


def silent_platforms(window: Window) -> QuerySet[Platform]:
    """这个窗口还没有收到的平台: those that have sent nothing at all for it."""
    came = IdentityReturn.objects.filter(
        platform=OuterRef("pk"), year=window.year, month=window.month
    )
    return Platform.objects.filter(~Exists(came), shops__isnull=False).distinct().order_by("name")


def audit_line(receipt: ReturnReceipt) -> AuditRecord | None:
    """回执在审计链上的那一条."""
    return AuditRecord.objects.filter(subject=label(receipt)).order_by("sequence").first()


def last_returns(platforms: Sequence[Platform]) -> dict[int, IdentityReturn]:
    """各平台最近一份."""
    sent = IdentityReturn.objects.filter(platform__in=[one.pk for one in platforms])
    return {one.platform_id: one for one in sent.order_by("year", "month", "pk")}
