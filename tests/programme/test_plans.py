"""A plan is read, corrected, versioned; what is wrong with it is said beside its clause."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from tests.programme.conftest import TEXT, now
from wangshi.accounts.policy import Refused
from wangshi.engine.plans import Reading, Stage
from wangshi.programme import selectors, services
from wangshi.programme.models import Body, Plan
from wangshi.programme.services import PlanFile, ProgrammeRefused
from wangshi.programme.workflow import BodyKind

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()

UNREADABLE = [
    ("没有编号的一篇散文".encode(), "没有找到"),
    (b"%PDF-1.7 ...", "PDF"),
    (b"\xd0\xcf\x11\xe0old word", ".docx"),
    (b"PK\x03\x04 not a word file", "不是 Word 文件"),
    (b"\xff\xfe\x00\x81\x30", "不是文字"),
    (b"x" * 4_000_001, "4 MB"),
]


@pytest.mark.parametrize(("content", "words"), UNREADABLE, ids=[words for _, words in UNREADABLE])
def test_a_plan_in_another_format_is_refused_with_what_to_do(office, content, words):
    with pytest.raises(ProgrammeRefused, match=words):
        services.import_plan(PlanFile(content, "方案"), by=office, at=now())
    assert not Plan.objects.exists()


def test_every_clause_stands_with_its_words_its_units_and_its_stage(draft):
    clause = draft.clauses.get(path="二(一)2")
    assert clause.leads == ["文旅局"]
    assert clause.partners == ["林业局", "各镇办"]
    assert "定期检查" in clause.words
    assert draft.clauses.get(path="三(二)").last_on == date(TODAY.year, 12, 31)


def test_only_the_office_imports(traveller):
    with pytest.raises(Refused):
        services.import_plan(PlanFile(TEXT.encode(), "方案.txt"), by=traveller, at=now())


def test_findings_stand_beside_their_clause(draft):
    found = selectors.findings_by_clause(draft, TODAY)
    assert {"F1", "F2"} <= {finding.check for finding in found["二(一)2"]}
    assert {finding.check for finding in found["一"]} == {"F4"}


def test_a_unit_nobody_knows_is_named(draft):
    assert [problem.words for problem in selectors.problems_of(draft) if "林业局" in problem.words]


BAD_MEASURES = [
    ("1.没有人管的事。做好(试填)。", "没有写牵头单位"),
    ("1.两个人管的事。做好(牵头单位:市场监管局、文旅局;责任单位:林业局)。", "写了 2 个牵头"),
]


@pytest.mark.parametrize(
    ("measure", "words"), BAD_MEASURES, ids=[words for _, words in BAD_MEASURES]
)
def test_a_measure_without_exactly_one_lead_becomes_no_task(office, travel, measure, words):
    text = f"一、措施\n(一)打底\n{measure}\n"
    plan = services.import_plan(PlanFile(text.encode(), "方案.txt"), by=office, at=now())
    assert any(words in problem.words for problem in selectors.problems_of(plan))
    services.adopt_plan(plan, on=TODAY, by=office, at=now())
    with pytest.raises(ProgrammeRefused, match="先核对"):
        services.issue_tasks(plan, by=office, at=now())


def test_stages_out_of_order_are_said(office, amr):
    text = (
        "一、进度\n(一)启动阶段(2026年5月至2026年8月)。试填。\n"
        "(二)实施阶段(2026年7月至2026年12月)。试填。\n"
    )
    plan = services.import_plan(PlanFile(text.encode(), "方案.txt"), by=office, at=now())
    assert [problem.path for problem in selectors.problems_of(plan)] == ["一(二)"]


def test_a_correction_changes_the_reading_and_keeps_the_words_and_what_was_before(draft, office):
    clause = draft.clauses.get(path="二(一)2")
    words = clause.words
    reading = Reading(clause.title, ("市场监管局",), ("文旅局",))
    services.correct_clause(clause, reading, reason="办公室定的", by=office, at=now())
    clause.refresh_from_db()
    assert (clause.leads, clause.words) == (["市场监管局"], words)
    kept = clause.corrections.get()
    assert (kept.before["牵头单位"], kept.after["牵头单位"]) == ("文旅局", "市场监管局")
    assert selectors.read_plan(draft).clause("二(一)2").duty.leads == ("市场监管局",)
    assert selectors.problems_of(draft) == ()


REFUSED_READINGS = [
    (Reading("", ("文旅局",)), "理由", "标题"),
    (Reading("在线旅游", ("文旅局",)), " ", "为什么"),
    (Reading("x", stage=Stage("x", date(2026, 5, 1), date(2026, 4, 1))), "理由", "开始晚于结束"),
    (Reading("在线旅游", ("文旅局",), ("林业局", "各镇办")), "理由", "没有改动"),
]


@pytest.mark.parametrize(
    ("reading", "reason", "words"), REFUSED_READINGS, ids=[words for *_, words in REFUSED_READINGS]
)
def test_a_correction_that_makes_no_sense_is_refused(draft, office, reading, reason, words):
    clause = draft.clauses.get(path="二(一)2")
    with pytest.raises(ProgrammeRefused, match=words):
        services.correct_clause(clause, reading, reason=reason, by=office, at=now())


def test_adopting_founds_the_bodies_with_their_seats_and_their_rule(plan):
    joint = Body.objects.get(kind=BodyKind.JOINT_MEETING)
    assert (joint.at_least, joint.at_most) == (1, 2)
    assert {seat.department.short_name for seat in joint.seats.all()} == {"市场监管局", "文旅局"}
    group = Body.objects.get(kind=BodyKind.LEADING_GROUP)
    assert group.seats.count() == 3


def test_a_new_version_replaces_the_old_one_and_says_what_changed(plan, office):
    text = TEXT.replace("责任单位:林业局、各镇办", "责任单位:各镇办")
    new = services.import_plan(PlanFile(text.encode(), "新版.txt", "调整"), by=office, at=now())
    services.adopt_plan(new, on=TODAY, by=office, at=now())
    assert selectors.standing_plan() == new
    assert Plan.objects.get(pk=plan.pk).state == "replaced"
    changes = {(change.path, change.kind) for change in selectors.changes_of(new)}
    assert changes == {("二(一)2", "责任单位")}


def test_one_draft_at_a_time_and_it_may_be_given_up(draft, office):
    with pytest.raises(ProgrammeRefused, match="还在核对"):
        services.import_plan(PlanFile(TEXT.encode(), "方案.txt"), by=office, at=now())
    services.discard_plan(draft, reason="导错了", by=office, at=now())
    assert not Plan.objects.exists()


def test_a_standing_plan_is_not_given_up(plan, office):
    with pytest.raises(ProgrammeRefused, match="不能放弃"):
        services.discard_plan(plan, reason="试填", by=office, at=now())


def test_the_database_refuses_two_standing_plans(plan):
    with pytest.raises(IntegrityError), transaction.atomic():
        Plan.objects.create(
            version=9, title="x", text="x", sha256="x", state="standing",
            imported_by=plan.imported_by, imported_at=now(), adopted_on=TODAY,
        )  # fmt: skip
