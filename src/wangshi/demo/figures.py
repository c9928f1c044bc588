"""演示县的数字: returns of firms, bureaus and towns for two years, proofs of village delivery."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Final

from django.utils import timezone

from wangshi.accounts.models import Account, Department, DepartmentKind, Town
from wangshi.accounts.permissions import Role
from wangshi.demo.office import Office
from wangshi.engine.figures import Length, Period, standing_forms, standing_grades
from wangshi.figures import services
from wangshi.figures.models import Respondent, Village
from wangshi.figures.selectors import shown_periods
from wangshi.registry.models import Operator, Representation
from wangshi.shared import imports

QUARTERS: Final = 7
FIRMS: Final = 12
SILENT_TOWNS: Final = 2  # of the newest quarter: their returns are late
GROWTH: Final = 1.045  # from one quarter to the next
# 网购有淡旺季：一季度淡，四季度旺.
SEASONS: Final = (0.86, 0.97, 1.02, 1.15)
VILLAGES: Final = ("东湾村", "西岭村", "后坝村")
PROVEN: Final = 0.8
LONG_AGO: Final = 0.15
TOWN: Final = DepartmentKind.TOWN_GOVERNMENT
TITLES: Final = {"name": "名称", "origin": "数出自哪里", "note": "说明"}


def tell(office: Office) -> None:
    """县级数字的两年: everything through the room's own services and importer."""
    by = office.people.one(Role.PROGRAMME_OFFICE)
    periods = shown_periods(timezone.localdate(office.until), Length.QUARTER)[-QUARTERS:]
    since = periods[0].first_on
    lists = _lists(office, by, since)
    for step, period in enumerate(periods):
        newest = period == periods[-1]
        size = GROWTH**step * SEASONS[period.number - 1]
        _bring_in(office, "firm_sales", period, _firms(office, lists["firm_sales"], size), by)
        _bring_in(
            office, "town_trade", period, _towns(office, lists["town_trade"], size, newest), by
        )
        _units(office, lists, period, step, size)
    _mend_one(office, lists["unit_trade"][0], periods[-1])
    _villages(office, by)


def _lists(office: Office, by: Account, since: date) -> dict[str, tuple[Respondent, ...]]:
    at = _moment(since - timedelta(days=20))
    units = office.departments
    towns = [unit for _, unit in sorted(units.items()) if unit.kind == TOWN]
    who: dict[str, Sequence[Department | Operator]] = {
        "firm_sales": _chosen_firms(),
        "unit_trade": [units["jingmao"]],
        "unit_infrastructure": [units["jingmao"]],
        "unit_logistics": [units["jiaotong"]],
        "town_trade": towns,
    }
    return {
        form: services.add_respondents(standing_forms()[form], rows, since=since, by=by, at=at)
        for form, rows in who.items()
    }


def _chosen_firms() -> list[Operator]:
    """Firms with shops and codes; the one somebody speaks for is among them."""
    spoken = list(Operator.objects.filter(pk__in=Representation.objects.values("operator")))
    known = [one for one in spoken if one.uscc]
    rest = Operator.objects.filter(shops__isnull=False, uscc__isnull=False).distinct()
    keys = [one.pk for one in known]
    return [*known, *rest.exclude(pk__in=keys).order_by("pk")[: FIRMS - len(known)]]


def _firms(
    office: Office, firms: Sequence[Respondent], size: float
) -> Iterator[tuple[Respondent, Mapping[str, object]]]:
    for place, firm in enumerate(firms):
        trade = round((90 + 23 * place) * size * _about(office), 2)
        retail = round(trade * 0.62, 2)
        yield (
            firm,
            {
                "trade": trade,
                "retail": retail,
                "farm_retail": round(retail * 0.45, 2),
                "parcels": round(retail * 150),
                "platforms": 1 + place % 3,
            },
        )


def _towns(
    office: Office, towns: Sequence[Respondent], size: float, newest: bool
) -> Iterator[tuple[Respondent, Mapping[str, object]]]:
    told = towns[:-SILENT_TOWNS] if newest else towns
    for place, town in enumerate(told):
        trade = round((40 + 11 * (place * 7 % 17)) * size * _about(office), 2)
        yield (
            town,
            {
                "trade": trade,
                "farm_retail": round(trade * 0.4, 2),
                "shops": 4 + place * 5 % 23,
                "parcels": round(trade * 90),
                "hosts": 1 if place % 6 == 0 else 0,
                "warehouse_area": 600 if place % 5 == 0 else 0,
            },
        )


