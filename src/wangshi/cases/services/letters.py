"""督办: a numbered letter to whoever lets a clue wait, with a day to answer by."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import may
from wangshi.cases.clocks import clocks_of, promised_due
from wangshi.cases.models import OPEN_CORRECTION, Clue, SupervisionLetter
from wangshi.cases.selectors import facts_of
from wangshi.cases.workflow import ClueState, StepRefused
from wangshi.shared.services import record

from .numbers import LETTER, next_number
from .steps import require_words, take, write_step
from .telling import tell_supervised


@transaction.atomic
def supervise_clue(
    clue: Clue,
    *,
    demand: str,
    by: Account,
    at: datetime,
    reason: str = "",
    version: int | None = None,
) -> SupervisionLetter:
    """督办: when it is overdue, or earlier with a reason."""
    clue, step = take(clue, "supervise", Permission.SUPERVISE_CLUE, by=by, version=version)
    demand = require_words(demand, "写明要求：办什么、办到什么程度")
    if clue.state == ClueState.CLOSED and not clue.corrections.filter(OPEN_CORRECTION).exists():
        raise StepRefused("已经了结，也没有等复看的：有新情况就另报一条")
    if clue.letters.filter(answered_at__isnull=True).exists():
        raise StepRefused("上一份督办单还没有答复：等答复，或者直接问承办人")
    on = timezone.localdate(at)
    overdue = any(clock.is_late for clock in clocks_of(facts_of(clue), on))
    if not overdue:
        reason = require_words(reason, "还没有逾期：要督办，写明为什么")
    letter = SupervisionLetter.objects.create(
        clue=clue,
        number=next_number(LETTER, on.year),
        issued_at=at,
        issued_by=by,
        overdue=overdue,
        demand=demand,
        answer_by=promised_due("letter", on),
    )
    said = (part.strip().rstrip("。") for part in (letter.number, demand, reason))
    words = "；".join(part for part in said if part)
    told = write_step(clue, step, by=by, at=at, reason=words, department=clue.department)
    tell_supervised(clue, told)
    record(by, "clue.supervised", clue, letter=letter.pk, number=letter.number, overdue=overdue)
    return letter


@transaction.atomic
def answer_letter(
    letter: SupervisionLetter,
    *,
    answer: str,
    by: Account,
    at: datetime,
    version: int | None = None,
) -> SupervisionLetter:
    """答复督办单: by who checks the clue, or who should have assigned it."""
    held = letter.clue.department_id is not None and may(by, Permission.VERIFY_CLUE, letter.clue)
    right = Permission.VERIFY_CLUE if held else Permission.ASSIGN_CLUE
    clue, step = take(letter.clue, "answer_letter", right, by=by, version=version)
    letter = SupervisionLetter.objects.select_for_update().get(pk=letter.pk)
    if letter.answered_at is not None:
        raise StepRefused("这份督办单已经答复过了")
    letter.answer = require_words(answer, "写明为什么拖了、现在到哪一步、哪天办完")
    letter.answered_by, letter.answered_at = by, at
    letter.save()
    write_step(clue, step, by=by, at=at, reason=letter.answer)
    record(by, "clue.letter_answered", clue, letter=letter.pk)
    return letter
