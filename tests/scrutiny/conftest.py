"""A small county with a ring in it; every name is visibly invented."""

from datetime import date

import pytest
from django.utils import timezone

from wangshi.accounts.models import Account
from wangshi.engine.identifiers import make_uscc
from wangshi.registry.models import Operator, OperatorForm, OperatorStatus, Platform, Shop
from wangshi.scrutiny import selectors
from wangshi.scrutiny.models import Recompute, Suspicion
from wangshi.scrutiny.services import ask_recompute, recompute


def add_operator(number: int, **facts: object) -> Operator:
    given = {
        "uscc": make_uscc("990101", number),
        "source_key": f"样例-{number}",
        "name": f"拾穗县样例{number}商行",
        "form": OperatorForm.SOLE_TRADER,
        "status": OperatorStatus.ACTIVE,
        "person": f"样例{number}",
        "phone": f"1690000{number:04d}",
        "address": f"拾穗县甲木镇虚构街{number}号",
        "established_on": date(2020, 1, 1),
        **facts,
    }
    return Operator.objects.create(**given)


@pytest.fixture
def platform(county) -> Platform:
    return Platform.objects.create(code="chengji", name="橙集商城（演示）")


@pytest.fixture
def firm(county, town) -> Operator:
    return add_operator(1, town=town)


@pytest.fixture
def ring(county, town) -> list[Operator]:
    """Four operators: two share a phone, two another one, all of them an address."""
    return [
        add_operator(
            10 + at,
            town=town,
            phone=f"1690001000{at // 2}",
            address="拾穗县甲木镇虚构街88号",
        )
        for at in range(4)
    ]


def open_shop(platform: Platform, number: int, **facts: object) -> Shop:
    given = {"external_id": f"s{number}", "name": f"样例{number}店", **facts}
    return Shop.objects.create(platform=platform, **given)


def look(by: Account) -> Recompute:
    """看一遍 now."""
    asked = ask_recompute(by=by, at=timezone.now())
    return recompute(asked, selectors.look(timezone.localdate()), at=timezone.now(), by=by)


def the_cluster() -> Suspicion:
    return Suspicion.objects.get(reason="cluster")
