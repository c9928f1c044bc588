"""维权服务站: registered with whom to ask; asked before anybody must decide."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import require
from wangshi.complaints.models import Complaint, Referral, ServiceStation
from wangshi.complaints.workflow import COMPLAINT_STEPS, RoadRefused
from wangshi.registry.models import Operator
from wangshi.shared.services import clean, record

from .steps import require_words, take, write_step


@dataclass(frozen=True)
class NewStation:
    """要登记的服务站."""

    name: str
    contact: str
    phone: str
    opened_on: date
    respondent_names: str = ""
    rules: str = ""
    operator: Operator | None = None


@transaction.atomic
def open_station(new: NewStation, *, by: Account) -> ServiceStation:
    """登记服务站: one name stands for one station."""
    require(by, Permission.TAKE_COMPLAINT)
    name = require_words(new.name, "写服务站的名称")
    if ServiceStation.objects.filter(name=name).exists():
        raise RoadRefused("已经有这个名称的服务站")
    station = ServiceStation.objects.create(
        name=name,
        operator=new.operator,
        respondent_names=clean(new.respondent_names.strip()),
        contact=clean(new.contact.strip()),
        phone=new.phone.strip(),
        rules=clean(new.rules.strip()),
        opened_on=new.opened_on,
    )
    record(by, "station.opened", station)
    return station


@transaction.atomic
def refer_complaint(
    complaint: Complaint,
    station: ServiceStation,
    *,
    by: Account,
    at: datetime,
    version: int | None = None,
) -> Referral:
    """请服务站先答复: in the county's own time; the term of acceptance goes on meanwhile."""
    complaint, step = take(complaint, "refer", Permission.TAKE_COMPLAINT, by=by, version=version)
    if Referral.objects.filter(complaint=complaint).exists():
        raise RoadRefused("已经请服务站答复过了")
    if station.closed_on is not None:
        raise RoadRefused("这个服务站已经撤销：选另一个")
    referral = Referral.objects.create(complaint=complaint, station=station, sent_at=at)
    write_step(complaint, step, by=by, at=at, words=station.name)
    record(by, "complaint.referred", complaint, station=station)
    return referral


@transaction.atomic
def answer_referral(
    complaint: Complaint,
    *,
    answer: str,
    settled: bool,
    by: Account,
    at: datetime,
    version: int | None = None,
) -> Referral:
    """服务站答复: what it offered; settled only when the consumer says so."""
    complaint, step = take(complaint, "answer", Permission.TAKE_COMPLAINT, by=by, version=version)
    referral = Referral.objects.select_for_update().filter(complaint=complaint).first()
    if referral is None:
        raise RoadRefused("还没有请服务站答复")
    if referral.answered_at is not None:
        raise RoadRefused("已经记过答复了")
    referral.answer = require_words(answer, "写服务站怎么答复的，消费者怎么说")
    referral.answered_at, referral.settled = at, settled
    referral.save(update_fields=["answer", "answered_at", "settled"])
    write_step(complaint, step, by=by, at=at, words=referral.answer)
    if settled:
        write_step(
            complaint, COMPLAINT_STEPS["withdraw"], by=by, at=at, words="消费者认可，撤回投诉"
        )
    record(by, "complaint.station_answered", complaint, settled=settled)
    return referral


@transaction.atomic
def note_complaint(
    complaint: Complaint, *, words: str, by: Account, at: datetime, version: int | None = None
) -> Complaint:
    """记一笔: a call, a visit, what somebody said."""
    complaint, step = take(complaint, "note", Permission.MEDIATE_COMPLAINT, by=by, version=version)
    write_step(complaint, step, by=by, at=at, words=require_words(words, "写一句：这次做了什么"))
    record(by, "complaint.noted", complaint)
    return complaint
