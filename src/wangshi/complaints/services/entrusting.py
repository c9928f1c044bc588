"""委托调解: with both sides' consent, to an organisation of the register, and back (第十九条)."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Permission
from wangshi.complaints.clocks import mediation_deadline
from wangshi.complaints.models import Complaint, Entrustment, MediationBody, Mediator
from wangshi.complaints.workflow import RESULT_TITLES, Result, RoadRefused
from wangshi.shared.services import record

from .steps import require_words, take, write_step


@dataclass(frozen=True)
class NewEntrustment:
    """要委托的: to whom, how each side agreed, in words, and until when."""

    body: MediationBody
    complainant: str
    respondent: str
    due_on: date
    mediator: Mediator | None = None


@transaction.atomic
def entrust_mediation(
    complaint: Complaint,
    new: NewEntrustment,
    *,
    by: Account,
    at: datetime,
    version: int | None = None,
) -> Entrustment:
    """委托调解: to one organisation at a time, in our name; the sixty days go on."""
    right = Permission.MEDIATE_COMPLAINT
    complaint, step = take(complaint, "entrust", right, by=by, version=version)
    today = timezone.localdate(at)
    if complaint.entrustments.filter(returned_on=None).exists():
        raise RoadRefused("已经委托出去了：先记交回的结果。受托的组织不得再委托（第十九条）")
    if new.body.left_on is not None:
        raise RoadRefused("这个组织已经退出名册：选另一个")
    if new.mediator is not None:
        _require_appointed(new.mediator, new.body, today)
    _require_within(complaint, new.due_on, today)
    entrustment = Entrustment.objects.create(
        complaint=complaint,
        body=new.body,
        mediator=new.mediator,
        complainant_agreed=require_words(new.complainant, "写投诉人怎么同意的")[:200],
        respondent_agreed=require_words(new.respondent, "写被投诉人怎么同意的")[:200],
        sent_on=today,
        due_on=new.due_on,
    )
    complaint.delegated_to = new.body.name
    write_step(complaint, step, by=by, at=at, words=f"{new.body.name}，{new.due_on} 以前交回")
    record(by, "complaint.entrusted", complaint, body=new.body, due_on=new.due_on)
    return entrustment


@transaction.atomic
def take_back(
    complaint: Complaint,
    *,
    result: Result,
    words: str,
    by: Account,
    at: datetime,
    version: int | None = None,
) -> Entrustment:
    """交回: what the organisation says came of it; agreement and ending are still ours to write."""
    complaint, step = take(complaint, "back", Permission.MEDIATE_COMPLAINT, by=by, version=version)
    entrustment = complaint.entrustments.select_for_update().filter(returned_on=None).first()
    if entrustment is None:
        raise RoadRefused("现在没有委托出去")
    entrustment.words = require_words(words, "写受托的组织怎么说的：谈成了什么，或者为什么没有谈成")
    entrustment.result, entrustment.returned_on = result, timezone.localdate(at)
    entrustment.save(update_fields=["words", "result", "returned_on"])
    said = f"{entrustment.body.name}：{RESULT_TITLES[result]}。{entrustment.words}"
    write_step(complaint, step, by=by, at=at, words=said)
    record(by, "complaint.taken_back", complaint, result=result)
    return entrustment


def stop_entrustment(complaint: Complaint, on: date) -> None:
    """中途结束: the mediation ended while it was out; inside the caller's transaction."""
    complaint.entrustments.filter(returned_on=None).update(returned_on=on, result=Result.STOPPED)


def require_back(complaint: Complaint) -> None:
    """先交回: an agreement is written once the organisation has said what it is."""
    if complaint.entrustments.filter(returned_on=None).exists():
        raise RoadRefused("还在受托的组织那里：先记交回的结果，再写协议")


def _require_appointed(mediator: Mediator, body: MediationBody, today: date) -> None:
    if mediator.body_id != body.pk:
        raise RoadRefused("这位调解员不是这个组织的：受托的组织不得再委托别的人（第十九条）")
    if not mediator.appointed_on <= today <= mediator.until:
        raise RoadRefused(
            f"{mediator.name}的聘期是 {mediator.appointed_on} 到 {mediator.until}：换一位"
        )


def _require_within(complaint: Complaint, due_on: date, today: date) -> None:
    last = mediation_deadline(complaint).due_on
    if due_on < today or (last is not None and due_on > last):
        until = f"到 {last} 调解期满" if last else "以后"
        raise RoadRefused(f"交回的日子要在今天{until}之间（第二十三条）")
