"""不肯办、联系不上: written down with what was tried; who refuses is handed to the cases."""

from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils import timezone

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import require
from wangshi.cases.models import Clue
from wangshi.cases.services import NewClue, report_clue
from wangshi.cases.workflow import ClueSource, StepRefused
from wangshi.engine.exemptions import Outcome
from wangshi.growth.models import Seller
from wangshi.growth.selectors.sellers import in_hand
from wangshi.growth.workflow import HAND_OVER_STEP, RoadRefused, SellerState
from wangshi.shared.services import record

from .steps import held, move, require_words, tell

UNREGISTERED: Final = "V01"
UNLICENSED: Final = "V02"
TITLE_LENGTH: Final = 200


@transaction.atomic
def refuse_seller(seller: Seller, *, words: str, by: Account, at: datetime) -> Seller:
    """不肯办: in the seller's own words; the cases may follow."""
    seller = held(seller, by)
    require_words(words, "写一句：劝过什么，对方怎么说")
    move(seller, "refuse", by=by, at=at, words=words)
    record(by, "seller.refused", seller)
    return seller


@transaction.atomic
def lose_seller(seller: Seller, *, words: str, by: Account, at: datetime) -> Seller:
    """联系不上: how often and how it was tried; found again, the road goes on."""
    seller = held(seller, by)
    require_words(words, "写一句：怎么找过，几次")
    move(seller, "lose", by=by, at=at, words=words)
    record(by, "seller.lost", seller)
    return seller


@transaction.atomic
def hand_over_seller(seller: Seller, *, by: Account, at: datetime) -> Clue:
    """转为线索: who refuses goes to the cases, with everything that was tried."""
    require(by, Permission.REPORT_CLUE)
    seller = held(seller, by)
    if in_hand(seller):
        raise RoadRefused(f"已经转为线索 {seller.clue}，正在办，不用再转")
    if SellerState(seller.state) is not SellerState.REFUSED:
        raise RoadRefused("先引导：对方不肯办，记下怎么劝过，再转为线索")
    try:
        clue = report_clue(_report(seller), by=by, at=at)
    except StepRefused as fault:
        raise RoadRefused(str(fault)) from None
    seller.clue = clue
    seller.save(update_fields=["clue"])
    tell(seller, HAND_OVER_STEP, by=by, at=at, words=clue.number)
    record(by, "seller.handed_over", seller, clue=clue)
    return clue


def _report(seller: Seller) -> NewClue:
    refusals = list(seller.steps.filter(name="refuse").order_by("pk"))
    last = seller.guidances.order_by("pk").last()
    needs_permit = last is not None and last.outcome in (Outcome.LICENCE, Outcome.BANNED)
    wrong = UNLICENSED if needs_permit else UNREGISTERED
    what = "没有许可，也没有执照" if needs_permit else "没有营业执照"
    return NewClue(
        source=ClueSource.OFFICER,
        source_key=f"seller:{seller.pk}:{len(refusals)}",
        title=f"{seller.name}：{what}，劝了不办"[:TITLE_LENGTH],
        # Known for certain on the day of the refusal: waiting does not put the clock back.
        found_on=timezone.localdate(refusals[-1].at),
        detail=_tried(seller),
        violation=wrong,
        operator=seller.operator,
        suspect_name=seller.account or seller.name,
        page_url=seller.url,
        town=seller.town,
        grid=seller.grid,
        place=seller.place,
    )


def _tried(seller: Seller) -> str:
    """What was tried, in order: the cases cannot ask this room."""
    where = f"{seller.get_channel_display()} {seller.account}".strip()
    lines = [f"在{where}卖{seller.sells}，没有店铺页面。引导经过："]
    for step in seller.steps.select_related("by"):
        when = timezone.localtime(step.at)
        words = f"：{step.words}" if step.words else ""
        lines.append(f"{when:%Y-%m-%d} {step.by.name} {step.get_name_display()}{words}")
    return "\n".join(lines)
