"""主体页和网店页的时间线: suspicions that stand, and letters posted to the operator."""

from datetime import datetime, time

from django.urls import reverse
from django.utils import timezone

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import may
from wangshi.engine.false_registration import standing_signs
from wangshi.registry.models import Operator, Shop
from wangshi.scrutiny.models import ContactLetter, Suspicion
from wangshi.scrutiny.workflow import LetterResult, SuspicionState
from wangshi.shared.pages import TimelineEvent

MOST = 20
MARKS = {SuspicionState.PENDING: "now", SuspicionState.HANDED: "bad"}


def timeline(of: Operator | Shop, by: Account) -> list[TimelineEvent]:
    """登记疑点、专用信函 of an operator or a shop, for those who may see them."""
    if not may(by, Permission.VIEW_SUSPICION):
        return []
    return [*map(_suspicion, _suspicions(of)), *map(_letter, _letters(of))]


def _suspicions(of: Operator | Shop) -> list[Suspicion]:
    rows = Suspicion.objects.filter(gone_on__isnull=True)
    rows = rows.filter(operator=of) if isinstance(of, Operator) else rows.filter(shop=of)
    return list(rows[:MOST])


def _letters(of: Operator | Shop) -> list[ContactLetter]:
    if not isinstance(of, Operator):
        return []
    return list(ContactLetter.objects.filter(operator=of)[:MOST])


def _suspicion(one: Suspicion) -> TimelineEvent:
    # A day has no hour: it stands at the day's beginning.
    when = timezone.make_aware(datetime.combine(one.found_on, time()))
    title = f"登记疑点：{standing_signs().sign(one.reason).title}（{one.get_state_display()}）"
    mark = MARKS.get(SuspicionState(one.state), "")
    return TimelineEvent(
        timezone.localtime(when), title, one.words, mark, reverse("suspicion", args=[one.pk])
    )


def _letter(one: ContactLetter) -> TimelineEvent:
    when = timezone.make_aware(datetime.combine(one.sent_on, time()))
    words = one.get_result_display() if one.result else "等结果"
    mark = "bad" if one.result == LetterResult.UNSIGNED else ""
    return TimelineEvent(
        timezone.localtime(when),
        f"寄专用信函 {one.number}",
        words,
        mark,
        reverse("contact-letters-of", args=[one.operator_id]),
    )
