"""Two firms, the trade bureau and two towns of an invented county, with a year of returns."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from wangshi.accounts.models import Account, Department, DepartmentKind
from wangshi.accounts.permissions import Role
from wangshi.engine.figures import Length, Period, period_on, standing_forms
from wangshi.figures import services
from wangshi.figures.models import Respondent
from wangshi.registry.models import Operator, Representation

FORMS = standing_forms()
TODAY = timezone.localdate()
LAST = period_on(TODAY, Length.QUARTER).before
SINCE = date(TODAY.year - 2, 1, 1)
FIRM = {"trade": "120", "retail": "80", "farm_retail": "30", "parcels": "9000", "platforms": "2"}
UNIT = {
    "trade": "1000", "retail": "600", "farm_retail": "200", "statistical_firms": "1", "hosts": "5",
    "best_sellers": "2",
}  # fmt: skip
PARCELS = {
    "parcels_out": "100000", "parcels_in": "300000", "parcel_cost": "3.2", "value_low": "58",
    "value_high": "64",
}  # fmt: skip
TOWN = {
    "trade": "40", "farm_retail": "20", "shops": "6", "parcels": "800", "hosts": "1",
    "warehouse_area": "0",
}  # fmt: skip


def now(days: int = 0) -> datetime:
    """So many days ago."""
    return timezone.now() - timedelta(days=days)


def told(cells: dict[str, str], period: Period, **changed: str) -> services.NewFiling:
    given = {"note": "", "reason": ""} | {
        key: changed.pop(key) for key in ("note", "reason") if key in changed
    }
    return services.NewFiling(cells | changed, "试填账", period.last_on, **given)


@pytest.fixture
def trade(county) -> Department:
    return Department.objects.create(
        code="jingmao", name="拾穗县经济贸易局", short_name="经贸局",
        kind=DepartmentKind.COUNTY_UNIT,
    )  # fmt: skip


@pytest.fixture
def town_office(town) -> Department:
    made = Department.objects.create(
        code="gov-1", name="甲木镇人民政府", short_name="甲木镇",
        kind=DepartmentKind.TOWN_GOVERNMENT,
    )  # fmt: skip
    made.towns.add(town)
    return made


@pytest.fixture
def firms(town) -> list[Operator]:
    codes = ("91610727MA6YXXXX0A", "91610727MA6YXXXX1B")
    return [
        Operator.objects.create(name=f"样例{word}商行", source_key=code, uscc=code, town=town)
        for word, code in zip("甲乙", codes, strict=True)
    ]


@pytest.fixture
def office(make_account, bureau) -> Account:
    return make_account("谭样例", Role.PROGRAMME_OFFICE, username="office", department=bureau)


@pytest.fixture
def clerk(make_account, trade) -> Account:
    return make_account("许虚构", Role.OTHER_BUREAU, username="clerk", department=trade)


@pytest.fixture
def townsman(make_account, town_office, town) -> Account:
    return make_account(
        "何虚构", Role.OTHER_BUREAU, username="town", department=town_office, town=town
    )


@pytest.fixture
def owner(make_account, firms, office) -> Account:
    made = make_account("店主样例", Role.SHOP_OWNER, username="owner")
    Representation.objects.create(
        operator=firms[0], account=made, bound_at=now(400), bound_by=office
    )
    return made


def listed(form: str, *who: object, office: Account) -> tuple[Respondent, ...]:
    return services.add_respondents(FORMS[form], who, since=SINCE, by=office, at=now(400))


@pytest.fixture
def firm_list(firms, office) -> tuple[Respondent, ...]:
    return listed("firm_sales", *firms, office=office)


@pytest.fixture
def unit(trade, office) -> Respondent:
    return listed("unit_trade", trade, office=office)[0]


@pytest.fixture
def logistics(trade, office) -> Respondent:
    return listed("unit_logistics", trade, office=office)[0]


@pytest.fixture
def town_return(town_office, office) -> Respondent:
    return listed("town_trade", town_office, office=office)[0]
