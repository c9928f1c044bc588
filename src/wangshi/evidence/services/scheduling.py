"""定时的取证单: taken when their hour comes, again after some days, or called back before that."""

import copy
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import require
from wangshi.evidence.models import CaptureOrder
from wangshi.evidence.selectors.exhibits import certified_officers
from wangshi.evidence.workflow import EvidenceRefused, OrderState
from wangshi.shared.services import record

from .custody import require_reason

OFFICER_GONE = "officer_gone"


@transaction.atomic
def cancel_order(order: CaptureOrder, *, reason: str, by: Account, at: datetime) -> CaptureOrder:
    """撤回取证单: before it is taken; of one that repeats the later ones go too."""
    require(by, Permission.TAKE_EVIDENCE, order)
    kept = CaptureOrder.objects.select_for_update().get(pk=order.pk)
    if kept.state == OrderState.RUNNING:
        raise EvidenceRefused("机器正在取，停不下来：过几分钟看结果")
    if kept.state not in (OrderState.SCHEDULED, OrderState.WAITING):
        raise EvidenceRefused(f"这张单子{kept.get_state_display()}，不用撤回")
    kept.state, kept.moved_at = OrderState.CANCELLED, at
    kept.fault = require_reason(reason)
    kept.save(update_fields=["state", "moved_at", "fault"])
    record(by, "evidence.order_cancelled", kept, url=kept.page_url, reason=kept.fault)
    return kept


def release_due(now: datetime) -> list[CaptureOrder]:
    """到时候的取证单: those that may now be taken; each that repeats has its next one by then."""
    due = CaptureOrder.objects.filter(state=OrderState.SCHEDULED, due_at__lte=now).order_by("pk")
    return [one for one in (_release(order, now) for order in due) if one is not None]


@transaction.atomic
def _release(order: CaptureOrder, now: datetime) -> CaptureOrder | None:
    kept = CaptureOrder.objects.select_for_update().get(pk=order.pk)
    if kept.state != OrderState.SCHEDULED:
        return None
    gone = _gone_officer(kept)
    kept.moved_at = now
    kept.state = OrderState.FAILED if gone else OrderState.WAITING
    if gone:
        kept.fate = OFFICER_GONE
        kept.fault = f"{gone}的账号停了，或者没有了执法证号：由别的两名执法员另派一张"
    kept.save(update_fields=["moved_at", "state", "fate", "fault"])
    following = None if gone else _follow(kept, now)
    record(None, "evidence.order_due", kept, next=following.pk if following else None, why=gone)
    return None if gone else kept


def _gone_officer(order: CaptureOrder) -> str:
    """Who may no longer take evidence by now: empty where both may."""
    still = set(certified_officers().values_list("pk", flat=True))
    officers = (order.first_officer, order.second_officer)
    return next((one.name for one in officers if one.pk not in still), "")


def _follow(order: CaptureOrder, now: datetime) -> CaptureOrder | None:
    """The next of its kind, at the same hour; what a machine at rest has missed is left out."""
    if not order.every_days or order.last_on is None:
        return None
    due_at = order.due_at + timedelta(days=order.every_days)
    while due_at <= now:
        due_at += timedelta(days=order.every_days)
    if timezone.localdate(due_at) > order.last_on:
        return None
    following = copy.copy(order)
    following.pk, following.due_at, following.state = None, due_at, OrderState.SCHEDULED
    following.save(force_insert=True)
    return following
