"""卖家清单: what an account may see, filtered, and looked through for the same seller."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet

from wangshi.accounts.models import Account, Town
from wangshi.accounts.permissions import Permission, Scope
from wangshi.accounts.policy import scopes, visible
from wangshi.cases.workflow import ClueState
from wangshi.engine.exemptions import standing_exemption_law
from wangshi.growth.models import Declaration, Seller, SellerStep
from wangshi.growth.workflow import MAIN_ROAD, SellerState

FOUND_IN: Final = ("name", "account", "sells", "person", "phone")
# 走到过这一步: whoever stands further on, or has stood there, has come by here.
PASSED: Final = {
    SellerState.FOUND: tuple(SellerState),
    SellerState.VISITED: (
        *MAIN_ROAD[MAIN_ROAD.index(SellerState.VISITED) :],
        SellerState.EXEMPT,
        SellerState.REFUSED,
    ),
    SellerState.GUIDED: (
        *MAIN_ROAD[MAIN_ROAD.index(SellerState.GUIDED) :],
        SellerState.EXEMPT,
    ),
    SellerState.REGISTERED: (SellerState.REGISTERED, SellerState.LICENSED),
    SellerState.LICENSED: (SellerState.LICENSED,),
}
DUE, LOOK_AGAIN = "due", "look_again"


@dataclass(frozen=True)
class SellersAsked:
    """卖家清单的条件: what was not asked is empty; `waits` is due or look_again."""

    text: str = ""
    state: str = ""
    reached: str = ""
    channel: str = ""
    waits: str = ""
    town: Town | None = None


def reads_sellers(account: Account) -> bool:
    """辅导的人: a grid member hears how it goes, and does not read the file."""
    return Scope.COUNTY in scopes(account, Permission.VIEW_SELLER)


def guides(account: Account) -> bool:
    """能辅导."""
    return bool(scopes(account, Permission.GUIDE_SELLER))


def sellers_seen(account: Account) -> QuerySet[Seller]:
    """看得到的卖家: of the county, or of one's own town."""
    rows = Seller.objects.select_related("town", "operator", "clue", "found_by")
    return visible(rows, account, Permission.VIEW_SELLER)


def sellers_for(asked: SellersAsked, account: Account, today: date) -> QuerySet[Seller]:
    """筛选后的卖家."""
    found = sellers_seen(account)
    equal = {"state": asked.state, "channel": asked.channel}
    found = found.filter(**{name: value for name, value in equal.items() if value})
    if asked.town:
        found = found.filter(town=asked.town)
    if asked.reached:
        passed = SellerStep.objects.filter(
            seller=OuterRef("pk"), target__in=PASSED[SellerState(asked.reached)]
        )
        found = found.filter(Exists(passed))
    if asked.waits == DUE:
        found = found.filter(remind_on__lte=today)
    if asked.waits == LOOK_AGAIN:
        standing = Declaration.objects.filter(ended_on=None, look_again_on__lte=today)
        found = found.filter(pk__in=standing.values("seller"))
    for word in asked.text.split():
        either = Q()
        for path in FOUND_IN:
            either |= Q(**{f"{path}__icontains": word})
        found = found.filter(either)
    return found


def similar_sellers(seller: Seller) -> QuerySet[Seller]:
    """可能是同一个人: the same link, the same account, or the same telephone."""
    same = Q(pk__in=[])
    if seller.url:
        same |= Q(url=seller.url)
    if seller.account:
        same |= Q(account=seller.account, channel=seller.channel)
    if seller.phone:
        same |= Q(phone=seller.phone)
    return Seller.objects.filter(same).exclude(pk=seller.pk).select_related("town")


def in_hand(seller: Seller) -> bool:
    """有线索正在办: a closed one does not keep a new refusal from being handed over."""
    return seller.clue is not None and seller.clue.state != ClueState.CLOSED


def due_count(account: Account, today: date) -> int:
    """该联系了的有几个."""
    return sellers_seen(account).filter(remind_on__lte=today).count()


def goods_titles(keys: Iterable[str]) -> tuple[str, ...]:
    """卖的种类怎么说: an unknown key stays a key."""
    titles = {one.key: one.title for one in standing_exemption_law().goods}
    return tuple(titles.get(key, key) for key in keys)
