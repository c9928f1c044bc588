"""手把手办照: each step with a note and the next day to ask; a licensed seller is an operator."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from wangshi.accounts.models import Account
from wangshi.accounts.services import Declined
from wangshi.engine.identifiers import check_uscc
from wangshi.engine.registration import registration_steps
from wangshi.growth.models import Declaration, Preparation, Seller
from wangshi.growth.workflow import ON_THE_ROAD, RoadRefused, SellerState
from wangshi.registry.models import Operator, OperatorForm, OperatorKind, OperatorStatus
from wangshi.registry.services import NewOperator, OperatorFacts, add_licence, open_operator
from wangshi.shared.services import clean, record

from .steps import held, move, reminder, require_words, tell

GONE = (OperatorStatus.CANCELLED, OperatorStatus.REVOKED)
AFTER_APPLICATION_DAYS = 5


@dataclass(frozen=True)
class Licensed:
    """领到的执照: its code, the name on it, whose it is, and since when."""

    uscc: str
    name: str
    person: str = ""
    address: str = ""
    issued_on: date | None = None


@transaction.atomic
def note_preparation(
    seller: Seller, *, key: str, done: bool, words: str, by: Account, at: datetime
) -> Preparation:
    """办照的一步办到哪里: a note each time; what stands still is asked about again."""
    seller = held(seller, by)
    step = next((one for one in registration_steps() if one.key == key), None)
    if step is None:
        raise RoadRefused("没有这一步：从列出的几步里选")
    if SellerState(seller.state) not in {*ON_THE_ROAD, SellerState.LICENSED}:
        raise RoadRefused("现在不在办照的路上：先联系上，问清要不要办")
    if not done:
        require_words(words, "没办好的，写一句卡在哪里")
    prepared = Preparation.objects.create(
        seller=seller, key=key, done=done, words=clean(words.strip()), at=at, by=by
    )
    if SellerState(seller.state) in ON_THE_ROAD:
        seller.remind_on = reminder(at, step.remind)
        seller.save(update_fields=["remind_on"])
    said = f"{step.title}：{'办好了' if done else '还没办好'}。{words.strip()}"
    tell(seller, "prepare", by=by, at=at, words=said)
    record(by, "seller.prepared", seller, step=key, done=done)
    return prepared


@transaction.atomic
def apply_registration(seller: Seller, *, words: str, by: Account, at: datetime) -> Seller:
    """交了登记申请: where and when it was handed in."""
    seller = held(seller, by)
    require_words(words, "写一句：在哪里交的，哪天交的")
    move(seller, "register", by=by, at=at, words=words, days=AFTER_APPLICATION_DAYS)
    record(by, "seller.applied", seller)
    return seller


@transaction.atomic
def license_seller(seller: Seller, licensed: Licensed, *, by: Account, at: datetime) -> Seller:
    """领了执照: the seller is an operator of the register, found by its code or opened with it."""
    seller = held(seller, by)
    code = check_uscc(licensed.uscc)
    if not code.ok:
        raise RoadRefused("信用代码不对：照执照上的 18 位再输一遍")
    if licensed.issued_on and licensed.issued_on > timezone.localdate(at):
        raise RoadRefused("核准日期不能晚于今天：照执照上的日期填")
    seller.operator = _operator(seller, licensed, code.normalised, by)
    _close(seller, timezone.localdate(at))
    move(seller, "license", by=by, at=at, words=f"{seller.operator.name}，{code.normalised}")
    record(by, "seller.licensed", seller, operator=seller.operator, uscc=code.normalised)
    return seller


@transaction.atomic
def link_operator(seller: Seller, operator: Operator, *, by: Account, at: datetime) -> Seller:
    """对上主体: it is already in the register, under this name; where it stands does not change."""
    seller = held(seller, by)
    if seller.operator_id is not None:
        raise RoadRefused(f"已经对上了“{seller.operator}”，不用再对")
    seller.operator = operator
    seller.save(update_fields=["operator"])
    tell(seller, "link", by=by, at=at, words=operator.name)
    record(by, "seller.linked", seller, operator=operator)
    return seller


def _operator(seller: Seller, licensed: Licensed, uscc: str, by: Account) -> Operator:
    known = Operator.objects.filter(uscc=uscc).first()
    if known is not None and OperatorStatus(known.status) in GONE:
        raise RoadRefused(f"“{known.name}”已经{known.get_status_display()}：核对是不是这张执照")
    if seller.operator_id and known is not None and seller.operator_id != known.pk:
        raise RoadRefused(f"这个卖家已经对上了“{seller.operator}”：核对信用代码")
    if known is not None:
        return known
    require_words(licensed.name, "登记库里还没有这个代码：照执照填名称")
    return _opened(seller, licensed, uscc, by)


def _opened(seller: Seller, licensed: Licensed, uscc: str, by: Account) -> Operator:
    new = NewOperator(
        name=clean(licensed.name.strip()),
        form=OperatorForm.SOLE_TRADER,
        uscc=uscc,
        person=clean(licensed.person.strip()) or seller.person,
        address=clean(licensed.address.strip()),
    )
    facts = OperatorFacts(kind=OperatorKind.OTHER_NETWORK, phone=seller.phone, town=seller.town)
    try:
        operator = open_operator(new, facts, by=by)
        add_licence(operator, number=uscc, issued_on=licensed.issued_on, by=by)
    except Declined as refusal:
        raise RoadRefused(str(refusal)) from None
    return operator


def _close(seller: Seller, today: date) -> None:
    """Whoever has a licence shows the licence, and no declaration any more."""
    standing = Declaration.objects.filter(seller=seller, ended_on=None)
    for one in standing:
        one.ended_on, one.end_reason = today, "领了执照"
        one.save(update_fields=["ended_on", "end_reason"])
