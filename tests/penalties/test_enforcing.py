"""Measures, hearings, service, money, the court: terms kept and terms missed."""

from datetime import timedelta
from decimal import Decimal

import pytest

from tests.penalties.conftest import filed_case, findings, party, ruling, sent, then, walk
from wangshi.engine.penalties import PartyKind
from wangshi.penalties import services
from wangshi.penalties.clocks import case_clocks, measure_deadline, pay_by, served_on
from wangshi.penalties.models import Docket, Measure, ServiceAttempt
from wangshi.penalties.selectors import account_of
from wangshi.penalties.workflow import CaseState, MeasureKind, Money, StepRefused

pytestmark = pytest.mark.django_db
S = CaseState
HEAVY = services.Sanctioned(fine=Decimal(100000))


def measure(case, people, kind=MeasureKind.SEAL, *, urgent=False) -> Measure:
    new = services.NewMeasure(
        kind, "茶叶 40 盒", "甲木所", "广告法第四十九条", "怕转移", then(2) if urgent else None
    )
    made = services.ask_measure(case, new, by=people.officer, at=then(2, 11))
    if not urgent:
        answered(made.approvals.get(), people, at=then(2, 12))
        made.refresh_from_db()
        services.start_measure(made, started_at=then(2, 13), by=people.officer, at=then(2, 14))
    made.refresh_from_db()
    return made


def answered(question, people, *, at, approve=True):
    return services.answer_approval(question, approve=approve, answer="看过", by=people.head, at=at)


@pytest.mark.parametrize(
    ("kind", "days", "longest"),
    [(MeasureKind.SEAL, 30, 30), (MeasureKind.PYRAMID, 30, 15)],
)
def test_a_seal_lasts_thirty_days_and_is_prolonged_once(case, people, kind, days, longest):
    one = measure(case, people, kind)
    assert measure_deadline(one).due_on >= then(2 + days).date()
    ask = {"reason": "情况复杂", "by": people.officer, "at": then(20)}
    with pytest.raises(StepRefused, match=f"1 到 {longest}"):
        services.ask_prolonging(one, days=longest + 1, **ask)
    answered(services.ask_prolonging(one, days=longest, **ask), people, at=then(21))
    one.refresh_from_db()
    assert measure_deadline(one).due_on >= then(2 + days + longest).date()
    with pytest.raises(StepRefused, match="不能再延长"):
        services.ask_prolonging(one, days=1, **ask)


def test_what_is_preserved_is_dealt_with_in_seven_working_days(case, people):
    one = measure(case, people, MeasureKind.PRESERVE)
    clock = next(each for each in case_clocks(one.docket, then(15).date()) if not each.done)
    assert (clock.key, clock.is_late) == ("register_preserve", True)
    services.set_party(case, party(), by=people.officer, at=then(4))
    with pytest.raises(StepRefused, match="登记保存的证据还没有处理"):
        services.conclude(case, findings(), by=people.officer, at=then(5))
    with pytest.raises(StepRefused, match="不是先行登记保存的了结方式"):
        services.end_measure(
            one, ending="M42_1", words="退", on=then(5).date(), by=people.officer, at=then(5)
        )


def test_an_urgent_measure_the_head_refuses_ends_at_once(case, people):
    one = measure(case, people, urgent=True)
    assert any(each.key == "urgent_measure_report" for each in case_clocks(one.docket, one_day()))
    answered(one.approvals.get(), people, at=then(3), approve=False)
    one.refresh_from_db()
    assert (one.ended_on, one.approved) == (then(3).date(), False)


def one_day():
    return then(3).date()


def test_nobody_starts_what_was_not_approved(case, people):
    new = services.NewMeasure(MeasureKind.SEAL, "茶叶", "甲木所", "广告法第四十九条", "怕转移")
    one = services.ask_measure(case, new, by=people.officer, at=then(2))
    with pytest.raises(StepRefused, match="还没有批准"):
        services.start_measure(one, started_at=then(2), by=people.officer, at=then(2))


