"""措施: asked for or taken at once, begun, prolonged, ended; each with its clock."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from wangshi.accounts.models import Account
from wangshi.cases.models import Case
from wangshi.engine.deadlines import next_extension
from wangshi.engine.lawbook import standing_lawbook
from wangshi.penalties.clocks import measure_deadline
from wangshi.penalties.codes import ENDINGS, endings_of, row_of
from wangshi.penalties.models import Approval, Measure
from wangshi.penalties.workflow import MEASURE_TERMS, Matter, MeasureKind, StepRefused
from wangshi.shared.services import record

from .numbers import MEASURE, next_number
from .questions import ask
from .steps import require_day, require_words, take, write_step


@dataclass(frozen=True)
class NewMeasure:
    """要采取的措施: `started_at` only where it was urgent and has been taken."""

    kind: MeasureKind
    items: str
    place: str
    basis: str
    reason: str
    started_at: datetime | None = None


@transaction.atomic
def ask_measure(
    case: Case, new: NewMeasure, *, by: Account, at: datetime, version: int | None = None
) -> Measure:
    """采取措施: on the head's approval; an urgent one runs already and is reported within a day."""
    docket, step = take(case, "measure", by=by, version=version)
    if new.started_at is not None and not case.clue.received_at <= new.started_at <= at:
        raise StepRefused("当场采取的时间要在登记线索以后、现在以前")
    measure = Measure.objects.create(
        docket=docket,
        kind=new.kind,
        number=next_number(MEASURE, at),
        items=require_words(new.items, "逐项写明物品、场所，数量"),
        place=require_words(new.place, "写明在哪里保管、谁保管"),
        basis=require_words(new.basis, "写明哪部法律、法规的哪一条让采取这种措施"),
        urgent=new.started_at is not None,
        started_at=new.started_at,
        asked_by=by,
    )
    reason = require_words(new.reason, "写明为什么要采取：证据可能怎样灭失")
    ask(docket, Matter.MEASURE, reason, by=by, at=at, measure=measure)
    how = "情况紧急，当场采取" if measure.urgent else "请示"
    write_step(docket, step, by=by, at=at, words=f"{how}：{measure.get_kind_display()}。{reason}")
    record(by, "penalty.measure_asked", case, measure=measure.pk, kind=new.kind)
    return measure


@transaction.atomic
def start_measure(
    measure: Measure, *, started_at: datetime, by: Account, at: datetime, version: int | None = None
) -> Measure:
    """实施措施: only what the head approved; its clock starts here."""
    docket, step = take(measure.docket.case, "start-measure", by=by, version=version)
    measure = Measure.objects.select_for_update().get(pk=measure.pk)
    if measure.approved is not True or measure.started_at is not None:
        raise StepRefused("这项措施还没有批准，或者已经实施了")
    if not docket.case.clue.received_at <= started_at <= at:
        raise StepRefused("实施的时间要在登记线索以后、现在以前")
    measure.started_at = started_at
    measure.save(update_fields=["started_at"])
    write_step(docket, step, by=by, at=at, words=f"{measure.get_kind_display()}：{measure.items}")
    record(by, "penalty.measure_started", docket.case, measure=measure.pk)
    return measure


@transaction.atomic
def end_measure(
    measure: Measure,
    *,
    ending: str,
    words: str,
    on: date,
    by: Account,
    at: datetime,
    version: int | None = None,
) -> Measure:
    """了结措施: in one of the ways of 第三十五条, or for one of the reasons of 第四十二条."""
    docket, step = take(measure.docket.case, "end-measure", by=by, version=version)
    measure = Measure.objects.select_for_update().get(pk=measure.pk)
    if not measure.is_running or measure.started_at is None:
        raise StepRefused("这项措施没有在采取：没有开始，或者已经了结")
    since = timezone.localdate(measure.started_at)
    require_day(on, since=since, at=at, what="了结的日子")
    row = row_of(ENDINGS, ending, on)
    if row.group != endings_of(MeasureKind(measure.kind)):
        raise StepRefused(f"“{row.title}”不是{measure.get_kind_display()}的了结方式")
    measure.ending, measure.ended_on = ending, on
    measure.ended_words = require_words(words, "写明东西怎么处理了：退还给谁、送到哪里")[:300]
    measure.save(update_fields=["ending", "ended_on", "ended_words"])
    told = f"{measure.number}：{row.title}。{measure.ended_words}"
    write_step(docket, step, by=by, at=at, words=told, article=row.basis)
    record(by, "penalty.measure_ended", docket.case, measure=measure.pk, ending=ending)
    return measure


@transaction.atomic
def ask_prolonging(
    measure: Measure,
    *,
    days: int,
    reason: str,
    by: Account,
    at: datetime,
    version: int | None = None,
) -> Approval:
    """申请延长查封扣押: before it runs out, by no more than the law has."""
    docket, step = take(measure.docket.case, "prolong", by=by, version=version)
    measure = Measure.objects.select_for_update().get(pk=measure.pk)
    if not measure.is_running or measure.started_at is None:
        raise StepRefused("这项措施没有在采取：不用延长")
    key = MEASURE_TERMS[MeasureKind(measure.kind)]
    rule = next_extension(standing_lawbook().term(key, on=timezone.localdate(measure.started_at)))
    if rule is None or rule.length is None or measure.prolonged_by:
        raise StepRefused("这项措施不能再延长：到期就要了结")
    if not 1 <= days <= rule.length.amount:
        raise StepRefused(f"延长的日数写 1 到 {rule.length.amount}")
    due = measure_deadline(measure).due_on
    if due is not None and timezone.localdate(at) > due:
        raise StepRefused(f"{due} 已经期满：不能再延长，要了结")
    reason = require_words(reason, "写明情况复杂在哪里、为什么要延长")
    question = ask(docket, Matter.PROLONG, reason, by=by, at=at, measure=measure, days=days)
    write_step(docket, step, by=by, at=at, words=f"{measure.number} 延长 {days} 日：{reason}")
    record(by, "penalty.approval_asked", docket.case, matter=Matter.PROLONG, days=days)
    return question
