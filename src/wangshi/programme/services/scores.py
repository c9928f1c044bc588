"""评分的动作: a sheet taken in, an assessment opened, marks given and checked."""

import tempfile
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from django.db import transaction

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import require
from wangshi.engine.indicators import (
    Sheet,
    SheetHead,
    SheetRefused,
    load_sheets,
    read_sheet,
    sheet_digest,
    sheet_facts,
)
from wangshi.programme.models import Assessment, Mark, ScoreSheet
from wangshi.programme.selectors.plans import standing_plan
from wangshi.programme.selectors.queries import QUERY_KEYS
from wangshi.programme.selectors.scores import ItemState, basis_of, standing_marks, state_of
from wangshi.programme.workflow import ProgrammeRefused, Side
from wangshi.shared.services import clean, record

from .tasks import require_words


@dataclass(frozen=True)
class SheetFile:
    """交来的评分表: its bytes, its name, and what the workbook itself does not say."""

    content: bytes
    name: str
    head: SheetHead


@transaction.atomic
def take_sheet(file: SheetFile, *, by: Account, at: datetime) -> ScoreSheet:
    """导入评分表: ProgrammeRefused with every fault of the workbook."""
    require(by, Permission.RUN_PROGRAMME)
    with tempfile.NamedTemporaryFile(suffix=Path(file.name).suffix) as kept:
        Path(kept.name).write_bytes(file.content)
        try:
            sheet = read_sheet(Path(kept.name), file.head, QUERY_KEYS, name=file.name)
        except SheetRefused as refusal:
            raise ProgrammeRefused(str(refusal)) from None
    row = _frozen(sheet, file.name, by, at)
    record(by, "score_sheet.taken", row, items=len(sheet.items), sha256=row.sha256)
    return row


def _frozen(sheet: Sheet, file_name: str, by: Account, at: datetime) -> ScoreSheet:
    """The same sheet stands once, however often it is handed in."""
    row, _ = ScoreSheet.objects.get_or_create(
        sha256=sheet_digest(sheet),
        defaults={
            "key": sheet.key,
            "title": clean(sheet.title),
            "content": sheet_facts(sheet),
            "file_name": clean(file_name),
            "taken_at": at,
            "taken_by": by,
        },
    )
    return row


@transaction.atomic
def open_assessment(
    sheet: ScoreSheet | str, *, title: str, since: date, until: date, by: Account, at: datetime
) -> Assessment:
    """开始自评: against a sheet taken in, or a shipped one by its key."""
    require(by, Permission.RUN_PROGRAMME)
    require_words(title, "写这次自评叫什么")
    plan = standing_plan()
    if plan is None:
        raise ProgrammeRefused("还没有正在执行的方案：先导入方案，按它执行")
    if until < since:
        raise ProgrammeRefused(f"结束要在 {since:%Y-%m-%d} 或者以后")
    if isinstance(sheet, str):
        sheet = _frozen(load_sheets()[sheet], "", by, at)
    assessment = Assessment.objects.create(
        plan=plan,
        sheet=sheet,
        title=clean(title.strip()),
        since=since,
        until=until,
        opened_at=at,
        opened_by=by,
    )
    record(by, "assessment.opened", assessment, since=since, until=until, sha256=sheet.sha256)
    return assessment


@dataclass(frozen=True)
class NewMark:
    """要打的分."""

    item: str
    side: Side
    points: Decimal
    reason: str


@transaction.atomic
def give_mark(assessment: Assessment, new: NewMark, *, by: Account, at: datetime) -> Mark:
    """打分: within the points of the item; nobody checks a score that is their own."""
    checking = new.side == Side.CHECKED
    require(by, Permission.CHECK_SCORE if checking else Permission.RUN_PROGRAMME)
    require_words(new.reason, "写一句：凭什么给这个分")
    state = _state(assessment, new.item)
    most = state.item.points
    if most is None:
        raise ProgrammeRefused("这一项的分值还没有录入，打不了分")
    if not 0 <= new.points <= most:
        raise ProgrammeRefused(f"要在 0 到 {most} 分之间")
    if checking:
        _check(assessment, new.item, by)
    mark = Mark.objects.create(
        assessment=assessment,
        item=new.item,
        side=new.side,
        points=new.points,
        reason=clean(new.reason.strip()),
        basis=basis_of(state.figures, state.proofs),
        at=at,
        by=by,
    )
    record(by, "mark.given", mark, item=new.item, side=new.side, points=new.points)
    return mark


def _state(assessment: Assessment, number: str) -> ItemState:
    try:
        return state_of(assessment, number)
    except KeyError:
        raise ProgrammeRefused("评分表里没有这一项") from None


def _check(assessment: Assessment, number: str, by: Account) -> None:
    own = standing_marks(assessment).get((number, Side.SELF))
    if own is None:
        raise ProgrammeRefused("还没有自评分，没有可以核查的")
    if own.by_id == by.pk:
        raise ProgrammeRefused("自评分是您打的，请别人核查")
