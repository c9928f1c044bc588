"""A filed case, its two officers, a reviewer, two heads; and a walk to any stage by the verbs."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Role
from wangshi.cases.models import Case, Clue
from wangshi.engine.penalties import PartyKind
from wangshi.penalties import services
from wangshi.penalties.models import Docket
from wangshi.penalties.workflow import CaseOutcome, CaseState, Money
from wangshi.registry.models import Operator, OperatorForm

SHANGHAI = ZoneInfo("Asia/Shanghai")
FILED = date(2026, 6, 1)


def then(days: int = 0, hour: int = 10) -> datetime:
    """So many days after filing."""
    day = FILED + timedelta(days=days)
    return datetime(day.year, day.month, day.day, hour, tzinfo=SHANGHAI)


@dataclass(frozen=True)
class People:
    """Everybody who touches a case."""

    officer: Account
    second: Account
    third: Account
    reviewer: Account
    head: Account
    other_head: Account


@pytest.fixture
def people(make_account, station, officer, bureau_admin) -> People:
    return gather(make_account, station, officer, bureau_admin)


def gather(make_account, station, officer: Account, head: Account) -> People:
    """Everybody, with the certificates they need."""
    officer.certificate_number = "虚构270001"
    officer.save()

    def certified(name: str, number: str) -> Account:
        return make_account(name, Role.OFFICER, department=station, certificate_number=number)

    return People(
        officer=officer,
        second=certified("周模拟", "虚构270002"),
        third=certified("孙假设", "虚构270003"),
        reviewer=make_account("王样例", Role.LEGAL_REVIEWER, department=station.parent),
        head=head,
        other_head=make_account("郑样例", Role.BUREAU_ADMIN, department=station.parent),
    )


@pytest.fixture
def case(people, station) -> Case:
    return filed_case(people, station)


def filed_case(people: People, station, number: int = 1, form: str = OperatorForm.ENTERPRISE):
    """A clue that was filed, as the room below leaves it."""
    operator = Operator.objects.create(
        source_key=f"试填{number}",
        name="拾穗县试填茶行",
        form=form,
        person="试填张三",
        address="拾穗县甲木镇样例街 1 号",
        phone="13800000001",
    )
    clue = Clue.objects.create(
        number=f"试填线{number}",
        source="officer",
        title="茶叶说能治病",
        detail="页面写着根治高血压",
        violation="V16",
        operator=operator,
        received_at=then(-5),
        found_on=FILED - timedelta(days=5),
        reported_by=people.officer,
        state="decided",
        outcome="filed",
        ground="filed",
        decision_reason="页面写着根治高血压，初步查实",
        decided_on=FILED,
        decided_by=people.head,
        department=station,
        handler=people.officer,
    )
    return Case.objects.create(
        clue=clue,
        number=f"拾市监立〔2026〕{number}号",
        cause="普通食品宣传疗效",
        party=operator.name,
        first_officer=people.officer,
        second_officer=people.second,
        filed_on=FILED,
        filed_by=people.head,
    )


def party(**fields: object) -> services.Party:
    given = {
        "kind": PartyKind.ORGANISATION,
        "code": "91990101TESTTEST0X",
        "person": "试填张三",
        "address": "拾穗县甲木镇样例街 1 号",
        "phone": "13800000001",
    }
    return services.Party(**given | fields)


def findings(**fields: object) -> services.Findings:
    given = {
        "handling": CaseOutcome.PENALTY,
        "course": "监测发现，6 月 1 日立案，当场查看网页。",
        "facts": "2026 年 5 月，试填张三经营的网店写着“根治高血压”，卖出 40 盒。",
        "proofs": "网页存证、订单记录，电话 13800000001 的通话记录。",
        "nature": "违反广告法第十七条。",
        "basis": "广告法第五十八条第一款第二项",
        "discretion": "初次，已经下架，金额小：从轻。",
        "sanction": services.Sanctioned(fine=Decimal(5000)),
    }
    return services.Findings(**given | fields)


def sent(days: int, **fields: object) -> services.Delivery:
    given = {"way": "direct", "on": then(days).date(), "receiver": "试填张三", "proof": "本人签收"}
    return services.Delivery(**given | fields)


def ruling(**fields: object) -> services.Ruling:
    given = {
        "outcome": CaseOutcome.PENALTY,
        "reason": "事实清楚，依法处罚。",
        "sanction": services.Sanctioned(fine=Decimal(5000)),
    }
    return services.Ruling(**given | fields)


def walk(case: Case, people: People, to: CaseState, **found: object) -> Docket:
    """The case at that stage: concluded on day 20, told on 26, decided on 40, paid on 50."""
    officer, head = people.officer, people.head
    told = findings(**found)
    road = (
        (
            CaseState.INVESTIGATING,
            lambda: services.set_party(case, party(), by=officer, at=then(1)),
        ),
        (CaseState.REVIEWING, lambda: services.conclude(case, told, by=officer, at=then(20))),
        (
            CaseState.REVIEWED,
            lambda: services.review(
                case, passed=True, opinion="同意", by=people.reviewer, at=then(22)
            ),
        ),
        (CaseState.AGREED, lambda: services.agree(case, by=head, at=then(24))),
        (
            CaseState.NOTIFIED,
            lambda: services.serve_notice(case, sent(26), by=officer, at=then(26)),
        ),
        (
            CaseState.DECIDED,
            lambda: services.decide(case, ruling(sanction=told.sanction), by=head, at=then(40)),
        ),
        (
            CaseState.SERVED,
            lambda: services.serve_decision(case, sent(42), by=officer, at=then(42)),
        ),
        (
            CaseState.PERFORMED,
            lambda: services.pay(
                case,
                services.Receipt(Money.FINE, told.sanction.fine, then(50).date(), "试填票1"),
                by=officer,
                at=then(50),
            ),
        ),
        (CaseState.CLOSED, lambda: _closed(case, people)),
    )
    for state, verb in road:
        verb()
        if state is to:
            break
    case.refresh_from_db()
    return Docket.objects.get(case=case)


def _closed(case: Case, people: People) -> None:
    question = services.ask_closing(case, words="缴清", by=people.officer, at=then(52))
    services.answer_approval(question, approve=True, answer="", by=people.head, at=then(53))
