"""A payment that looks like one made before is named with the reason, and no other is."""

from datetime import date
from decimal import Decimal

import pytest

from wangshi.engine.duplicates import Paid, likenesses

DAY = date(2026, 5, 6)


def paid(key: int, **changed: object) -> Paid:
    given: dict[str, object] = {
        "project": 1, "payee": "样例商行", "number": f"虚构{key}", "seller": f"店{key}",
        "goods": f"货{key}", "amount": Decimal(100 + key), "on": DAY,
    }  # fmt: skip
    return Paid(key=key, **given | changed)


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ({"number": "No.123"}, {"number": "ＮＯ 123"}, "发票号一样"),
        (
            {"seller": "甲店", "amount": 5},
            {"seller": "甲 店", "amount": 5},
            "同一天、同一家、同样的金额",
        ),
        (
            {"goods": "打印机"},
            {"goods": "打印机", "project": 2},
            "同一个单位，另一个项目里买过一样的",
        ),
        ({"goods": "打印机"}, {"goods": "打印机"}, ""),  # twice in one project may be two printers
        ({"goods": "打印机"}, {"goods": "打印机", "project": 2, "payee": "别家"}, ""),
        ({"number": ""}, {"number": ""}, ""),  # two without an invoice have no number in common
        ({"seller": "", "amount": 5}, {"seller": "", "amount": 5}, ""),
        ({"seller": "甲", "amount": 5}, {"seller": "甲", "amount": 5, "on": date(2026, 5, 7)}, ""),
    ],
)
def test_a_likeness_has_its_reason(old, new, why):
    found = likenesses(paid(2, **new), [paid(1, **old)])
    assert [one.why for one in found] == ([why] if why else [])


def test_a_payment_is_not_like_itself():
    assert likenesses(paid(1), [paid(1)]) == ()
