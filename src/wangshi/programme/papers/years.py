"""年度报告: the year beside the same days of the year before, every number with its two hashes."""

import calendar
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from wangshi.accounts.selectors import county
from wangshi.evidence.papers import Bar, Chart, Paper, Row, Table
from wangshi.figures.selectors import number, range_words
from wangshi.programme import selectors
from wangshi.programme.models import Plan
from wangshi.programme.selectors import Harvested, Period
from wangshi.programme.selectors.targets import OUTLOOK_TITLES, TargetLine
from wangshi.programme.selectors.unit_scores import scored_units
from wangshi.shared.words import grouped

from .reports import NOTHING, SHORT_HASH

WATCHED: Final = ("clues", "decided", "filed", "closed", "demanded", "fixed")
DONE: Final = (
    "sweeps", "spot_checks", "inspections", "display_checks", "platform_letters", "exhibits",
)  # fmt: skip
SERVED: Final = (
    "sellers", "licensed", "village_proofs", "filings", "meetings", "decisions", "decisions_done",
    "tasks", "tasks_accepted", "proofs",
)  # fmt: skip
MONTHLY: Final = "clues"
FULL: Final = 100
MONTHS: Final = 12


@dataclass(frozen=True)
class Twice:
    """一个数的两年: the year told of, and the same days of the year before."""

    now: Harvested
    before: Harvested

    @property
    def most(self) -> int:
        """两年里多的一个."""
        return max(self.now.count, self.before.count)

    @property
    def growth(self) -> str:
        """同比: a dash where there was nothing to compare with."""
        if not self.before.count:
            return NOTHING
        return f"{(self.now.count - self.before.count) * FULL / self.before.count:+.1f}%"


def annual_paper(plan: Plan, year: int, today: date) -> Paper:
    """年度报告: of a whole year, or of this one as far as it has come."""
    period = Period(date(year, 1, 1), min(date(year, 12, 31), today))
    before = _year_before(period)
    found = _twice((*WATCHED, *DONE, *SERVED), period)
    months = selectors.QUERIES[MONTHLY], tuple(_months(period))
    rows = (
        Row("方案", str(plan)),
        Row("年度", f"{period.since:%Y-%m-%d} 至 {period.until:%Y-%m-%d}"),
        Row("和谁比", f"{before.since:%Y-%m-%d} 至 {before.until:%Y-%m-%d}，同样的日子"),
        Row("数从哪里来", "每个数是一次存下的取数，后面写着取数和明细的校验值；在系统里点得开"),
    )  # fmt: skip
    charts = (
        _chart("发现和查处", [found[key] for key in WATCHED]),
        _chart("监测和检查", [found[key] for key in DONE]),
        _chart("服务和创建", [found[key] for key in SERVED]),
        _by_month(months[0].title, months[1]),
    )
    tables = (
        _targets(selectors.target_lines(plan, period.until)),
        _units(year, period.until),
        _numbers(list(found.values())),
        _month_numbers(months[0].title, months[1]),
    )
    signs = ("单位（盖章、日期）",)
    return Paper("创建工作年度报告", county().bureau, f"{year} 年", rows, tables, signs,
                 charts=charts)  # fmt: skip


def _twice(keys: Sequence[str], period: Period) -> Mapping[str, Twice]:
    now = selectors.harvested(keys, period)
    before = selectors.harvested(keys, _year_before(period))
    return {key: Twice(now[key], before[key]) for key in now}


def _year_before(period: Period) -> Period:
    return Period(_back(period.since), _back(period.until))


def _back(day: date) -> date:
    """The same day a year before; the last of February for a leap day."""
    last = calendar.monthrange(day.year - 1, day.month)[1]
    return date(day.year - 1, day.month, min(day.day, last))


