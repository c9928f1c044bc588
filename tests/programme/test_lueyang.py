"""略阳县的方案 in this room: fifteen tasks, four bodies apart, ten kinds of findings."""

from datetime import date

import pytest

from tests.conftest import SHARED
from tests.programme.conftest import now
from wangshi.accounts.permissions import Role
from wangshi.accounts.services import county_file, set_up_county, system_account
from wangshi.programme import selectors, services
from wangshi.programme.models import Body, Plan
from wangshi.programme.services import PlanFile
from wangshi.programme.workflow import BodyKind

pytestmark = [pytest.mark.django_db, pytest.mark.real_data]
TEXT = SHARED / "domain" / "plan-lueyang-2023.txt"
TODAY = date(2026, 11, 22)


@pytest.fixture
def lueyang(make_account) -> Plan:
    set_up_county(county_file("lueyang"), system_account())
    office = make_account("谭样例", Role.PROGRAMME_OFFICE, username="office")
    file = PlanFile(TEXT.read_bytes(), TEXT.name)
    plan = services.import_plan(file, by=office, at=now())
    plan = services.adopt_plan(plan, on=TODAY, by=office, at=now())
    services.issue_tasks(plan, by=office, at=now())
    return plan


def test_the_seed_text_becomes_fifteen_tasks_of_four_leads(lueyang):
    tasks = list(selectors.tasks_for(selectors.TasksAsked(), TODAY, lueyang))
    leads = [selectors.lead_of(task).short_name for task in tasks]
    counts = {name: leads.count(name) for name in set(leads)}
    assert counts == {"市场监管局": 8, "经贸局": 5, "行政审批局": 1, "文旅局": 1}


def test_the_four_bodies_are_kept_apart(lueyang):
    assert set(Body.objects.values_list("kind", flat=True)) == {kind.value for kind in BodyKind}
    joint = Body.objects.get(kind=BodyKind.JOINT_MEETING)
    assert (joint.clause.path, joint.at_least, joint.at_most) == ("四(一)3", 1, 2)
    assert (joint.seats.count(), joint.seats.filter(department=None).count()) == (7, 0)
    group = Body.objects.get(kind=BodyKind.LEADING_GROUP)
    assert group.seats.count() == 17


def test_every_kind_of_finding_stands_beside_a_clause(lueyang):
    found = selectors.findings_of(lueyang, TODAY)
    assert {finding.check for finding in found} == {f"F{number}" for number in range(1, 11)}
    paths = set(lueyang.clauses.values_list("path", flat=True))
    assert set(selectors.findings_by_clause(lueyang, TODAY)) <= paths


def test_nothing_of_the_text_stands_in_the_way_of_a_task(lueyang):
    assert selectors.problems_of(lueyang) == ()
