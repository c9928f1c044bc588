"""改正和复看: what is to be put right by when, what the operator says, and what is seen again."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Permission
from wangshi.cases.clocks import calendar
from wangshi.cases.conventions import conventions
from wangshi.cases.models import Clue, Correction, OwnerAnswer
from wangshi.cases.workflow import CORRECTABLE, OUTCOME_TITLES, ClueOutcome, StepRefused
from wangshi.registry.models import Operator
from wangshi.shared.services import record

from .steps import Photos, attach_photos, require_words, take, write_step

MOST_ANSWERS = 9


@dataclass(frozen=True)
class Demand:
    """改正要求: what to put right, in words for the operator, and the last day for it."""

    words: str
    due_on: date


@transaction.atomic
def ask_correction(
    clue: Clue, *, demand: Demand, by: Account, at: datetime, version: int | None = None
) -> Correction:
    """要求改正: where a decision found something; the operator reads it, an officer rechecks."""
    clue, step = take(clue, "ask_correction", Permission.VERIFY_CLUE, by=by, version=version)
    outcome = ClueOutcome(clue.outcome)
    if outcome not in CORRECTABLE:
        raise StepRefused(f"这条线索的结果是“{OUTCOME_TITLES[outcome]}”，没有查到要改的地方")
    if any(one.is_open for one in clue.corrections.all()):
        raise StepRefused("上一次要求还没有复看：先写复看结果，再提新的要求")
    correction = open_correction(clue, demand, by=by, at=at)
    words = f"最晚 {correction.due_on:%m-%d} 改好：{correction.demand}"
    write_step(clue, step, by=by, at=at, reason=words)
    record(by, "clue.correction_asked", clue, correction=correction.pk, on=correction.due_on)
    return correction


@transaction.atomic
def answer_correction(
    correction: Correction,
    *,
    fixed: bool,
    words: str,
    by: Account,
    at: datetime,
    photos: Photos = (),
) -> OwnerAnswer:
    """店家答复: it is put right, or here is what speaks against it; the officer is told."""
    clue, step = take(
        correction.clue,
        "answer_correction",
        Permission.SPEAK_FOR_OPERATOR,
        by=by,
        version=None,
        told=correction,
    )
    correction = Correction.objects.select_for_update().get(pk=correction.pk)
    _require_may_answer(correction, fixed=fixed)
    words = require_words(words, "写一句：改了哪里，或者您的说法是什么")
    answer = OwnerAnswer.objects.create(
        correction=correction, fixed=fixed, words=words, by=by, at=at
    )
    kept = attach_photos(photos, to=answer, by=by, at=at)
    said = "说改好了" if fixed else "有不同意见"
    write_step(clue, step, by=by, at=at, reason=f"{said}：{words}")
    record(by, "clue.correction_answered", clue, fixed=fixed, photos=kept)
    return answer


@transaction.atomic
def recheck(
    correction: Correction,
    *,
    fixed: bool,
    seen: str,
    by: Account,
    at: datetime,
    photos: Photos = (),
    version: int | None = None,
) -> Correction:
    """复看: put right or not, with what was seen; closed is not fixed before somebody looked."""
    clue, step = take(correction.clue, "recheck", Permission.VERIFY_CLUE, by=by, version=version)
    correction = Correction.objects.select_for_update().get(pk=correction.pk)
    if not correction.is_open:
        raise StepRefused("这次要求已经复看过了，或者线索已经重办")
    correction.fixed = fixed
    correction.seen = require_words(seen, "写明看了哪里、看到什么；店家看得到")
    correction.rechecked_by, correction.rechecked_at = by, at
    correction.save()
    result = "已改好" if fixed else "没改好"
    written = write_step(clue, step, by=by, at=at, reason=f"{result}：{correction.seen}")
    kept = attach_photos(photos, to=written, by=by, at=at)
    record(by, "clue.rechecked", clue, correction=correction.pk, fixed=fixed, photos=kept)
    return correction


def open_correction(clue: Clue, demand: Demand, *, by: Account, at: datetime) -> Correction:
    """The row, for whoever the clue is about; a day off the county's range is refused."""
    words = require_words(demand.words, "写明要改什么：哪个页面、哪句话、怎么改；店家看得到")
    today = timezone.localdate(at)
    last = calendar().workday_after(today, conventions().correction_days_at_most)
    if not today < demand.due_on <= last:
        raise StepRefused(f"改正期限要在明天到 {last:%m-%d} 之间")
    return Correction.objects.create(
        clue=clue,
        operator=_concerned(clue),
        outcome=clue.outcome,
        demand=words,
        due_on=demand.due_on,
        asked_by=by,
        asked_at=at,
    )


def _concerned(clue: Clue) -> Operator | None:
    """当事人: the operator named in the clue, else the one the shop is known to belong to."""
    return clue.operator or (clue.shop.operator if clue.shop else None)


def _require_may_answer(correction: Correction, *, fixed: bool) -> None:
    if not correction.is_open:
        raise StepRefused("这次要求已经复看过了，或者撤回了：回到我的店看结果")
    if fixed and correction.answers.filter(fixed=True).exists():
        raise StepRefused("已经说过改好了，等执法员复看")
    if correction.answers.count() >= MOST_ANSWERS:
        raise StepRefused(f"已经写过 {MOST_ANSWERS} 次：还有话说，到市场监管所当面说")
