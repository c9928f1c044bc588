"""Two people at the same moment, on real threads and real transactions."""

from functools import partial

import pytest

from tests import at_once
from tests.cases.conftest import MONDAY, clue_in, new_clue
from wangshi.cases.models import Clue, NumberSeries
from wangshi.cases.services import accept_clue, note_check, once, report_clue, return_clue
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
