"""店家看得到的: what their operators were asked to put right, and nothing else of any clue."""

from django.db.models import QuerySet

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import visible
from wangshi.cases.models import Correction


def own_corrections(account: Account) -> QuerySet[Correction]:
    """自己的改正要求: the newest first, with what a page of the owner shows."""
    rows = Correction.objects.select_related("operator", "clue__shop", "clue__department")
    mine = visible(rows, account, Permission.VIEW_OWN_SHOPS)
    return mine.prefetch_related("answers").order_by("-asked_at", "-pk")
