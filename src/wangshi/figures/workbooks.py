"""导出一个数: its periods, and what every source said of each."""

from collections.abc import Iterator, Sequence
from io import BytesIO

from django.http import FileResponse

from wangshi.engine.figures import Definition, Stands
from wangshi.engine.tables.writing import Column, OutCell, Sheet, write_xlsx
from wangshi.figures.selectors import Found, change

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
STANDS = {
    Stands.WHOLE: "数全县的",
    Stands.AT_LEAST: "只数到一部分",
    Stands.AT_MOST: "数得比要的多",
}
PERIODS = ("统计期", "最低", "最可能", "最高", "等级", "同比", "比不了的原因", "口径")
CLAIMS = (
    "统计期",
    "来源",
    "最低",
    "最可能",
    "最高",
    "报了几家",
    "该报几家",
    "数的是多少",
    "数的是什么",
)


def figure_workbook(definition: Definition, series: Sequence[Found]) -> FileResponse:
    """工作簿: two sheets."""
    file = BytesIO()
    write_xlsx(
        file,
        [
            Sheet(definition.title, _columns(PERIODS), map(_period, series)),
            Sheet("来源", _columns(CLAIMS), (row for found in series for row in _claims(found))),
        ],
    )
    file.seek(0)
    name = f"{definition.title}.xlsx"
    return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)


def _columns(titles: Sequence[str]) -> tuple[Column, ...]:
    return tuple(Column(title) for title in titles)


def _period(found: Found) -> tuple[OutCell, ...]:
    done, version = found.reconciled, found.definition.version_at(found.period)
    return (
        str(found.period), done.low, done.likely, done.high, found.grade.grade,
        change(found.growth), found.growth.why, version.counts if version else "",
    )  # fmt: skip


def _claims(found: Found) -> Iterator[tuple[OutCell, ...]]:
    for one in found.reconciled.claims:
        yield (
            str(found.period), one.title, one.low, one.likely, one.high, one.filed, one.expected,
            STANDS[one.stands], one.counts,
        )  # fmt: skip
