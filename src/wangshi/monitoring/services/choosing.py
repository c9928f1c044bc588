"""一起移交: what today's plan chose, one clue a shop, within what the offices can take."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import require
from wangshi.cases.models import Clue
from wangshi.monitoring.selectors.choosing import hand_over_plan
from wangshi.monitoring.workflow import JudgementRefused
from wangshi.shared.services import record

from .handing_over import hand_over


@transaction.atomic
def hand_over_chosen(shops: Collection[int], *, by: Account, at: datetime) -> tuple[Clue, ...]:
    """一起移交这几家店的: only those that the plan of this moment still chooses."""
    require(by, Permission.HAND_OVER)
    offers = [offer for offer in hand_over_plan(by, at).chosen if offer.shop.pk in set(shops)]
    if not offers:
        raise JudgementRefused("刚才列出的都变了：看看新的，再移交")
    clues = tuple(hand_over(offer.hits, by=by, at=at) for offer in offers)
    record(
        by,
        "hits.handed_over_together",
        "hits",
        records=len(clues),
        shops=[offer.shop.pk for offer in offers],
    )
    return clues
