"""当日办: taken down in a few lines, settled or turned into a complaint before the day is over."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from wangshi.accounts.models import Account, Town
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import require
from wangshi.complaints.models import WalkIn
from wangshi.complaints.workflow import WALK_IN_TITLES, RoadRefused, WalkInEnd
from wangshi.shared.services import clean, record

from .filing import Filed, NewLetter, file_letter
from .steps import require_words

NOTHING = Decimal(0)


@dataclass(frozen=True)
class NewWalkIn:
    """来访的几句话."""

    respondent: str
    goods: str
    text: str
    amount: Decimal | None = None
    is_visitor: bool = False
    leaves_on: date | None = None
    town: Town | None = None


@dataclass(frozen=True)
class Settlement:
    """当场解决: how, how much came back, and what of it somebody paid in advance."""

    words: str
    recovered: Decimal = NOTHING
    advanced: Decimal = NOTHING
    advanced_by: str = ""


@transaction.atomic
def take_walk_in(new: NewWalkIn, *, by: Account, at: datetime) -> WalkIn:
    """收下来访: without a name; it is to be settled the same day."""
    require(by, Permission.TAKE_COMPLAINT)
    today = timezone.localdate(at)
    if new.leaves_on is not None and new.leaves_on < today:
        raise RoadRefused("离开的日子不能早于今天")
    walk_in = WalkIn.objects.create(
        is_visitor=new.is_visitor,
        leaves_on=new.leaves_on,
        respondent_name=require_words(new.respondent, "写商家的名称：招牌、店名、车牌都行")[:120],
        town=new.town,
        goods=require_words(new.goods, "写买了什么、什么服务")[:200],
        text=require_words(new.text, "写一两句：怎么回事，想怎么办"),
        amount=new.amount,
        taken_at=at,
        taken_on=today,
        taken_by=by,
    )
    record(by, "walk_in.taken", walk_in, visitor=new.is_visitor)
    return walk_in


@transaction.atomic
def settle_walk_in(walk_in: WalkIn, settlement: Settlement, *, by: Account, at: datetime) -> WalkIn:
    """当场解决: what was paid in advance is part of what came back, and by whom is named."""
    walk_in = _held(walk_in, by)
    if not NOTHING <= settlement.advanced <= settlement.recovered:
        raise RoadRefused("先行赔付的是退赔的一部分：不能比退赔多")
    if settlement.advanced and not settlement.advanced_by.strip():
        raise RoadRefused("写谁先行赔付的：景区、市场、平台的先行赔付金，还是商家")
    walk_in.recovered, walk_in.advanced = settlement.recovered, settlement.advanced
    walk_in.advanced_by = clean(settlement.advanced_by.strip())[:80]
    _end(walk_in, WalkInEnd.SETTLED, require_words(settlement.words, "写怎么解决的"), at)
    record(by, "walk_in.settled", walk_in, recovered=settlement.recovered)
    return walk_in


@transaction.atomic
def leave_walk_in(walk_in: WalkIn, *, words: str, by: Account, at: datetime) -> WalkIn:
    """人走了: not settled and no complaint wanted; what was said to them is written down."""
    walk_in = _held(walk_in, by)
    words = require_words(words, "写告诉过对方什么：还可以怎么投诉，到哪里看进度")
    _end(walk_in, WalkInEnd.GONE, words, at)
    record(by, "walk_in.left", walk_in)
    return walk_in


@transaction.atomic
def file_walk_in(walk_in: WalkIn, new: NewLetter, *, by: Account, at: datetime) -> Filed:
    """登记成投诉: with a name, a code and the clocks of every other complaint."""
    walk_in = _held(walk_in, by)
    filed = file_letter(new, at=at, by=by)
    if filed.complaint is None:
        raise RoadRefused("来访的在这里只登记成投诉；要举报的，另外“登记来件”")
    walk_in.complaint = filed.complaint
    _end(walk_in, WalkInEnd.COMPLAINT, f"登记成 {filed.complaint.number}", at)
    record(by, "walk_in.filed", walk_in, complaint=filed.complaint.pk)
    return filed


def _held(walk_in: WalkIn, by: Account) -> WalkIn:
    require(by, Permission.TAKE_COMPLAINT)
    walk_in = WalkIn.objects.select_for_update(of=("self",)).get(pk=walk_in.pk)
    if walk_in.end:
        raise RoadRefused(f"这件已经了结：{WALK_IN_TITLES[WalkInEnd(walk_in.end)]}")
    return walk_in


def _end(walk_in: WalkIn, end: WalkInEnd, words: str, at: datetime) -> None:
    walk_in.end, walk_in.words = end, words
    walk_in.ended_at, walk_in.ended_on = at, timezone.localdate(at)
    walk_in.save()
