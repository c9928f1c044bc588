"""登记线索: from a hit, a grid member, a complaint, another office or an officer."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from wangshi.accounts.models import Account, Department, Grid, Town
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import require
from wangshi.cases.models import Clue, ClueStep
from wangshi.cases.offences import suspected
from wangshi.cases.workflow import CHECK, REPORT_STEP, ClueSource, ClueState, StepRefused
from wangshi.registry.models import Operator, Shop
from wangshi.shared.services import record

from .numbers import CLUE, locked_series, next_number
from .steps import Photos, attach_photos, require_words

DEFAULT_HARM = 1
DEFAULT_HARM_REASON = "还没有对应到违法行为，按一般算"


@dataclass(frozen=True)
class NewClue:
    """要登记的一条线索: a second one with the same `source_key` is the first one."""

    source: ClueSource
    title: str
    found_on: date
    source_key: str = ""
    external_number: str = ""
    detail: str = ""
    quote: str = ""
    violation: str = ""
    rule: str = ""
    law_fingerprint: str = ""
    harm: int | None = None
    harm_reason: str = ""
    operator: Operator | None = None
    shop: Shop | None = None
    suspect_name: str = ""
    page_url: str = ""
    town: Town | None = None
    grid: Grid | None = None
    place: str = ""


@transaction.atomic
def report_clue(report: NewClue, *, by: Account, at: datetime, photos: Photos = ()) -> Clue:
    """登记线索: it has a receipt number; a second one with its `source_key` is the first one."""
    require(by, Permission.REPORT_CLUE)
    require_words(report.title, "写一句话，说清是什么事")
    if report.found_on > timezone.localdate(at):
        raise StepRefused("发现日期不能晚于今天：改成发现或者收到材料的那一天")
    locked_series(CLUE, timezone.localdate(at).year)
    known = Clue.objects.filter(source_key=report.source_key).first()
    if report.source_key and known is not None:
        return known
    clue = receive(report, by=by, at=at)
    kept = attach_photos(photos, to=clue, by=by, at=at)
    record(by, "clue.reported", clue, number=clue.number, source=report.source, photos=kept)
    return clue


def receive(
    report: NewClue,
    *,
    by: Account,
    at: datetime,
    department: Department | None = None,
    came_from: Clue | None = None,
) -> Clue:
    """The row, its number and its first step; with a department it has been assigned already."""
    harm, harm_reason = _harm(report)
    state = ClueState.ASSIGNED if department else ClueState.REPORTED
    clue = Clue.objects.create(
        **_given(report),
        number=next_number(CLUE, timezone.localdate(at).year),
        source_key=report.source_key or None,
        harm=harm,
        harm_reason=harm_reason,
        reported_by=by,
        received_at=at,
        department=department,
        came_from=came_from,
        state=state,
    )
    ClueStep.objects.create(
        clue=clue,
        name=REPORT_STEP,
        target=state,
        at=at,
        by=by,
        reason=f"由 {came_from.number} 移送" if came_from else "",
        article=CHECK,
        department=department,
    )
    return clue


GIVEN = (
    "source", "found_on", "external_number", "detail", "quote", "violation", "rule",
    "law_fingerprint", "operator", "shop", "suspect_name", "page_url", "town", "grid", "place",
)  # fmt: skip


def _given(report: NewClue) -> dict[str, Any]:
    return {"title": report.title.strip()} | {name: getattr(report, name) for name in GIVEN}


def _harm(report: NewClue) -> tuple[int, str]:
    if report.harm is not None:
        return report.harm, report.harm_reason
    violation = suspected(report.violation, report.found_on)
    if violation is None:
        return DEFAULT_HARM, DEFAULT_HARM_REASON
    return violation.harm, f"{violation.title}：{violation.harm_reason}"
