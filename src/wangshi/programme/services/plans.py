"""方案的动作: imported, corrected, adopted, drafted again for a new cycle."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.db.models import Max

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import require
from wangshi.engine import plans as engine
from wangshi.engine.plans import PlanUnreadable, Reading, parse_plan, plan_text
from wangshi.programme.models import Body, Clause, ClauseCorrection, Plan, Seat
from wangshi.programme.selectors.plans import drafted_plan, facts_of, read_plan, standing_plan
from wangshi.programme.selectors.units import UnitBook, unit_book
from wangshi.programme.workflow import BODY_WORDS, BodyKind, PlanState, ProgrammeRefused
from wangshi.shared.services import clean, record

LONGEST_TITLE: Final = 300
LONGEST_STAGE: Final = 40


@dataclass(frozen=True)
class PlanFile:
    """交来的方案: its bytes, its name, and why there is a new version."""

    content: bytes
    name: str
    reason: str = ""


@transaction.atomic
def import_plan(file: PlanFile, *, by: Account, at: datetime) -> Plan:
    """导入方案: a draft whose clauses wait to be looked through; the standing one goes on."""
    require(by, Permission.RUN_PROGRAMME)
    drafted = drafted_plan()
    if drafted is not None:
        raise ProgrammeRefused(f"第 {drafted.version} 版还在核对：先核对完，或者放弃那一版")
    try:
        text = clean(plan_text(file.content))
        read = parse_plan(text)
    except PlanUnreadable as fault:
        raise ProgrammeRefused(str(fault)) from None
    plan = _written(read, text, file, by, at)
    record(by, "plan.imported", plan, version=plan.version, clauses=plan.clauses.count())
    return plan


def _written(read: engine.Plan, text: str, file: PlanFile, by: Account, at: datetime) -> Plan:
    standing = standing_plan()
    newest = Plan.objects.aggregate(newest=Max("version"))["newest"] or 0
    plan = Plan.objects.create(
        version=newest + 1,
        previous=standing,
        title=read.title[:200],
        issuer=read.issuer,
        printed_on=read.printed_on,
        text=text,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        file_name=clean(file.name)[-200:],
        reason=clean(file.reason.strip()),
        imported_by=by,
        imported_at=at,
    )
    Clause.objects.bulk_create(
        _row(plan, clause, place) for place, clause in enumerate(read.walk(), start=1)
    )
    return plan


def _row(plan: Plan, clause: engine.Clause, place: int) -> Clause:
    depth = list(engine.Kind).index(clause.kind)
    return Clause(
        plan=plan,
        path=clause.path,
        place=place,
        depth=depth,
        kind=clause.kind.value,
        words="".join(_sentences(clause)),
        title=clause.title[:LONGEST_TITLE],
        leads=list(clause.duty.leads) if clause.duty else [],
        partners=list(clause.duty.partners) if clause.duty else [],
        stage=clause.stage.title[:LONGEST_STAGE] if clause.stage else "",
        first_on=clause.stage.first_on if clause.stage else None,
        last_on=clause.stage.last_on if clause.stage else None,
    )


def _sentences(clause: engine.Clause) -> list[str]:
    """The words under the heading, a mark of the plan's own between them."""
    words: list[str] = []
    before = ""
    for phrase in clause.phrases:
        sentence = phrase.path.rsplit("·", 1)[0]
        mark = "，" if sentence == before else "。"
        words.append((mark if words else "") + phrase.text)
        before = sentence
    return [*words, "。"] if words else []


@transaction.atomic
def correct_clause(
    clause: Clause,
    reading: Reading,
    *,
    note: str = "",
    aim: str = "",
    reason: str,
    by: Account,
    at: datetime,
) -> Clause:
    """核对一条: the reading changes, the printed words do not; before and after are kept."""
    require(by, Permission.RUN_PROGRAMME)
    clause = Clause.objects.select_for_update().select_related("plan").get(pk=clause.pk)
    if clause.plan.state == PlanState.REPLACED:
        raise ProgrammeRefused("这一版已经由新版替换，不再改：到正在执行的那一版里核对")
    _check(reading, reason)
    before = facts_of(clause)
    _lay(clause, reading, note)
    clause.aim = aim
    after = facts_of(clause)
    if after == before:
        raise ProgrammeRefused("没有改动：改了再保存，或者回到条款")
    clause.save(
        update_fields=["title", "leads", "partners", "stage", "first_on", "last_on", "note", "aim"]
    )
    ClauseCorrection.objects.create(
        clause=clause, before=before, after=after, reason=clean(reason.strip()), at=at, by=by
    )
    record(by, "clause.corrected", clause, path=clause.path, reason=reason)
    return clause


