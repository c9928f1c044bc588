"""What the verbs promise beyond the table of steps."""

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from tests.cases.acts import ACTS, CORRECTED, filing
from tests.cases.conftest import MONDAY, SHANGHAI, clue_in, new_clue
from wangshi.accounts.policy import Refused
from wangshi.cases.models import Case, Clue, ClueExtension, ClueProposal, Dispute, NumberSeries
from wangshi.cases.services import (
    Filing,
    Verdict,
    accept_clue,
    add_evidence_photos,
    answer_extension,
    answer_letter,
    answer_proposal,
    ask_extension,
    assign_clue,
    decide_clue,
    dispute_clue,
    note_check,
    once,
    pause_clue,
    propose_decision,
    report_clue,
    resume_clue,
    return_clue,
    settle_dispute,
    supervise_clue,
)
from wangshi.cases.workflow import (
    ChangedMeanwhile,
    ClueOutcome,
    ClueSource,
    ClueState,
    StepRefused,
)
from wangshi.shared.models import Attachment, AuditRecord
from wangshi.shared.services import label

LATER = MONDAY + timedelta(hours=1)


def test_a_clue_gets_the_next_number_of_its_year(people):
    numbers = [report_clue(new_clue(people), by=people.grid_member, at=MONDAY).number for _ in "ab"]
    next_year = datetime(2027, 1, 1, 9, 0, tzinfo=SHANGHAI)
    numbers.append(report_clue(new_clue(people), by=people.grid_member, at=next_year).number)
    assert numbers == ["拾市监线〔2026〕1号", "拾市监线〔2026〕2号", "拾市监线〔2027〕1号"]


def test_a_report_that_fails_skips_no_number(people):
    with transaction.atomic():
        report_clue(new_clue(people), by=people.grid_member, at=MONDAY)
        transaction.set_rollback(True)
    assert not NumberSeries.objects.exists()
    clue = report_clue(new_clue(people), by=people.grid_member, at=MONDAY)
    assert clue.number == "拾市监线〔2026〕1号"


def test_the_same_report_sent_twice_is_one_clue(people):
    report = new_clue(people, source_key="form:虚构")
    first, second = (report_clue(report, by=people.grid_member, at=MONDAY) for _ in "ab")
    assert first.pk == second.pk
    assert NumberSeries.objects.get().last == 1
    assert AuditRecord.objects.filter(verb="clue.reported").count() == 1


def test_harm_and_its_reason_come_from_the_violation(people):
    clue = report_clue(new_clue(people, violation="V16"), by=people.grid_member, at=MONDAY)
    assert clue.harm == 3
    assert clue.harm_reason.startswith("非药品涉医：")


def test_a_clue_without_a_violation_says_why_its_harm_is_low(people):
    clue = report_clue(new_clue(people, violation=""), by=people.grid_member, at=MONDAY)
    assert (clue.harm, clue.harm_reason) == (1, "还没有对应到违法行为，按一般算")


def test_photos_of_a_report_belong_to_the_clue(people, photo):
    clue = report_clue(new_clue(people), by=people.grid_member, at=MONDAY, photos=[photo])
    assert Attachment.objects.get(owner=label(clue)).name == "虚构.png"


def test_nothing_is_found_tomorrow(people):
    with pytest.raises(StepRefused, match="发现日期不能晚于今天"):
        report_clue(new_clue(people, found_on=date(2026, 11, 24)), by=people.grid_member, at=MONDAY)


def test_a_clue_goes_to_the_suggested_department_without_words(people):
    clue = clue_in(ClueState.REPORTED, people)
    clue = assign_clue(clue, department=people.station, by=people.dispatcher, at=LATER)
    assert clue.steps.latest("id").reason == "甲木镇归它管"


def test_a_clue_goes_elsewhere_only_with_a_reason(people):
    clue = clue_in(ClueState.REPORTED, people)
    with pytest.raises(StepRefused, match="推荐的是甲木所；派给县局，写明为什么"):
        assign_clue(clue, department=people.bureau, by=people.dispatcher, at=LATER)
    clue = assign_clue(
        clue, department=people.bureau, reason="案情重大", by=people.dispatcher, at=LATER
    )
    assert clue.department == people.bureau


def test_a_returned_clue_goes_back_to_the_dispatcher(people):
    clue = clue_in(ClueState.ASSIGNED, people)
    clue = return_clue(clue, reason="店在乙水镇", by=people.officer, at=LATER)
    assert (clue.state, clue.department, clue.handler) == (ClueState.REPORTED, None, None)
    assert clue.steps.latest("id").department == people.station


