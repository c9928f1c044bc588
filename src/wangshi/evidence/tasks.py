"""Work that outlives a request; it may be run again without harm."""

from django.utils import timezone
from django_tasks import task

from wangshi.engine.capture import Studio
from wangshi.evidence.models import CaptureOrder, Exhibit
from wangshi.evidence.outlet import compared_clock
from wangshi.evidence.services import (
    release_due,
    seal_exhibit,
    stamp_exhibit,
    take_order,
    take_up_silent,
)
from wangshi.evidence.strongroom import home

# A queue of its own: a slow page holds up nobody, and its worker may be a service of its own.
CAPTURES = "captures"


@task()
def seal_waiting(exhibit_id: int) -> None:
    """封存一件，再问时间戳."""
    exhibit = seal_exhibit(Exhibit.objects.get(pk=exhibit_id), at=timezone.now())
    if exhibit.is_sealed:
        stamp_exhibit(exhibit, at=timezone.now())


@task(queue_name=CAPTURES)
def take_ordered(order_id: int) -> None:
    """取一张取证单，封存，再问时间戳."""
    with Studio(hidden=[home()]) as studio:
        order = CaptureOrder.objects.get(pk=order_id)
        done = take_order(order, studio=studio, clock=compared_clock())
    if done.exhibit is not None and done.exhibit.is_sealed:
        stamp_exhibit(done.exhibit, at=timezone.now())


def queue_silent() -> int:
    """到时候的、没有动静的单子放进队列: how many."""
    now = timezone.now()
    waiting = [*release_due(now), *take_up_silent(now)]
    for order in waiting:
        take_ordered.enqueue(order.pk)
    return len(waiting)
