"""Closed is not fixed: what is to be put right is looked at again, and only that counts."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from tests.cases.acts import ACTS, filing
from tests.cases.conftest import MONDAY, clue_in, guided
from wangshi.accounts.policy import Refused
from wangshi.cases.clocks import clocks_of
from wangshi.cases.models import Clue, Correction, OwnerAnswer
from wangshi.cases.remedies import remedies
from wangshi.cases.selectors import Chip, Duty, desk, facts_of, own_corrections
from wangshi.cases.services import (
    Demand,
    Verdict,
    answer_correction,
    answer_proposal,
    ask_correction,
    decide_clue,
    pause_clue,
    propose_decision,
    recheck,
    settle_dispute,
    supervise_clue,
    work_again,
)
from wangshi.cases.workflow import CORRECTABLE, ClueOutcome, ClueState, StepRefused
from wangshi.engine.clocks import ClockState
from wangshi.engine.violations import Violations
from wangshi.registry.models import Representation

LATER = MONDAY + timedelta(hours=1)
DAY = timedelta(days=1)
DUE = MONDAY.date() + 7 * DAY


def concerned(people, state=ClueState.CLOSED, **changes):
    """A clue about the operator whose account is bound."""
    return clue_in(state, people, operator=people.operator, **changes)


def look(correction, people, *, fixed, at=LATER):
    return recheck(correction, fixed=fixed, seen="看了标题和详情", by=people.officer, at=at)


def test_guidance_asks_for_a_correction_of_the_operator_by_a_day(people):
    one = concerned(people, ClueState.DECIDED).corrections.get()
    assert (one.operator, one.due_on, one.is_open) == (people.operator, DUE, True)
    assert one.outcome == ClueOutcome.CORRECTED


def test_guidance_without_a_demand_is_refused(people):
    clue = clue_in(ClueState.CHECKING, people)
    with pytest.raises(StepRefused, match="改什么、改到哪天"):
        decide_clue(
            clue,
            verdict=Verdict(ClueOutcome.CORRECTED, "corrected", "已指导"),
            by=people.officer,
            at=LATER,
        )
    assert Clue.objects.get(pk=clue.pk).state == ClueState.CHECKING


DAYS = [
    (MONDAY.date(), False),  # today is no time to put anything right
    (MONDAY.date() + DAY, True),
    (date(2026, 12, 14), True),  # the fifteenth working day
    (date(2026, 12, 15), False),
]


@pytest.mark.parametrize(("due_on", "good"), DAYS)
def test_the_day_lies_in_what_the_county_allows(due_on, good, people):
    clue = clue_in(ClueState.CLOSED, people)
    look(clue.corrections.get(), people, fixed=False)
    demand = Demand("图片上的字也要删", due_on)
    if good:
        assert ask_correction(clue, demand=demand, by=people.officer, at=LATER).due_on == due_on
        return
    with pytest.raises(StepRefused, match="改正期限要在明天到 12-14 之间"):
        ask_correction(clue, demand=demand, by=people.officer, at=LATER)


@pytest.mark.parametrize("outcome", sorted(set(ClueOutcome) - CORRECTABLE))
def test_nothing_is_asked_where_nothing_was_found(outcome, people):
    clue = clue_in(ClueState.CLOSED, people)
    clue.corrections.all().delete()
    Clue.objects.filter(pk=clue.pk).update(
        outcome=outcome, transferred_out="虚构县", duplicate_of=clue_in(ClueState.REPORTED, people)
    )
    with pytest.raises(StepRefused, match="没有查到要改的地方"):
        ask_correction(clue, demand=Demand("删掉", DUE), by=people.officer, at=LATER)


def test_a_case_may_be_asked_to_put_right_what_was_found(people):
    clue = concerned(people, ClueState.CHECKING)
    proposal = propose_decision(clue, filing=filing(people), by=people.officer, at=LATER)
    clue = answer_proposal(proposal, approve=True, answer="同意", by=people.head, at=LATER)
    assert not own_corrections(people.owner).exists()
    ask_correction(clue, demand=Demand("先下架", DUE), by=people.officer, at=LATER)
    assert own_corrections(people.owner).get().outcome == ClueOutcome.FILED


def test_an_owner_says_it_is_fixed_once_and_may_object_besides(people):
    one = concerned(people).corrections.get()
    answer_correction(one, fixed=True, words="删了", by=people.owner, at=LATER)
    with pytest.raises(StepRefused, match="等执法员复看"):
        answer_correction(one, fixed=True, words="真删了", by=people.owner, at=LATER)
    answer_correction(one, fixed=False, words="那句话是平台写的", by=people.owner, at=LATER)
    assert OwnerAnswer.objects.count() == 2


@pytest.mark.parametrize("who", ["grid_member", "officer", "head"])
def test_nobody_else_speaks_for_an_operator(who, people):
    one = concerned(people).corrections.get()
    with pytest.raises(Refused):
        answer_correction(one, fixed=True, words="删了", by=getattr(people, who), at=LATER)


def test_who_is_bound_no_more_sees_and_says_nothing(people):
    one = concerned(people).corrections.get()
    Representation.objects.update(ended_at=LATER, ended_by=people.officer, end_reason="转让了")
    owner = type(people.owner).objects.get(pk=people.owner.pk)
    assert not own_corrections(owner).exists()
    with pytest.raises(Refused):
        answer_correction(one, fixed=True, words="删了", by=owner, at=LATER)


def test_an_owner_is_told_of_no_clue_that_is_being_checked(people):
    for state in (ClueState.REPORTED, ClueState.ASSIGNED, ClueState.CHECKING):
        concerned(people, state)
    assert not own_corrections(people.owner).exists()


def test_a_recheck_is_made_once(people):
    one = concerned(people).corrections.get()
    assert look(one, people, fixed=True).fixed is True
    with pytest.raises(StepRefused, match="已经复看过了"):
        look(one, people, fixed=False)


def test_what_was_not_fixed_is_worked_again_and_can_be_filed(people):
    clue = concerned(people)
    look(clue.corrections.get(), people, fixed=False)
    clue = work_again(clue, reason="还在卖，提请立案", by=people.officer, at=LATER + DAY)
    assert (clue.state, clue.outcome) == (ClueState.CHECKING, "")
    assert clue.reopened_on == (LATER + DAY).date()
    assert propose_decision(clue, filing=filing(people), by=people.officer, at=LATER + DAY)


def test_what_was_fixed_is_not_worked_again(people):
    clue = concerned(people)
    look(clue.corrections.get(), people, fixed=True)
    with pytest.raises(StepRefused, match="没改好的，才能这样重办"):
        work_again(clue, reason="不放心", by=people.officer, at=LATER)


def test_a_case_is_not_worked_again_it_goes_into_its_file(people):
    clue = concerned(people, ClueState.CHECKING)
    proposal = propose_decision(clue, filing=filing(people), by=people.officer, at=LATER)
    clue = answer_proposal(proposal, approve=True, answer="同意", by=people.head, at=LATER)
    one = ask_correction(clue, demand=Demand("先下架", DUE), by=people.officer, at=LATER)
    look(one, people, fixed=False)
    with pytest.raises(StepRefused, match="写进案卷"):
        work_again(clue, reason="还在卖", by=people.officer, at=LATER)


def test_a_reopened_clue_asks_nothing_any_more_until_it_is_decided_again(people):
    clue = concerned(people, ClueState.DISPUTED)
    settle_dispute(
        clue.disputes.get(), reopen=True, settlement="重看", by=people.reviewer, at=LATER
    )
    old = clue.corrections.get()
    assert old.set_aside_at == LATER
    with pytest.raises(StepRefused):
        answer_correction(old, fixed=True, words="删了", by=people.owner, at=LATER)
    clue.refresh_from_db()
    decide_clue(clue, verdict=guided(LATER), by=people.officer, at=LATER)
    assert clue.corrections.count() == 2


def clock(clue, today):
    return next((one for one in clocks_of(facts_of(clue), today) if one.key == "recheck"), None)


def test_the_recheck_is_due_three_workdays_after_the_last_day_to_put_it_right(people):
    clue = concerned(people)
    assert clock(clue, DUE).due_on == date(2026, 12, 3)


def test_an_earlier_word_of_the_owner_makes_it_due_earlier(people):
    clue = concerned(people)
    one = clue.corrections.get()
    answer_correction(one, fixed=False, words="不是我写的", by=people.owner, at=LATER)
    assert clock(clue, DUE).due_on == date(2026, 12, 3), "an objection moves nothing"
    answer_correction(one, fixed=True, words="删了", by=people.owner, at=LATER + DAY)
    assert clock(clue, DUE).due_on == date(2026, 11, 27)


def test_a_rechecked_clue_has_no_clock_left(people):
    clue = concerned(people)
    look(clue.corrections.get(), people, fixed=True)
    assert clock(clue, DUE) is None


def test_the_desk_calls_for_the_recheck_when_its_day_has_come(people):
    clue = concerned(people)
    assert [i.duty for i in desk(people.officer, DUE - DAY).under(Chip.OTHERS)] == [None]
    waiting = desk(people.officer, DUE).under(Chip.MINE)
    assert [(item.clue_id, item.duty) for item in waiting] == [(clue.pk, Duty.RECHECK)]
    late = desk(people.officer, DUE + 7 * DAY).under(Chip.LATE)
    assert [item.clock.state for item in late] == [ClockState.LATE]
    look(clue.corrections.get(), people, fixed=True)
    assert desk(people.officer, DUE).items == ()


def test_the_desk_calls_at_once_when_the_owner_says_it_is_fixed(people):
    one = concerned(people).corrections.get()
    answer_correction(one, fixed=True, words="删了", by=people.owner, at=LATER)
    assert desk(people.officer, MONDAY.date()).under(Chip.MINE)[0].duty is Duty.RECHECK


def test_a_closed_clue_is_supervised_only_while_its_recheck_waits(people):
    clue = concerned(people)
    supervise_clue(clue, demand="去复看", by=people.head, at=MONDAY + 14 * DAY)
    other = concerned(people)
    look(other.corrections.get(), people, fixed=True)
    with pytest.raises(StepRefused, match="没有等复看的"):
        supervise_clue(other, demand="去复看", reason="群众催", by=people.head, at=LATER)


def test_a_term_that_has_run_out_does_not_stop(people):
    clue = clue_in(ClueState.CHECKING, people)
    with pytest.raises(StepRefused, match="12-11 已经期满，期满以后停不了表"):
        pause_clue(clue, ground="test", note="送检", by=people.officer, at=MONDAY + 21 * DAY)


def _nameless_recheck(clue, people):
    clue.corrections.update(fixed=True, seen="看了")


def _wordless_recheck(clue, people):
    clue.corrections.update(fixed=True, rechecked_by=people.officer, rechecked_at=LATER)


def _second_demand(clue, people):
    Correction.objects.create(
        clue=clue, outcome="corrected", demand="x", due_on=DUE, asked_by=people.officer,
        asked_at=LATER,
    )  # fmt: skip


@pytest.mark.parametrize("forge", [_nameless_recheck, _wordless_recheck, _second_demand])
def test_the_database_itself_refuses(forge, people):
    clue = clue_in(ClueState.CLOSED, people)
    with pytest.raises(IntegrityError), transaction.atomic():
        forge(clue, people)


def test_every_violation_says_how_it_is_put_right():
    silent = [each.code for each in Violations.load() if not remedies(each.code)]
    assert silent == [], "在 cases/remedies.yaml 里补一行：店家怎么改好"


def test_the_acts_of_the_owner_and_the_recheck_are_in_the_table():
    assert {"ask_correction", "answer_correction", "recheck", "work_again"} <= set(ACTS)
