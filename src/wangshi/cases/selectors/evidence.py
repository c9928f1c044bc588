"""证据关于什么: a clue or a shop as the strongroom names it, when the account may open it.

Named in settings.WANGSHI_EXHIBIT_SUBJECTS: the strongroom lies below and knows no clues.
"""

from django.urls import reverse

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import may, visible
from wangshi.evidence.selectors import ExhibitSubject
from wangshi.registry.models import Shop
from wangshi.shared.services import label

from .listing import clues_for, reads_files


def clue_subject(pk: int, account: Account) -> ExhibitSubject | None:
    """一条线索: evidence for it is taken by who may verify it."""
    if not reads_files(account):
        return None
    clue = clues_for(account).filter(pk=pk).first()
    if clue is None:
        return None
    return ExhibitSubject(
        key=label(clue),
        words=f"{clue.number} {clue.title}",
        href=reverse("clue", args=[clue.pk]),
        page_url=clue.page_url,
        may_take=may(account, Permission.VERIFY_CLUE, clue),
    )


def shop_subject(pk: int, account: Account) -> ExhibitSubject | None:
    """一家网店."""
    shop = visible(Shop.objects.all(), account, Permission.VIEW_OPERATOR).filter(pk=pk).first()
    if shop is None:
        return None
    href = reverse("shop", args=[shop.pk])
    return ExhibitSubject(label(shop), shop.name, href, page_url=shop.url, may_take=True)
