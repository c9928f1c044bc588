"""定期检查: points with their reasons, whose day has come, and a record nobody rewrites."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from wangshi.accounts.permissions import Role
from wangshi.cases.models import Clue
from wangshi.inspections.models import Inspection
from wangshi.inspections.selectors import ChecksAsked, operators_to_check, points_of
from wangshi.inspections.services import Visit, raise_problem, record_inspection
from wangshi.inspections.workflow import InspectionRefused
from wangshi.registry.models import Operator, Permit, Shop
from wangshi.shared.models import AuditRecord

from .conftest import CODE, OTHER_CODE

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)
YEAR = timedelta(days=365)


@pytest.fixture
def operator(platform, town) -> Operator:
    made = Operator.objects.create(
        uscc=CODE,
        source_key=CODE,
        name="虚构样例商行",
        form="sole_trader",
        town=town,
        phone="12345",
    )
    Shop.objects.create(platform=platform, external_id="1", name="样例甲店", operator=made)
    return made


@pytest.fixture
def second(make_account, station):
    return make_account("王示例", Role.OFFICER, department=station)


def visit(officer, second, *results: str, on: date = TODAY, **facts: object) -> Visit:
    given = {"way": "online", "first_officer": officer, "second_officer": second, **facts}
    return Visit(on=on, results=results or ("01",), **given)


def due(**asked: object) -> list[str]:
    return [row.name for row in operators_to_check(ChecksAsked(**asked), TODAY)]


def test_each_point_has_its_reason(operator):
    found = points_of(operator, TODAY)
    assert [reason.key for reason in found.reasons] == ["never"]
    Operator.objects.filter(pk=operator.pk).update(status="revoked", phone="")
    Permit.objects.create(
        operator=operator,
        kind="food_business_permit",
        number="试填",
        valid_to=TODAY - timedelta(days=1),
    )
    found = points_of(operator, TODAY)
    assert {reason.key for reason in found.reasons} == {
        "status", "permit_ended", "food", "no_phone", "never",
    }  # fmt: skip
    assert found.points == sum(reason.points for reason in found.reasons) == 9
    assert found.tier.key == "high"


def test_a_clue_of_its_shop_counts_for_a_year(operator, officer):
    clue = Clue.objects.create(
        number="试填-1",
        source="officer",
        title="试填线索",
        received_at=timezone.now(),
        found_on=TODAY - YEAR + timedelta(days=1),
        reported_by=officer,
        shop=operator.shops.get(),
    )
    assert "clue" in {reason.key for reason in points_of(operator, TODAY).reasons}
    Clue.objects.filter(pk=clue.pk).update(found_on=TODAY - YEAR)
    assert "clue" not in {reason.key for reason in points_of(operator, TODAY).reasons}


def test_only_who_trades_online_is_on_the_list(operator):
    Operator.objects.create(uscc=OTHER_CODE, source_key=OTHER_CODE, name="虚构没店", form="other")
    assert due() == ["虚构样例商行"]


@pytest.mark.parametrize(
    ("days", "again", "is_due"),
    [(719, None, False), (720, None, True), (10, 0, True), (10, 5, False)],
)
def test_the_day_comes_by_tier_or_by_the_re_check(operator, officer, second, days, again, is_due):
    on = TODAY - timedelta(days=days)
    again_on = None if again is None else TODAY + timedelta(days=again)
    record_inspection(
        operator, visit(officer, second, on=on, again_on=again_on), by=officer, at=timezone.now()
    )
    assert bool(due()) is is_due
    assert due(due=False) == ["虚构样例商行"]


def test_the_list_is_narrowed_by_town_unit_and_tier(operator, town, other_town, station):
    assert due(town=town) == due(unit=station) == due(tier="low") == ["虚构样例商行"]
    assert due(town=other_town) == due(tier="high") == []


def test_a_check_is_kept_with_its_pair_its_points_and_its_results(operator, officer, second):
    made = record_inspection(operator, visit(officer, second), by=officer, at=timezone.now())
    assert (made.problem, made.points, made.reasons) == (False, 1, ["从来没有检查过"])
    assert made.department == officer.department
    assert AuditRecord.objects.get(verb="inspection.recorded").facts["results"] == ["01"]


@pytest.mark.parametrize(
    ("results", "facts", "words"),
    [
        (("99",), {}, "选检查结果"),
        (("05",), {"found": "样例"}, "哪天复查"),
        (("02",), {}, "写清查到什么"),
        (("01",), {"on": date(2999, 1, 1)}, "不能晚于今天"),
        (("01",), {"again_on": TODAY}, "之后"),
    ],
)
def test_a_record_that_is_not_whole_is_refused(operator, officer, second, results, facts, words):
    with pytest.raises(InspectionRefused, match=words):
        record_inspection(
            operator, visit(officer, second, *results, **facts), by=officer, at=timezone.now()
        )
    assert Inspection.objects.count() == 0


def test_one_officer_or_a_grid_member_is_not_a_pair(operator, officer, grid_member):
    with pytest.raises(InspectionRefused, match="两名执法人员"):
        record_inspection(operator, visit(officer, officer), by=officer, at=timezone.now())
    with pytest.raises(InspectionRefused, match="网格员"):
        record_inspection(operator, visit(officer, grid_member), by=officer, at=timezone.now())


def test_a_second_check_in_a_year_needs_a_reason_or_a_re_check(operator, officer, second):
    day = date(2026, 3, 2)
    again_on = date(2026, 4, 1)
    first = visit(officer, second, "05", on=day, found="样例", again_on=again_on)
    record_inspection(operator, first, by=officer, at=timezone.now())
    early = visit(officer, second, on=date(2026, 3, 20))
    with pytest.raises(InspectionRefused, match="再查要写理由"):
        record_inspection(operator, early, by=officer, at=timezone.now())
    record_inspection(operator, visit(officer, second, on=again_on), by=officer, at=timezone.now())
    more = visit(officer, second, on=TODAY, why_again="样例：有人投诉")
    assert record_inspection(operator, more, by=officer, at=timezone.now()).why_again


def test_a_problem_becomes_one_clue(operator, officer, second):
    asked = visit(officer, second, "08", found="样例：页面写包治", again_on=TODAY + YEAR)
    made = record_inspection(operator, asked, by=officer, at=timezone.now())
    clue = raise_problem(made, by=officer, at=timezone.now())
    assert (clue.operator, clue.found_on) == (operator, TODAY)
    assert "页面写包治" in clue.detail
    made.refresh_from_db()
    assert raise_problem(made, by=officer, at=timezone.now()) == clue
    clean = record_inspection(
        operator, visit(officer, second, why_again="样例"), by=officer, at=timezone.now()
    )
    with pytest.raises(InspectionRefused, match="没有查出问题"):
        raise_problem(clean, by=officer, at=timezone.now())


def test_a_check_is_recorded_and_handed_over_on_its_pages(
    client, county, operator, officer, second
):
    client.force_login(officer)
    here = f"/inspections/new/{operator.pk}/"
    assert "从来没有检查过" in client.get("/inspections/").content.decode()
    assert client.post(here, {"mark": ""}).status_code == 422
    mark = str(client.get(here).context["form"]["mark"].value())
    given = {"mark": mark, "on": f"{TODAY}", "way": "visit", "second_officer": second.pk}
    given |= {"results": ["08"], "found": "样例"}
    assert "哪天复查" in client.post(here, given).content.decode()
    answer = client.post(here, {**given, "again_on": "2027-01-05"})
    made = Inspection.objects.get()
    assert answer.url == f"/inspections/{made.pk}/"
    assert "转为线索" in client.get(answer.url).content.decode()
    assert client.post(f"{answer.url}hand-over/").status_code == 302
    assert Clue.objects.get().source_key == f"inspection:{made.pk}"


def test_the_due_list_asks_as_often_for_many_operators(
    client, operator, platform, officer, django_assert_max_num_queries
):
    for n in range(5):
        made = Operator.objects.create(source_key=f"试填{n}", name=f"虚构{n}", form="other")
        Shop.objects.create(platform=platform, external_id=f"x{n}", name="样例", operator=made)
    client.force_login(officer)
    client.get("/inspections/")
    with django_assert_max_num_queries(25):
        client.get("/inspections/")
