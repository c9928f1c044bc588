"""致函平台: a letter about a list; what came of each row is added, nothing is overwritten."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import require
from wangshi.cases.services.numbers import next_number
from wangshi.engine.supervision import standing_supervision
from wangshi.inspections.models import LetterAnswer, LetterRow, PlatformLetter
from wangshi.inspections.workflow import FROM_THE_PLATFORM, Answer, InspectionRefused
from wangshi.registry.models import Platform, Shop
from wangshi.shared.services import record

SERIES = "函"
MOST_ROWS = 500


@dataclass(frozen=True)
class RowDraft:
    """函里要写的一家."""

    shop_name: str
    reason: str
    url: str = ""
    shop: Shop | None = None


@dataclass(frozen=True)
class LetterDraft:
    """要发的函."""

    matter: str
    demand: str
    sent_on: date
    answer_by: date
    rows: Sequence[RowDraft]


@transaction.atomic
def send_letter(
    platform: Platform, draft: LetterDraft, *, by: Account, at: datetime
) -> PlatformLetter:
    """发函: numbered, its rows numbered too; sent on paper or by mail by whoever signs it."""
    require(by, Permission.SUPERVISE_PLATFORM)
    _check(platform, draft, timezone.localdate(at))
    letter = PlatformLetter.objects.create(
        platform=platform,
        number=next_number(SERIES, draft.sent_on.year),
        matter=draft.matter,
        demand=draft.demand.strip(),
        sent_on=draft.sent_on,
        answer_by=draft.answer_by,
        issued_by=by,
        issued_at=at,
    )
    LetterRow.objects.bulk_create(
        LetterRow(
            letter=letter,
            place=place,
            shop=row.shop,
            shop_name=row.shop_name,
            url=row.url,
            reason=row.reason,
        )
        for place, row in enumerate(draft.rows, 1)
    )
    record(by, "platform_letter.sent", letter, number=letter.number, rows=len(draft.rows))
    return letter


@transaction.atomic
def note_answer(
    row: LetterRow, kind: Answer, *, on: date, words: str = "", by: Account, at: datetime
) -> LetterAnswer:
    """记一行的进展: the platform's answer, or what an officer saw on looking again."""
    require(by, Permission.SUPERVISE_PLATFORM)
    row = LetterRow.objects.select_for_update(of=("self",)).select_related("letter").get(pk=row.pk)
    _check_answer(row, kind, on, words, timezone.localdate(at))
    made = LetterAnswer.objects.create(row=row, kind=kind, on=on, words=words.strip(), by=by, at=at)
    record(by, "platform_letter.row_noted", row.letter, row=row.place, state=kind, on=on)
    return made


def _check(platform: Platform, draft: LetterDraft, today: date) -> None:
    if standing_supervision().matter(draft.matter) is None:
        raise InspectionRefused("没有这种事由：从列出的里选一个")
    if not draft.rows:
        raise InspectionRefused("名单是空的：勾选要列入的网店，或者一行写一家")
    if len(draft.rows) > MOST_ROWS:
        raise InspectionRefused(f"一封函最多列 {MOST_ROWS} 家：分成几封")
    if draft.sent_on > today:
        raise InspectionRefused(f"发出日期不能晚于今天（{today}）")
    if draft.answer_by <= draft.sent_on:
        raise InspectionRefused(f"答复期限要在发出日期 {draft.sent_on} 之后")
    if any(row.shop and row.shop.platform_id != platform.pk for row in draft.rows):
        raise InspectionRefused("名单里有别的平台的店：给那个平台另发一封")


def _check_answer(row: LetterRow, kind: Answer, on: date, words: str, today: date) -> None:
    last = row.answers.last()
    if not row.letter.sent_on <= on <= today:
        raise InspectionRefused(f"日期要在 {row.letter.sent_on} 到 {today} 之间")
    if last is not None and last.kind == Answer.CORRECTED:
        raise InspectionRefused("这一行已经复看改好，不用再记。又出问题的，另发一封")
    if kind in (Answer.REFUSED, Answer.UNCORRECTED) and not words.strip():
        raise InspectionRefused("写一句情况：平台怎么说，或者复看时还看到什么")
    if kind in FROM_THE_PLATFORM and last is not None and on < last.on:
        raise InspectionRefused(f"比上一次进展（{last.on}）还早：核对日期")
