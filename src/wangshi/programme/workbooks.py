"""导出: the funds with their projects, the problems with what was done about them."""

from collections.abc import Iterable, Sequence
from datetime import date
from io import BytesIO

from django.http import FileResponse

from wangshi.engine.tables.writing import Column, OutCell, Sheet, write_xlsx
from wangshi.programme.selectors.funds import FundLine, ProjectLine
from wangshi.programme.selectors.problems import STANDING_TITLES, ProblemLine

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FUNDS = ("资金", "用在哪里", "文号", "预算（元）", "批出去", "付了", "项目", "报了结果", "核查过关")
PROJECTS = (
    "资金", "项目", "谁管", "给谁", "批了（元）", "付了", "还剩", "哪天批的", "结果", "核查过关",
)  # fmt: skip
PROBLEMS = ("问题", "谁解决", "什么时候", "怎样了", "逾期", "措施", "成效", "登记", "销号")
SOUND = {True: "过关", False: "没过关", None: "还没核查"}


def funds_workbook(funds: Sequence[FundLine], projects: Iterable[ProjectLine]) -> FileResponse:
    """专项资金的工作簿: two sheets."""
    return _sent(
        "专项资金",
        Sheet("各笔资金", _columns(FUNDS), map(_fund, funds)),
        Sheet("各个项目", _columns(PROJECTS), map(_project, projects)),
    )


def problems_workbook(lines: Iterable[ProblemLine]) -> FileResponse:
    """问题台账的工作簿."""
    return _sent("问题台账", Sheet("问题台账", _columns(PROBLEMS), map(_problem, lines)))


def _sent(title: str, *sheets: Sheet) -> FileResponse:
    file = BytesIO()
    write_xlsx(file, sheets)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{title}.xlsx", content_type=XLSX)


def _columns(titles: Sequence[str]) -> tuple[Column, ...]:
    return tuple(Column(title) for title in titles)


def _fund(line: FundLine) -> tuple[OutCell, ...]:
    fund = line.fund
    return (
        str(fund), fund.get_head_display(), fund.origin, fund.amount, line.given, line.paid,
        line.projects, line.shown, line.sound,
    )  # fmt: skip


def _project(line: ProjectLine) -> tuple[OutCell, ...]:
    one = line.project
    return (
        str(one.fund), one.title, one.department.short_name, one.payee, one.amount, line.paid,
        line.left, one.approved_on, one.result, SOUND[one.sound],
    )  # fmt: skip


def _problem(line: ProblemLine) -> tuple[OutCell, ...]:
    one = line.problem
    closed: date | None = one.closed_at
    return (
        one.words, one.department.short_name, one.due_on, STANDING_TITLES[line.standing],
        "逾期" if line.late else "", line.measures, line.effects, one.raised_at, closed,
    )  # fmt: skip
