"""投递: taken up, sent outside any transaction, then marked.

A worker that dies between sending and marking leaves an attempt without an end; the delivery is
taken up again when its lease is over. That is the one place where a message may come twice, and
then it bears the same Message-ID, or the same key.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final, TypeAlias

from django.db import transaction

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import require
from wangshi.accounts.services import Declined
from wangshi.engine.backoff import pause_after
from wangshi.mailroom.mailing import send_mail
from wangshi.mailroom.models import Attempt, Delivery
from wangshi.mailroom.posting import send_to_group
from wangshi.mailroom.refusals import NotTaken
from wangshi.mailroom.workflow import DeliveryState
from wangshi.shared.services import clean, record

Clock: TypeAlias = Callable[[], datetime]
# Longer than the slowest server may take; whoever holds a delivery longer than this has died.
LEASE: Final = timedelta(minutes=5)
AT_ONCE: Final = 200
DIED: Final = "送的时候停了，不知道对方收到没有；再送的用同一个信号"


def deliver_waiting(clock: Clock) -> int:
    """送一批: how many were tried; one failure holds up no other."""
    for done in range(AT_ONCE):
        if not deliver_next(clock):
            return done
    return AT_ONCE


def deliver_next(clock: Clock) -> bool:
    """送下一件: whether there was one whose turn it is."""
    attempt = take_up(clock())
    if attempt is None:
        return False
    try:
        _send(attempt.delivery, clock())
    except NotTaken as refusal:
        note_failure(attempt, refusal, at=clock())
    else:
        note_sent(attempt, at=clock())
    return True


@transaction.atomic
def take_up(at: datetime) -> Attempt | None:
    """拿一件: nobody else takes it before the lease is over; the attempt is on record first."""
    waiting = Delivery.objects.filter(state=DeliveryState.WAITING, not_before__lte=at)
    delivery = (
        waiting.select_for_update(skip_locked=True, of=("self",))
        .order_by("not_before", "id")
        .first()
    )
    if delivery is None:
        return None
    _bury_the_dead(delivery)
    delivery.not_before = at + LEASE
    delivery.save(update_fields=["not_before"])
    return Attempt.objects.create(delivery=delivery, began_at=at)


@transaction.atomic
def note_sent(attempt: Attempt, *, at: datetime) -> None:
    """送到了."""
    attempt.ended_at, attempt.sent = at, True
    attempt.save(update_fields=["ended_at", "sent"])
    delivery = attempt.delivery
    delivery.state, delivery.sent_at = DeliveryState.SENT, at
    delivery.save(update_fields=["state", "sent_at"])


@transaction.atomic
def note_failure(attempt: Attempt, refusal: NotTaken, *, at: datetime) -> None:
    """没送到: again after a pause, or dead where another attempt would be of no use."""
    attempt.ended_at, attempt.sent = at, False
    attempt.words = clean(str(refusal))[:300]
    attempt.save(update_fields=["ended_at", "sent", "words"])
    delivery = attempt.delivery
    pause = None if refusal.hopeless else pause_after(_failures(delivery))
    if pause is None:
        delivery.state = DeliveryState.DEAD
    else:
        delivery.not_before = at + pause
    delivery.save(update_fields=["state", "not_before"])


@transaction.atomic
def try_again(delivery: Delivery, *, by: Account, at: datetime) -> Delivery:
    """再送一次: what was given up goes to the end of the line, under its old number."""
    require(by, Permission.RUN_CHANNELS)
    delivery = Delivery.objects.select_for_update().get(pk=delivery.pk)
    if delivery.state != DeliveryState.DEAD:
        raise Declined("这一件没有放弃，用不着再送。")
    delivery.state, delivery.not_before = DeliveryState.WAITING, at
    delivery.save(update_fields=["state", "not_before"])
    record(by, "delivery.tried_again", delivery, number=delivery.number)
    return delivery


def _send(delivery: Delivery, at: datetime) -> None:
    if delivery.robot is not None:
        send_to_group(delivery, delivery.robot, at)
    elif delivery.account is not None:
        send_mail(delivery, delivery.account)


def _bury_the_dead(delivery: Delivery) -> None:
    lost = delivery.attempts.filter(ended_at__isnull=True)
    lost.update(ended_at=delivery.not_before, words=DIED)


def _failures(delivery: Delivery) -> int:
    """Attempts that failed since somebody last wanted it tried again; a death counts too."""
    return max(1, delivery.attempts.exclude(sent=True).count())
