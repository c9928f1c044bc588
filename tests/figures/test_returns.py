"""Returns: refused in words; the same twice is nothing; a correction keeps what stood."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from tests.figures.conftest import FIRM, FORMS, LAST, TODAY, UNIT, listed, now, told
from wangshi.accounts.policy import Refused
from wangshi.figures import selectors, services
from wangshi.figures.models import Filing, Return
from wangshi.figures.workflow import FiguresRefused, SlotState
from wangshi.shared.models import AuditRecord

pytestmark = pytest.mark.django_db


def test_a_unit_files_its_return_and_the_audit_record_says_so(unit, clerk):
    filing = services.file_return(unit, LAST, told(UNIT, LAST), by=clerk, at=now())
    assert selectors.values_of(filing)["trade"] == Decimal(1000)
    assert (filing.number, filing.form_version) == (1, "1")
    assert AuditRecord.objects.last().verb == "return.filed"


def test_the_same_return_twice_changes_nothing(unit, clerk):
    first = services.file_return(unit, LAST, told(UNIT, LAST), by=clerk, at=now())
    again = services.file_return(unit, LAST, told(UNIT, LAST, trade="1000.00"), by=clerk, at=now())
    assert again == first
    assert AuditRecord.objects.filter(verb__startswith="return.").count() == 1


def test_text_in_a_number_cell_is_refused_in_words_and_nothing_is_kept(unit, clerk):
    with pytest.raises(FiguresRefused) as refused:
        services.file_return(unit, LAST, told(UNIT, LAST, trade="约一千万"), by=clerk, at=now())
    assert refused.value.cells["trade"].startswith("网络交易额要填数字，不能写“约一千万”")
    assert Return.objects.count() == 0


def test_cells_that_disagree_are_refused(unit, clerk):
    with pytest.raises(FiguresRefused, match="网络零售额 1001 大于网络交易额 1000"):
        services.file_return(unit, LAST, told(UNIT, LAST, retail="1001"), by=clerk, at=now())


def test_a_correction_says_why_and_keeps_what_stood(unit, clerk):
    services.file_return(unit, LAST, told(UNIT, LAST), by=clerk, at=now())
    with pytest.raises(FiguresRefused, match="写明为什么更正"):
        services.file_return(unit, LAST, told(UNIT, LAST, trade="990"), by=clerk, at=now())
    mended = told(UNIT, LAST, trade="990", reason="漏减退款")
    services.file_return(unit, LAST, mended, by=clerk, at=now())
    kept = selectors.filings_of(unit, LAST)
    assert [(one.number, one.values["trade"]) for one in kept] == [(2, "990"), (1, "1000")]
    assert kept[0].reason == "漏减退款"
    assert AuditRecord.objects.last().verb == "return.corrected"


def test_a_leap_has_to_be_explained(unit, clerk):
    services.file_return(unit, LAST.before, told(UNIT, LAST.before), by=clerk, at=now())
    leap = UNIT | {"trade": "9000"}
    with pytest.raises(FiguresRefused, match="网络交易额上期 1000，这期 9000") as refused:
        services.file_return(unit, LAST, told(leap, LAST), by=clerk, at=now())
    assert "note" in refused.value.cells
    filing = services.file_return(unit, LAST, told(leap, LAST, note="并入园区"), by=clerk, at=now())
    assert filing.note == "并入园区"


def test_a_period_that_is_not_over_is_not_filed(unit, clerk):
    with pytest.raises(FiguresRefused, match="还没有过完"):
        services.file_return(unit, LAST.after, told(UNIT, LAST), by=clerk, at=now())


def test_nobody_files_for_another_unit(unit, firm_list, clerk, owner, townsman):
    for who in (owner, townsman):
        with pytest.raises(Refused):
            services.file_return(unit, LAST, told(UNIT, LAST), by=who, at=now())
    with pytest.raises(Refused):
        services.file_return(firm_list[1], LAST, told(FIRM, LAST), by=owner, at=now())
    services.file_return(firm_list[0], LAST, told(FIRM, LAST), by=owner, at=now())


def test_figures_without_their_origin_are_not_taken(unit, clerk):
    new = services.NewFiling(UNIT, "  ", LAST.last_on)
    with pytest.raises(FiguresRefused, match="出自哪里"):
        services.file_return(unit, LAST, new, by=clerk, at=now())
    late = services.NewFiling(UNIT, "账", TODAY + timedelta(days=1))
    with pytest.raises(FiguresRefused, match="截至日期"):
        services.file_return(unit, LAST, late, by=clerk, at=now())


@pytest.mark.parametrize(
    ("filed_after", "looked_after", "state"),
    [
        (None, 0, SlotState.OPEN),
        (None, 5, SlotState.DUE),
        (None, 20, SlotState.DUE),
        (None, 21, SlotState.LATE),
        (20, 60, SlotState.FILED),
        (21, 60, SlotState.FILED_LATE),
    ],
    ids=["running", "just-over", "last-day", "late", "in-time", "filed-late"],
)
def test_a_return_is_late_after_its_last_day(unit, clerk, filed_after, looked_after, state):
    period, filing = LAST.a_year_before, None
    if filed_after is not None:
        day = timezone.localdate() - period.last_on - timedelta(days=filed_after)
        filing = services.file_return(unit, period, told(UNIT, period), by=clerk, at=now(day.days))
    on = period.last_on + timedelta(days=looked_after)
    assert selectors.slot_of(unit, period, filing, on).state is state


def test_the_list_of_what_is_missing_is_as_long_as_the_periods_are(unit, office, clerk):
    on = LAST.last_on + timedelta(days=30)
    assert {slot.state for slot in selectors.slots([unit], on)} == {SlotState.LATE}
    services.file_return(unit, LAST, told(UNIT, LAST), by=clerk, at=now())
    assert LAST not in {slot.period for slot in selectors.late_slots(on)}
    services.end_respondent(unit, until=LAST.before.last_on, by=office)
    unit.refresh_from_db()
    assert max(slot.period for slot in selectors.slots([unit], on)) == LAST.before


def test_the_unit_is_told_how_many_of_its_returns_are_missing(unit, clerk, townsman):
    on = LAST.last_on + timedelta(days=30)
    before = selectors.missing_returns(clerk, on)
    services.file_return(unit, LAST, told(UNIT, LAST), by=clerk, at=now())
    after = selectors.missing_returns(clerk, on)
    assert (before.count - after.count, before.late - after.late) == (1, 1)
    assert selectors.missing_returns(townsman, on).count == 0


def test_a_form_is_filed_by_those_it_is_made_for(trade, firms, office, firm_list):
    with pytest.raises(FiguresRefused, match="由企业填"):
        listed("firm_sales", trade, office=office)
    with pytest.raises(FiguresRefused, match="不是镇办"):
        listed("town_trade", trade, office=office)
    with pytest.raises(FiguresRefused, match="都已经在名册里"):
        listed("firm_sales", *firms, office=office)
    assert FORMS["firm_sales"].title == "企业网络销售季报"
    assert Filing.objects.count() == 0