def test_a_hearing_asked_after_the_term_is_told_and_kept_as_a_statement(case, people):
    walk(case, people, S.NOTIFIED, sanction=HEAVY)
    with pytest.raises(StepRefused, match="过了视为放弃"):
        services.ask_hearing(case, on=then(38).date(), by=people.officer, at=then(38))
    said = services.Said(then(38).date(), "要求听证", False, "已过期限")
    late = services.take_statement(case, said, by=people.officer, at=then(38))
    assert late.late


def test_a_small_fine_has_no_hearing(case, people):
    walk(case, people, S.NOTIFIED)
    with pytest.raises(StepRefused, match="不属于听证范围"):
        services.ask_hearing(case, on=then(28).date(), by=people.officer, at=then(28))


def test_a_heard_case_is_reviewed_in_law_and_discussed_together(case, people):
    walk(case, people, S.NOTIFIED, sanction=HEAVY)
    services.ask_hearing(case, on=then(28).date(), by=people.officer, at=then(28))
    day = {"place": "会议室", "by": people.officer, "at": then(30)}
    with pytest.raises(StepRefused, match="非本案调查人员"):
        services.set_hearing(case, held_on=then(45).date(), chair=people.second, **day)
    with pytest.raises(StepRefused, match="最晚"):
        services.set_hearing(case, held_on=then(35).date(), chair=people.reviewer, **day)
    services.set_hearing(case, held_on=then(45).date(), chair=people.reviewer, **day)
    with pytest.raises(StepRefused, match="先举行听证"):
        services.decide(case, ruling(sanction=HEAVY), by=people.head, at=then(40))
    services.end_hearing(case, findings="无异议", by=people.officer, at=then(45))
    services.review(case, passed=True, opinion="同意", by=people.reviewer, at=then(46))
    with pytest.raises(StepRefused, match="集体讨论"):
        services.decide(case, ruling(sanction=HEAVY), by=people.head, at=then(47))
    together = ruling(sanction=HEAVY, discussed_on=then(47).date(), discussion="三人都同意")
    services.decide(case, together, by=people.head, at=then(47))
    assert Docket.objects.get(case=case).state == S.DECIDED


def test_service_that_failed_is_kept_and_tried_another_way(case, people):
    walk(case, people, S.DECIDED)
    services.serve_decision(
        case, sent(41, succeeded=False, proof="地址无人"), by=people.officer, at=then(41)
    )
    assert Docket.objects.get(case=case).state == S.DECIDED
    with pytest.raises(StepRefused, match="送达地址确认书"):
        services.serve_decision(case, sent(42, way="electronic"), by=people.officer, at=then(42))
    services.serve_decision(
        case, sent(42, way="announced", receiver="", proof="下落不明，贴在公告栏"),
        by=people.officer, at=then(42),
    )  # fmt: skip
    docket = Docket.objects.get(case=case)
    assert (docket.state, ServiceAttempt.objects.filter(what="decision").count()) == (S.SERVED, 2)
    assert served_on(docket) >= then(72).date()


def test_money_comes_in_with_a_surcharge_and_no_receipt_twice(case, people):
    docket = walk(case, people, S.SERVED)
    last = pay_by(docket)
    owed = account_of(docket, last + timedelta(days=2))
    assert owed.left[Money.SURCHARGE] == Decimal("300.00")
    pay = {"by": people.officer, "at": then(90)}

    def receipt(amount, number, kind=Money.FINE, on=last):
        return services.Receipt(kind, Decimal(amount), on, number)

    services.pay(case, receipt(2000, "票1"), **pay)
    with pytest.raises(StepRefused, match="已经记过"):
        services.pay(case, receipt(1000, "票1"), **pay)
    with pytest.raises(StepRefused, match=r"还差 3000\.00 元"):
        services.pay(case, receipt(9000, "票2"), **pay)
    services.pay(case, receipt(3000, "票2"), **pay)
    docket.refresh_from_db()
    assert docket.state == S.PERFORMED


