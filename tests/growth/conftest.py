"""A seller of 甲木镇 and those who meet him."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from wangshi.accounts.models import Account, Town
from wangshi.engine.exemptions import Answers
from wangshi.engine.exemptions import Seller as Who
from wangshi.growth.models import Seller
from wangshi.growth.services import NewSeller, find_seller
from wangshi.growth.workflow import Channel, SellerSource

MakeSeller = Callable[..., Seller]
USCC = "92990101MA6XY00115"


def then(days: int = 0) -> datetime:
    """So many days ago."""
    return timezone.now() - timedelta(days=days)


def answers(*goods: str, turnover: int | None = None, who: str = "person") -> Answers:
    return Answers(Who(who), goods, turnover)


@pytest.fixture
def find(officer: Account, town: Town) -> MakeSeller:
    """find(name="样例蜂蜜嫂", days=3, …): found by the officer so many days ago."""

    def make(*, by: Account = officer, days: int = 0, **fields: object) -> Seller:
        at = then(days)
        facts = {
            "name": "样例蜂蜜嫂",
            "channel": Channel.GROUP,
            "sells": "土蜂蜜",
            "town": town,
            "source": SellerSource.OFFICER,
            "found_on": timezone.localdate(at),
        }
        return find_seller(NewSeller(**facts | fields), by=by, at=at)

    return make


@pytest.fixture
def seller(find: MakeSeller) -> Seller:
    return find()