def _months(period: Period) -> Iterator[Harvested]:
    for month in range(1, period.until.month + 1):
        first = date(period.since.year, month, 1)
        last = date(first.year, month, calendar.monthrange(first.year, month)[1])
        query = selectors.QUERIES[MONTHLY]
        yield selectors.harvest(query, Period(first, min(last, period.until)))


def _chart(title: str, pairs: Sequence[Twice]) -> Chart:
    """One length for all where they count the same thing; else each pair has its own."""
    alike = len({pair.now.query.unit for pair in pairs}) == 1
    whole = max((pair.most for pair in pairs), default=0)
    bars = (
        Bar(f"{one.query.title} {one.period.since.year}",
            _share(one.count, whole if alike else pair.most),
            f"{grouped(one.count)} {one.query.unit}", hollow=one is pair.before)
        for pair in pairs
        for one in (pair.now, pair.before)
    )  # fmt: skip
    drawn = "" if alike else "数的东西不一样，长短只在同一项的两年之间比。"
    return Chart(title, f"实心的是这一年，空心、浅色的是上一年同样的日子。{drawn}", tuple(bars))


def _by_month(title: str, months: Sequence[Harvested]) -> Chart:
    most = max((one.count for one in months), default=0)
    bars = tuple(
        Bar(f"{one.period.since.month} 月", _share(one.count, most),
            f"{grouped(one.count)} {one.query.unit}")
        for one in months
    )  # fmt: skip
    return Chart(f"{title}，逐月", "最后一个月没有过完的，数到截止那天。", bars)


def _share(count: int, most: int) -> float:
    return count * FULL / most if most else 0.0


def _targets(lines: Sequence[TargetLine]) -> Table:
    head = ("目标", "目标数", "上年实际", "今年到现在", "等级", "看得到吗")
    rows = tuple(
        (
            line.definition.title if line.definition else line.target.words,
            f"{number(line.value)} {line.unit}",
            number(line.before),
            _actual(line),
            line.found.grade.grade if line.found else NOTHING,
            OUTLOOK_TITLES[line.outlook],
        )
        for line in lines
    )
    return Table("方案的目标", head, rows or (("没有目标", *("",) * 5),))


def _actual(line: TargetLine) -> str:
    if line.found is None:
        return NOTHING
    return range_words(line.found.reconciled.low, line.found.reconciled.high)


def _units(year: int, until: date) -> Table:
    """Each total with the hash of the rows it was counted from."""
    rows = tuple(
        (f"{place}", one.department.short_name, f"{one.score.total.normalize():f}",
         f"{len(one.rows)} 件", one.digest[:SHORT_HASH])
        for place, one in enumerate(scored_units(year, until), start=1)
    )  # fmt: skip
    head = ("名次", "单位", "得分", "计到的", "明细的校验值")
    return Table("单位计分", head, rows or (("没有", *("",) * 4),))


def _numbers(pairs: Sequence[Twice]) -> Table:
    head = ("取数", "这一年", "上一年", "同比", "取数的校验值", "明细的校验值")
    rows = tuple(
        (
            pair.now.query.title,
            f"{pair.now.count} {pair.now.query.unit}",
            f"{pair.before.count} {pair.before.query.unit}",
            pair.growth,
            f"{pair.now.query_sha256[:SHORT_HASH]} {pair.before.query_sha256[:SHORT_HASH]}",
            f"{pair.now.digest[:SHORT_HASH]} {pair.before.digest[:SHORT_HASH]}",
        )
        for pair in pairs
    )
    return Table("这份报告用到的数（校验值先写这一年，再写上一年）", head, rows)


def _month_numbers(title: str, months: Sequence[Harvested]) -> Table:
    rows = tuple(
        (f"{one.period.since:%Y-%m}", f"{one.count} {one.query.unit}",
         one.query_sha256[:SHORT_HASH], one.digest[:SHORT_HASH])
        for one in months
    )  # fmt: skip
    return Table(f"{title}逐月的数", ("月份", "数", "取数的校验值", "明细的校验值"), rows)
