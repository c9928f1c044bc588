"""Invented operators, platforms and shops."""

from collections.abc import Callable

import pytest

from wangshi.engine.identifiers import make_uscc
from wangshi.engine.names import name_pairs
from wangshi.registry.models import Operator, OperatorForm, Platform, Shop
from wangshi.registry.services import ShopFacts, find_or_open_shop, open_platform

MakeOperator = Callable[..., Operator]
MakeShop = Callable[..., Shop]


@pytest.fixture
def make_operator(db) -> MakeOperator:
    """An operator as an import leaves it."""
    made: list[Operator] = []

    def make(name: str, **fields: object) -> Operator:
        code = make_uscc("990101", len(made), kind="2")
        given = {"uscc": code, "source_key": code, "form": OperatorForm.SOLE_TRADER, **fields}
        operator = Operator.objects.create(name=name, name_grams=name_pairs(name), **given)
        made.append(operator)
        return operator

    return make


@pytest.fixture
def platform(officer) -> Platform:
    return open_platform(
        code="chengji", name="橙集商城（虚构）", domain="chengji.example", by=officer
    )


@pytest.fixture
def make_shop(officer, platform) -> MakeShop:
    made: list[Shop] = []

    def make(name: str, **facts: object) -> Shop:
        number = f"S{len(made) + 1:03d}"
        shop = find_or_open_shop(
            platform, external_id=number, facts=ShopFacts(name=name, **facts), by=officer
        )
        made.append(shop)
        return shop

    return make
