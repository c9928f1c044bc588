"""A shop owner without an account, and whoever looks after tokens and rules."""

import pytest
from django.test import Client

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Role
from wangshi.monitoring.selectors import screener

TEA = "每天一杯，根治高血压。全国销量第一"
CLEAN = "麦香浓郁 250 克袋装 沸水冲泡五分钟"


@pytest.fixture(scope="session", autouse=True)
def _ready_screener() -> None:
    """Made once, before any test is timed."""
    screener()


@pytest.fixture
def visitor(client: Client) -> Client:
    return client


@pytest.fixture
def sysadmin(make_account) -> Account:
    return make_account("朱样例", Role.SYSTEM_ADMIN, username="sysadmin")