def _check(reading: Reading, reason: str) -> None:
    if not reading.title.strip():
        raise ProgrammeRefused("写上标题")
    if not reason.strip():
        raise ProgrammeRefused("写一句：为什么这样理解，是谁定的")
    if reading.stage and reading.stage.first_on > reading.stage.last_on:
        raise ProgrammeRefused("阶段的开始晚于结束：核对起止日期")


def _lay(clause: Clause, reading: Reading, note: str) -> None:
    clause.title = clean(reading.title.strip())[:LONGEST_TITLE]
    clause.leads = [clean(name) for name in reading.leads]
    clause.partners = [clean(name) for name in reading.partners]
    stage = reading.stage
    clause.stage = clean(stage.title)[:LONGEST_STAGE] if stage else ""
    clause.first_on = stage.first_on if stage else None
    clause.last_on = stage.last_on if stage else None
    clause.note = clean(note.strip())


@transaction.atomic
def adopt_plan(plan: Plan, *, on: date, by: Account, at: datetime) -> Plan:
    """按这一版执行: the one before is replaced; bodies and their seats are those it names."""
    require(by, Permission.RUN_PROGRAMME)
    plan = Plan.objects.select_for_update().get(pk=plan.pk)
    if plan.state != PlanState.DRAFT:
        raise ProgrammeRefused("这一版已经核对完了：刷新看最新情况")
    standing = standing_plan()
    if standing is not None:
        standing.state = PlanState.REPLACED
        standing.save(update_fields=["state"])
    plan.state, plan.adopted_on, plan.adopted_by = PlanState.STANDING, on, by
    plan.save(update_fields=["state", "adopted_on", "adopted_by"])
    _found_bodies(plan)
    record(by, "plan.adopted", plan, version=plan.version, on=on)
    return plan


def _found_bodies(plan: Plan) -> None:
    read, book = read_plan(plan), unit_book()
    clauses = {clause.path: clause for clause in plan.clauses.all()}
    for kind, path in _bodies_in(read):
        least, most = _rule(read, path)
        body, _ = Body.objects.update_or_create(
            kind=kind,
            defaults={"clause": clauses[path], "at_least": least, "at_most": most},
        )
        if kind is BodyKind.LEADING_GROUP:
            _seat_members(body, read.members, book)
        else:
            _seat_units(body, clauses[path], book)


def _bodies_in(read: engine.Plan) -> list[tuple[BodyKind, str]]:
    found: dict[BodyKind, str] = {}
    for clause in read.walk():
        for kind, word in BODY_WORDS.items():
            if word in clause.text and (clause.duty or kind not in found):
                found.setdefault(kind, clause.path)
        if "创建工作领导小组" in clause.text and "组长" in clause.text:
            found.setdefault(BodyKind.LEADING_GROUP, clause.path)
    return list(found.items())


def _rule(read: engine.Plan, path: str) -> tuple[int | None, int | None]:
    for cadence in read.cadences:
        if cadence.path.startswith(f"{path}·") and cadence.per == "每年":
            return cadence.at_least, cadence.at_most
    return None, None


def _seat_members(body: Body, members: tuple[engine.Member, ...], book: UnitBook) -> None:
    for member in members:
        _seat(body, member.role, member.post, member.unit, book)


def _seat_units(body: Body, clause: Clause, book: UnitBook) -> None:
    for role, names in (("召集单位", clause.leads), ("成员单位", clause.partners)):
        for name in names:
            _seat(body, role, f"{name}分管领导", name, book)


def _seat(body: Body, role: str, post: str, unit: str, book: UnitBook) -> None:
    known = book.resolve([unit]).units
    Seat.objects.get_or_create(
        body=body,
        role=role,
        post=post,
        defaults={"unit": unit, "department": known[0] if len(known) == 1 else None},
    )


@transaction.atomic
def discard_plan(plan: Plan, *, reason: str, by: Account, at: datetime) -> None:
    """放弃草稿: a draft nobody works under goes; the record says why."""
    require(by, Permission.RUN_PROGRAMME)
    if plan.state != PlanState.DRAFT:
        raise ProgrammeRefused("已经执行的版本不能放弃：导入新版来替换它")
    if not reason.strip():
        raise ProgrammeRefused("写一句：为什么放弃这一版")
    version, key = plan.version, f"programme.plan:{plan.pk}"
    plan.delete()
    record(by, "plan.discarded", key, version=version, reason=reason)
