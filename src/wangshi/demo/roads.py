"""线索的路: one generator a clue; between two acts it says when the next one happens."""

from collections.abc import Callable, Generator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TypeAlias

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Role
from wangshi.cases import services as cases
from wangshi.cases.models import Clue, Dispute
from wangshi.cases.workflow import ClueOutcome
from wangshi.demo.office import BUREAU, Office
from wangshi.demo.rechecks import demand, put_right
from wangshi.demo.words import casework

Road: TypeAlias = Generator[datetime, None, None]
Stretch: TypeAlias = Generator[datetime, None, datetime]
Opener: TypeAlias = Callable[[datetime], Clue]

OUTCOMES = {
    "corrected": ClueOutcome.CORRECTED,
    "filed": ClueOutcome.FILED,
    "minor_corrected": ClueOutcome.DECLINED,
    "first_minor": ClueOutcome.DECLINED,
    "no_fault": ClueOutcome.DECLINED,
    "unverifiable": ClueOutcome.UNVERIFIABLE,
    "not_ours": ClueOutcome.NOT_OURS,
    "to_other_department": ClueOutcome.TRANSFERRED,
    "to_other_amr": ClueOutcome.TRANSFERRED,
    "to_police": ClueOutcome.TRANSFERRED,
    "duplicate": ClueOutcome.DUPLICATE,
}
BY_THE_HEAD = (ClueOutcome.FILED, ClueOutcome.DECLINED)
AFTER_A_LETTER = 2
OUT = {"to_other_amr": "虚构市样例区市场监督管理局", "to_police": "拾穗县公安局（虚构）"}


@dataclass(frozen=True)
class Course:
    """一条线索会怎样: how it ends, what happens on the way, where it stops for now."""

    ending: str = "corrected"
    flags: frozenset[str] = frozenset()
    stop: str = ""
    pace: int = 1
    decide_on: date | None = None
    original: Callable[[], Clue] | None = None


def walk(office: Office, opener: Opener, start: datetime, course: Course) -> Road:
    """走完一条: report, assign, accept, check, decide, reply, and perhaps a dispute."""
    yield start
    clue = opener(start)
    if course.stop == "reported":
        return
    at = office.later(start, office.dice.number(0, 1))
    yield at
    clue = office.assign(clue, at)
    if "returned" in course.flags:
        at = yield from _returned(office, clue, at)
        clue.refresh_from_db()
    if course.stop == "assigned":
        return
    at = office.later(at, office.dice.number(0, 1))
    yield at
    clue = cases.accept_clue(clue, by=office.officer_of(clue.department_id), at=at)
    course = _suited(course, _handler(clue))
    at = yield from _check(office, clue, at, course)
    if course.stop in ("checking", "paused", "extension_asked"):
        return
    yield from _finish(office, clue, at, course)


def _suited(course: Course, handler: Account) -> Course:
    """Another bureau neither files nor declines cases of this one, nor hands the clue on."""
    ours = Role.OFFICER in handler.roles
    if ours or OUTCOMES[course.ending] not in (*BY_THE_HEAD, ClueOutcome.TRANSFERRED):
        return course
    return replace(course, ending="corrected")


def _returned(office: Office, clue: Clue, at: datetime) -> Stretch:
    """退回重派: the first unit says that it is not theirs."""
    at = office.later(at, 1)
    yield at
    by = office.officer_of(clue.department_id)
    cases.return_clue(clue, reason=office.say("returns"), by=by, at=at)
    at = office.later(at, 0)
    yield at
    office.assign(clue, at, office.departments[BUREAU])
    return at


def _check(office: Office, clue: Clue, at: datetime, course: Course) -> Stretch:
    """核查: notes, and whatever stops or lengthens the clock."""
    by = _handler(clue)
    at = yield from _note(office, clue, by, at, office.dice.number(0, 2))
    if "paused" in course.flags or course.stop == "paused":
        at = yield from _pause(office, clue, at, course)
    if course.flags & {"extended", "refused"} or course.stop == "extension_asked":
        at = yield from _extend(office, clue, at, course)
    if "supervised" in course.flags:
        at = yield from _supervise(office, clue, at, course)
    if course.stop:
        return at
    pace = AFTER_A_LETTER if "supervised" in course.flags else course.pace
    return (yield from _note(office, clue, by, at, pace))


