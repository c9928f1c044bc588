"""文书: the forms of 2026, filled from the record; one mechanism, the forms are in papers.yaml."""

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Final

from wangshi.accounts.selectors import county
from wangshi.engine.codes import CodeRow
from wangshi.evidence.papers import Form, Paper, fill, read_forms
from wangshi.shared.words import yuan

from .codes import CHANNELS, ENDINGS, NOTICES, REFUSALS, table, titles, ways
from .identities import Person
from .models import Complaint, Letter, Proof, ViolationReport
from .workflow import WANT_TITLES, Want

FILE: Final = Path(__file__).parent / "papers.yaml"
SEALED: Final = "（封存，另行填写）"
RIGHTS: Final = "调解人员是对方的近亲属或者有利害关系的，可以申请回避"
ALWAYS: Final = "always"
WHEN: Final[Mapping[str, Callable[[Complaint | ViolationReport], bool]]] = {
    ALWAYS: lambda _: True,
    "received": lambda one: one.state == "received",
    "accepted": lambda one: isinstance(one, Complaint) and one.department_id is not None,
    "refused": lambda one: isinstance(one, Complaint) and bool(one.refusal),
    "ended": lambda one: isinstance(one, Complaint) and bool(one.ending),
    "agreed": lambda one: isinstance(one, Complaint) and bool(one.agreement),
    "told": lambda one: isinstance(one, ViolationReport) and one.told_on is not None,
}


def papers_for(matter: Complaint | ViolationReport) -> tuple[Form, ...]:
    """现在能出的文书."""
    kind = "complaint" if isinstance(matter, Complaint) else "report"
    return tuple(one for one in read_forms(FILE) if one.of == kind and WHEN[one.when](matter))


def paper_of(form: Form, matter: Complaint | ViolationReport, person: Person | None) -> Paper:
    """写一份文书: names only when somebody opened the seal for it."""
    return fill(form, _facts(matter, person), office=county().bureau, number=matter.number)


def _facts(matter: Complaint | ViolationReport, person: Person | None) -> dict[str, str]:
    shared = {
        "number": matter.number,
        "external_number": matter.external_number or "",
        "received": _received(matter.letter),
        "received_on": _day(matter.letter.received_on),
        "respondent": matter.respondent_name,
        "respondent_address": matter.respondent_address,
        "text": matter.text,
        "name": person.name if person else SEALED,
        "phone": person.phone if person else SEALED,
        "address": person.address if person else SEALED,
        "ways": "；".join(row.title for row in ways(matter.letter.received_on)),
        "reason": matter.reason,
        "told_on": _day(matter.told_on),
    }
    own = _of_complaint(matter) if isinstance(matter, Complaint) else _of_report(matter)
    return shared | own


def _of_complaint(complaint: Complaint) -> dict[str, str]:
    letter = complaint.letter
    refusal, ending = _code(REFUSALS, complaint.refusal), _code(ENDINGS, complaint.ending)
    wants = "、".join(WANT_TITLES[Want(each)] for each in complaint.wants)
    amount = f"；共 {yuan(complaint.amount)} 元" if complaint.amount is not None else ""
    return {
        "agency": f"{letter.get_agency_display()} {letter.agency_note}".strip(),
        "goods": complaint.goods,
        "price": f"{yuan(complaint.price)} 元" if complaint.price is not None else "",
        "wants": wants + amount,
        "may_publish": "同意" if letter.may_publish else "不同意",
        "may_delegate": "同意" if letter.may_delegate else "不同意",
        "decided_on": _day(complaint.decided_on),
        "department": complaint.department.name if complaint.department else "",
        "refusal": f"不予受理：{refusal.title}" if refusal else "",
        "refusal_basis": refusal.basis if refusal else "",
        "meeting": complaint.meeting,
        "mediator": _mediator(complaint),
        "proofs": "\n".join(map(_proof, complaint.proofs.all())),
        "rights": RIGHTS,
        "ending": ending.title if ending else "",
        "ending_basis": ending.basis if ending else "",
        "ended_on": _day(complaint.ended_on),
        "agreement": complaint.agreement,
        "recovered": f"{yuan(complaint.recovered)} 元" if complaint.recovered is not None else "",
    }


def _mediator(complaint: Complaint) -> str:
    """调解人员: and the organisation that mediates in our name (第十九条)."""
    name = complaint.mediator.name if complaint.mediator else ""
    return f"{name}；受委托的组织：{complaint.delegated_to}" if complaint.delegated_to else name


def _of_report(report: ViolationReport) -> dict[str, str]:
    return {
        "outcome": report.get_outcome_display(),
        "notice": titles(NOTICES).get(report.notice, ""),
        "told_words": report.told_words,
    }


def _proof(proof: Proof) -> str:
    how = "已经举证" if proof.shown_on else "没有举证" if proof.not_shown_on else ""
    until = how or f"{_day(proof.due_on)} 以前"
    return f"{proof.get_shower_display()}：{proof.title}（{until}）"


def _received(letter: Letter) -> str:
    return f"{_day(letter.received_on)}，{titles(CHANNELS).get(letter.channel, letter.channel)}"


def _day(day: date | None) -> str:
    return f"{day.year} 年 {day.month} 月 {day.day} 日" if day else ""


def _code(name: str, code: str) -> CodeRow | None:
    return next((row for row in table(name) if row.code == code), None) if code else None
