"""调解员名册: organisations and people, appointed for a time; what they learned."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db import transaction

from wangshi.accounts.models import Account, Department, Town
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import require
from wangshi.complaints.models import MediationBody, Mediator, MediatorTraining
from wangshi.complaints.workflow import BodyKind, RoadRefused
from wangshi.shared.services import clean, record

from .steps import require_words

MOST_HOURS: Final = 400


@dataclass(frozen=True)
class NewBody:
    """要列入名册的调解组织."""

    name: str
    kind: BodyKind
    basis: str
    contact: str
    phone: str
    listed_on: date


@dataclass(frozen=True)
class NewMediator:
    """要聘的调解员: of a unit of ours or of an organisation, not of both."""

    name: str
    appointed_on: date
    until: date
    body: MediationBody | None = None
    department: Department | None = None
    field: str = ""
    town: Town | None = None
    phone: str = ""


@transaction.atomic
def list_body(new: NewBody, *, by: Account) -> MediationBody:
    """列入名册: what it was founded on is written down."""
    require(by, Permission.TAKE_COMPLAINT)
    name = require_words(new.name, "写调解组织的名称")
    if MediationBody.objects.filter(name=name).exists():
        raise RoadRefused("名册里已经有这个组织")
    body = MediationBody.objects.create(
        name=name,
        kind=new.kind,
        basis=require_words(new.basis, "写凭什么成立：登记证号、批准文件")[:200],
        contact=clean(new.contact.strip()),
        phone=new.phone.strip(),
        listed_on=new.listed_on,
    )
    record(by, "mediation_body.listed", body, kind=new.kind)
    return body


@transaction.atomic
def appoint_mediator(new: NewMediator, *, by: Account) -> Mediator:
    """聘任调解员: from a day until a day."""
    require(by, Permission.TAKE_COMPLAINT)
    name = require_words(new.name, "写调解员的姓名")
    if (new.body is None) == (new.department is None):
        raise RoadRefused("选一个：本局的哪个单位，或者哪个调解组织")
    if new.until < new.appointed_on:
        raise RoadRefused("聘任到期不能早于聘任开始")
    mediator = Mediator.objects.create(
        name=name,
        body=new.body,
        department=new.department,
        field=clean(new.field.strip()),
        town=new.town,
        phone=new.phone.strip(),
        appointed_on=new.appointed_on,
        until=new.until,
    )
    record(by, "mediator.appointed", mediator, until=new.until)
    return mediator


@transaction.atomic
def change_appointment(mediator: Mediator, *, until: date, reason: str, by: Account) -> Mediator:
    """续聘、解聘: the day until which it runs, and why it was changed."""
    require(by, Permission.TAKE_COMPLAINT)
    mediator = Mediator.objects.select_for_update().get(pk=mediator.pk)
    reason = require_words(reason, "写一句：续聘还是解聘，为什么")
    if until < mediator.appointed_on:
        raise RoadRefused(f"到期不能早于聘任开始的 {mediator.appointed_on}")
    mediator.until = until
    mediator.save(update_fields=["until"])
    record(by, "mediator.changed", mediator, until=until, reason=reason)
    return mediator


@transaction.atomic
def note_training(
    mediator: Mediator, *, title: str, hours: int, on: date, by: Account
) -> MediatorTraining:
    """记一次培训."""
    require(by, Permission.TAKE_COMPLAINT)
    if not 0 < hours <= MOST_HOURS:
        raise RoadRefused(f"学时写 1 到 {MOST_HOURS}")
    title = require_words(title, "写学了什么")[:120]
    training = MediatorTraining.objects.create(mediator=mediator, on=on, title=title, hours=hours)
    record(by, "mediator.trained", mediator, title=title, hours=hours)
    return training
