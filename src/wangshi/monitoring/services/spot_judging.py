"""看抽中的商品: in order, missed, or nobody can tell; within the day it can be taken back."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.utils import timezone

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import require
from wangshi.cases.models import Clue
from wangshi.cases.selectors import violations
from wangshi.cases.services import NewClue, report_clue
from wangshi.cases.workflow import ClueSource
from wangshi.engine.violations import ViolationNotInForce, ViolationUnknown
from wangshi.monitoring.models import SpotCheck, SpotCheckState
from wangshi.monitoring.workflow import JudgedMeanwhile, JudgementRefused
from wangshi.shared.services import record

from .handing_over import TITLE_LENGTH, address_of
from .judging import NOTE_LENGTH

QUOTE_LENGTH: Final = 300
JUDGED: Final = ("state", "judged_by", "judged_at", "violation", "quote", "note")


@dataclass(frozen=True)
class Missed:
    """漏了什么: the violation and the words that show it."""

    violation: str
    quote: str


@transaction.atomic
def clear_spot_check(check: SpotCheck, *, note: str = "", by: Account, at: datetime) -> SpotCheck:
    """没有问题: the rules were right to leave it alone."""
    check = _pending(check, by)
    _judge(check, SpotCheckState.CLEAN, note=note, by=by, at=at)
    record(by, "spot_check.cleared", check, sighting=check.sighting_id, note=check.note)
    return check


@transaction.atomic
def leave_unclear(check: SpotCheck, *, note: str, by: Account, at: datetime) -> SpotCheck:
    """说不准: it counts neither way, as if it had not been drawn."""
    check = _pending(check, by)
    if not note.strip():
        raise JudgementRefused("写明为什么说不准：缺什么、要看什么才知道")
    _judge(check, SpotCheckState.UNCLEAR, note=note, by=by, at=at)
    record(by, "spot_check.left_unclear", check, sighting=check.sighting_id, note=check.note)
    return check


@transaction.atomic
def find_missed(
    check: SpotCheck, missed: Missed, *, note: str = "", by: Account, at: datetime
) -> SpotCheck:
    """漏了: a violation that no rule hit; it waits to become a clue."""
    check = _pending(check, by)
    check.violation = _violation(missed.violation, at)
    check.quote = _quote(missed.quote, note, check)
    _judge(check, SpotCheckState.MISSED, note=note, by=by, at=at)
    facts = {"violation": check.violation, "quote": check.quote, "note": check.note}
    record(by, "spot_check.missed", check, sighting=check.sighting_id, **facts)
    return check


@transaction.atomic
def undo_spot_check(check: SpotCheck, *, by: Account, at: datetime) -> SpotCheck:
    """撤回: on the day itself, by whoever judged, before it became a clue."""
    require(by, Permission.JUDGE_HIT, check)
    check = _locked(check)
    if check.state == SpotCheckState.PENDING:
        raise JudgementRefused("这一件还没有判断，不用撤回。")
    if check.clue_id is not None:
        raise JudgementRefused("这一件已经转为线索，不能撤回；到线索里办。")
    if not is_check_undoable(check, by, at):
        raise JudgementRefused(f"{check_words(check)}。判断只能由本人在当天撤回。")
    was = {"state": check.state, "note": check.note}
    check.state, check.judged_by, check.judged_at = SpotCheckState.PENDING, None, None
    check.violation = check.quote = check.note = ""
    check.save(update_fields=JUDGED)
    record(by, "spot_check.undone", check, was=was)
    return check


@transaction.atomic
def hand_over_missed(check: SpotCheck, *, by: Account, at: datetime) -> Clue:
    """转为线索: what an officer found where no rule had looked."""
    require(by, Permission.HAND_OVER)
    check = _locked(check)
    if check.clue is not None:
        raise JudgedMeanwhile(f"已经转为线索 {check.clue.number}，不用再转。")
    if check.state != SpotCheckState.MISSED or check.judged_at is None:
        raise JudgementRefused("只有判断为漏了的才能转为线索：先判断")
    check.clue = report_clue(_report(check, timezone.localdate(check.judged_at)), by=by, at=at)
    check.save(update_fields=["clue"])
    record(by, "spot_check.handed_over", check.clue, check=check.pk)
    return check.clue


def is_check_undoable(check: SpotCheck, by: Account, at: datetime) -> bool:
    """能撤回: the same officer, the same day, no clue yet."""
    return (
        check.judged_at is not None
        and check.clue_id is None
        and check.judged_by_id == by.pk
        and timezone.localdate(check.judged_at) == timezone.localdate(at)
    )


def check_words(check: SpotCheck) -> str:
    """谁在什么时候判断了什么."""
    if check.judged_by is None or check.judged_at is None:
        return ""
    when = timezone.localtime(check.judged_at)
    return f"{check.judged_by.name}在 {when:%m-%d %H:%M} 判断为“{check.get_state_display()}”"


def _locked(check: SpotCheck) -> SpotCheck:
    # Alone: PostgreSQL reads only the locked row again after waiting, not what is joined to it.
    return SpotCheck.objects.select_for_update().get(pk=check.pk)


def _pending(check: SpotCheck, by: Account) -> SpotCheck:
    require(by, Permission.JUDGE_HIT, check)
    check = _locked(check)
    if check.state != SpotCheckState.PENDING:
        raise JudgedMeanwhile(f"{check_words(check)}。您这次没有生效；要改，请先判断的人当天撤回。")
    return check


def _judge(
    check: SpotCheck, state: SpotCheckState, *, note: str, by: Account, at: datetime
) -> None:
    if len(note.strip()) > NOTE_LENGTH:
        raise JudgementRefused(f"说明最多 {NOTE_LENGTH} 个字")
    check.state, check.note, check.judged_by, check.judged_at = state, note.strip(), by, at
    check.save(update_fields=JUDGED)


def _violation(code: str, at: datetime) -> str:
    try:
        return violations().get(code, timezone.localdate(at)).code
    except (ViolationUnknown, ViolationNotInForce):
        raise JudgementRefused("选涉嫌什么违法行为：从列出的里面选") from None


def _quote(words: str, note: str, check: SpotCheck) -> str:
    words = words.strip()
    if not words:
        raise JudgementRefused("从页面上照抄漏掉的那句话")
    if len(words) > QUOTE_LENGTH:
        raise JudgementRefused(f"原话最多 {QUOTE_LENGTH} 个字：只抄有问题的那句")
    if words not in check.sighting.text and not note.strip():
        raise JudgementRefused(
            "网页原文里没有这句话：照抄，或者在说明里写明在哪里看到的（图片、价格）"
        )
    return words


def _report(check: SpotCheck, found_on: date) -> NewClue:
    sighting = check.sighting
    shop = sighting.listing.shop
    seen = timezone.localtime(sighting.seen_at)
    note = f"说明：{check.note}" if check.note else ""
    return NewClue(
        source=ClueSource.OFFICER,
        source_key=f"spot-check:{check.pk}",
        title=f"{shop.name}：“{check.quote}”"[:TITLE_LENGTH],
        found_on=found_on,
        detail=(
            f"抽查没有命中的商品时发现，{shop.platform.name}“{shop.name}”：\n"
            f"◆ {sighting.title}（{seen:%Y-%m-%d %H:%M:%S} 看到）\n{note}"
        ).strip(),
        quote=check.quote,
        violation=check.violation,
        law_fingerprint=check.draw.law_fingerprint,
        operator=shop.operator,
        shop=shop,
        suspect_name=shop.name,
        page_url=address_of(sighting, shop),
        town=shop.town,
    )
