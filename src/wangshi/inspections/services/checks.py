"""记一次定期检查: two officers, result codes, what was found; it is never rewritten."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.utils import timezone

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import may, require
from wangshi.cases.models import Clue
from wangshi.cases.services import NewClue, report_clue
from wangshi.cases.workflow import ClueSource
from wangshi.inspections.models import Inspection
from wangshi.inspections.selectors.checks import points_of, results_of
from wangshi.inspections.selectors.result_codes import (
    ASKS_AGAIN,
    NO_PROBLEM,
    result_titles,
    standing_results,
)
from wangshi.inspections.workflow import InspectionRefused
from wangshi.registry.models import Operator
from wangshi.shared.services import record

TITLE_LENGTH: Final = 200


@dataclass(frozen=True)
class Visit:
    """一次检查: who went, what came out."""

    on: date
    way: str
    first_officer: Account
    second_officer: Account
    results: Sequence[str]
    found: str = ""
    again_on: date | None = None
    why_again: str = ""


@transaction.atomic
def record_inspection(operator: Operator, visit: Visit, *, by: Account, at: datetime) -> Inspection:
    """记检查结果: with the points and reasons of that day; the record cannot be changed later."""
    require(by, Permission.RECORD_INSPECTION)
    operator = Operator.objects.select_for_update(of=("self",)).get(pk=operator.pk)
    _check(visit, timezone.localdate(at))
    _check_pair(visit)
    _check_frequency(operator, visit)
    points = points_of(operator, visit.on)
    made = Inspection.objects.create(
        operator=operator,
        on=visit.on,
        way=visit.way,
        first_officer=visit.first_officer,
        second_officer=visit.second_officer,
        department=visit.first_officer.department,
        results=sorted(set(visit.results)),
        problem=_is_problem(visit),
        found=visit.found.strip(),
        again_on=visit.again_on,
        points=points.points,
        reasons=[reason.title for reason in points.reasons],
        why_again=visit.why_again.strip(),
        by=by,
        at=at,
    )
    record(by, "inspection.recorded", made, operator=operator, on=visit.on, results=made.results)
    return made


@transaction.atomic
def raise_problem(inspection: Inspection, *, by: Account, at: datetime) -> Clue:
    """查出的问题转为线索: once; the clue says which check it comes from."""
    require(by, Permission.RECORD_INSPECTION)
    inspection = Inspection.objects.select_for_update(of=("self",)).get(pk=inspection.pk)
    if inspection.clue is not None:
        return inspection.clue
    if not inspection.problem:
        raise InspectionRefused("这次检查没有查出问题，不用转线索")
    clue = report_clue(_report(inspection), by=by, at=at)
    inspection.clue = clue
    inspection.save(update_fields=["clue"])
    record(by, "inspection.raised", inspection, clue=clue)
    return clue


def _check(visit: Visit, today: date) -> None:
    known = {row.code for row in standing_results(visit.on)}
    if not visit.results or not set(visit.results) <= known:
        raise InspectionRefused("选检查结果：从列出的结果里选，可以选几项")
    if visit.on > today:
        raise InspectionRefused(f"检查日期不能晚于今天（{today}）")
    if _is_problem(visit) and not visit.found.strip():
        raise InspectionRefused("写清查到什么：哪一页、哪一件、怎么不对")
    if set(visit.results) & ASKS_AGAIN and visit.again_on is None:
        raise InspectionRefused("责令改正的、待后续处理的，要写哪天复查")
    if visit.again_on and visit.again_on <= visit.on:
        raise InspectionRefused(f"复查的日子要在 {visit.on} 之后")


def _check_pair(visit: Visit) -> None:
    """两名以上执法人员: 行政处罚法 第四十二条, 市场监督管理行政处罚程序规定."""
    pair = (visit.first_officer, visit.second_officer)
    if pair[0].pk == pair[1].pk:
        raise InspectionRefused("检查要两名执法人员：第二名选另一个人")
    for officer in pair:
        if not may(officer, Permission.RECORD_INSPECTION):
            raise InspectionRefused(f"{officer.name}没有检查的资格：网格员、协管员不能实施检查")


def _check_frequency(operator: Operator, visit: Visit) -> None:
    """一年查几次要有数: a second check in a year is a re-check that was due, or says why."""
    last = results_of(operator).first()
    if last is None or last.on.year != visit.on.year or visit.why_again.strip():
        return
    if last.again_on is None or visit.on < last.again_on:
        raise InspectionRefused(f"今年 {last.on:%m-%d} 已经查过一次：再查要写理由")


def _is_problem(visit: Visit) -> bool:
    return any(code not in NO_PROBLEM and not code.startswith("S") for code in visit.results)


def _report(inspection: Inspection) -> NewClue:
    operator = inspection.operator
    titles = "、".join(result_titles(inspection.results, inspection.on))
    pair = f"{inspection.first_officer.name}、{inspection.second_officer.name}"
    way = inspection.get_way_display()
    return NewClue(
        source=ClueSource.OFFICER,
        source_key=f"inspection:{inspection.pk}",
        title=f"{operator.name}：定期检查{titles}"[:TITLE_LENGTH],
        found_on=inspection.on,
        detail=f"{inspection.on} {way}检查，{pair}。结果：{titles}。\n{inspection.found}",
        operator=operator,
        suspect_name=operator.name[:120],
        town=operator.town,
    )
