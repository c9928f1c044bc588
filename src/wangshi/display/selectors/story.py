"""主体页、网店页的时间线, and what to know when a clue of this room is rechecked."""

from collections.abc import Iterator
from typing import Final

from django.urls import reverse
from django.utils import timezone

from wangshi.accounts.models import Account
from wangshi.cases.models import Clue
from wangshi.display.models import DisplayCheck
from wangshi.display.workflow import NOT_SHOWN
from wangshi.registry.models import Operator, Shop
from wangshi.shared.pages import TimelineEvent

from .checks import last_check, reads_checks
from .saying import problems, verdict_words

MOST: Final = 10


def timeline(of: Operator | Shop, by: Account) -> list[TimelineEvent]:
    """亮照检查的经过 of an operator or of one shop."""
    if not reads_checks(by):
        return []
    whose = {"operator": of} if isinstance(of, Operator) else {"shop": of}
    rows = DisplayCheck.objects.filter(**whose).select_related("shop", "by").order_by("-on", "-pk")
    return [_event(one, told=isinstance(of, Operator)) for one in rows[:MOST]]


def signs(clue: Clue) -> Iterator[str]:
    """复看未亮照的线索时的提示: what the shop's newest check found."""
    if clue.violation != NOT_SHOWN or clue.shop is None:
        return
    newest = last_check(clue.shop)
    if newest is not None:
        yield f"{newest.on:%m-%d} 亮照检查：{'，'.join(verdict_words(newest))}"


def _event(check: DisplayCheck, *, told: bool) -> TimelineEvent:
    where = f"{check.shop.name}，" if told else ""
    return TimelineEvent(
        timezone.localtime(check.at),
        f"亮照检查：{'，'.join(verdict_words(check))}",
        f"{where}{check.on:%m-%d} {check.by.name}查的。{check.why}",
        "bad" if problems(check) else "good" if check.is_seen else "",
        reverse("display-check", args=[check.pk]),
    )
