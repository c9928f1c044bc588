"""A consumer with a dispute, a reporter, the desk that decides and the officer who mediates."""

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import count

import pytest
from django.utils import timezone

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Role
from wangshi.complaints import services
from wangshi.complaints.identities import Person
from wangshi.complaints.models import Complaint, ViolationReport
from wangshi.complaints.workflow import Asked, Told, Want
from wangshi.engine.jurisdiction import Respondent

File = Callable[..., services.Filed]
CONSUMER = Person("试填钱女士", "13800000001", "拾穗县样例街 1 号")
_marks = count(1)


def then(days: int = 0) -> datetime:
    """So many days ago."""
    return timezone.now() - timedelta(days=days)


def dispute(**fields: object) -> services.Dispute:
    facts = {
        "goods": "核桃 5 斤",
        "kind": "quality",
        "knew_on": timezone.localdate() - timedelta(days=30),
        "price": Decimal(68),
        "got_on": timezone.localdate() - timedelta(days=60),
        "wants": (Want.REFUND,),
        "amount": Decimal(68),
    }
    return services.Dispute(**facts | fields)


def letter(asked: Asked = Asked.COMPLAINT, **fields: object) -> services.NewLetter:
    facts = {
        "asked": asked,
        "text": "收到发霉，店家不退。",
        "about": services.About("试填山货铺", Respondent.IN_PLATFORM, platform="橙集商城"),
        "mark": f"试填{next(_marks)}",
        "person": CONSUMER,
        "dispute": None if asked is Asked.REPORT else dispute(),
    }
    return services.NewLetter(**facts | fields)


@pytest.fixture
def desk(make_account, bureau) -> Account:
    return make_account("冯演示", Role.DESK_12315, username="desk", department=bureau)


@pytest.fixture
def colleague(make_account, station) -> Account:
    return make_account("周模拟", Role.OFFICER, username="colleague", department=station)


@pytest.fixture
def file(county) -> File:
    """file(text="…", days=3): a letter that came in so many days ago."""

    def make(asked: Asked = Asked.COMPLAINT, *, days: int = 0, **fields: object) -> services.Filed:
        if asked is not Asked.REPORT:
            knew = timezone.localdate(then(days + 30))
            fields = {"dispute": dispute(knew_on=knew, got_on=None)} | fields
        return services.file_letter(letter(asked, **fields), at=then(days))

    return make


@pytest.fixture
def complaint(file) -> Complaint:
    return file().complaint


@pytest.fixture
def report(file) -> ViolationReport:
    return file(Asked.REPORT, text="卖没有标签的肉，老板电话 13912345678。").report


@pytest.fixture
def accepted(complaint, station, desk) -> Complaint:
    return services.accept_complaint(
        complaint, department=station, told=Told.PHONE, by=desk, at=then()
    )


@pytest.fixture
def mediated(accepted, officer) -> Complaint:
    return services.begin_mediation(
        accepted, mediator=officer, words="电话问过双方，都同意", by=officer, at=then()
    )
