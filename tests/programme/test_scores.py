"""Sheets are data; marks stand apart; a number changes with its rows and with nothing else."""

from decimal import Decimal

import pytest
from django.utils import timezone

from tests.programme.conftest import HEAD, ROWS, now, workbook
from wangshi.accounts.permissions import Role
from wangshi.accounts.policy import Refused
from wangshi.engine.indicators import Verdict
from wangshi.programme import selectors, services
from wangshi.programme.models import ScoreSheet, Task
from wangshi.programme.selectors import QUERIES, Period
from wangshi.programme.services import NewMark, NewProof, ProgrammeRefused, SheetFile
from wangshi.programme.workflow import Side

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def mark(assessment, number, points, by, side=Side.SELF):
    new = NewMark(number, side, Decimal(points), "样例理由")
    return services.give_mark(assessment, new, by=by, at=now())


def item_proof(office, department):
    new = NewProof("样例做法", TODAY, item="2.1")
    return services.add_proof(new, task=None, department=department, by=office, at=now())


def changed(row: int, column: int, value: object) -> list[list[object]]:
    rows = [list(each) for each in ROWS]
    rows[row][column] = value
    return rows


BAD_SHEETS = [
    (changed(0, 5, "四十"), "第 2 行“分值”"),  # text in a number cell
    (changed(2, 5, 30), "服务写 40 分，各项加起来 30 分"),
    (changed(2, 2, 50), "各项加起来 40 分"),
    (changed(0, 7, "没有的数"), "没有“没有的数”这个取数"),
    (changed(0, 9, "一半=20"), "“分档”"),
    (changed(0, 9, "0.5=80"), "超过了分值"),
    (changed(1, 0, "1.1"), "写了 2 次"),
    (changed(1, 4, "半定量"), "写定量或者定性"),
    (changed(1, 0, "1/1"), "“编号”"),
    ([], "没有指标"),
]


@pytest.mark.parametrize(("rows", "words"), BAD_SHEETS, ids=[words for _, words in BAD_SHEETS])
def test_a_sheet_that_is_wrong_is_refused_cell_by_cell(office, tmp_path, rows, words):
    file = SheetFile(workbook(rows, tmp_path / "bad.xlsx"), "表.xlsx", HEAD)
    with pytest.raises(ProgrammeRefused, match=words):
        services.take_sheet(file, by=office, at=now())
    assert not ScoreSheet.objects.exists()


def test_the_same_sheet_stands_once(sheet, office, tmp_path):
    file = SheetFile(workbook(ROWS, tmp_path / "again.xlsx"), "又一份.xlsx", HEAD)
    assert services.take_sheet(file, by=office, at=now()) == sheet


def test_a_counted_item_is_worked_out_from_its_rows(assessment):
    state = selectors.state_of(assessment, "1.1")
    assert (state.value, state.suggested, state.fraction) == (0, 0, "0/2")
    Task.objects.update(state="accepted")
    assert selectors.state_of(assessment, "1.1").suggested == Decimal(40)


def test_a_denominator_of_nothing_is_a_dash(assessment):
    Task.objects.update(issued_at=now(400))
    state = selectors.state_of(assessment, "1.1")
    assert (state.value, state.value_words, state.suggested) == (None, "—", None)


def test_changing_one_row_changes_exactly_the_figures_that_count_it(assessment):
    period = selectors.period_of(assessment)
    before = selectors.harvested(QUERIES, period)
    task = Task.objects.first()
    task.state = "accepted"
    task.save()
    after = selectors.harvested(QUERIES, period)
    assert {key for key in before if before[key].digest != after[key].digest} == {"tasks_accepted"}
    assert before["tasks"].query_sha256 == after["tasks"].query_sha256


def test_the_hash_of_the_question_is_that_of_its_period(assessment):
    period = selectors.period_of(assessment)
    other = Period(period.since, period.until.replace(day=1))
    query = QUERIES["tasks"]
    hashes = {selectors.harvest(query, each).query_sha256 for each in (period, other)}
    assert len(hashes) == 2


def test_self_score_and_checked_score_stand_apart(assessment, office, bureau_admin):
    mark(assessment, "2.1", 30, office)
    mark(assessment, "2.1", 25, bureau_admin, Side.CHECKED)
    score = selectors.score_of(assessment)
    assert (score.own.total, score.checked.total) == (30, 25)


