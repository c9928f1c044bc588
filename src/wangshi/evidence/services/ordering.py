"""派取证: two officers send the capturing machine to a page; what failed may be ordered again."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import require
from wangshi.engine.capture import CaptureFault, Officer, Wanted
from wangshi.evidence.models import CaptureOrder
from wangshi.evidence.outlet import allowance, ports
from wangshi.evidence.workflow import EvidenceRefused, OrderState
from wangshi.shared.services import clean, record

from .custody import require_reason
from .taking import require_officers, require_subject

# Longer than the longest capture and its sealing: whoever is silent that long was killed.
SILENT_AFTER = timedelta(minutes=10)
MOST_ATTEMPTS = 3
UNFINISHED = "unfinished"
MOST_AHEAD = timedelta(days=92)


@dataclass(frozen=True)
class Ordering:
    """派机器取什么: as it will stand in the package and on the papers."""

    page_url: str
    reason: str
    place: str
    method: str
    second_officer: Account
    subject: str = ""
    mobile: bool = False
    follow: str = ""
    provider: str = ""
    due_at: datetime | None = None
    every_days: int = 0
    last_on: date | None = None


@transaction.atomic
def order_capture(ordering: Ordering, *, by: Account, at: datetime) -> CaptureOrder:
    """派取证: an order that waits for the machine or for its hour; nothing is opened yet."""
    require(by, Permission.TAKE_EVIDENCE)
    due_at = _scheduled(ordering, at)
    department = require_officers(ordering.second_officer, by=by)
    require_subject(ordering.subject, by=by)
    order = CaptureOrder(
        subject=ordering.subject,
        page_url=ordering.page_url.strip(),
        mobile=ordering.mobile,
        follow=clean(ordering.follow.strip()),
        reason=require_reason(ordering.reason),
        place=clean(ordering.place.strip()),
        method=clean(ordering.method.strip()),
        provider=clean(ordering.provider.strip()),
        department=department,
        first_officer=by,
        first_certificate=by.certificate_number,
        second_officer=ordering.second_officer,
        second_certificate=ordering.second_officer.certificate_number,
        ordered_at=at,
        due_at=due_at,
        every_days=ordering.every_days,
        last_on=ordering.last_on,
        moved_at=at,
        state=OrderState.SCHEDULED if due_at > at else OrderState.WAITING,
    )
    _readable(order)
    order.save(force_insert=True)
    record(by, "evidence.ordered", order, url=order.page_url, reason=order.reason)
    return order


def _scheduled(ordering: Ordering, at: datetime) -> datetime:
    """When it is due; an officer who names an hour names one that is still to come."""
    due_at, last_on = ordering.due_at or at, ordering.last_on
    if due_at < at:
        raise EvidenceRefused("定的时间要晚于现在；现在就取的，时间空着")
    if bool(ordering.every_days) != (last_on is not None):
        raise EvidenceRefused("反复取的，隔几天和取到哪天都要写；只取一次的，都空着")
    if last_on is not None and last_on < timezone.localdate(due_at):
        raise EvidenceRefused("取到哪天要在第一次取以后")
    if max(timezone.localdate(due_at), last_on or date.min) > timezone.localdate(at + MOST_AHEAD):
        raise EvidenceRefused(f"最多定到 {MOST_AHEAD.days} 天以后：到时候再派一张")
    return due_at


@transaction.atomic
def order_again(order: CaptureOrder, *, by: Account, at: datetime) -> CaptureOrder:
    """再取一次: of an order that failed; the officers and their words stay as they were."""
    require(by, Permission.TAKE_EVIDENCE, order)
    kept = CaptureOrder.objects.select_for_update().get(pk=order.pk)
    if kept.state != OrderState.FAILED:
        raise EvidenceRefused("这张单子没有失败，不用再取；要新取一次，另派一张")
    kept.state, kept.attempts, kept.moved_at = OrderState.WAITING, 0, at
    kept.save(update_fields=["state", "attempts", "moved_at"])
    record(by, "evidence.ordered_again", kept, url=kept.page_url, before=kept.fault)
    return kept


@transaction.atomic
def take_up_silent(now: datetime) -> list[CaptureOrder]:
    """没有动静的单子: put back into the queue, or failed when they were tried often enough."""
    unfinished = Q(state__in=[OrderState.WAITING, OrderState.RUNNING])
    silent = CaptureOrder.objects.select_for_update().filter(
        unfinished, moved_at__lt=now - SILENT_AFTER
    )
    return [order for order in silent if _put_back(order, now)]


def _put_back(order: CaptureOrder, now: datetime) -> bool:
    order.moved_at = now
    given_up = order.attempts >= MOST_ATTEMPTS
    order.state = OrderState.FAILED if given_up else OrderState.WAITING
    if given_up:
        order.fate = UNFINISHED
        order.fault = f"取了 {order.attempts} 次，每次做到一半都停了：请系统管理员看取证的程序"
    order.save(update_fields=["moved_at", "state", "fate", "fault"])
    return not given_up


def wanted_of(order: CaptureOrder) -> Wanted:
    """要取的页面, in the words of the engine. Raises CaptureFault."""
    return Wanted(
        url=order.page_url,
        number="",
        officers=(
            Officer(order.first_officer.name, order.first_certificate),
            Officer(order.second_officer.name, order.second_certificate),
        ),
        method=order.method,
        place=order.place,
        mobile=order.mobile,
        follow=order.follow,
        allowance=allowance(),
        ports=ports(),
    )


def _readable(order: CaptureOrder) -> None:
    try:
        wanted_of(order)
    except CaptureFault as fault:
        raise EvidenceRefused(str(fault)) from None