REASONLESS = {
    "return": lambda c, p: return_clue(c, reason=" ", by=p.officer, at=LATER),
    "note": lambda c, p: note_check(c, words="\n", by=p.officer, at=LATER),
    "decide": lambda c, p: decide_clue(
        c, verdict=Verdict(ClueOutcome.CORRECTED, "corrected", ""), by=p.officer, at=LATER
    ),
    "decide without a ground": lambda c, p: decide_clue(
        c, verdict=Verdict(ClueOutcome.CORRECTED, "", "改好了"), by=p.officer, at=LATER
    ),
    "decide with another ending's ground": lambda c, p: decide_clue(
        c, verdict=Verdict(ClueOutcome.CORRECTED, "duplicate", "改好了"), by=p.officer, at=LATER
    ),
    "decide a duplicate of nothing": lambda c, p: decide_clue(
        c, verdict=Verdict(ClueOutcome.DUPLICATE, "duplicate", "同一家"), by=p.officer, at=LATER
    ),
    "transfer to nobody": lambda c, p: decide_clue(
        c,
        verdict=Verdict(ClueOutcome.TRANSFERRED, "to_other_department", "归文旅"),
        by=p.officer,
        at=LATER,
    ),
    "pause on a ground the term does not know": lambda c, p: pause_clue(
        c, ground="hearing", note="听证", by=p.officer, at=LATER
    ),
    "extend": lambda c, p: ask_extension(c, reason="", by=p.officer, at=LATER),
    "evidence": lambda c, p: add_evidence_photos(c, photos=[], words="x", by=p.officer, at=LATER),
}


@pytest.mark.parametrize("name", REASONLESS)
def test_a_missing_reason_is_refused_and_nothing_is_left(name, people):
    clue = clue_in(ClueState.ASSIGNED if name == "return" else ClueState.CHECKING, people)
    records, steps = AuditRecord.objects.count(), clue.steps.count()
    with pytest.raises(StepRefused):
        REASONLESS[name](clue, people)
    assert (AuditRecord.objects.count(), clue.steps.count()) == (records, steps)


def test_filing_and_declining_are_not_decided_by_who_checked(people):
    clue = clue_in(ClueState.CHECKING, people)
    for outcome, ground in ((ClueOutcome.FILED, "filed"), (ClueOutcome.DECLINED, "first_minor")):
        with pytest.raises(StepRefused, match="由负责人决定"):
            decide_clue(clue, verdict=Verdict(outcome, ground, "查实"), by=people.officer, at=LATER)


def test_the_head_files_and_the_case_is_open_the_same_moment(people):
    clue = clue_in(ClueState.CHECKING, people)
    proposal = propose_decision(clue, filing=filing(people), by=people.officer, at=LATER)
    clue = answer_proposal(proposal, approve=True, answer="同意", by=people.head, at=LATER)
    case = Case.objects.get()
    assert (clue.state, clue.outcome, clue.decided_by) == (
        ClueState.DECIDED,
        ClueOutcome.FILED,
        people.head,
    )
    assert case.number == "拾市监立〔2026〕1号"
    assert (case.first_officer, case.second_officer) == (people.officer, people.colleague)
    assert case.filed_on == MONDAY.date()


def test_declining_keeps_its_article_20_ground(people):
    clue = clue_in(ClueState.CHECKING, people)
    asked = Filing(ClueOutcome.DECLINED, "first_minor", "初次，页面当天已改")
    proposal = propose_decision(clue, filing=asked, by=people.officer, at=LATER)
    clue = answer_proposal(proposal, approve=True, answer="", by=people.head, at=LATER)
    assert (clue.outcome, clue.ground) == (ClueOutcome.DECLINED, "first_minor")
    assert not Case.objects.exists()
    assert "第二十条第一款第二项" in clue.steps.get(name="propose").article


SECOND_OFFICERS = [
    ("nobody", None, "选第二名执法人员"),
    ("the handler himself", "officer", "选第二名执法人员"),
    ("a grid member", "grid_member", "没有登记执法证号"),
    ("an officer without a certificate", "outsider", "没有登记执法证号"),
]


@pytest.mark.parametrize(("case", "name", "message"), SECOND_OFFICERS)
def test_a_case_has_two_certified_officers(case, name, message, people):
    clue = clue_in(ClueState.CHECKING, people)
    asked = filing(people)
    second = getattr(people, name) if name else None
    asked = Filing(asked.outcome, asked.ground, asked.reason, asked.cause, asked.party, second)
    with pytest.raises(StepRefused, match=message):
        propose_decision(clue, filing=asked, by=people.officer, at=LATER)


