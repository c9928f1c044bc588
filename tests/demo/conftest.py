"""The county on paper, planned once for all tests of this folder."""

from dataclasses import dataclass

import pytest

from wangshi.accounts.services import county_file, read_county
from wangshi.demo import firms, offers
from wangshi.demo.dice import Dice
from wangshi.demo.plans import FULL, ListingPlan, OperatorPlan, ShopPlan, Size

SEED = 2026


@dataclass(frozen=True)
class Paper:
    """The plans of a whole county."""

    operators: tuple[OperatorPlan, ...]
    shops: tuple[ShopPlan, ...]
    listings: tuple[ListingPlan, ...]


def plan(seed: int, size: Size) -> Paper:
    towns = [town["name"] for town in read_county(county_file("demo")).towns]
    dice = Dice(seed)
    operators = firms.operators(dice.part("operators"), towns, size.operators)
    shops = firms.shops(dice.part("shops"), operators, size.shops)
    return Paper(operators, shops, offers.listings(dice.part("listings"), shops, size))


@pytest.fixture(scope="session")
def paper() -> Paper:
    return plan(SEED, FULL)