def _note(office: Office, clue: Clue, by: Account, at: datetime, days: int) -> Stretch:
    at = office.later(at, days)
    yield at
    words = office.say("notes", shop=_suspect(clue), person=_person(clue))
    cases.note_check(clue, words=words, by=by, at=at)
    return at


def _pause(office: Office, clue: Clue, at: datetime, course: Course) -> Stretch:
    ground, note = office.dice.pick(casework().pauses)
    at = office.later(at, 1)
    yield at
    cases.pause_clue(clue, ground=ground, note=note, by=_handler(clue), at=at)
    if course.stop == "paused":
        return at
    at = office.later(at, office.dice.number(5, 8))
    yield at
    cases.resume_clue(clue, by=_handler(clue), at=at, words="结果已经收到")
    return at


def _extend(office: Office, clue: Clue, at: datetime, course: Course) -> Stretch:
    at = office.later(at, 1)
    yield at
    extension = cases.ask_extension(clue, reason=office.say("extensions"), by=_handler(clue), at=at)
    if course.stop == "extension_asked":
        return at
    at = office.later(at, 1)
    yield at
    approve = "refused" not in course.flags
    answer = office.say("extension_answers" if approve else "extension_refusals")
    head = office.people.one(Role.BUREAU_ADMIN)
    cases.answer_extension(extension, approve=approve, answer=answer, by=head, at=at)
    return at


def _supervise(office: Office, clue: Clue, at: datetime, course: Course) -> Stretch:
    """督办: late, or earlier because somebody above asked."""
    at = office.later(at, course.pace)
    yield at
    letter = cases.supervise_clue(
        clue,
        demand=office.say("demands"),
        reason=casework().early_supervision,
        by=office.people.one(office.dice.pick((Role.BUREAU_ADMIN, Role.LEADER))),
        at=at,
    )
    if course.stop:
        return at
    at = office.later(at, office.dice.number(1, 2))
    yield at
    answer = office.say("letter_answers")
    cases.answer_letter(letter, answer=answer, by=_handler(clue), at=at)
    return at


def _finish(office: Office, clue: Clue, at: datetime, course: Course) -> Road:
    """了结: the decision, the reply, and what the finder says to it."""
    if course.decide_on:
        at = office.moment(course.decide_on)
    else:
        at = office.later(at, office.dice.number(0, 1))
    yield at
    if OUTCOMES[course.ending] in BY_THE_HEAD:
        at = yield from _propose(office, clue, at, course)
        if course.stop == "proposed":
            return
    else:
        verdict = _verdict(office, clue, course, at)
        cases.decide_clue(clue, verdict=verdict, by=_handler(clue), at=at)
    if course.stop == "decided":
        return
    at = yield from _reply(office, clue, office.later(at, office.dice.number(0, 2)))
    yield from _handed_on(office, clue, at)
    if "disputed" in course.flags:
        yield from _dispute(office, clue, at, course)
    else:
        yield from _put_right(office, clue, at, course)


def _put_right(office: Office, clue: Clue, at: datetime, course: Course) -> Road:
    """改正和复看: what was found as it was may be worked again, and filed."""
    unfixed = "unfixed" in course.flags
    again = yield from put_right(office, clue, at, stop=course.stop, unfixed=unfixed)
    if again is not None:
        yield from _finish(office, clue, again, Course("filed"))


def _verdict(office: Office, clue: Clue, course: Course, at: datetime) -> cases.Verdict:
    unit = office.departments["wenlv" if clue.violation.startswith("V4") else "nongye"]
    return cases.Verdict(
        OUTCOMES[course.ending],
        course.ending,
        office.why(course.ending, person=_person(clue)),
        duplicate_of=course.original() if course.original else None,
        transferred_to=unit if course.ending == "to_other_department" else None,
        transferred_out=OUT.get(course.ending, ""),
        demand=demand(office, clue, at) if course.ending == "corrected" else None,
    )


