"""没有店铺的卖家: a dozen people who sell in groups and live rooms, each stopped on the road."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from django.utils import timezone

from wangshi.accounts.models import Account, Town
from wangshi.accounts.permissions import Role
from wangshi.demo.office import Office
from wangshi.demo.roads import Road
from wangshi.demo.words import sellers
from wangshi.engine.exemptions import Answers
from wangshi.engine.exemptions import Seller as Who
from wangshi.growth import services
from wangshi.growth.models import Seller
from wangshi.growth.workflow import Channel, SellerSource
from wangshi.registry.models import Operator, OperatorForm, OperatorStatus

MORNING: Final = time(9, 20)
APART: Final = timedelta(days=3)


@dataclass(frozen=True)
class SellerPlan:
    """一个卖家的安排: who sells what where, found how long ago, and which steps were taken."""

    name: str
    channel: Channel
    account: str
    sells: str
    goods: tuple[str, ...]
    turnover: int | None
    days: int
    road: tuple[str, ...]
    by_grid: bool


def roads(office: Office) -> Iterator[Road]:
    """每个卖家一条路, over the towns in turn."""
    towns = list(Town.objects.order_by("code"))
    for number, row in enumerate(sellers()):
        plan = SellerPlan(**row | {"goods": tuple(row["goods"]), "road": tuple(row["road"])})
        yield _walk(office, plan, towns[number % len(towns)])


def _walk(office: Office, plan: SellerPlan, town: Town) -> Road:
    at = _morning(office.today - timedelta(days=plan.days))
    yield at
    seller = _find(office, plan, town, at)
    by = office.people.one(Role.OFFICER)
    for step in plan.road:
        at += APART
        yield at
        _take(step, seller, plan, by, at)


def _morning(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, MORNING))


def _find(office: Office, plan: SellerPlan, town: Town, at: datetime) -> Seller:
    members = office.people.by_role[Role.GRID_MEMBER]
    member = next((one for one in members if plan.by_grid and one.town_id == town.pk), None)
    new = services.NewSeller(
        name=plan.name,
        channel=Channel(plan.channel),
        account=plan.account,
        sells=plan.sells,
        goods=plan.goods,
        town=town,
        source=SellerSource.GRID if member else SellerSource.OFFICER,
        found_on=timezone.localdate(at),
    )
    return services.find_seller(new, by=member or office.people.one(Role.OFFICER), at=at)


def _guide(seller: Seller, plan: SellerPlan, *, by: Account, at: datetime) -> None:
    answers = Answers(Who.PERSON, plan.goods, plan.turnover)
    services.guide_seller(seller, answers, by=by, at=at)


def _sign(seller: Seller, _: SellerPlan, *, by: Account, at: datetime) -> None:
    services.sign_declaration(seller, signed_on=timezone.localdate(at), by=by, at=at)


def _prepare(seller: Seller, _: SellerPlan, *, by: Account, at: datetime) -> None:
    words = "身份证、手机号齐了"
    services.note_preparation(seller, key="papers", done=True, words=words, by=by, at=at)


def _license(seller: Seller, _: SellerPlan, *, by: Account, at: datetime) -> None:
    """The licence is one of the register: the county keeps as many operators as it was given."""
    known = Operator.objects.filter(town=seller.town, form=OperatorForm.SOLE_TRADER)
    standing = known.exclude(uscc=None).filter(status=OperatorStatus.ACTIVE).order_by("pk").first()
    if standing is not None:
        licensed = services.Licensed(uscc=standing.uscc or "", name=standing.name)
        services.license_seller(seller, licensed, by=by, at=at)


def _sell_food(seller: Seller, plan: SellerPlan, *, by: Account, at: datetime) -> None:
    services.note_food_start(
        seller,
        town=seller.town,
        where=plan.account,
        started_on=timezone.localdate(at),
        by=by,
        at=at,
    )


SAID: Final = {
    "visit": (services.visit_seller, "电话联系上，讲了规定"),
    "register": (services.apply_registration, "陪着在政务大厅窗口交的"),
    "refuse": (services.refuse_seller, "上门两次，讲了罚则，对方说卖不了几个钱，不办"),
    "lose": (services.lose_seller, "电话三次没人接，群解散了"),
}
DONE: Final = {
    "guide": _guide,
    "exempt": _sign,
    "papers": _prepare,
    "license": _license,
    "food": _sell_food,
}


def _take(step: str, seller: Seller, plan: SellerPlan, by: Account, at: datetime) -> None:
    if step in SAID:
        verb, words = SAID[step]
        verb(seller, words=words, by=by, at=at)
    else:
        DONE[step](seller, plan, by=by, at=at)
