"""Random walks: whatever is tried in whatever order, the facts stay whole."""

from datetime import timedelta
from itertools import pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cases.acts import ACTS, actor_of
from tests.cases.conftest import MONDAY, clue_in
from wangshi.accounts.policy import Refused
from wangshi.cases.clocks import clock_of
from wangshi.cases.models import Case, Clue
from wangshi.cases.selectors import facts_of
from wangshi.cases.workflow import ClueState, StepRefused, next_state
from wangshi.shared.audit import check_chain
from wangshi.shared.models import AuditRecord
from wangshi.shared.services import label


def is_asked(name: str, clue: Clue) -> bool:
    """An answer is tried only where somebody asked: the acts would invent the question."""
    open_corrections = clue.corrections.filter(fixed__isnull=True, set_aside_at__isnull=True)
    open_questions = {
        "extend": clue.extensions.filter(approved__isnull=True),
        "refuse_extension": clue.extensions.filter(approved__isnull=True),
        "approve": clue.proposals.filter(approved__isnull=True),
        "send_back": clue.proposals.filter(approved__isnull=True),
        "answer_letter": clue.letters.filter(answered_at__isnull=True),
        "resume": clue.pauses.filter(last_on__isnull=True),
        "reopen": clue.disputes.filter(reopened__isnull=True),
        "uphold": clue.disputes.filter(reopened__isnull=True),
        "answer_correction": open_corrections,
        "recheck": open_corrections,
        "ask_correction": clue.corrections.filter(set_aside_at__isnull=True),
        "work_again": clue.corrections.filter(set_aside_at__isnull=True),
    }
    return name not in open_questions or open_questions[name].exists()


@settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(walk=st.lists(st.sampled_from(sorted(ACTS)), min_size=10, max_size=40))
def test_no_walk_breaks_a_fact(people, walk):
    clue = clue_in(ClueState.REPORTED, people)
    for minute, name in enumerate(walk, start=10):
        at = MONDAY + timedelta(minutes=minute)
        before = clue.state
        if not is_asked(name, clue):
            continue
        try:
            ACTS[name][1](clue, people, actor_of(name, clue, people), at)
        except (StepRefused, Refused):
            clue.refresh_from_db()
            assert clue.state == before
        else:
            clue.refresh_from_db()
            assert clue.state == next_state(ClueState(before), name)
        assert clock_of(facts_of(clue), at.date()).words
    steps = list(clue.steps.order_by("id"))
    assert steps[0].source == ""
    assert all(a.target == b.source for a, b in pairwise(steps))
    assert steps[-1].target == clue.state
    assert AuditRecord.objects.filter(subject=label(clue)).count() == len(steps)
    assert Case.objects.filter(clue=clue).exists() == (clue.outcome == "filed")
    assert not check_chain()
