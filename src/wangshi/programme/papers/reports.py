"""创建工作的文书: self-inspection report, progress brief, and a dossier's list of contents."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from wangshi.accounts.selectors import county
from wangshi.engine.indicators import GroupTally, Tally, Verdict
from wangshi.evidence.papers import Paper, Row, Table
from wangshi.programme import selectors
from wangshi.programme.models import Assessment, Plan, Task
from wangshi.programme.selectors import Period, TasksAsked
from wangshi.programme.selectors.scores import ItemState, Score
from wangshi.programme.workflow import TASK_TITLES, TaskState

NOTHING = "—"
SHORT_HASH = 16
BRIEF_DAYS = 30
BRIEF_QUERIES = (
    "clues", "decided", "closed", "fixed", "sweeps", "inspections", "exhibits", "licensed",
    "meetings", "tasks_accepted",
)  # fmt: skip
VERDICTS = {
    Verdict.PASSED: "照打的分合格，结论以评估组的为准",
    Verdict.FAILED: "照打的分还不合格",
    Verdict.OPEN: "还下不了结论",
}


def report_paper(score: Score, today: date) -> Paper:
    """自查报告: every number comes from a saved query, and is listed with its hash."""
    assessment, sheet = score.assessment, score.sheet
    rows = (
        Row("方案", str(assessment.plan)),
        Row("评分表", f"{sheet.title}（{sheet.issued}）"),
        Row("起止", f"{assessment.since:%Y-%m-%d} 至 {assessment.until:%Y-%m-%d}"),
        Row("合格线", f"总分 {sheet.pass_total}，每个一级得分率 {sheet.pass_rate}%"),
        Row("自评", _result(score.own)),
        Row("核查", _result(score.checked)),
        Row("评分表录入", f"{len(sheet.items)}/{sheet.items_expected} 项，没有取到原文的空着"),
        Row("评分表校验值", assessment.sheet.sha256),
    )
    tables = (
        Table("一级指标", ("一级指标", "满分", "自评", "得分率", "核查", "得分率"),
              _groups(score.own, score.checked)),
        Table("各项指标", ("编号", "指标", "取到的数", "满分", "自评", "核查", "理由"),
              tuple(_item(state) for state in score.items)),
        _list("缺依据的", ("编号", "指标", "责任单位"),
              [(one.item.number, one.item.title, one.item.owner) for one in score.missing]),
        _list("打分以后依据变了的", ("编号", "指标", "怎么变的"),
              [(one.item.number, one.item.title, "；".join(one.moved)) for one in score.moved]),
        *_work(assessment.plan, today),
        _numbers(score),
    )  # fmt: skip
    return Paper(
        "创建工作自查报告", _office(), assessment.title, rows, tables, ("单位（盖章、日期）",)
    )


def brief_paper(plan: Plan, today: date) -> Paper:
    """进展简报: tasks, meetings, corrections, and what the rooms have done in thirty days."""
    period = Period(today - timedelta(days=BRIEF_DAYS), today)
    figures = selectors.harvested(BRIEF_QUERIES, period)
    rows = (
        Row("方案", str(plan)),
        Row("截至", f"{today:%Y-%m-%d}"),
        Row("逾期的任务", f"{selectors.late_count(plan, today)} 项"),
        Row("会议议定没办完的", f"{selectors.open_decisions(today)[0]} 件"),
        Row("督查问题没改好的", f"{selectors.open_findings()} 个"),
    )
    table = Table(
        f"近三十日（{period.since:%Y-%m-%d} 至 {period.until:%Y-%m-%d}）",
        ("事项", "数", "取数的校验值", "明细的校验值"),
        tuple(
            (one.query.title, f"{one.count} {one.query.unit}", one.query_sha256[:SHORT_HASH],
             one.digest[:SHORT_HASH])
            for one in figures.values()
        ),
    )  # fmt: skip
    return Paper(
        "创建工作进展简报", _office(), f"{today:%Y-%m-%d}", rows, (*_work(plan, today), table)
    )


def contents_paper(assessment: Assessment, files: Sequence[tuple[str, str, str]]) -> Paper:
    """迎检材料目录: numbered, with the digest of each file."""
    rows = (Row("自评", assessment.title), Row("文件", f"{len(files)} 份"))
    numbered = tuple(
        (f"{number}", path, told, digest[:SHORT_HASH])
        for number, (path, told, digest) in enumerate(files, start=1)
    )
    table = Table("目录", ("序号", "文件", "是什么", "校验值（前十六位）"), numbered)
    return Paper("迎检材料目录", _office(), assessment.title, rows, (table,))


def _office() -> str:
    return county().bureau


def _result(tally: Tally) -> str:
    why = f"：{'；'.join(tally.why)}" if tally.why else ""
    return f"{tally.total} 分。{VERDICTS[tally.verdict]}{why}"


def _groups(own: Tally, checked: Tally) -> tuple[tuple[str, ...], ...]:
    others: Mapping[str, GroupTally] = {group.title: group for group in checked.groups}
    return tuple(
        (
            group.title,
            NOTHING if group.points is None else f"{group.points}",
            f"{group.got}",
            _percent(group),
            f"{others[group.title].got}",
            _percent(others[group.title]),
        )
        for group in own.groups
    )


def _percent(group: GroupTally) -> str:
    return NOTHING if group.rate is None else f"{group.rate}%"


def _item(state: ItemState) -> tuple[str, ...]:
    counts = "；".join(f"{one.query.title} {one.count}" for one in state.figures)
    value = f"{state.value_words}（{counts}）" if state.item.formula else counts
    reason = state.own.reason if state.own else ""
    return (
        state.item.number,
        state.item.title,
        value or NOTHING,
        NOTHING if state.item.points is None else f"{state.item.points}",
        f"{state.own.points}" if state.own else "没有打",
        f"{state.checked.points}" if state.checked else "没有核",
        reason,
    )


def _list(title: str, head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> Table:
    nothing = ("没有", *("",) * (len(head) - 1))
    return Table(title, head, tuple(rows) or (nothing,))


def _work(plan: Plan, today: date) -> tuple[Table, ...]:
    """任务的情况: how many stand where, and which are late."""
    counts = selectors.state_counts(plan)
    states = tuple((title, f"{counts[state]}") for state, title in TASK_TITLES.items())
    late = selectors.tasks_for(TasksAsked(late=True), today, plan)
    lines = [(task.clause.path, task.title, _lead(task), f"{task.due_on}") for task in late]
    return (
        Table(f"任务（共 {sum(counts.values())} 项，验收 {counts[TaskState.ACCEPTED]} 项）",
              ("走到哪一步", "几项"), states),
        _list("逾期的任务", ("条款", "任务", "牵头单位", "期限"), lines),
    )  # fmt: skip


def _lead(task: Task) -> str:
    unit = selectors.lead_of(task)
    return unit.short_name if unit else NOTHING


def _numbers(score: Score) -> Table:
    found = {one.query.key: one for state in score.items for one in state.figures}
    rows = [
        (one.query.title, f"{one.count}", one.query_sha256[:SHORT_HASH], one.digest[:SHORT_HASH])
        for one in found.values()
    ]
    head = ("取数", "数", "取数的校验值", "明细的校验值")
    return _list("这份报告用到的数", head, rows)
