"""Two people at the same moment, on real threads and real transactions."""

from functools import partial

import pytest

from tests import at_once
from tests.cases.conftest import MONDAY, clue_in, new_clue
from wangshi.cases.models import Clue, NumberSeries
from wangshi.cases.services import (
    accept_clue,
    answer_correction,
    note_check,
    once,
    recheck,
    report_clue,
    return_clue,
)
from wangshi.cases.workflow import ChangedMeanwhile, ClueState, StepRefused
from wangshi.shared.audit import check_chain

pytestmark = pytest.mark.django_db(transaction=True)


together = partial(at_once.together, refusal=StepRefused)


def test_of_two_officers_at_once_one_acts_and_one_is_told(people):
    clue = clue_in(ClueState.ASSIGNED, people)
    seen = clue.steps.count()
    results = together(
        lambda: accept_clue(clue, by=people.officer, at=MONDAY, version=seen),
        lambda: return_clue(
            clue, reason="店在乙水镇", by=people.colleague, at=MONDAY, version=seen
        ),
    )
    refused = [result for result in results if isinstance(result, ChangedMeanwhile)]
    assert len(refused) == 1
    assert "您打开之后" in str(refused[0])
    assert clue.steps.count() == seen + 1
    assert not check_chain()


def test_two_officers_who_look_at_once_leave_one_recheck(people):
    one = clue_in(ClueState.CLOSED, people).corrections.get()
    results = together(
        lambda: recheck(one, fixed=True, seen="没有了", by=people.officer, at=MONDAY),
        lambda: recheck(one, fixed=False, seen="还在", by=people.colleague, at=MONDAY),
    )
    assert sum(isinstance(result, StepRefused) for result in results) == 1
    assert one.clue.steps.filter(name="recheck").count() == 1
    assert not check_chain()


def test_two_phones_of_one_shop_say_it_is_fixed_once(people):
    clue = clue_in(ClueState.CLOSED, people, operator=people.operator)
    one = clue.corrections.get()
    together(
        *(
            lambda: answer_correction(one, fixed=True, words="删了", by=people.owner, at=MONDAY)
            for _ in range(3)
        )
    )
    assert one.answers.count() == 1


def test_numbers_have_no_gap_however_many_report_at_once(people):
    together(
        *(lambda: report_clue(new_clue(people), by=people.grid_member, at=MONDAY) for _ in range(8))
    )
    numbers = sorted(int(clue.number.split("〕")[1][:-1]) for clue in Clue.objects.all())
    assert numbers == list(range(1, 9))
    assert NumberSeries.objects.get().last == 8


def test_the_same_form_sent_at_once_is_one_clue(people):
    report = new_clue(people, source_key="form:虚构")
    results = together(
        *(lambda: report_clue(report, by=people.grid_member, at=MONDAY) for _ in range(4))
    )
    assert len({clue.pk for clue in results}) == 1
    assert Clue.objects.count() == 1


def test_a_double_click_at_once_acts_once(people):
    clue = clue_in(ClueState.CHECKING, people)

    def click() -> bool:
        return once(
            "虚构标记",
            lambda: note_check(clue, words="打了电话", by=people.officer, at=MONDAY),
            by=people.officer,
            outcome="/",
            at=MONDAY,
        )

    assert sorted(together(click, click, click)) == [False, False, True]
    assert clue.steps.filter(name="note").count() == 1
