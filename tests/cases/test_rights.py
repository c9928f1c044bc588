"""Who may do what: inside every verb, not only on the pages."""

import pytest

from tests.cases.acts import ACTS
from tests.cases.conftest import MONDAY, clue_in
from wangshi.accounts.policy import Refused
from wangshi.cases.models import Clue
from wangshi.cases.workflow import CLUE_STEPS, ClueState

INSPECTS = sorted(set(ACTS) - {"dispute"})


def state_for(name: str) -> ClueState:
    """The last state the step is open in: by then the clue has a department."""
    return [step.source for step in CLUE_STEPS if step.name == name][-1]


@pytest.mark.parametrize("name", INSPECTS)
@pytest.mark.parametrize("who", ["grid_member", "auditor"])
def test_grid_members_and_auditors_neither_inspect_nor_decide(name, who, people):
    clue = clue_in(state_for(name), people)
    steps = clue.steps.count()
    with pytest.raises(Refused):
        ACTS[name][1](clue, people, getattr(people, who), MONDAY)
    assert Clue.objects.get(pk=clue.pk).steps.count() == steps


OF_THE_DEPARTMENT = [name for name, (who, _) in ACTS.items() if who == "officer"]


@pytest.mark.parametrize("name", OF_THE_DEPARTMENT)
def test_an_officer_of_another_station_cannot_touch_the_clue(name, people):
    clue = clue_in(state_for(name), people)
    with pytest.raises(Refused):
        ACTS[name][1](clue, people, people.outsider, MONDAY)


@pytest.mark.parametrize(
    "name", ["assign", "extend", "approve", "send_back", "supervise", "reopen", "uphold"]
)
def test_an_officer_does_not_do_the_heads_work(name, people):
    clue = clue_in(state_for(name), people)
    with pytest.raises(Refused):
        ACTS[name][1](clue, people, people.colleague, MONDAY)