def test_nobody_checks_a_score_of_their_own(assessment, make_account, amr):
    both = make_account(
        "双样例", Role.PROGRAMME_OFFICE, Role.BUREAU_ADMIN, username="both", department=amr
    )
    mark(assessment, "2.1", 30, both)
    with pytest.raises(ProgrammeRefused, match="请别人核查"):
        mark(assessment, "2.1", 30, both, Side.CHECKED)


def test_a_check_needs_a_score_and_the_right(assessment, office, bureau_admin):
    with pytest.raises(ProgrammeRefused, match="还没有自评分"):
        mark(assessment, "2.1", 30, bureau_admin, Side.CHECKED)
    with pytest.raises(Refused):
        mark(assessment, "2.1", 30, office, Side.CHECKED)


@pytest.mark.parametrize("points", ["-1", "40.01"])
def test_points_stay_within_the_item(assessment, office, points):
    with pytest.raises(ProgrammeRefused, match="0 到 40"):
        mark(assessment, "2.1", points, office)


def test_evidence_withdrawn_after_scoring_is_said(assessment, office, amr):
    proof = item_proof(office, amr)
    mark(assessment, "2.1", 35, office)
    assert selectors.state_of(assessment, "2.1").moved == ()
    services.withdraw_proof(proof, reason="不是我们的", by=office, at=now())
    moved = "".join(selectors.state_of(assessment, "2.1").moved)
    assert "样例做法" in moved
    assert [state.item.number for state in selectors.score_of(assessment).moved] == ["2.1"]


def test_rows_that_moved_after_scoring_are_said(assessment, office):
    mark(assessment, "1.1", 0, office)
    Task.objects.update(state="accepted")
    assert selectors.state_of(assessment, "1.1").moved == ("验收的任务：打分时 0，现在 2",)


def test_what_has_no_evidence_is_listed_and_the_verdict_stays_open(assessment):
    score = selectors.score_of(assessment)
    assert [state.item.number for state in score.missing] == ["1.2", "2.1"]
    assert score.own.verdict is Verdict.OPEN


def test_the_cheapest_points_come_first(assessment):
    best = selectors.score_of(assessment).gains
    assert [(gain.item.number, gain.per_day) for gain in best] == [
        ("1.2", Decimal("10.00")), ("2.1", Decimal("8.00")), ("1.1", Decimal("4.00")),
    ]  # fmt: skip


def test_a_shipped_sheet_is_frozen_as_it_was(tasks, office):
    made = services.open_assessment(
        "national-2022", title="对照国家的", since=TODAY, until=TODAY, by=office, at=now()
    )
    score = selectors.score_of(made)
    assert (len(score.items), score.sheet.missing_items) == (7, 34)
    assert score.own.verdict is Verdict.OPEN


def test_an_assessment_ends_after_it_begins_and_needs_a_plan(sheet, office):
    given = {"title": "试填", "since": TODAY, "until": TODAY.replace(year=TODAY.year - 1)}
    with pytest.raises(ProgrammeRefused, match="还没有正在执行的方案"):
        services.open_assessment(sheet, **given, by=office, at=now())


def test_an_assessment_whose_days_are_out_of_order_is_refused(sheet, plan, office):
    given = {"title": "试填", "since": TODAY, "until": TODAY.replace(year=TODAY.year - 1)}
    with pytest.raises(ProgrammeRefused, match="结束要在"):
        services.open_assessment(sheet, **given, by=office, at=now())


def test_what_looks_like_a_formula_is_put_to_sleep(tasks):
    Task.objects.update(title="=1+1")
    today = Period(TODAY.replace(year=TODAY.year - 1), TODAY)
    lines = list(selectors.lines_of(QUERIES["tasks"], today))
    assert all(not line.words.startswith("=") for line in lines)


def test_every_query_is_told_counted_and_served_by_a_right():
    assert len({query.title for query in QUERIES.values()}) == len(QUERIES)
    assert all(query.definition.endswith("。") for query in QUERIES.values())


def test_a_clause_finds_the_queries_its_words_ask_for(plan):
    meeting, travel = plan.clauses.get(path="二(一)1"), plan.clauses.get(path="二(一)2")
    keys = [{one.query.key for one in selectors.serving_figures(clause, TODAY)}
            for clause in (meeting, travel)]  # fmt: skip
    assert keys == [{"meetings", "decisions", "decisions_done"}, {"inspections"}]
