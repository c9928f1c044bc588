"""核实疑点: dismissed with a ground, taken back, or made into a clue; nothing else follows."""

from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils import timezone

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import require
from wangshi.cases.models import Clue
from wangshi.cases.services import NewClue, report_clue
from wangshi.cases.workflow import ClueSource
from wangshi.engine.false_registration import standing_signs
from wangshi.scrutiny.models import Suspicion
from wangshi.scrutiny.selectors import evidence_groups, rows_of
from wangshi.scrutiny.workflow import (
    GROUND_TITLES,
    OTHER,
    STATE_TITLES,
    ScrutinyRefused,
    SuspicionState,
)
from wangshi.shared.services import clean, record

TITLE_LENGTH: Final = 200
NAME_LENGTH: Final = 120
NOTE_LENGTH: Final = 300
MOST_LINES: Final = 60
JUDGED: Final = (
    "state", "ground", "note", "judged_by", "judged_at", "judged_fingerprint", "clue",
)  # fmt: skip


@transaction.atomic
def dismiss_suspicion(
    suspicion: Suspicion, *, ground: str, note: str = "", by: Account, at: datetime
) -> Suspicion:
    """排除疑点: with a ground; the next recompute leaves it dismissed and says when it changed."""
    suspicion = _pending(suspicion, by)
    if ground not in GROUND_TITLES:
        raise ScrutinyRefused("选一个排除的理由")
    if ground == OTHER and not note.strip():
        raise ScrutinyRefused("选了“其他”，在说明里写明为什么排除")
    suspicion.ground = ground
    _judge(suspicion, SuspicionState.DISMISSED, note, by, at)
    facts = {"kind": suspicion.reason, "ground": ground, "note": suspicion.note}
    record(by, "suspicion.dismissed", suspicion, **facts)
    return suspicion


@transaction.atomic
def undo_dismissal(suspicion: Suspicion, *, by: Account) -> Suspicion:
    """不排除了: it waits again; that it was dismissed stays on record."""
    require(by, Permission.JUDGE_SUSPICION)
    suspicion = Suspicion.objects.select_for_update(of=("self",)).get(pk=suspicion.pk)
    if suspicion.state != SuspicionState.DISMISSED:
        state = STATE_TITLES[SuspicionState(suspicion.state)]
        raise ScrutinyRefused(f"这个疑点现在是“{state}”，没有排除可以收回")
    was = {"ground": suspicion.ground, "note": suspicion.note}
    suspicion.state, suspicion.ground, suspicion.note = SuspicionState.PENDING, "", ""
    suspicion.judged_by, suspicion.judged_at, suspicion.judged_fingerprint = None, None, ""
    suspicion.save(update_fields=list(JUDGED))
    record(by, "suspicion.dismissal_undone", suspicion, was=was)
    return suspicion


@transaction.atomic
def hand_over_suspicion(suspicion: Suspicion, *, note: str, by: Account, at: datetime) -> Clue:
    """转为线索: with what was seen, what to check and every row it rests on."""
    suspicion = _pending(suspicion, by)
    if not note.strip():
        raise ScrutinyRefused("写一句：您看过什么，为什么要查")
    clue = report_clue(_report(suspicion, note, at), by=by, at=at)
    suspicion.clue = clue
    _judge(suspicion, SuspicionState.HANDED, note, by, at)
    record(by, "suspicion.handed_over", suspicion, kind=suspicion.reason, clue=clue)
    return clue


def _pending(suspicion: Suspicion, by: Account) -> Suspicion:
    require(by, Permission.JUDGE_SUSPICION)
    suspicion = Suspicion.objects.select_for_update(of=("self",)).get(pk=suspicion.pk)
    if suspicion.state != SuspicionState.PENDING:
        who = suspicion.judged_by.name if suspicion.judged_by else ""
        state = STATE_TITLES[SuspicionState(suspicion.state)]
        raise ScrutinyRefused(f"{who}已经看过，现在是“{state}”。您这次没有生效")
    return suspicion


def _judge(
    suspicion: Suspicion, state: SuspicionState, note: str, by: Account, at: datetime
) -> None:
    if len(note.strip()) > NOTE_LENGTH:
        raise ScrutinyRefused(f"说明最多 {NOTE_LENGTH} 个字")
    suspicion.state, suspicion.note = state, clean(note.strip())
    suspicion.judged_by, suspicion.judged_at = by, at
    suspicion.judged_fingerprint = suspicion.fingerprint
    suspicion.save(update_fields=list(JUDGED))


def _report(suspicion: Suspicion, note: str, at: datetime) -> NewClue:
    sign = standing_signs().sign(suspicion.reason)
    operator, shop = suspicion.operator, suspicion.shop
    name = operator.name if operator else shop.name if shop else ""
    return NewClue(
        source=ClueSource.OFFICER,
        source_key=f"suspicion:{suspicion.pk}",
        title=f"{name}：疑似虚假注册，{sign.title}"[:TITLE_LENGTH],
        found_on=timezone.localdate(at),
        detail=_detail(suspicion, note),
        law_fingerprint=suspicion.law_fingerprint,
        operator=operator,
        # Of several shops none is the one: they stand in the rows.
        shop=shop if operator is None else None,
        suspect_name=name[:NAME_LENGTH],
        town=suspicion.town,
    )


def _detail(suspicion: Suspicion, note: str) -> str:
    sign = standing_signs().sign(suspicion.reason)
    lines = [
        f"{note.strip()}",
        f"登记疑点 {suspicion.pk} 号（{sign.title}）：{suspicion.words}。",
        f"要查清：{sign.check}。",
        f"依据：{sign.citation}。这只是迹象，不是结论。",
    ]
    rows = []
    for group in evidence_groups(rows_of(suspicion)):
        rows.append(f"◆ {group.title} {group.value}".rstrip())
        rows.extend(f"　{one.kind} {one.name} {one.value}".rstrip() for one in group.lines)
    left = len(rows) - MOST_LINES
    more = [f"　……还有 {left} 行，见疑点页"] if left > 0 else []
    return "\n".join([*lines, *rows[:MOST_LINES], *more])
