"""主体页的时间线: the clues about an operator or a shop that the account may see."""

from collections.abc import Iterator
from typing import Final

from django.db.models import Q
from django.urls import reverse

from wangshi.accounts.models import Account
from wangshi.cases.workflow import ClueState
from wangshi.registry.models import Operator, Shop
from wangshi.shared.pages import TimelineEvent

from .listing import clues_for

MOST_CLUES: Final = 50


def timeline(of: Operator | Shop, by: Account) -> Iterator[TimelineEvent]:
    """线索的经过: when each came in, how it stands, how it ended."""
    about = Q(operator=of) | Q(shop__operator=of) if isinstance(of, Operator) else Q(shop=of)
    clues = clues_for(by).filter(about).order_by("-received_at")
    for clue in clues[:MOST_CLUES]:
        outcome = clue.get_outcome_display() if clue.outcome else ""
        words = f"{clue.number}，{clue.get_state_display()}{f'，{outcome}' if outcome else ''}。"
        state = "" if clue.state == ClueState.CLOSED else "now"
        href = reverse("clue", args=[clue.pk])
        yield TimelineEvent(clue.received_at, f"线索：{clue.title}", words, state, href)
