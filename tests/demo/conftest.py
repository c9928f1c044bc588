"""The county on paper, planned once for all tests of this folder, and in the database."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from django.db import transaction
from django.test import override_settings

from wangshi.accounts.services import county_file, read_county
from wangshi.demo import firms, offers
from wangshi.demo.county import Built, build
from wangshi.demo.dice import Dice
from wangshi.demo.plans import FULL, ListingPlan, OperatorPlan, ShopPlan, Size

SEED = 2026
TODAY = date(2026, 11, 23)  # a working day: on a Sunday nothing is due today


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


@dataclass(frozen=True)
class County:
    built: Built
    home: Path


@pytest.fixture(scope="module")
def county(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[County]:
    """The small county, built once for a module and rolled back after it."""
    home = tmp_path_factory.mktemp("demo")
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(WANGSHI_HOME=home):
            built = build(small=True, today=TODAY)
        yield County(built, home)
        transaction.set_rollback(True)
