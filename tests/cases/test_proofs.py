"""核查说明了什么: each conclusion with its moment, so that any past day can be asked again."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cases.conftest import MONDAY, clue_in, guided
from wangshi.cases.endings import endings
from wangshi.cases.models import Clue, Dispute
from wangshi.cases.selectors import Finding, Proof, findings
from wangshi.cases.services import (
    Filing,
    Verdict,
    accept_clue,
    answer_proposal,
    decide_clue,
    dispute_clue,
    propose_decision,
    reply_clue,
    settle_dispute,
)
from wangshi.cases.workflow import DECIDED_BY_THE_HEAD, ClueOutcome, ClueState

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def found(clue, until=None):
    return findings(Clue.objects.filter(pk=clue.pk).values("pk"), until).get(clue.pk, ())


def decided(clue, people, row, at):
    if row.outcome in DECIDED_BY_THE_HEAD:
        filing = Filing(
            row.outcome, row.code, "看了页面", "案由", "虚构小铺", second_officer=people.colleague
        )
        proposal = propose_decision(clue, filing=filing, by=people.officer, at=at)
        return answer_proposal(proposal, approve=True, answer="", by=people.head, at=at)
    other = clue_in(ClueState.REPORTED, people) if row.outcome is ClueOutcome.DUPLICATE else None
    verdict = Verdict(
        row.outcome,
        row.code,
        "看了页面",
        duplicate_of=other,
        transferred_out="虚构县",
        demand=guided(at).demand,
    )
    return decide_clue(clue, verdict=verdict, by=people.officer, at=at)


@pytest.mark.parametrize("row", endings(MONDAY.date()), ids=lambda row: row.code)
def test_every_ending_leaves_what_it_proves_with_its_moment(people, row):
    clue = decided(clue_in(ClueState.CHECKING, people), people, row, MONDAY)
    assert found(clue) == (Finding(MONDAY, row.proves),)
    assert found(clue, until=MONDAY) == ()


def test_a_clue_worked_again_keeps_what_was_found_before(people):
    clue = clue_in(ClueState.CHECKING, people)
    verdict = Verdict(ClueOutcome.UNVERIFIABLE, "unverifiable", "页面删了")
    clue = decide_clue(clue, verdict=verdict, by=people.officer, at=MONDAY)
    clue = reply_clue(clue, words="没有查到", by=people.officer, at=MONDAY + DAY)
    by = clue.reported_by
    dispute_clue(clue, reason="我有截图", by=by, at=MONDAY + 2 * DAY)
    clue = settle_dispute(
        Dispute.objects.get(),
        reopen=True,
        settlement="看了截图",
        by=people.reviewer,
        at=MONDAY + 3 * DAY,
    )
    fourth = MONDAY + 4 * DAY
    decide_clue(clue, verdict=guided(fourth), by=people.officer, at=fourth)
    assert [finding.proof for finding in found(clue)] == [Proof.OPEN, None, Proof.BREACH]
    assert [finding.proof for finding in found(clue, MONDAY + 4 * DAY)] == [Proof.OPEN, None]


def test_what_the_receiving_office_finds_proves_it_for_the_clue_it_came_from(people):
    clue = clue_in(ClueState.CHECKING, people)
    verdict = Verdict(
        ClueOutcome.TRANSFERRED,
        "to_other_department",
        "归文旅管",
        transferred_to=people.other_bureau,
    )
    decide_clue(clue, verdict=verdict, by=people.officer, at=MONDAY)
    heir = accept_clue(clue.handed_on.get(), by=people.liaison, at=MONDAY + DAY)
    second = MONDAY + 2 * DAY
    decide_clue(heir, verdict=guided(second), by=people.liaison, at=second)
    assert [finding.proof for finding in found(clue)] == [Proof.OPEN, Proof.BREACH]
    assert [finding.proof for finding in found(heir)] == [Proof.BREACH]


def test_more_clues_ask_no_more_queries(people):
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            findings(Clue.objects.values("pk"))
        return len(asked)

    clue_in(ClueState.CLOSED, people)
    before = queries()
    for _ in range(3):
        clue_in(ClueState.CLOSED, people)
    assert queries() == before == 2
