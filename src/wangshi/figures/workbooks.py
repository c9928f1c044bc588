"""导出一个数: its periods, and what every source said of each."""

from collections.abc import Iterator, Sequence
from io import BytesIO

from django.http import FileResponse

from wangshi.engine.figures import Definition, Stands
from wangshi.engine.tables.writing import Column, OutCell, Sheet, write_xlsx
from wangshi.figures.selectors import PROVEN_TITLES, Found, TownCoverage, VillageLine, change

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
STANDS = {
    Stands.WHOLE: "数全县的",
    Stands.AT_LEAST: "只数到一部分",
    Stands.AT_MOST: "数得比要的多",
}
PERIODS = ("统计期", "最低", "最可能", "最高", "等级", "同比", "比不了的原因", "口径")
VILLAGES = ("镇办", "村", "怎样", "谁送", "一周几次", "哪天看到", "管到哪天", "谁交的")
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
    claims = (row for found in series for row in _claims(found))
    return _sent(
        definition.title,
        Sheet(definition.title, _columns(PERIODS), map(_period, series)),
        Sheet("来源", _columns(CLAIMS), claims),
    )


def villages_workbook(lines: Sequence[VillageLine], towns: Sequence[TownCoverage]) -> FileResponse:
    """快递进村的工作簿: each village with its newest proof, each town with its share."""
    return _sent(
        "快递进村",
        Sheet("各村", _columns(VILLAGES), map(_village, lines)),
        Sheet(
            "各镇办",
            _columns(("镇办", "盖到的村", "全部的村", "百分之几")),
            ((one.town.name, one.covered, one.whole, one.share) for one in towns),
        ),
    )


def _sent(title: str, *sheets: Sheet) -> FileResponse:
    file = BytesIO()
    write_xlsx(file, sheets)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{title}.xlsx", content_type=XLSX)


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


def _village(line: VillageLine) -> tuple[OutCell, ...]:
    proof = line.proof
    where = (line.village.town.name, line.village.name, PROVEN_TITLES[line.state])
    if proof is None:
        return (*where, *(None,) * 5)
    return (
        *where, proof.served_by, proof.times_a_week, proof.seen_on, line.until, proof.by.name,
    )  # fmt: skip