def _propose(office: Office, clue: Clue, at: datetime, course: Course) -> Stretch:
    proposal = cases.propose_decision(
        clue, filing=_filing(office, clue, course), by=_handler(clue), at=at
    )
    if course.stop == "proposed":
        return at
    head = office.people.one(Role.BUREAU_ADMIN)
    if "sent_back" in course.flags:
        at = office.later(at, 1)
        yield at
        cases.answer_proposal(
            proposal, approve=False, answer=office.say("send_backs"), by=head, at=at
        )
        at = office.later(at, 1)
        yield at
        again = _filing(office, clue, course)
        proposal = cases.propose_decision(clue, filing=again, by=_handler(clue), at=at)
    at = office.later(at, office.dice.number(0, 1))
    yield at
    key = "approvals" if course.ending == "filed" else "decline_approvals"
    cases.answer_proposal(proposal, approve=True, answer=office.say(key), by=head, at=at)
    return at


def _filing(office: Office, clue: Clue, course: Course) -> cases.Filing:
    filed = course.ending == "filed"
    return cases.Filing(
        OUTCOMES[course.ending],
        course.ending,
        office.why(course.ending, person=_person(clue)),
        cause=f"涉嫌网络交易违法（{clue.title[:40]}）" if filed else "",
        party=_party(clue) if filed else "",
        second_officer=office.second_officer(_handler(clue)) if filed else None,
    )


def _reply(office: Office, clue: Clue, at: datetime) -> Stretch:
    yield at
    fresh = Clue.objects.get(pk=clue.pk)
    by = _handler(fresh)
    words = office.say("replies", reason=fresh.decision_reason.rstrip("。"), handler=by.name)
    cases.reply_clue(clue, words=words, by=by, at=at)
    return at


def _handed_on(office: Office, clue: Clue, at: datetime) -> Road:
    """移送后: the clue that now stands on the other bureau's desk goes its own way."""
    for child in Clue.objects.filter(came_from=clue):
        by = office.officer_of(child.department_id)
        at = office.later(at, 1)
        yield at
        cases.accept_clue(child, by=by, at=at)
        at = office.later(at, office.dice.number(3, 7))
        yield at
        verdict = _verdict(office, child, Course("corrected"), at)
        cases.decide_clue(child, verdict=verdict, by=by, at=at)
        at = yield from _reply(office, child, office.later(at, 1))
        yield from _put_right(office, child, at, Course("corrected"))


def _dispute(office: Office, clue: Clue, at: datetime, course: Course) -> Road:
    at = office.later(at, office.dice.number(1, 3))
    yield at
    dispute = cases.dispute_clue(clue, reason=office.say("disputes"), by=clue.reported_by, at=at)
    if course.stop == "disputed":
        return
    at = office.later(at, office.dice.number(1, 4))
    yield at
    _settle(office, dispute, at, reopen="reopened" in course.flags)
    if "reopened" not in course.flags:
        yield from _put_right(office, clue, at, course)
        return
    at = yield from _note(office, clue, _handler(clue), at, 2)
    yield from _finish(office, clue, at, Course("corrected"))


def _settle(office: Office, dispute: Dispute, at: datetime, *, reopen: bool) -> None:
    key = "settlements_reopen" if reopen else "settlements_uphold"
    reviewer = office.people.one(Role.LEGAL_REVIEWER)
    cases.settle_dispute(dispute, reopen=reopen, settlement=office.say(key), by=reviewer, at=at)


def _handler(clue: Clue) -> Account:
    if clue.handler is None:
        raise LookupError(f"nobody has accepted {clue.number}")
    return clue.handler


def _suspect(clue: Clue) -> str:
    return clue.suspect_name or (clue.shop.name if clue.shop else "对方")


def _person(clue: Clue) -> str:
    return clue.operator.person if clue.operator else "店主"


def _party(clue: Clue) -> str:
    return clue.operator.name if clue.operator else _suspect(clue)
