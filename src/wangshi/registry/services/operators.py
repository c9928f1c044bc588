"""Verbs of an operator: opened by hand, filled in, given a licence or a permit."""

import hashlib
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from wangshi.accounts.models import Account, Town
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import require
from wangshi.accounts.services import Declined
from wangshi.engine.identifiers import check_uscc
from wangshi.engine.names import name_pairs
from wangshi.registry.models import (
    BusinessLicence,
    LiveRoom,
    Operator,
    Permit,
    Platform,
    Shop,
)
from wangshi.shared.services import record

from .changing import held


@dataclass(frozen=True)
class OperatorFacts:
    """主体资料: what an officer may add to what the register says."""

    kind: str = ""
    phone: str = ""
    town: Town | None = None
    exemption_ground: str = ""


@dataclass(frozen=True)
class NewOperator:
    """登记库里没有的主体: as an officer saw it."""

    name: str
    form: str
    uscc: str = ""
    person: str = ""
    address: str = ""


@transaction.atomic
def open_operator(new: NewOperator, facts: OperatorFacts, *, by: Account) -> Operator:
    """补录主体: one the register does not hold, such as a person exempt from registration."""
    require(by, Permission.EDIT_OPERATOR)
    code = check_uscc(new.uscc).normalised or None
    if code and (known := Operator.objects.filter(uscc=code).first()):
        raise Declined(f"这个代码已经有主体：{known.name}。在主体清单里查它，不用再补录")
    key = code or _hand_key(new)
    if Operator.objects.filter(source_key=key).exists():
        raise Declined("同名、同住所的主体已经补录过。在主体清单里按名称查它")
    operator = Operator(
        uscc=code,
        source_key=key,
        name=new.name,
        name_grams=name_pairs(new.name),
        form=new.form,
        person=new.person,
        address=new.address,
    )
    _fill(operator, facts)
    operator.save(force_insert=True)
    record(by, "operator.opened", operator, name=new.name, uscc=code)
    return operator


@transaction.atomic
def edit_operator(
    operator: Operator, facts: OperatorFacts, *, version: int | None = None, by: Account
) -> Operator:
    """补充主体资料: phone, town, kind and the ground of an exemption (《电子商务法》第十条)."""
    require(by, Permission.EDIT_OPERATOR, operator)
    operator = held(operator, version)
    if facts.exemption_ground and operator.uscc:
        raise Declined("这个主体已经登记，有信用代码，不能再记为依法免于登记")
    before = _facts_of(operator)
    _fill(operator, facts)
    operator.version += 1
    operator.save(
        update_fields=[
            *("kind", "phone", "town", "registration_exempt", "exemption_ground", "version")
        ]
    )
    record(by, "operator.edited", operator, before=before, after=_facts_of(operator))
    return operator


@transaction.atomic
def add_licence(
    operator: Operator,
    *,
    number: str,
    issuer: str = "",
    issued_on: date | None = None,
    valid_to: date | None = None,
    by: Account,
) -> BusinessLicence:
    """补录营业执照: one issue of it."""
    require(by, Permission.EDIT_OPERATOR, operator)
    if operator.licences.filter(number=number, issued_on=issued_on).exists():
        raise Declined("这张营业执照已经录过")
    licence = BusinessLicence.objects.create(
        operator=operator, number=number, issuer=issuer, issued_on=issued_on, valid_to=valid_to
    )
    record(by, "licence.added", operator, number=number, issued_on=issued_on)
    return licence


@transaction.atomic
def add_permit(
    operator: Operator,
    *,
    kind: str,
    number: str,
    valid_from: date | None = None,
    valid_to: date | None = None,
    by: Account,
) -> Permit:
    """补录许可证（备案）: its number belongs to one operator only."""
    require(by, Permission.EDIT_OPERATOR, operator)
    held_by = Permit.objects.filter(kind=kind, number=number).select_related("operator").first()
    if held_by:
        raise Declined(f"这个证号已经录在“{held_by.operator}”名下。核对证号，或先查那一家")
    permit = Permit.objects.create(
        operator=operator, kind=kind, number=number, valid_from=valid_from, valid_to=valid_to
    )
    record(by, "permit.added", operator, kind=kind, number=number, valid_to=valid_to)
    return permit


@transaction.atomic
def add_live_room(
    operator: Operator,
    *,
    platform: Platform,
    account_id: str,
    name: str,
    by: Account,
    shop: Shop | None = None,
) -> LiveRoom:
    """补录直播间: an account on a platform is run by one operator."""
    require(by, Permission.EDIT_OPERATOR, operator)
    rooms = LiveRoom.objects.select_for_update(of=("self",))
    room = rooms.filter(platform=platform, account_id=account_id).first()
    if room and room.operator_id == operator.pk:
        raise Declined("这个直播间已经录过")
    if room and room.operator_id:
        raise Declined(f"这个账号已经录在“{room.operator}”名下。核对账号，或先查那一家")
    room = room or LiveRoom(platform=platform, account_id=account_id)
    room.operator, room.name, room.shop = operator, name, shop or room.shop
    room.save()
    record(by, "live_room.added", operator, platform=platform, account=account_id, name=name)
    return room


def _fill(operator: Operator, facts: OperatorFacts) -> None:
    operator.kind, operator.phone, operator.town = facts.kind, facts.phone, facts.town
    operator.exemption_ground = facts.exemption_ground
    operator.registration_exempt = bool(facts.exemption_ground)


def _facts_of(operator: Operator) -> dict[str, object]:
    """What the audit record keeps; a phone number is not repeated there."""
    return {
        "kind": operator.kind,
        "has_phone": bool(operator.phone),
        "town": operator.town,
        "exemption_ground": operator.exemption_ground,
    }


def _hand_key(new: NewOperator) -> str:
    whole = f"{new.name}\x1f{new.address}"
    return "name:" + hashlib.sha256(whole.encode()).hexdigest()[:40]
