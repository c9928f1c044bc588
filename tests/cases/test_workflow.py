"""The table of steps is the only source: what it opens can be done, and nothing else."""

from datetime import timedelta

import pytest

from tests.cases.acts import ACTS, actor_of
from tests.cases.conftest import MONDAY, ORDER, clue_in
from wangshi.accounts.policy import Refused
from wangshi.cases.models import Clue
from wangshi.cases.workflow import (
    CLUE_STEPS,
    ClueState,
    StepRefused,
    next_state,
    open_steps,
    step_title,
)

pytestmark = pytest.mark.once

LATER = MONDAY + timedelta(hours=1)


def test_every_step_of_the_table_has_a_verb():
    assert {step.name for step in CLUE_STEPS} == set(ACTS)


def test_every_step_names_its_article_or_promise():
    assert all(step.article.startswith(("《", "本县承诺")) for step in CLUE_STEPS)


def test_a_step_leads_to_one_place_only():
    pairs = [(step.name, step.source) for step in CLUE_STEPS]
    assert len(pairs) == len(set(pairs))


@pytest.mark.parametrize("state", ORDER)
@pytest.mark.parametrize("name", sorted(ACTS))
def test_a_verb_works_exactly_where_the_table_opens_its_step(name, state, people):
    clue = clue_in(state, people)
    _, act = ACTS[name]
    by = actor_of(name, clue, people)
    if name in {step.name for step in open_steps(state)}:
        act(clue, people, by, LATER)
        clue.refresh_from_db()
        assert clue.state == next_state(state, name)
        assert clue.steps.latest("id").name == name
        return
    steps = clue.steps.count()
    # 退回的和没派的线索没有单位，本单位的权限够不着：同样办不成。
    with pytest.raises((StepRefused, Refused)):
        act(clue, people, by, LATER)
    assert Clue.objects.get(pk=clue.pk).state == state
    assert clue.steps.count() == steps


def test_a_closed_step_says_where_the_clue_stands():
    with pytest.raises(StepRefused, match="现在是“待分派”，不能接收"):
        next_state(ClueState.REPORTED, "accept")


def test_every_step_has_a_title_in_chinese():
    assert all(step_title(name).isascii() is False for name in [*ACTS, "report"])
