"""送达: in one of the six ways, each with its proof; one that failed is kept too."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from wangshi.accounts.models import Account
from wangshi.cases.models import Case
from wangshi.penalties.clocks import ANNOUNCE, due_after
from wangshi.penalties.codes import ANNOUNCED, DONE, ELECTRONIC, NO_PENALTY, WAYS, row_of
from wangshi.penalties.models import Docket, ServiceAttempt
from wangshi.penalties.workflow import CaseOutcome, CaseState, Served, StepRefused
from wangshi.shared.services import attach, clean, record

from .steps import require_day, require_words, take, write_step


@dataclass(frozen=True)
class Delivery:
    """怎么送的: way, day, to whom, the proof; or that it did not arrive, and why."""

    way: str
    on: date
    receiver: str
    proof: str
    succeeded: bool = True
    picture: "UploadedFile[Any] | None" = None


@transaction.atomic
def serve_decision(
    case: Case, delivery: Delivery, *, by: Account, at: datetime, version: int | None = None
) -> ServiceAttempt:
    """送达决定书: the terms to pay, to ask for review and to sue run from when it counts."""
    docket, step = take(case, "serve", by=by, version=version)
    decision = docket.decision
    attempt = deliver(
        docket, Served.DECISION, decision.number, delivery, since=decision.decided_on, by=by, at=at
    )
    target = _after(docket, attempt)
    result = f"{attempt.counts_on} 算作送达" if attempt.succeeded else "没有送到"
    write_step(docket, step, by=by, at=at, words=f"{result}。{attempt.proof}", target=target)
    record(by, "penalty.decision_served", case, way=delivery.way, succeeded=attempt.succeeded)
    return attempt


def deliver(
    docket: Docket,
    what: Served,
    number: str,
    delivery: Delivery,
    *,
    since: date,
    by: Account,
    at: datetime,
) -> ServiceAttempt:
    """一次送达: from which day it counts is the law's; an announcement counts after thirty days."""
    require_day(delivery.on, since=since, at=at, what="送达的日子")
    row = row_of(WAYS, delivery.way, delivery.on)
    if delivery.way == ELECTRONIC and not (docket.confirmed_on and docket.electronic_to):
        raise StepRefused("电子送达要当事人同意、签送达地址确认书：先在“填当事人”里记下")
    failed = docket.attempts.filter(what=what, number=number, succeeded=False).exists()
    if delivery.way == ANNOUNCED and not failed and not delivery.proof.strip():
        raise StepRefused("公告送达要写明原因和经过")
    proof = require_words(delivery.proof, f"写凭据：{row.text('proof')}")
    if delivery.succeeded and delivery.way != ANNOUNCED:
        require_words(delivery.receiver, "写谁签收的")
    counts = due_after(ANNOUNCE, delivery.on) if delivery.way == ANNOUNCED else delivery.on
    attempt = ServiceAttempt.objects.create(
        docket=docket,
        what=what,
        number=number,
        way=delivery.way,
        on=delivery.on,
        receiver=clean(delivery.receiver.strip()),
        proof=proof[:300],
        succeeded=delivery.succeeded,
        counts_on=counts if delivery.succeeded else None,
        by=by,
    )
    if delivery.picture is not None:
        attach(delivery.picture, to=attempt, by=by, at=at)
    return attempt


def _after(docket: Docket, attempt: ServiceAttempt) -> CaseState | None:
    """没有要缴、要做的: what was served may be closed."""
    if not attempt.succeeded:
        return CaseState.DECIDED
    if docket.outcome == CaseOutcome.PENALTY and not docket.decision.only_warning:
        return None
    warned = docket.outcome == CaseOutcome.PENALTY
    docket.performed_on = attempt.counts_on
    docket.closing_ground = DONE if warned else NO_PENALTY
    return CaseState.PERFORMED