def test_what_may_wait_moves_the_last_day(case, people):
    docket = walk(case, people, S.SERVED)
    ask = {"reason": "困难", "by": people.officer, "at": then(45)}
    half = [services.Part(then(80).date(), Decimal(2500))]
    with pytest.raises(StepRefused, match="要一样"):
        services.ask_deferral(case, half, **ask)
    both = [*half, services.Part(then(110).date(), Decimal(2500))]
    answered(services.ask_deferral(case, both, **ask), people, at=then(46))
    docket = Docket.objects.get(pk=docket.pk)
    assert pay_by(docket) == then(110).date()
    clock = next(one for one in case_clocks(docket, then(90).date()) if one.key == "pay_fine")
    assert (clock.is_late, clock.due_on >= then(110).date()) == (False, True)


def test_the_court_is_asked_only_after_everything_else(case, people):
    walk(case, people, S.SERVED)
    with pytest.raises(StepRefused, match="没有满"):
        services.urge(case, sent(45), by=people.officer, at=then(45))
    services.urge(case, sent(60), by=people.officer, at=then(60))
    ask = {"court": "样例县人民法院", "by": people.officer}
    with pytest.raises(StepRefused, match="起诉的期限"):
        services.ask_enforcement(case, at=then(100), **ask)
    with pytest.raises(StepRefused, match="不能再申请"):
        services.ask_enforcement(case, at=then(400), **ask)
    answered(services.ask_enforcement(case, at=then(240), **ask), people, at=then(241))
    services.end_enforcement(
        case, finished=True, words="执行到位", on=then(260).date(), by=people.officer, at=then(260)
    )
    assert Docket.objects.get(case=case).state == S.PERFORMED


def test_a_contest_stops_the_surcharge(case, people):
    docket = walk(case, people, S.SERVED)
    services.begin_contest(
        case, kind="review", before="样例县政府", on=then(50).date(), by=people.officer, at=then(50)
    )
    assert account_of(docket, then(90).date()).left[Money.SURCHARGE] == 0
    services.end_contest(case, result="维持", on=then(80).date(), by=people.officer, at=then(80))
    assert account_of(docket, then(81).date()).left[Money.SURCHARGE] == Decimal("150.00")


def test_a_penalty_on_the_spot_keeps_its_limits(people):
    def spot(**fields):
        given = {
            "party": "试填小店", "kind": PartyKind.ORGANISATION, "facts": "没有标价",
            "basis": "价格法", "place": "甲木镇", "signed": "签收", "done_at": then(1),
            "second_officer": people.second,
        }  # fmt: skip
        return services.penalise_on_the_spot(
            services.OnTheSpot(**given | fields), by=people.officer, at=then(1)
        )

    for wrong, said in (
        ({"fine": Decimal(3001)}, "走普通程序"),
        ({"fine": Decimal(201), "kind": PartyKind.PERSON}, "走普通程序"),
        ({}, "警告"),
        ({"warning": True, "second_officer": people.officer}, "两名执法人员"),
        ({"warning": True, "second_officer": people.reviewer}, "没有执法证号"),
    ):
        with pytest.raises(StepRefused, match=said):
            spot(**wrong)
    made = spot(fine=Decimal(3000), warning=True)
    services.archive_spot(made, on=then(3).date(), by=people.second, at=then(3))


def test_two_cases_number_their_papers_without_a_gap(case, people, station):
    other = filed_case(people, station, 2)
    numbers = [walk(one, people, S.DECIDED).decision.number for one in (case, other)]
    assert [one.split("〕")[1] for one in numbers] == ["1号", "2号"]


def test_a_surcharge_that_is_left_is_left_with_a_reason(case, people):
    docket = walk(case, people, S.SERVED)
    late = pay_by(docket) + timedelta(days=3)
    given = {"by": people.officer, "at": then(90)}
    with pytest.raises(StepRefused, match="没有缴"):
        services.fulfil(case, words="缴了", on=late, **given)
    services.pay(case, services.Receipt(Money.FINE, Decimal(5000), late, "票9"), **given)
    assert Docket.objects.get(pk=docket.pk).state == S.SERVED
    with pytest.raises(StepRefused, match=r"加处罚款 450\.00 元：写明为什么不收"):
        services.fulfil(case, words=" ", on=late, **given)
    services.fulfil(case, words="当天主动缴清，经济困难，不加处", on=late, **given)
    assert Docket.objects.get(pk=docket.pk).state == S.PERFORMED
