"""出文书: which can be made now, and one of them filled."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from django.utils import timezone

from wangshi.accounts.selectors import county
from wangshi.engine.penalties import yuan
from wangshi.evidence.papers import Form, Paper, fill, prose, read_forms
from wangshi.penalties.clocks import measure_deadline
from wangshi.penalties.codes import WAYS, titles
from wangshi.penalties.models import (
    Approval,
    AssistLetter,
    Decision,
    Docket,
    Measure,
    ServiceAttempt,
    SpotPenalty,
)
from wangshi.penalties.workflow import CaseOutcome, StepRefused

from .conditions import CONDITIONS
from .contents import contents_tables
from .facts import case_facts, day, moment, officer

FILE: Final = Path(__file__).parent / "papers.yaml"
CASE, CONTENTS, DECISION, NO_PENALTY, SPOT = "case", "contents", "decision", "no-penalty", "spot"


@dataclass(frozen=True)
class PaperLink:
    """能出的一份: its key in the address, its title, which record it is about."""

    key: str
    title: str
    note: str = ""


def papers_for(docket: Docket) -> tuple[PaperLink, ...]:
    """现在能出的文书, in the order of the official list."""
    return tuple(PaperLink(_key(form, one), form.title, _note(one)) for form, one in _all(docket))


def paper_of(docket: Docket, key: str, today: date) -> Paper:
    """写一份文书; StepRefused for one that cannot be made now."""
    for form, one in _all(docket):
        if _key(form, one) == key:
            return _written(docket, form, one, today)
    raise StepRefused("这份文书现在出不了")


def spot_paper(spot: SpotPenalty) -> Paper:
    """当场行政处罚决定书."""
    form = next(one for one in read_forms(FILE) if one.of == SPOT)
    return fill(form, _of_spot(spot), office=county().bureau, number=spot.number)


def decision_text(decision: Decision) -> str:
    """决定书的正文, as it was served: what the public reads of it is masked from here."""
    key = DECISION if decision.outcome == CaseOutcome.PENALTY else NO_PENALTY
    form = next(one for one in read_forms(FILE) if one.key == key)
    facts = case_facts(decision.docket, decision.decided_on)
    return "\n".join(prose(form, facts))


def _all(docket: Docket) -> Iterator[tuple[Form, Any]]:
    if docket.pk is None:
        return
    about: dict[str, list[Any]] = {
        CASE: [docket],
        "measure": list(docket.measures.all()),
        "letter": list(docket.letters.all()),
        "approval": list(docket.approvals.all()),
        "attempt": list(docket.attempts.all()),
    }
    for form in read_forms(FILE):
        for one in about.get(form.of, []):
            if CONDITIONS[form.when](docket, one):
                yield form, one


def _written(docket: Docket, form: Form, one: Any, today: date) -> Paper:
    facts = case_facts(docket, today) | _own(one)
    tables = contents_tables(docket) if form.key == CONTENTS else ()
    number = _number(docket, form, one)
    return fill(form, facts, office=county().bureau, number=number, tables=tables)


def _key(form: Form, one: Any) -> str:
    return form.key if isinstance(one, Docket) else f"{form.key}-{one.pk}"


def _note(one: Any) -> str:
    match one:
        case Measure() | AssistLetter():
            return str(one.number)
        case Approval():
            return one.get_matter_display()
        case ServiceAttempt():
            return f"{one.get_what_display()} {one.number}"
        case _:
            return ""


def _number(docket: Docket, form: Form, one: Any) -> str:
    """文号: the paper's own where it has one, else the number of the case."""
    if isinstance(one, Measure | AssistLetter):
        return one.number
    if form.key == "source":
        return docket.case.clue.number
    sent = {each.what: each.number for each in docket.attempts.all()}
    if form.key in ("notice", "urge"):
        return sent.get(form.key, f"{docket.case.number}（文号在送达时给）")
    if form.key in (DECISION, NO_PENALTY) and hasattr(docket, "decision"):
        return docket.decision.number
    if form.key == "police" and hasattr(docket, "transfer"):
        return docket.transfer.number
    return docket.case.number


def _own(one: Any) -> dict[str, str]:
    match one:
        case Measure():
            return _of_measure(one)
        case AssistLetter():
            return {"letter_to": one.to, "letter_asks": one.asks}
        case Approval():
            return _of_approval(one)
        case ServiceAttempt():
            return _of_attempt(one)
        case _:
            return {}


def _of_measure(measure: Measure) -> dict[str, str]:
    due = measure_deadline(measure).due_on if measure.started_at else None
    return {
        "measure_items": measure.items,
        "measure_place": measure.place,
        "measure_basis": measure.basis,
        "measure_started": moment(measure.started_at),
        "measure_due": day(due),
    }


def _of_approval(one: Approval) -> dict[str, str]:
    days = f"（{one.days} 日）" if one.days else ""
    answer = "" if one.approved is None else "同意。" if one.approved else "不同意。"
    return {
        "matter": f"{one.get_matter_display()}{days}",
        "matter_reason": one.reason,
        "matter_by": one.asked_by.name,
        "matter_at": moment(one.asked_at),
        "matter_answer": f"{answer}{one.answer}",
        "matter_answered_by": one.answered_by.name if one.answered_by else "",
        "matter_answered_at": moment(one.answered_at),
    }


def _of_attempt(one: ServiceAttempt) -> dict[str, str]:
    result = f"送达，{day(one.counts_on)}算作送达" if one.succeeded else "没有送到"
    return {
        "attempt_what": f"{one.get_what_display()} {one.number}",
        "attempt_way": titles(WAYS).get(one.way, one.way),
        "attempt_on": day(one.on),
        "attempt_receiver": one.receiver,
        "attempt_result": result,
        "attempt_proof": one.proof,
        "attempt_by": one.by.name,
    }


def _of_spot(spot: SpotPenalty) -> dict[str, str]:
    fine = f"罚款 {yuan(spot.fine)} 元" if spot.fine else ""
    return {
        "spot_party": spot.party,
        "spot_code": spot.party_code,
        "spot_address": spot.party_address,
        "spot_facts": spot.facts,
        "spot_basis": spot.basis,
        "spot_words": "、".join(part for part in ("警告" if spot.warning else "", fine) if part),
        "spot_fine": "" if spot.collected or not spot.fine else fine,
        "spot_statement": spot.statement,
        "spot_place": spot.place,
        "spot_at": moment(timezone.localtime(spot.at)),
        "spot_signed": spot.signed,
        "spot_officers": "、".join(map(officer, (spot.first_officer, spot.second_officer))),
    }
