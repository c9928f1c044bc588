"""督办函: a letter of one page, with what is owed, how long, and the hashes of both."""

from typing import Final

from wangshi.accounts.selectors import county
from wangshi.evidence.papers import Bar, Chart, Paper, Table
from wangshi.programme.models import SupervisionLetter
from wangshi.programme.selectors.letters import lines_in

from .reports import SHORT_HASH

FULL: Final = 100


def letter_paper(letter: SupervisionLetter) -> Paper:
    """督办函: as it was written on its day, whatever has been done since."""
    lines = lines_in(letter)
    said = (
        f"{letter.department.name}：",
        f"按照《{letter.plan.title}》，截至 {_day(letter)}，你单位有 {len(lines)} 件到期没有办完，"
        "列在后面。",
        letter.words,
        f"请在 {letter.answer_by.month} 月 {letter.answer_by.day} 日以前办完并书面回复；办不完的，"
        "写明原因和办完的日期。",
    )
    rows = tuple(
        (f"{place}", one.title, one.words, f"{one.due_on}", f"{one.late(letter.on)} 日")
        for place, one in enumerate(lines, start=1)
    )
    tables = (
        Table("到期没有办完的", ("序号", "哪一种", "事项", "期限", "逾期"), rows),
        Table("这份函用到的数", ("取数", "数", "取数的校验值", "明细的校验值"),
              (("到期没有办完的", f"{len(lines)} 件", letter.query_sha256[:SHORT_HASH],
                letter.digest[:SHORT_HASH]),)),
    )  # fmt: skip
    return Paper(
        title="督办函",
        office=county().bureau,
        number=letter.number,
        rows=(),
        tables=tables,
        signs=("创建工作领导小组办公室（盖章）", f"日期 {_day(letter)}，经办"),
        text=tuple(words for words in said if words),
        charts=(_late(letter),),
    )


def _day(letter: SupervisionLetter) -> str:
    return f"{letter.on.year} 年 {letter.on.month} 月 {letter.on.day} 日"


def _late(letter: SupervisionLetter) -> Chart:
    lines = lines_in(letter)
    most = max((one.late(letter.on) for one in lines), default=0)
    bars = (
        Bar(f"{place}　{one.title}", one.late(letter.on) * FULL / most, f"{one.late(letter.on)} 日")
        for place, one in enumerate(lines, start=1)
    )
    return Chart("逾期几日", "序号照下面的表。", tuple(bars))
