"""问答: conditions as a page and a workbook repeat them, and the workbook as an answer."""

from collections.abc import Iterable
from datetime import date, timedelta
from io import BytesIO

from django.http import FileResponse

from wangshi.engine.tables.writing import Sheet, write_xlsx
from wangshi.shared.pages import Link
from wangshi.statistics.forms import A_YEAR, RuleFilter
from wangshi.statistics.selectors import Asked
from wangshi.statistics.selectors.times import CLOCK_TITLES, FACE_TITLES, Face

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook(name: str, sheets: Iterable[Sheet]) -> FileResponse:
    """工作簿: no cell becomes a formula."""
    file = BytesIO()
    write_xlsx(file, sheets)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)


def conditions(form: RuleFilter, asked: Asked) -> tuple[tuple[str, str], ...]:
    """条件，写给人看: the period always, the rest where it was asked for."""
    said = [("时间", period(asked))]
    for name, word in asked.dimensions():
        field = form.fields.get(name)
        titles = dict(getattr(field, "choices", ()))
        label = {"rule": "规则", "ground": "理由代码"}.get(name) or str(field and field.label)
        said.append((label, str(titles.get(word, word))))
    if asked.clock:
        said.append(("期限", CLOCK_TITLES[asked.clock]))
    if asked.face:
        said.append(("期限状态", FACE_TITLES[Face(asked.face)]))
    return tuple(said)


def period(asked: Asked) -> str:
    """时间段."""
    if not asked.since and not asked.until:
        return "全部"
    first = f"{asked.since:%Y-%m-%d}" if asked.since else "最早"
    last = f"{asked.until:%Y-%m-%d}" if asked.until else "现在"
    return f"{first} 至 {last}"


def periods(asked: Asked, today: date) -> tuple[Link, ...]:
    """常用的时间段."""
    starts = (
        ("近 30 日", today - timedelta(days=30)),
        ("今年", today.replace(month=1, day=1)),
        ("近一年", today - A_YEAR),
        ("全部", None),
    )
    return tuple(
        Link(
            word,
            f"?{asked.but(since=start, until=None).query}",
            here=(asked.since, asked.until) == (start, None),
        )
        for word, start in starts
    )
