"""复核命中: an officer confirms or dismisses; within the day it can be taken back."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import require
from wangshi.engine.codes import CodeUnknown
from wangshi.monitoring.models import Hit, HitState
from wangshi.monitoring.selectors.codes import dismissal_reason, exemption_codes
from wangshi.monitoring.workflow import NEEDS_A_NOTE, JudgedMeanwhile, JudgementRefused
from wangshi.shared.services import record

JUDGED = ["state", "judged_by", "judged_at", "ground", "note", "exemptions"]
NOTE_LENGTH = 300


@transaction.atomic
def confirm_hit(hit: Hit, *, note: str = "", by: Account, at: datetime) -> Hit:
    """确认命中: suspected no more by the software alone; it waits to become a clue."""
    hit = _pending(hit, by)
    _judge(hit, HitState.CONFIRMED, note=note, by=by, at=at)
    record(by, "hit.confirmed", hit, rule=hit.rule, sighting=hit.sighting_id, note=hit.note)
    return hit


@transaction.atomic
def dismiss_hit(
    hit: Hit,
    *,
    ground: str,
    note: str = "",
    exemptions: Sequence[str] = (),
    by: Account,
    at: datetime,
) -> Hit:
    """排除命中: with a ground of law/codes/dismissal_reasons; it counts in the rule's accuracy."""
    hit = _pending(hit, by)
    hit.ground = _ground(ground, note, at)
    hit.exemptions = _exemptions(exemptions, at)
    _judge(hit, HitState.DISMISSED, note=note, by=by, at=at)
    record(
        by,
        "hit.dismissed",
        hit,
        rule=hit.rule,
        sighting=hit.sighting_id,
        ground=hit.ground,
        note=hit.note,
        exemptions=hit.exemptions,
    )
    return hit


@transaction.atomic
def undo_judgement(hit: Hit, *, by: Account, at: datetime) -> Hit:
    """撤回判断: on the day itself, by whoever judged, before it became a clue."""
    require(by, Permission.JUDGE_HIT, hit)
    hit = _locked(hit)
    _require_undoable(hit, by, at)
    was = {"state": hit.state, "ground": hit.ground, "note": hit.note}
    hit.state, hit.judged_by, hit.judged_at = HitState.PENDING, None, None
    hit.ground, hit.note, hit.exemptions = "", "", []
    hit.save(update_fields=JUDGED)
    record(by, "hit.judgement_undone", hit, rule=hit.rule, was=was)
    return hit


def is_undoable(hit: Hit, by: Account, at: datetime) -> bool:
    """能撤回: the same officer, the same day, no clue yet."""
    return (
        hit.judged_at is not None
        and hit.clue_id is None
        and hit.judged_by_id == by.pk
        and timezone.localdate(hit.judged_at) == timezone.localdate(at)
    )


def judged_words(hit: Hit) -> str:
    """谁在什么时候判断了什么."""
    if hit.judged_by is None or hit.judged_at is None:
        return ""
    when = timezone.localtime(hit.judged_at)
    did = "确认" if hit.state == HitState.CONFIRMED else "排除"
    return f"{hit.judged_by.name}在 {when:%m-%d %H:%M} {did}了这条命中"


def _locked(hit: Hit) -> Hit:
    # Alone: PostgreSQL reads only the locked row again after waiting, not what is joined to it.
    return Hit.objects.select_for_update().get(pk=hit.pk)


def _pending(hit: Hit, by: Account) -> Hit:
    require(by, Permission.JUDGE_HIT, hit)
    hit = _locked(hit)
    if hit.state != HitState.PENDING:
        raise JudgedMeanwhile(f"{judged_words(hit)}。您这次没有生效；要改，请先判断的人当天撤回。")
    return hit


def _judge(hit: Hit, state: HitState, *, note: str, by: Account, at: datetime) -> None:
    if len(note.strip()) > NOTE_LENGTH:
        raise JudgementRefused(f"说明最多 {NOTE_LENGTH} 个字")
    hit.state, hit.note, hit.judged_by, hit.judged_at = state, note.strip(), by, at
    hit.save(update_fields=JUDGED)


def _ground(code: str, note: str, at: datetime) -> str:
    if not code:
        raise JudgementRefused("选一个排除的理由")
    try:
        dismissal_reason(code, timezone.localdate(at))
    except CodeUnknown:
        raise JudgementRefused("没有这个排除理由：从列出的里面选一个") from None
    if code in NEEDS_A_NOTE and not note.strip():
        raise JudgementRefused("选了“其他”，在说明里写明为什么排除")
    return code


def _exemptions(codes: Sequence[str], at: datetime) -> list[str]:
    known = exemption_codes(timezone.localdate(at))
    if set(codes) - known:
        raise JudgementRefused("没有这种除外情形：从列出的里面勾选")
    return sorted(set(codes))


def _require_undoable(hit: Hit, by: Account, at: datetime) -> None:
    if hit.state == HitState.PENDING:
        raise JudgementRefused("这条命中还没有判断，不用撤回。")
    if hit.clue_id is not None:
        raise JudgementRefused("这条命中已经转为线索，不能撤回；到线索里办。")
    if not is_undoable(hit, by, at):
        raise JudgementRefused(f"{judged_words(hit)}。判断只能由本人在当天撤回。")
