"""The people of one county bureau, and a clue brought to any state by the real verbs."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.conftest import MakeAccount
from wangshi.accounts.models import Account, Department, Town
from wangshi.accounts.permissions import Role
from wangshi.cases.models import Clue
from wangshi.cases.services import (
    Demand,
    NewClue,
    Verdict,
    accept_clue,
    assign_clue,
    decide_clue,
    dispute_clue,
    reply_clue,
    report_clue,
)
from wangshi.cases.workflow import ClueOutcome, ClueSource, ClueState
from wangshi.registry.models import Operator, OperatorForm, Representation

SHANGHAI = ZoneInfo("Asia/Shanghai")
MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=SHANGHAI)
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360000002000001e221bc330000000049454e44ae426082"
)


@dataclass(frozen=True)
class People:
    """Everybody who may touch a clue."""

    officer: Account
    colleague: Account
    outsider: Account
    dispatcher: Account
    head: Account
    second_head: Account
    reviewer: Account
    desk_12315: Account
    grid_member: Account
    leader: Account
    auditor: Account
    liaison: Account
    owner: Account
    operator: Operator
    station: Department
    bureau: Department
    other_bureau: Department
    town: Town


@pytest.fixture
def people(
    make_account: MakeAccount,
    station,
    other_bureau,
    officer,
    dispatcher,
    bureau_admin,
    grid_member,
) -> People:
    return gather(
        make_account, station, other_bureau, officer, dispatcher, bureau_admin, grid_member
    )


def gather(
    make_account: MakeAccount,
    station: Department,
    other_bureau: Department,
    officer: Account,
    dispatcher: Account,
    bureau_admin: Account,
    grid_member: Account,
) -> People:
    """Everybody, with the certificates, the second station and the operator they need."""
    bureau, town = station.parent, grid_member.town
    officer.certificate_number = "虚构270001"
    officer.save()
    far = Department.objects.create(
        code="amr-02", name="乙水市场监管所", short_name="乙水所", kind="station", parent=bureau
    )
    owner = make_account("卫虚构", Role.SHOP_OWNER, username="owner")
    return People(
        officer=officer,
        colleague=make_account(
            "周模拟", Role.OFFICER, department=station, certificate_number="虚构270002"
        ),
        outsider=make_account("孙假设", Role.OFFICER, department=far),
        dispatcher=dispatcher,
        head=bureau_admin,
        second_head=make_account("郑样例", Role.BUREAU_ADMIN, department=bureau),
        reviewer=make_account("王样例", Role.LEGAL_REVIEWER, department=bureau),
        desk_12315=make_account("冯演示", Role.DESK_12315, department=bureau),
        grid_member=grid_member,
        leader=make_account("县领导", Role.LEADER),
        auditor=make_account("陈虚构", Role.AUDITOR),
        liaison=make_account("褚试填", Role.OTHER_BUREAU, department=other_bureau),
        owner=owner,
        operator=_operator_of(owner, officer),
        station=station,
        bureau=bureau,
        other_bureau=other_bureau,
        town=town,
    )


def _operator_of(owner: Account, officer: Account) -> Operator:
    """An invented shop that this account speaks for."""
    operator = Operator.objects.create(
        source_key="虚构小铺", name="拾穗县虚构小铺", form=OperatorForm.SOLE_TRADER
    )
    Representation.objects.create(
        operator=operator, account=owner, reason="看过执照", bound_at=MONDAY, bound_by=officer
    )
    return operator


@pytest.fixture
def photo() -> SimpleUploadedFile:
    return SimpleUploadedFile("虚构.png", PNG, content_type="image/png")


def guided(at: datetime = MONDAY) -> Verdict:
    """指导改正: the words go by the following Monday."""
    due_on = at.date() + timedelta(days=7)
    demand = Demand("删掉标题和详情里“能治病”的话", due_on)
    return Verdict(ClueOutcome.CORRECTED, "corrected", "页面写着能治病，已当面指导", demand=demand)


def new_clue(people: People, **changes: object) -> NewClue:
    """A grid report of an invented shop, found on the Friday before."""
    given = {
        "source": ClueSource.GRID,
        "title": "虚构小铺卖的花茶说能治病",
        "found_on": date(2026, 11, 20),
        "suspect_name": "虚构小铺",
        "violation": "V16",
        "town": people.town,
    }
    return NewClue(**{**given, **changes})


ORDER = (
    ClueState.REPORTED,
    ClueState.ASSIGNED,
    ClueState.CHECKING,
    ClueState.DECIDED,
    ClueState.CLOSED,
    ClueState.DISPUTED,
)


def clue_in(state: ClueState, people: People, *, at: datetime = MONDAY, **changes: object) -> Clue:
    """A clue that walked to this state, a minute a step."""
    verdict = guided(at)
    verbs = (
        lambda _, when: report_clue(new_clue(people, **changes), by=people.grid_member, at=when),
        lambda clue, when: assign_clue(
            clue, department=people.station, reason="就近", by=people.dispatcher, at=when
        ),
        lambda clue, when: accept_clue(clue, by=people.officer, at=when),
        lambda clue, when: decide_clue(clue, verdict=verdict, by=people.officer, at=when),
        lambda clue, when: reply_clue(clue, words="已经改正", by=people.officer, at=when),
        lambda clue, when: dispute_clue(clue, reason="还在卖", by=people.grid_member, at=when).clue,
    )
    clue = None
    for number, verb in enumerate(verbs[: ORDER.index(state) + 1]):
        clue = verb(clue, at + timedelta(minutes=number))
    clue.refresh_from_db()
    return clue
