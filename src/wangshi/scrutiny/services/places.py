"""地址: what is everybody's is declared and ended; an operator's addresses are noted and ended."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db import transaction

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import require
from wangshi.engine.identifiers import check_phone
from wangshi.registry.models import Operator
from wangshi.scrutiny.models import Premise, SharedPlace
from wangshi.scrutiny.workflow import PLACE_TITLES, PlaceSort, ScrutinyRefused
from wangshi.shared.services import clean, record

ONLINE: Final = "online"


@dataclass(frozen=True)
class PlaceDraft:
    """要登记的公用地址、电话."""

    sort: str
    value: str
    whose: str
    proof: str
    since: date
    capacity: int | None = None


@dataclass(frozen=True)
class PremiseDraft:
    """要登记的一处地址."""

    kind: str
    address: str
    since: date
    purpose: str = ""
    proof: str = ""
    listed: bool = False
    outside: bool = False
    trades: bool = True


@transaction.atomic
def declare_shared(draft: PlaceDraft, *, by: Account, at: datetime) -> SharedPlace:
    """登记公用的地址、电话: from then on it joins nobody to anybody; a host says how many."""
    require(by, Permission.JUDGE_SUSPICION)
    value = " ".join(draft.value.split())
    if draft.sort == PlaceSort.PHONE and not check_phone(value).ok:
        raise ScrutinyRefused(check_phone(value).reason_zh)
    if draft.sort == PlaceSort.PHONE and draft.capacity is not None:
        raise ScrutinyRefused("电话没有能容几个，只有地址才填")
    if not draft.whose.strip() or not draft.proof.strip():
        raise ScrutinyRefused("写明是谁的、凭什么：哪一份材料，或者谁说的")
    if SharedPlace.objects.filter(sort=draft.sort, value=value, ended_on=None).exists():
        raise ScrutinyRefused("这一处已经登记过，不用再登记")
    place = SharedPlace.objects.create(
        sort=draft.sort,
        value=value,
        whose=clean(draft.whose.strip()),
        proof=clean(draft.proof.strip()),
        capacity=draft.capacity,
        since=draft.since,
        declared_by=by,
        declared_at=at,
    )
    record(by, "shared_place.declared", place, what=draft.sort, name=place.whose)
    return place


@transaction.atomic
def end_shared(place: SharedPlace, *, reason: str, on: date, by: Account) -> SharedPlace:
    """不再是公用的: what was declared stays on record."""
    require(by, Permission.JUDGE_SUSPICION)
    place = SharedPlace.objects.select_for_update(of=("self",)).get(pk=place.pk)
    if place.ended_on is not None:
        raise ScrutinyRefused(f"这一处 {place.ended_on} 起已经不是公用的")
    if not reason.strip():
        raise ScrutinyRefused("写一句为什么不再是公用的")
    place.ended_on, place.end_reason = max(on, place.since), clean(reason.strip())
    place.save(update_fields=["ended_on", "end_reason"])
    record(by, "shared_place.ended", place, reason=place.end_reason)
    return place


@transaction.atomic
def note_premise(operator: Operator, draft: PremiseDraft, *, by: Account, at: datetime) -> Premise:
    """登记一处地址 (一照多址): what for, on which proof; its faults are derived, not kept."""
    require(by, Permission.JUDGE_SUSPICION)
    operator = Operator.objects.select_for_update(of=("self",)).get(pk=operator.pk)
    address = " ".join(draft.address.split())
    if draft.kind not in PLACE_TITLES or not address:
        raise ScrutinyRefused("选做什么用，写地址；网络场所写网址")
    same = operator.premises.filter(kind=draft.kind, address=address, until=None)
    if same.exists():
        raise ScrutinyRefused("这一处已经登记过，不用再登记")
    premise = Premise.objects.create(
        operator=operator,
        kind=draft.kind,
        address=address,
        purpose=clean(draft.purpose.strip()),
        proof=clean(draft.proof.strip()),
        listed=draft.listed,
        outside=draft.outside and draft.kind != ONLINE,
        trades=draft.trades or draft.kind != ONLINE,
        since=draft.since,
        noted_by=by,
        noted_at=at,
    )
    record(by, "premise.noted", premise, operator=operator, kind=draft.kind, since=draft.since)
    return premise


@transaction.atomic
def end_premise(premise: Premise, *, on: date, by: Account) -> Premise:
    """不再用这一处."""
    require(by, Permission.JUDGE_SUSPICION)
    premise = Premise.objects.select_for_update(of=("self",)).get(pk=premise.pk)
    if premise.until is not None:
        raise ScrutinyRefused(f"这一处用到 {premise.until} 为止，已经记过")
    if on < premise.since:
        raise ScrutinyRefused(f"日期不能早于开始用的那天（{premise.since}）")
    premise.until = on
    premise.save(update_fields=["until"])
    record(by, "premise.ended", premise, operator=premise.operator, until=on)
    return premise
