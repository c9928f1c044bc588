"""问清要不要办: the guide is answered, a declaration is signed, and looked at when facts change."""

from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.utils import timezone

from wangshi.accounts.models import Account
from wangshi.engine.exemptions import Advice, AnswerRefused, Answers, Outcome, advise, look_again_on
from wangshi.engine.lawbook import standing_lawbook
from wangshi.growth.models import Declaration, Guidance, Seller
from wangshi.growth.workflow import RoadRefused, SellerState
from wangshi.shared.services import clean, record

from .steps import held, move, tell

AFTER_GUIDANCE_DAYS: Final = 7


@transaction.atomic
def guide_seller(
    seller: Seller, answers: Answers, *, words: str = "", by: Account, at: datetime
) -> Guidance:
    """问清要不要办: the answers are kept; a declaration they no longer bear ends at once."""
    seller, today = held(seller, by), timezone.localdate(at)
    try:
        advice = advise(answers, on=today)
    except AnswerRefused as fault:
        raise RoadRefused(str(fault)) from None
    guidance = _kept(seller, answers, advice, words, by, at)
    standing = seller.declarations.filter(ended_on=None).first()
    if standing is not None and _still_borne(standing, advice):
        standing.look_again_on = look_again_on(today)
        standing.save(update_fields=["look_again_on"])
        tell(seller, "look_again", by=by, at=at, words=words)
    else:
        _end(standing, advice, today)
        seller.goods = list(answers.goods)
        said = f"{advice.title}。{words.strip()}"
        move(seller, "guide", by=by, at=at, words=said, days=AFTER_GUIDANCE_DAYS)
    record(by, "seller.guided", seller, outcome=advice.outcome, grounds=advice.grounds)
    return guidance


@transaction.atomic
def sign_declaration(seller: Seller, *, signed_on: date, by: Account, at: datetime) -> Declaration:
    """收到签好的自我声明: it stands until facts change, and is looked at again after a year."""
    seller = held(seller, by)
    guidance = seller.guidances.order_by("pk").last()
    if guidance is None or guidance.outcome != Outcome.EXEMPT:
        raise RoadRefused("最近一次问下来不是“不用办”：先问清，再签声明")
    if not guidance.asked_on <= signed_on <= timezone.localdate(at):
        raise RoadRefused(f"签的日期要在 {guidance.asked_on:%Y-%m-%d} 到今天之间")
    move(seller, "exempt", by=by, at=at, words="签了自我声明")
    declaration = Declaration.objects.create(
        seller=seller,
        guidance=guidance,
        signed_on=signed_on,
        look_again_on=look_again_on(signed_on),
        taken_by=by,
        taken_at=at,
    )
    record(by, "seller.declared", seller, grounds=guidance.grounds, signed_on=signed_on)
    return declaration


def _kept(
    seller: Seller, answers: Answers, advice: Advice, words: str, by: Account, at: datetime
) -> Guidance:
    return Guidance.objects.create(
        seller=seller,
        who=answers.seller,
        goods=list(answers.goods),
        turnover=answers.turnover,
        outcome=advice.outcome,
        grounds=list(advice.grounds),
        law_fingerprint=standing_lawbook().fingerprint,
        asked_on=timezone.localdate(at),
        asked_at=at,
        asked_by=by,
        words=clean(words.strip()),
    )


def _still_borne(standing: Declaration, advice: Advice) -> bool:
    """The very grounds that were signed for, and a seller who still stands as exempt."""
    signed = set(standing.guidance.grounds)
    exempt = SellerState(standing.seller.state) is SellerState.EXEMPT
    return exempt and advice.outcome is Outcome.EXEMPT and signed == set(advice.grounds)


def _end(standing: Declaration | None, advice: Advice, today: date) -> None:
    if standing is None:
        return
    standing.ended_on = today
    standing.end_reason = f"情况变了：{advice.title}"
    standing.save(update_fields=["ended_on", "end_reason"])
