"""What may be claimed at least: worked out from the complaint, each with its article."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from tests.complaints.conftest import dispute
from wangshi.complaints import services
from wangshi.complaints.selectors.rights import rights_of
from wangshi.engine.jurisdiction import Respondent

pytestmark = pytest.mark.django_db
OFFLINE = services.About("试填店", Respondent.OFFLINE)


def test_food_bought_online_has_three_of_them(file):
    got = timezone.localdate() - timedelta(days=3)
    given = dispute(kind="food", knew_on=got, got_on=got, price=Decimal(68))
    found = rights_of(file(dispute=given).complaint)
    assert [one.title.split("，")[-1] for one in found] == [
        "七日无理由退货", "增加赔偿", "增加赔偿",
    ]  # fmt: skip
    assert "还在期内" in found[0].words
    assert "至少 500.00 元" in found[1].words
    assert "至少 1000.00 元" in found[2].words
    assert "第一百四十八条" in found[2].article


def test_a_shop_in_the_street_owes_no_return_without_a_reason(file):
    found = rights_of(file(about=OFFLINE, dispute=dispute(price=Decimal(2399))).complaint)
    assert [one.title for one in found] == ["查实是欺诈的，增加赔偿"]
    assert "至少 7197.00 元" in found[0].words


def test_without_a_price_or_a_day_nothing_is_worked_out(file):
    given = dispute(price=None, got_on=None)
    assert rights_of(file(dispute=given).complaint) == ()
