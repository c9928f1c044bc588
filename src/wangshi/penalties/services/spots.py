"""当场处罚: within the limits of 第六十六条, by two officers, filed within seven working days."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import require
from wangshi.cases.services import may_enforce
from wangshi.engine.penalties import PartyKind, standing_penalty_law, why_not_on_the_spot, yuan
from wangshi.penalties.models import SpotPenalty
from wangshi.penalties.workflow import RULES, StepRefused
from wangshi.shared.services import clean, record

from .numbers import SPOT, next_number
from .steps import require_words


@dataclass(frozen=True)
class OnTheSpot:
    """当场处罚决定书的各栏."""

    party: str
    kind: PartyKind
    facts: str
    basis: str
    place: str
    signed: str
    second_officer: Account
    done_at: datetime
    warning: bool = False
    fine: Decimal = Decimal(0)
    code: str = ""
    address: str = ""
    violation: str = ""
    statement: str = ""
    collected: str = ""


@transaction.atomic
def penalise_on_the_spot(new: OnTheSpot, *, by: Account, at: datetime) -> SpotPenalty:
    """当场作出处罚决定: certain facts, a warning or a small fine, two certificates shown."""
    require(by, Permission.WORK_CASE)
    _require_lawful(new, by, at)
    if by.department is None:
        raise StepRefused("您的账号没有单位：请系统管理员补上")
    spot = SpotPenalty.objects.create(
        number=next_number(SPOT, at),
        department=by.department,
        party=require_words(new.party, "写当事人，名称与营业执照一致"),
        party_kind=new.kind,
        party_code=clean(new.code.strip()),
        party_address=clean(new.address.strip()),
        facts=require_words(new.facts, "写违法事实和证据"),
        basis=require_words(new.basis, "写违反哪一条、照哪一条处罚"),
        violation=new.violation,
        warning=new.warning,
        fine=new.fine,
        statement=clean(new.statement.strip()),
        place=require_words(new.place, "写地点"),
        at=new.done_at,
        signed=require_words(new.signed, "写谁签收的；拒绝签收的注明"),
        collected=clean(new.collected.strip()),
        first_officer=by,
        second_officer=new.second_officer,
    )
    record(by, "spot_penalty.made", spot, number=spot.number, fine=spot.fine)
    return spot


@transaction.atomic
def archive_spot(spot: SpotPenalty, *, on: date, by: Account, at: datetime) -> SpotPenalty:
    """归档: the papers are handed in."""
    require(by, Permission.WORK_CASE, spot)
    spot = SpotPenalty.objects.select_for_update().get(pk=spot.pk)
    if spot.archived_on is not None:
        raise StepRefused("已经归档了")
    if not timezone.localdate(spot.at) <= on <= timezone.localdate(at):
        raise StepRefused("归档的日子要在作出决定以后、今天以前")
    spot.archived_on = on
    spot.save(update_fields=["archived_on"])
    record(by, "spot_penalty.archived", spot, on=on)
    return spot


def _require_lawful(new: OnTheSpot, by: Account, at: datetime) -> None:
    if new.fine < 0 or not (new.warning or new.fine):
        raise StepRefused("写明警告，或者罚款多少")
    refusal = why_not_on_the_spot(new.kind, new.fine)
    if refusal:
        raise StepRefused(refusal)
    if new.second_officer == by:
        raise StepRefused(f"要两名执法人员：选另一名（{RULES}第二十二条）")
    for officer in (by, new.second_officer):
        if not may_enforce(officer):
            raise StepRefused(f"{officer.name}没有执法证号，不能当场处罚")
    if new.done_at > at:
        raise StepRefused("时间不能在以后")
    limit = standing_penalty_law().collect_on_the_spot
    if new.collected.strip() and new.fine > limit.of(new.kind):
        # 第七十二条第二项、第三项 are for the officer to name.
        require_words(
            new.statement,
            f"当场收缴超过 {yuan(limit.of(new.kind))} 元的，在陈述申辩栏写明属于第七十二条哪一项",
        )
