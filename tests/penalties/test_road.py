"""The road of a case: every stage, who may not walk it, what is refused and how it is told."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from tests.penalties.conftest import findings, ruling, sent, then, walk
from wangshi.accounts.models import RoleGrant
from wangshi.accounts.permissions import Role
from wangshi.accounts.policy import Refused
from wangshi.penalties import services
from wangshi.penalties.clocks import case_clocks, decide_deadline
from wangshi.penalties.models import Docket, LedgerFact, Review
from wangshi.penalties.workflow import (
    CaseOutcome,
    CaseState,
    ChangedMeanwhile,
    StepRefused,
    Undone,
)
from wangshi.shared.models import AuditRecord

pytestmark = pytest.mark.django_db
S = CaseState


def test_a_filed_case_walks_to_its_closed_file(case, people):
    docket = walk(case, people, S.CLOSED)
    assert docket.state == S.CLOSED
    assert docket.decision.number == "拾市监罚〔2026〕1号"
    assert [one.kind for one in LedgerFact.objects.order_by("pk")] == ["decided", "paid"]
    assert all(
        one.done
        for one in case_clocks(docket, then(60).date())
        if one.key != "penalty_publish_same"
    )
    steps = list(docket.steps.values_list("name", flat=True))
    assert steps == [
        "party", "conclude", "pass", "agree", "notify", "decide", "serve", "pay", "close", "answer",
    ]  # fmt: skip


def test_the_party_is_taken_from_the_register(case, people):
    services.note(case, words="看了网页", by=people.officer, at=then(1))
    docket = Docket.objects.get(case=case)
    assert (docket.party_person, docket.violation) == ("试填张三", "V16")


def test_nobody_reviews_or_decides_a_case_of_their_own(case, people):
    walk(case, people, S.REVIEWING)
    for role in (Role.LEGAL_REVIEWER, Role.BUREAU_ADMIN):
        RoleGrant.objects.create(account=people.second, role=role, granted_at=then())
    second = type(people.second).objects.get(pk=people.second.pk)
    with pytest.raises(StepRefused, match="办案人员"):
        services.review(case, passed=True, opinion="同意", by=second, at=then(21))
    review = Review.objects.get()
    review.by, review.passed, review.opinion, review.answered_at = second, True, "好", then(21)
    with pytest.raises(IntegrityError), transaction.atomic():
        review.save()
    services.review(case, passed=True, opinion="同意", by=people.reviewer, at=then(22))
    with pytest.raises(StepRefused, match="办案人员"):
        services.agree(case, by=second, at=then(24))


def test_who_reviewed_does_not_decide(case, people):
    walk(case, people, S.NOTIFIED)
    RoleGrant.objects.create(account=people.reviewer, role=Role.BUREAU_ADMIN, granted_at=then())
    reviewer = type(people.reviewer).objects.get(pk=people.reviewer.pk)
    with pytest.raises(StepRefused, match="您审核的"):
        services.decide(case, ruling(), by=reviewer, at=then(40))


def test_only_the_two_officers_work_the_case(case, people):
    with pytest.raises(StepRefused, match="不是这件的办案人员"):
        services.note(case, words="看看", by=people.third, at=then(1))
    with pytest.raises(Refused):
        services.note(case, words="看看", by=people.reviewer, at=then(1))


def test_two_at_once_are_told_who_came_first(case, people):
    services.note(case, words="看了网页", by=people.officer, at=then(1))
    with pytest.raises(ChangedMeanwhile, match="李示范"):
        services.note(case, words="我也看了", by=people.second, at=then(1), version=0)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"sanction": services.Sanctioned()}, "至少一样"),
        ({"handling": CaseOutcome.NO_PENALTY, "sanction": services.Sanctioned()}, "从列出的里面选"),
        ({"handling": CaseOutcome.NO_PENALTY}, "不能同时写处罚内容"),
        ({"facts": " "}, "认定的事实"),
        ({"sanction": services.Sanctioned(others=("suspend",))}, "写明内容"),
    ],
    ids=["nothing", "no ground", "both", "no facts", "unnamed"],
)
def test_a_report_that_cannot_stand_is_refused(case, people, wrong, said):
    walk(case, people, S.INVESTIGATING)
    with pytest.raises(StepRefused, match=said):
        services.conclude(case, findings(**wrong), by=people.officer, at=then(20))


def test_sparing_the_first_offence_is_reasons_not_a_switch(case, people):
    walk(case, people, S.INVESTIGATING)
    spared = {
        "handling": CaseOutcome.NO_PENALTY,
        "sanction": services.Sanctioned(),
        "ground": "N33_2",
    }
    half = findings(**spared, asked={"是第一次违法": "本县没有案件"})
    with pytest.raises(StepRefused, match="危害后果轻微"):
        services.conclude(case, half, by=people.officer, at=then(20))
    asked = {"是第一次违法": "没有案件", "危害后果轻微": "卖出 3 盒", "已经及时改正": "当天删了"}
    services.conclude(case, findings(**spared, asked=asked), by=people.officer, at=then(20))
    services.review(case, passed=True, opinion="同意", by=people.reviewer, at=then(22))
    with pytest.raises(StepRefused, match="不用告知"):
        services.agree(case, by=people.head, at=then(24))
    none = ruling(outcome=CaseOutcome.NO_PENALTY, sanction=services.Sanctioned())
    decision = services.decide(case, none, by=people.head, at=then(24))
    services.serve_decision(case, sent(25), by=people.officer, at=then(25))
    assert decision.number.startswith("拾市监不罚")
    assert Docket.objects.get(case=case).state == S.PERFORMED
    assert not LedgerFact.objects.exists()


def test_no_decision_before_the_party_had_its_time(case, people):
    walk(case, people, S.NOTIFIED)
    with pytest.raises(StepRefused, match="陈述申辩、要求听证到"):
        services.decide(case, ruling(), by=people.head, at=then(30))


def test_speaking_never_makes_it_heavier(case, people):
    walk(case, people, S.NOTIFIED)
    more = ruling(sanction=services.Sanctioned(fine=Decimal(6000)))
    with pytest.raises(StepRefused, match="比告知的重"):
        services.decide(case, more, by=people.head, at=then(40))
    said = services.Said(then(28).date(), "金额算错了", True, "查账属实，少算")
    services.take_statement(case, said, by=people.officer, at=then(28))
    less = ruling(sanction=services.Sanctioned(fine=Decimal(3000)))
    decision = services.decide(case, less, by=people.head, at=then(40))
    assert "查账属实" in decision.adoption


def test_a_decision_after_the_term_says_why(case, people):
    walk(case, people, S.NOTIFIED)
    with pytest.raises(StepRefused, match="已经满了"):
        services.decide(case, ruling(), by=people.head, at=then(120))
    late = ruling(late_reason="当事人住院，无法询问")
    decision = services.decide(case, late, by=people.head, at=then(120))
    assert decision.late_reason == "当事人住院，无法询问"
    assert AuditRecord.objects.get(verb="penalty.decided").facts["late"] is True


def test_extensions_are_thirty_days_then_the_heads_together(case, people):
    ask = {"by": people.officer, "at": then(80)}
    with pytest.raises(StepRefused, match="最多延长 30"):
        services.ask_extension(case, days=31, reason="等鉴定", **ask)
    first = services.ask_extension(case, days=30, reason="等鉴定", **ask)
    services.answer_approval(first, approve=True, answer="", by=people.head, at=then(81))
    second = services.ask_extension(case, days=45, reason="案情特别复杂", **ask)
    with pytest.raises(StepRefused, match="集体讨论"):
        services.answer_approval(second, approve=True, answer="", by=people.head, at=then(82))
    services.answer_approval(
        second, approve=True, answer="三人都同意", together=True, by=people.head, at=then(82)
    )
    due = decide_deadline(Docket.objects.get(case=case)).due_on
    assert then(165).date() <= due <= then(175).date()


def test_a_suspension_and_a_test_do_not_count(case, people):
    question = services.ask_suspension(
        case, ground="S46_1", reason="等判决", by=people.officer, at=then(5)
    )
    services.answer_approval(question, approve=True, answer="", by=people.head, at=then(10))
    services.resume(case, words="判决来了", by=people.officer, at=then(19))
    services.send_to_test(
        case, ground="test", words="送样例所", on=then(30).date(), by=people.officer, at=then(30)
    )
    with pytest.raises(StepRefused, match="先记结果"):
        services.conclude(case, findings(), by=people.officer, at=then(31))
    services.take_result(
        case, ground="test", result="合格", on=then(39).date(), by=people.officer, at=then(39)
    )
    docket = Docket.objects.get(case=case)
    assert decide_deadline(docket).due_on >= then(109).date()


def test_recusal_puts_somebody_else_in_and_leaves_two(case, people):
    question = services.ask_recusal(
        case,
        leaving=people.second,
        coming=people.third,
        reason="亲戚",
        by=people.officer,
        at=then(2),
    )
    services.answer_approval(question, approve=True, answer="", by=people.head, at=then(3))
    case.refresh_from_db()
    assert case.second_officer == people.third
    with pytest.raises(StepRefused):
        services.note(case, words="看", by=people.second, at=then(4))


def test_an_undone_decision_is_told_to_the_ledger(case, people):
    walk(case, people, S.SERVED)
    services.undo(
        case, how=Undone.REVOKED, on=then(60).date(), words="复议决定", by=people.head, at=then(60)
    )
    assert LedgerFact.objects.filter(kind="undone").count() == 1


def test_termination_and_crime_end_otherwise(case, people):
    transfer = services.report_crime(case, suspicion="涉嫌销售假药", by=people.officer, at=then(3))
    services.decide_transfer(case, approve=True, words="够罪", by=people.head, at=then(4))
    services.send_to_police(
        case, sent_to="样例公安局", sent_at=then(4, 12), by=people.second, at=then(4, 13)
    )
    services.take_police_answer(
        case, taken=False, words="情节轻", on=then(6).date(), by=people.officer, at=then(6)
    )
    transfer.refresh_from_db()
    assert transfer.taken is False
    question = services.ask_termination(
        case, reason="注销，无承受人", by=people.officer, at=then(7)
    )
    services.answer_approval(question, approve=True, answer="", by=people.head, at=then(8))
    docket = Docket.objects.get(case=case)
    assert (docket.state, docket.outcome) == (S.PERFORMED, CaseOutcome.TERMINATED)
    assert (docket.performed_on - then(8).date()) == timedelta(0)


def test_crime_is_decided_only_after_the_police_have_it(case, people):
    told = {"handling": CaseOutcome.CRIMINAL, "sanction": services.Sanctioned()}
    walk(case, people, S.INVESTIGATING)
    services.conclude(case, findings(**told), by=people.officer, at=then(20))
    services.review(case, passed=True, opinion="同意", by=people.reviewer, at=then(22))
    crime = ruling(outcome=CaseOutcome.CRIMINAL, sanction=services.Sanctioned())
    with pytest.raises(StepRefused, match="还没有移送公安"):
        services.decide(case, crime, by=people.head, at=then(24))
    services.report_crime(case, suspicion="涉嫌诈骗", by=people.officer, at=then(24))
    services.decide_transfer(case, approve=True, words="够罪", by=people.head, at=then(25))
    services.send_to_police(
        case, sent_to="样例公安局", sent_at=then(25, 12), by=people.officer, at=then(25, 13)
    )
    services.decide(case, crime, by=people.head, at=then(26))
    assert Docket.objects.get(case=case).state == S.PERFORMED


def test_a_case_sent_back_is_concluded_reviewed_and_told_anew(case, people):
    walk(case, people, S.NOTIFIED, sanction=services.Sanctioned(fine=Decimal(100000)))
    services.ask_hearing(case, on=then(28).date(), by=people.officer, at=then(28))
    services.send_back(case, words="补查进货", by=people.head, at=then(30))
    docket = Docket.objects.get(case=case)
    assert decide_deadline(docket).due_on is not None
    more = services.Sanctioned(fine=Decimal(90000))
    services.conclude(case, findings(sanction=more), by=people.officer, at=then(35))
    services.review(case, passed=True, opinion="同意", by=people.reviewer, at=then(36))
    services.agree(case, by=people.head, at=then(37))
    services.serve_notice(case, sent(38), by=people.officer, at=then(38))
    assert docket.attempts.count() == 2
    assert docket.attempts.first().number != docket.attempts.last().number
    with pytest.raises(StepRefused, match="陈述申辩、要求听证到"):
        services.decide(case, ruling(sanction=more), by=people.head, at=then(40))
    services.decide(case, ruling(sanction=more), by=people.head, at=then(50))
