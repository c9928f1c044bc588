"""Records of the programme for the table of access: a plan, a task that is ours or not."""

from datetime import UTC, date, datetime
from typing import Any

from wangshi.engine.indicators import load_sheets, sheet_digest, sheet_facts
from wangshi.programme.models import (
    Assessment,
    Body,
    Clause,
    Contest,
    Decision,
    Dossier,
    Finding,
    Fund,
    FundProject,
    JointMeeting,
    Plan,
    Practice,
    Problem,
    Proof,
    ScoreSheet,
    Seat,
    Supervision,
    SupervisionLetter,
    Task,
    TaskUnit,
)
from wangshi.shared.models import Attachment
from wangshi.shared.services import attachment_path

AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
TEXT = "一、措施\n(一)打底\n1.试填一条。试填(牵头单位:试填局)。"


def plan_of(world: Any) -> Plan:
    """Standing, of one clause."""
    found = Plan.objects.first()
    if found is not None:
        return found
    return Plan.objects.create(
        version=1,
        title="试填方案",
        text=TEXT,
        sha256="ab" * 32,
        state="standing",
        imported_by=world.stranger,
        imported_at=AT,
        adopted_on=date(2026, 3, 2),
    )


def clause_of(world: Any) -> Clause:
    return Clause.objects.create(
        plan=plan_of(world),
        path="一(一)1",
        place=1,
        depth=2,
        kind="measure",
        words="试填",
        title="试填一条",
        stage="试填",
        first_on=date(2026, 1, 1),
        last_on=date(2026, 12, 31),
    )


def task_of(world: Any) -> Task:
    """Led by the unit of the world; reported, so that it may be accepted."""
    task = Task.objects.create(
        clause=clause_of(world), title="试填任务", state="reported",
        issued_at=AT, issued_by=world.stranger,
    )  # fmt: skip
    TaskUnit.objects.create(task=task, department=world.department, part="lead")
    return task


def proof_of(world: Any) -> Proof:
    return Proof.objects.create(
        task=task_of(world), department=world.department, title="试填佐证",
        happened_on=date(2026, 3, 2), added_at=AT, added_by=world.stranger,
    )  # fmt: skip


def attachment_of(world: Any) -> Attachment:
    """A file handed in with a proof."""
    sha256 = "cd" * 32
    path = attachment_path(sha256)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"sample")
    return Attachment.objects.create(
        sha256=sha256, name="样例.txt", kind="text/plain", size=6, owner="programme.proof:1",
        added_at=AT,
    )  # fmt: skip


def meeting_of(world: Any) -> JointMeeting:
    body = Body.objects.create(kind="joint_meeting", clause=clause_of(world))
    return JointMeeting.objects.create(
        body=body, kind="regular", planned_on=date(2026, 3, 2), agenda="试填",
        called_at=AT, called_by=world.stranger,
    )  # fmt: skip


def decision_of(world: Any) -> Decision:
    return Decision.objects.create(
        meeting=meeting_of(world), words="试填", department=world.department,
        due_on=date(2026, 4, 2),
    )  # fmt: skip


def seat_of(world: Any) -> Seat:
    return Seat.objects.create(body=meeting_of(world).body, role="成员", post="试填", unit="试填")


def round_of(world: Any) -> Supervision:
    return Supervision.objects.create(
        plan=plan_of(world), kind="supervision", title="试填督查", on=date(2026, 3, 2),
        opened_at=AT, opened_by=world.stranger,
    )  # fmt: skip


def finding_of(world: Any) -> Finding:
    return Finding.objects.create(
        supervision=round_of(world), department=world.department, words="试填",
        due_on=date(2026, 4, 2), found_at=AT, found_by=world.stranger,
    )  # fmt: skip


def assessment_of(world: Any) -> Assessment:
    sheet = load_sheets()["national-2022"]
    row = ScoreSheet.objects.create(
        key=sheet.key, title=sheet.title, content=sheet_facts(sheet),
        sha256=sheet_digest(sheet), taken_at=AT, taken_by=world.stranger,
    )  # fmt: skip
    return Assessment.objects.create(
        plan=plan_of(world), sheet=row, title="试填自评", since=date(2026, 1, 1),
        until=date(2026, 3, 2), opened_at=AT, opened_by=world.stranger,
    )  # fmt: skip


def dossier_of(world: Any) -> Dossier:
    return Dossier.objects.create(
        assessment=assessment_of(world), sha256="ab" * 32, files=1, figures=0, missing=0,
        at=AT, by=world.stranger,
    )  # fmt: skip


def fund_of(world: Any) -> Fund:
    return Fund.objects.create(
        year=2026, head="training", title="试填资金", amount=1000, origin="试填",
        decided_on=date(2026, 3, 2), at=AT, by=world.stranger,
    )  # fmt: skip


def project_of(world: Any) -> FundProject:
    """Managed by the unit of the world; its result is told, so that it may be audited."""
    return FundProject.objects.create(
        fund=fund_of(world), title="试填项目", payee="试填单位", department=world.department,
        amount=500, approved_on=date(2026, 3, 2), at=AT, by=world.stranger, result="试填",
        result_at=AT, result_by=world.stranger,
    )  # fmt: skip


def problem_of(world: Any) -> Problem:
    return Problem.objects.create(
        words="试填问题", department=world.department, due_on=date(2026, 4, 2), raised_at=AT,
        raised_by=world.stranger,
    )  # fmt: skip


def practice_of(world: Any) -> Practice:
    return Practice.objects.create(
        kind="service", title="试填做法", department=world.department,
        started_on=date(2026, 3, 2), method="试填", before="试填", after="试填", at=AT,
        by=world.stranger,
    )  # fmt: skip


def contest_of(world: Any) -> Contest:
    return Contest.objects.create(
        department=world.department, year=2026, item="finding", words="试填", at=AT,
        by=world.stranger,
    )  # fmt: skip


def letter_of(world: Any) -> SupervisionLetter:
    return SupervisionLetter.objects.create(
        plan=plan_of(world), department=world.department, year=2026, serial=1,
        on=date(2026, 3, 2), answer_by=date(2026, 3, 9), lines=[], query_sha256="ab" * 32,
        digest="ab" * 32, at=AT, by=world.stranger,
    )  # fmt: skip


PROGRAMME_MAKERS = {
    "attachment": attachment_of,
    "plan": plan_of,
    "practice": practice_of,
    "problem": problem_of,
    "clause": clause_of,
    "contest": contest_of,
    "supervision_letter": letter_of,
    "task": task_of,
    "proof": proof_of,
    "meeting": meeting_of,
    "decision": decision_of,
    "seat": seat_of,
    "round": round_of,
    "finding": finding_of,
    "assessment": assessment_of,
    "dossier": dossier_of,
    "fund": fund_of,
    "project": project_of,
}