def test_nobody_answers_for_their_own_work(people):
    """The head who checked a clue himself can neither file it nor extend it."""
    clue = clue_in(ClueState.CHECKING, people)
    Clue.objects.filter(pk=clue.pk).update(handler=people.head)
    proposal = ClueProposal.objects.create(
        clue=clue,
        outcome=ClueOutcome.DECLINED,
        ground="first_minor",
        reason="初次",
        asked_by=people.officer,
        asked_at=LATER,
    )
    extension = ClueExtension.objects.create(
        clue=clue, reason="等检测", asked_by=people.officer, asked_at=LATER
    )
    with pytest.raises(StepRefused, match="不能批自己办的件"):
        answer_proposal(proposal, approve=True, answer="", by=people.head, at=LATER)
    with pytest.raises(StepRefused, match="不能批自己办的件"):
        answer_extension(extension, approve=True, answer="", by=people.head, at=LATER)


def test_the_decider_does_not_settle_the_dispute_about_it(people):
    clue = clue_in(ClueState.CHECKING, people)
    decide_clue(clue, verdict=CORRECTED, by=people.head, at=LATER)
    clue = ACTS["reply"][1](clue, people, people.officer, LATER)
    dispute = dispute_clue(clue, reason="还在卖", by=people.grid_member, at=LATER)
    with pytest.raises(StepRefused, match="不能复核自己办的件"):
        settle_dispute(dispute, reopen=False, settlement="无误", by=people.head, at=LATER)
    settle_dispute(dispute, reopen=False, settlement="无误", by=people.second_head, at=LATER)


def _own_extension(clue, people):
    ClueExtension.objects.create(
        clue=clue,
        reason="x",
        asked_by=people.officer,
        asked_at=LATER,
        approved=True,
        answered_by=people.officer,
        answered_at=LATER,
    )


def _own_proposal(clue, people):
    ClueProposal.objects.create(
        clue=clue,
        outcome=ClueOutcome.DECLINED,
        ground="x",
        reason="x",
        asked_by=people.officer,
        asked_at=LATER,
        approved=True,
        answered_by=people.officer,
        answered_at=LATER,
    )


def _own_settlement(clue, people):
    Dispute.objects.create(
        clue=clue,
        reason="x",
        outcome=ClueOutcome.CORRECTED,
        decided_by=people.officer,
        raised_by=people.grid_member,
        raised_at=LATER,
        reopened=False,
        settled_by=people.officer,
        settled_at=LATER,
        settlement="x",
    )


def _own_decline(clue, people):
    Clue.objects.filter(pk=clue.pk).update(
        state=ClueState.DECIDED,
        outcome=ClueOutcome.DECLINED,
        ground="first_minor",
        decision_reason="x",
        decided_on=MONDAY.date(),
        decided_by=people.officer,
    )


def _groundless(clue, people):
    Clue.objects.filter(pk=clue.pk).update(
        state=ClueState.DECIDED,
        outcome=ClueOutcome.CORRECTED,
        decided_on=MONDAY.date(),
        decided_by=people.officer,
    )


def _one_officer(clue, people):
    Case.objects.create(
        clue=clue,
        number="x",
        cause="x",
        party="x",
        first_officer=people.officer,
        second_officer=people.officer,
        filed_on=MONDAY.date(),
        filed_by=people.head,
    )


@pytest.mark.parametrize(
    "forge",
    [_own_extension, _own_proposal, _own_settlement, _own_decline, _groundless, _one_officer],
)
def test_the_database_itself_refuses(forge, people):
    clue = clue_in(ClueState.CHECKING, people)
    with pytest.raises(IntegrityError), transaction.atomic():
        forge(clue, people)


def test_a_transfer_stands_on_the_receivers_desk_at_once(people):
    clue = clue_in(ClueState.CHECKING, people)
    verdict = Verdict(
        ClueOutcome.TRANSFERRED,
        "to_other_department",
        "景区门票归文旅",
        transferred_to=people.other_bureau,
    )
    clue = decide_clue(clue, verdict=verdict, by=people.officer, at=LATER)
    handed = Clue.objects.get(came_from=clue)
    assert (handed.state, handed.department) == (ClueState.ASSIGNED, people.other_bureau)
    assert (handed.source, handed.external_number) == (ClueSource.TRANSFER, clue.number)
    accept_clue(handed, by=people.liaison, at=LATER)


def test_a_clue_is_extended_once_and_in_time(people):
    clue = clue_in(ClueState.CHECKING, people)
    extension = ask_extension(clue, reason="等检测", by=people.officer, at=LATER)
    with pytest.raises(StepRefused, match="只能延长一次"):
        ask_extension(clue, reason="再等", by=people.officer, at=LATER)
    too_late = datetime(2026, 12, 25, 9, 0, tzinfo=SHANGHAI)
    with pytest.raises(StepRefused, match="已经期满"):
        answer_extension(extension, approve=True, answer="", by=people.head, at=too_late)
    answer_extension(extension, approve=False, answer="来得及", by=people.head, at=LATER)
    ask_extension(clue, reason="送检要三周", by=people.officer, at=LATER)


