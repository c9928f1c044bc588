"""The figures of penalties: limits with both ends, hearings, the surcharge and its cap."""

from datetime import date
from decimal import Decimal

import pytest

from wangshi.engine.codes import CodeTable
from wangshi.engine.penalties import (
    Paid,
    PartyKind,
    Publicity,
    Stay,
    hearing_reasons,
    late_fee,
    publicity_of,
    why_not_on_the_spot,
)

KINDS = CodeTable.load("penalty_kinds")
PERSON, FIRM = PartyKind.PERSON, PartyKind.ORGANISATION
DUE = date(2026, 3, 2)


def rows(*codes):
    return [row for row in KINDS if row.code in codes]


@pytest.mark.parametrize(
    ("kind", "fine", "may"),
    [(PERSON, "200", True), (PERSON, "200.01", False), (FIRM, "3000", True), (FIRM, "3001", False)],
)
def test_on_the_spot_up_to_and_including_the_limit(kind, fine, may):
    assert (why_not_on_the_spot(kind, Decimal(fine)) == "") is may


@pytest.mark.parametrize(
    ("kind", "fine", "taken", "others", "count"),
    [
        (FIRM, 99999, 0, (), 0),
        (FIRM, 100000, 0, (), 1),  # “以上” holds the number itself
        (PERSON, 10000, 10000, (), 2),
        (FIRM, 0, 0, ("revoke",), 1),
        (FIRM, 0, 0, ("criticise", "withhold"), 0),
    ],
)
def test_a_hearing_is_for_what_is_heavy(kind, fine, taken, others, count):
    reasons = hearing_reasons(
        kind, fine=Decimal(fine), confiscated=Decimal(taken), others=rows(*others)
    )
    assert len(reasons) == count


@pytest.mark.parametrize(
    ("until", "paid", "stays", "days", "amount"),
    [
        (date(2026, 3, 2), (), (), 0, "0.00"),  # the last day itself is in time
        (date(2026, 3, 3), (), (), 1, "30.00"),
        (date(2026, 4, 4), (), (), 33, "990.00"),
        (date(2026, 4, 5), (), (), 34, "1000.00"),  # never more than the fine
        (date(2030, 1, 1), (), (), 34, "1000.00"),
        (date(2026, 3, 4), (Paid(date(2026, 3, 3), Decimal(500)),), (), 2, "45.00"),
        (date(2026, 3, 9), (Paid(date(2026, 3, 2), Decimal(1000)),), (), 0, "0.00"),
        (date(2026, 3, 9), (), (Stay(date(2026, 3, 4), date(2026, 3, 7)),), 3, "90.00"),
        (date(2026, 3, 9), (), (Stay(date(2026, 3, 3), None),), 0, "0.00"),
    ],
)
def test_the_surcharge_grows_by_three_per_cent_a_day(until, paid, stays, days, amount):
    fee = late_fee(Decimal(1000), due_on=DUE, until=until, paid=paid, stays=stays)
    assert (fee.days, fee.amount) == (days, Decimal(amount))
    assert fee.capped is (amount == "1000.00")


@pytest.mark.parametrize(
    ("fine", "lenient", "field", "others", "level"),
    [
        (50000, True, True, (), Publicity.LIGHT),
        (50001, True, False, (), Publicity.GENERAL),
        (100, False, False, (), Publicity.GENERAL),
        (100, False, True, (), Publicity.SERIOUS),
        (0, False, True, ("criticise",), Publicity.LIGHT),
        (100, True, False, ("suspend",), Publicity.LIMIT),
        (100, True, False, ("suspend", "revoke"), Publicity.SERIOUS),
    ],
)
def test_how_long_a_penalty_is_shown(fine, lenient, field, others, level):
    found = publicity_of(
        FIRM, fine=Decimal(fine), lenient=lenient, serious_field=field, others=rows(*others)
    )
    assert found is level
