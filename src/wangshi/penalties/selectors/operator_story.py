"""主体页的时间线: the cases about an operator or a shop that the account may see."""

from collections.abc import Iterator
from typing import Final

from django.db.models import Q
from django.urls import reverse

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import may
from wangshi.penalties.workflow import STATE_TITLES, CaseState
from wangshi.registry.models import Operator, Shop
from wangshi.shared.pages import TimelineEvent

from .listing import cases_seen
from .sanctions import sanction_words

MOST_CASES: Final = 50


def timeline(of: Operator | Shop, by: Account) -> Iterator[TimelineEvent]:
    """案件的经过: when each was filed, where it stands, what was decided."""
    if not may(by, Permission.VIEW_CASE):
        return
    direct = Q(clue__operator=of) | Q(clue__shop__operator=of)
    about = direct if isinstance(of, Operator) else Q(clue__shop=of)
    found = cases_seen(by).filter(about).select_related("docket__decision")
    for case in found.order_by("-filed_on")[:MOST_CASES]:
        docket = getattr(case, "docket", None)
        state = CaseState(docket.state) if docket else CaseState.INVESTIGATING
        decision = getattr(docket, "decision", None)
        told = "；".join(sanction_words(decision)) if decision else ""
        words = f"{case.number}，{STATE_TITLES[state]}{f'，{told}' if told else ''}。"
        mark = "" if state is CaseState.CLOSED else "now"
        href = reverse("case", args=[case.pk])
        yield TimelineEvent(case.filed_on, f"立案：{case.cause}", words, mark, href)
