"""协查和移送公安: what others are asked, and what they answer."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from wangshi.accounts.models import Account
from wangshi.cases.models import Case
from wangshi.penalties.models import AssistLetter, PoliceTransfer
from wangshi.penalties.workflow import StepRefused
from wangshi.shared.services import record

from .numbers import LETTER, POLICE, next_number
from .steps import require_day, require_words, take, write_step


@transaction.atomic
def send_letter(
    case: Case, *, to: str, asks: str, by: Account, at: datetime, version: int | None = None
) -> AssistLetter:
    """发协助调查函: numbered; the other office has fifteen working days from when it gets it."""
    docket, step = take(case, "letter", by=by, version=version)
    letter = AssistLetter.objects.create(
        docket=docket,
        number=next_number(LETTER, at),
        to=require_words(to, "写发给哪个单位")[:120],
        asks=require_words(asks, "写请协助查什么、要什么材料"),
        sent_on=timezone.localdate(at),
    )
    write_step(docket, step, by=by, at=at, words=f"{letter.number} 发{letter.to}：{letter.asks}")
    record(by, "penalty.letter_sent", case, number=letter.number)
    return letter


@transaction.atomic
def take_letter_answer(
    letter: AssistLetter,
    *,
    received_on: date,
    answered_on: date | None,
    answer: str,
    by: Account,
    at: datetime,
    version: int | None = None,
) -> AssistLetter:
    """记协查回函: when the other office got it, and what it answered once it did."""
    docket, step = take(letter.docket.case, "letter-answer", by=by, version=version)
    letter = AssistLetter.objects.select_for_update().get(pk=letter.pk)
    if letter.answered_on is not None:
        raise StepRefused("这份函已经回了")
    require_day(received_on, since=letter.sent_on, at=at, what="对方收到的日子")
    letter.received_on = received_on
    if answered_on is not None:
        require_day(answered_on, since=received_on, at=at, what="回函的日子")
        letter.answered_on = answered_on
        letter.answer = require_words(answer, "写回函说了什么")
    letter.save()
    said = f"回函：{letter.answer}" if letter.answered_on else f"对方 {received_on} 收到"
    write_step(docket, step, by=by, at=at, words=f"{letter.number} {said}")
    record(by, "penalty.letter_answered", docket.case, number=letter.number)
    return letter


@transaction.atomic
def report_crime(
    case: Case, *, suspicion: str, by: Account, at: datetime, version: int | None = None
) -> PoliceTransfer:
    """报请移送公安: the two handlers report, the chief decides within three days."""
    docket, step = take(case, "police", by=by, version=version)
    if PoliceTransfer.objects.filter(docket=docket).exists():
        raise StepRefused("已经报请过了")
    transfer = PoliceTransfer.objects.create(
        docket=docket,
        number=next_number(POLICE, at),
        suspicion=require_words(suspicion, "写涉嫌什么罪、哪些事实、数额多少"),
        reported_on=timezone.localdate(at),
    )
    write_step(docket, step, by=by, at=at, words=transfer.suspicion)
    record(by, "penalty.crime_reported", case, number=transfer.number)
    return transfer


@transaction.atomic
def decide_transfer(
    case: Case,
    *,
    approve: bool,
    words: str,
    by: Account,
    at: datetime,
    version: int | None = None,
) -> PoliceTransfer:
    """决定移不移送: with reasons either way; a transfer leaves within twenty-four hours."""
    docket, step = take(case, "police-decide", by=by, version=version)
    transfer = PoliceTransfer.objects.select_for_update().filter(docket=docket).first()
    if transfer is None or transfer.approved is not None:
        raise StepRefused("没有等决定的移送")
    transfer.approved, transfer.decided_at, transfer.decided_by = approve, at, by
    transfer.decision = require_words(words, "写批准或者不批准的理由，记录在案")
    transfer.save()
    said = f"{'批准' if approve else '不批准'}移送：{transfer.decision}"
    write_step(docket, step, by=by, at=at, words=said)
    record(by, "penalty.transfer_decided", case, approved=approve)
    return transfer


@transaction.atomic
def send_to_police(
    case: Case,
    *,
    sent_to: str,
    sent_at: datetime,
    by: Account,
    at: datetime,
    version: int | None = None,
) -> PoliceTransfer:
    """记移送: to the police of the same level, the moment it left."""
    docket, step = take(case, "police-send", by=by, version=version)
    transfer = PoliceTransfer.objects.select_for_update().filter(docket=docket).first()
    if transfer is None or not transfer.approved or transfer.sent_at or not transfer.decided_at:
        raise StepRefused("没有批准移送，或者已经移送了")
    if not transfer.decided_at <= sent_at <= at:
        raise StepRefused("移送的时间要在批准以后、现在以前")
    transfer.sent_to = require_words(sent_to, "写移送给哪个公安机关")[:120]
    transfer.sent_at = sent_at
    transfer.save()
    write_step(docket, step, by=by, at=at, words=f"{transfer.number} 移送{transfer.sent_to}")
    record(by, "penalty.sent_to_police", case, number=transfer.number)
    return transfer


@transaction.atomic
def take_police_answer(
    case: Case,
    *,
    taken: bool,
    words: str,
    on: date,
    by: Account,
    at: datetime,
    version: int | None = None,
) -> PoliceTransfer:
    """记公安的决定: taken on, or not; then three days to ask for another look."""
    docket, step = take(case, "police-answer", by=by, version=version)
    transfer = PoliceTransfer.objects.select_for_update().filter(docket=docket).first()
    if transfer is None or transfer.sent_at is None or transfer.taken is not None:
        raise StepRefused("没有移送，或者已经记过公安的决定")
    require_day(on, since=timezone.localdate(transfer.sent_at), at=at, what="接到决定的日子")
    transfer.taken, transfer.answered_on = taken, on
    transfer.answer = require_words(words, "写公安的文书和理由")
    transfer.save()
    said = f"公安{'立案' if taken else '不立案'}：{transfer.answer}"
    write_step(docket, step, by=by, at=at, words=said)
    record(by, "penalty.police_answered", case, taken=taken)
    return transfer