def _units(
    office: Office,
    lists: Mapping[str, Sequence[Respondent]],
    period: Period,
    step: int,
    size: float,
) -> None:
    retail = round(6_100 * size * _about(office), 2)
    parcels = round(retail * 10_000 / 61)
    told: dict[str, dict[str, object]] = {
        "unit_trade": {
            "trade": round(retail * 2.4, 2), "retail": retail,
            "farm_retail": round(retail * 0.2, 2), "statistical_firms": int(step >= QUARTERS // 2),
            "hosts": 3 + step // 2, "best_sellers": step // 3,
        },
        "unit_logistics": {
            "parcels_out": parcels, "parcels_in": parcels * 3,
            "parcel_cost": round(3.6 - 0.08 * step, 2), "value_low": 57, "value_high": 64,
        },
        "unit_infrastructure": {
            "villages": 51, "broadband_villages": min(51, 38 + 2 * step),
            "mobile_villages": min(51, 30 + 3 * step), "warehouse_area": 5_200 + 300 * step,
        },
    }  # fmt: skip
    for form, cells in told.items():
        _file(office, lists[form][0], period, cells)


def _file(office: Office, unit: Respondent, period: Period, cells: Mapping[str, object]) -> None:
    at = min(_moment(period.last_on + timedelta(days=9)), office.until)
    by = office.people.by_department.get(unit.department_id or 0)
    new = services.NewFiling(
        {key: str(value) for key, value in cells.items()},
        "各企业、各运营商来的数（虚构）",
        period.last_on,
        "演示的数，都是虚构的",
    )
    who = by or office.people.one(Role.PROGRAMME_OFFICE)
    services.file_return(unit, period, new, by=who, at=at)


def _mend_one(office: Office, unit: Respondent, period: Period) -> None:
    """A correction, so that there are two versions to look at."""
    filing = unit.returns.get(period=period.key).filings.latest("number")
    cells = {**filing.values, "hosts": str(int(filing.values["hosts"]) + 1)}
    new = services.NewFiling(
        cells, filing.origin, filing.as_of, filing.note, "漏了一名刚满三个月的主播（虚构）"
    )
    by = office.people.by_department[unit.department_id or 0]
    services.file_return(unit, period, new, by=by, at=office.until)


def _bring_in(
    office: Office,
    form: str,
    period: Period,
    rows: Iterator[tuple[Respondent, Mapping[str, object]]],
    by: Account,
) -> None:
    cells = standing_forms()[form].version_for(period).cells
    head = [TITLES["name"], "统一社会信用代码", *(cell.title for cell in cells), TITLES["note"]]
    lines = [",".join(head)]
    for who, told in rows:
        code = who.operator.uscc if who.operator else ""
        name = who.operator.name if who.operator else str(who.department)
        values = [str(told[cell.key]) for cell in cells]
        lines.append(",".join([name, code or "", *values, "演示的数（虚构）"]))
    batch = imports.open_batch(
        "figures",
        ["\n".join(lines).encode()],
        file_name=f"{standing_forms()[form].title}{period.key}.csv",
        options={"period": period.key},
        by=by,
        at=min(_moment(period.last_on + timedelta(days=8)), office.until),
    )
    imports.begin(batch, by=by, enqueue=lambda _: None)
    imports.run(batch.pk)


def _villages(office: Office, by: Account) -> None:
    for town in Town.objects.all():
        made = services.add_villages(town, VILLAGES, by=by, at=office.until)
        for village in made:
            if office.dice.chance(PROVEN):
                _prove(office, village, by)


def _prove(office: Office, village: Village, by: Account) -> None:
    days = standing_grades().proof_days
    long_ago = office.dice.chance(LONG_AGO)
    age = office.dice.number(days + 5, days + 60) if long_ago else office.dice.number(3, days - 9)
    seen = office.today - timedelta(days=age)
    new = services.NewProof(
        office.dice.pick(("甲达快递（虚构）", "乙运快递（虚构）", "村邮站（虚构）")),
        office.dice.number(2, 7),
        seen,
        "村服务点有当天的签收单（虚构）",
    )
    services.prove_village(village, new, by=by, at=_moment(seen))


def _about(office: Office) -> float:
    """A few hundredths up or down."""
    return office.dice.number(97, 103) / 100


def _moment(on: date) -> datetime:
    return timezone.make_aware(datetime.combine(on, time(10, 0)))
