"""取一张单子: claimed by one worker, captured outside any transaction, sealed or told why not.

The number is given once something was received; it stays with the order when sealing fails.
"""

from dataclasses import replace
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils import timezone

from wangshi.engine.capture import CaptureClock, Captured, CaptureFault, Studio
from wangshi.engine.capture import record as record_page
from wangshi.engine.forensics.captures import Capture
from wangshi.engine.forensics.keys import KeyFault
from wangshi.evidence.models import CaptureOrder, Exhibit
from wangshi.evidence.strongroom import keyring, package_path
from wangshi.evidence.workflow import Act, ExhibitKind, ExhibitState, OrderState
from wangshi.shared.services import clean, record

from .custody import enter, locked
from .ordering import SILENT_AFTER, wanted_of
from .sealing import adopt, seal_capture
from .taking import next_number

NO_KEYS, NOT_SEALED = "no_keys", "not_sealed"
LONGEST_TITLE: Final = 200
MOST_TOLD: Final = 8


def take_order(order: CaptureOrder, *, studio: Studio, clock: CaptureClock) -> CaptureOrder:
    """取一张: kept with its exhibit, or failed with the reason; one that is done stays as it is."""
    claimed = _claim(order, clock.now())
    if claimed is None:
        return CaptureOrder.objects.get(pk=order.pk)
    left = claimed.exhibit
    if left is not None and package_path(left.pk).exists():
        return _settle(claimed, adopt(left, at=clock.now()))
    try:
        keyring()
        taken = record_page(wanted_of(claimed), studio=studio, clock=clock)
    except KeyFault as fault:
        return _fail(claimed, NO_KEYS, f"{fault}。好了再取一次")
    except CaptureFault as fault:
        return _fail(claimed, fault.fate.value, str(fault))
    exhibit = _write_down(claimed, taken, at=clock.now())
    capture = _worded(claimed, exhibit, taken.capture)
    return _settle(claimed, seal_capture(exhibit, capture, at=clock.now(), waits=False))


@transaction.atomic
def _claim(order: CaptureOrder, at: datetime) -> CaptureOrder | None:
    """接单: None where it is done, has failed, or another worker is at it."""
    people = ("exhibit", "department", "first_officer", "second_officer")
    kept = CaptureOrder.objects.select_for_update().get(pk=order.pk)
    running = kept.state == OrderState.RUNNING and kept.moved_at > at - SILENT_AFTER
    if running or kept.state not in (OrderState.WAITING, OrderState.RUNNING):
        return None
    kept.state, kept.moved_at = OrderState.RUNNING, at
    kept.attempts += 1
    kept.save(update_fields=["state", "moved_at", "attempts"])
    return CaptureOrder.objects.select_related(*people).get(pk=kept.pk)


@transaction.atomic
def _write_down(order: CaptureOrder, taken: Captured, *, at: datetime) -> Exhibit:
    """What was received, under its number; one that could not be sealed before is written anew."""
    exhibit = locked(order.exhibit) if order.exhibit else _numbered(order, at)
    clock = taken.capture.clock
    exhibit.title = clean(taken.capture.title)[:LONGEST_TITLE]
    exhibit.content = clean(_content(taken))
    exhibit.started_at, exhibit.ended_at = clock.started_at, clock.ended_at
    exhibit.state, exhibit.fault = ExhibitState.WAITING, ""
    exhibit.save()
    order.exhibit, order.observed = exhibit, taken.observed.value
    order.save(update_fields=["exhibit", "observed"])
    enter(exhibit, Act.CAPTURED, by=order.first_officer, at=at, result=taken.observed.title)
    record(None, "evidence.captured", exhibit, observed=taken.observed.title, order=order.pk)
    return exhibit


def _numbered(order: CaptureOrder, at: datetime) -> Exhibit:
    return Exhibit(
        number=next_number(timezone.localdate(at).year),
        kind=ExhibitKind.CAPTURED,
        subject=order.subject,
        page_url=order.page_url,
        place=order.place,
        method=order.method,
        provider=order.provider,
        department=order.department,
        first_officer=order.first_officer,
        first_certificate=order.first_certificate,
        second_officer=order.second_officer,
        second_certificate=order.second_certificate,
        custodian=order.first_officer,
        received_at=at,
    )


def _content(taken: Captured) -> str:
    """提取内容: what was observed, and apart from it what is only guessed."""
    lines = [f"看到的：{taken.observed.title}。最后的网址 {taken.url}", *taken.because[:MOST_TOLD]]
    lines += [f"推测（不是看到的）：{one}" for one in taken.guesses[:MOST_TOLD]]
    if taken.replay is not None:
        lines.append(
            f"当场断网重放：文字千分之 {taken.replay.text} 相同，"
            f"画面千分之 {taken.replay.picture} 相同"
        )
    return "；\n".join(lines) + "。"


def _worded(order: CaptureOrder, exhibit: Exhibit, capture: Capture) -> Capture:
    """With its number, and with what only the office knows."""
    facts = {
        "kind": exhibit.kind,
        "reason": order.reason,
        "department": order.department.name,
        "provider": order.provider,
    }
    return replace(capture, number=exhibit.number, facts={**capture.facts, **facts})


@transaction.atomic
def _settle(order: CaptureOrder, exhibit: Exhibit) -> CaptureOrder:
    order.exhibit = exhibit
    if not exhibit.is_sealed:
        return _fail(order, NOT_SEALED, f"取到了，但没有封存：{exhibit.fault}")
    order.state, order.fate, order.fault = OrderState.KEPT, "", ""
    order.save(update_fields=["state", "fate", "fault"])
    record(None, "evidence.order_kept", order, exhibit=exhibit.number)
    return order


@transaction.atomic
def _fail(order: CaptureOrder, fate: str, why: str) -> CaptureOrder:
    order.state, order.fate, order.fault = OrderState.FAILED, fate, clean(why)[:500]
    order.save(update_fields=["state", "fate", "fault"])
    record(None, "evidence.order_failed", order, why=order.fault)
    return order
