"""What every verb of a seller needs: the locked row, the step written down, the words."""

from datetime import date, datetime, timedelta

from django.utils import timezone

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import require
from wangshi.growth.models import Seller, SellerStep
from wangshi.growth.workflow import RoadRefused, SellerState, next_state
from wangshi.shared.services import clean


def held(seller: Seller, by: Account) -> Seller:
    """The row as it is now, locked: for whoever may guide."""
    require(by, Permission.GUIDE_SELLER, seller)
    return Seller.objects.select_for_update().get(pk=seller.pk)


def move(
    seller: Seller, name: str, *, by: Account, at: datetime, words: str = "", days: int = 0
) -> None:
    """走一步: the state, the day of the next contact, and the row that tells it."""
    seller.state = next_state(SellerState(seller.state), name)
    seller.remind_on = reminder(at, days)
    seller.save(update_fields=["state", "remind_on", "operator", "clue", "goods"])
    tell(seller, name, by=by, at=at, words=words)


def tell(seller: Seller, name: str, *, by: Account, at: datetime, words: str = "") -> None:
    """记下一步: rows are added and never changed."""
    SellerStep.objects.create(
        seller=seller, name=name, target=seller.state, at=at, by=by, words=clean(words.strip())
    )


def reminder(at: datetime, days: int) -> date | None:
    """下次联系: so many days from then; None when nothing is to be waited for."""
    return timezone.localdate(at) + timedelta(days=days) if days else None


def require_words(words: str, what: str) -> None:
    """写明: RoadRefused with what to write."""
    if not words.strip():
        raise RoadRefused(what)