def test_a_pause_covers_the_days_until_it_resumes(people):
    clue = clue_in(ClueState.CHECKING, people)
    pause = pause_clue(clue, ground="test", note="送检", by=people.officer, at=LATER)
    with pytest.raises(StepRefused, match="已经暂停"):
        pause_clue(clue, ground="test", note="送检", by=people.officer, at=LATER)
    pause = resume_clue(clue, by=people.officer, at=LATER + timedelta(days=3))
    assert (pause.first_on, pause.last_on) == (date(2026, 11, 23), date(2026, 11, 26))


def test_a_decision_ends_an_open_pause(people):
    clue = clue_in(ClueState.CHECKING, people)
    pause_clue(clue, ground="test", note="送检", by=people.officer, at=LATER)
    decide_clue(clue, verdict=CORRECTED, by=people.officer, at=LATER + timedelta(days=1))
    assert clue.pauses.get().last_on == date(2026, 11, 24)


def test_a_reopened_clue_is_checked_anew_and_keeps_what_was(people):
    clue = clue_in(ClueState.DISPUTED, people)
    dispute = clue.disputes.get()
    clue = settle_dispute(dispute, reopen=True, settlement="页面还在", by=people.head, at=LATER)
    clue.refresh_from_db()
    assert (clue.state, clue.outcome, clue.reopened_on) == (
        ClueState.CHECKING,
        "",
        MONDAY.date(),
    )
    assert Dispute.objects.get().outcome == ClueOutcome.CORRECTED


def test_an_upheld_result_is_not_disputed_again(people):
    clue = clue_in(ClueState.DISPUTED, people)
    settle_dispute(clue.disputes.get(), reopen=False, settlement="无误", by=people.head, at=LATER)
    with pytest.raises(StepRefused, match="另报一条"):
        dispute_clue(clue, reason="还不服", by=people.grid_member, at=LATER)


def test_only_the_finder_disputes(people):
    clue = clue_in(ClueState.CLOSED, people)
    with pytest.raises(Refused):
        dispute_clue(clue, reason="不服", by=people.officer, at=LATER)


def test_supervision_needs_lateness_or_a_reason(people):
    clue = clue_in(ClueState.CHECKING, people)
    with pytest.raises(StepRefused, match="还没有逾期"):
        supervise_clue(clue, demand="办完", by=people.head, at=LATER)
    late = datetime(2026, 12, 21, 9, 0, tzinfo=SHANGHAI)
    letter = supervise_clue(clue, demand="办完", by=people.leader, at=late)
    assert letter.overdue
    assert letter.number == "拾市监督〔2026〕1号"
    assert letter.answer_by == date(2026, 12, 24)


def test_a_letter_is_answered_once_by_who_holds_the_clue(people):
    clue = clue_in(ClueState.CHECKING, people)
    letter = supervise_clue(clue, demand="办完", reason="群众催", by=people.head, at=LATER)
    with pytest.raises(Refused):
        answer_letter(letter, answer="明天", by=people.outsider, at=LATER)
    answer_letter(letter, answer="明天", by=people.officer, at=LATER)
    with pytest.raises(StepRefused, match="已经答复过了"):
        answer_letter(letter, answer="明天", by=people.officer, at=LATER)


def test_the_second_of_two_officers_is_told_who_did_what(people):
    clue = clue_in(ClueState.ASSIGNED, people)
    seen = clue.steps.count()
    accept_clue(clue, by=people.officer, at=LATER, version=seen)
    with pytest.raises(ChangedMeanwhile, match="李示范在 11-23 11:00做了“接收”"):
        return_clue(clue, reason="不归我", by=people.colleague, at=LATER, version=seen)


def test_a_form_sent_twice_acts_once(people):
    clue = clue_in(ClueState.CHECKING, people)
    for expected in (True, False):
        fresh = once(
            "虚构标记",
            lambda: note_check(clue, words="打了电话", by=people.officer, at=LATER),
            by=people.officer,
            outcome="/",
            at=LATER,
        )
        assert fresh is expected
    assert clue.steps.filter(name="note").count() == 1


def test_a_refused_form_may_be_sent_again(people):
    clue = clue_in(ClueState.CHECKING, people)
    for words in ("", "打了电话"):

        def act(words: str = words) -> object:
            return note_check(clue, words=words, by=people.officer, at=LATER)

        if words:
            assert once("虚构标记", act, by=people.officer, outcome="/", at=LATER)
        else:
            with pytest.raises(StepRefused):
                once("虚构标记", act, by=people.officer, outcome="/", at=LATER)


def test_every_verb_leaves_one_audit_record(people):
    clue = clue_in(ClueState.DISPUTED, people)
    assert [line.verb for line in AuditRecord.objects.filter(subject=label(clue))] == [
        "clue.reported",
        "clue.assigned",
        "clue.accepted",
        "clue.decided",
        "clue.replied",
        "clue.disputed",
    ]
