"""Where a clue may go: the order and the reasons."""

import pytest

from tests.cases.conftest import MONDAY, clue_in, new_clue
from wangshi.accounts.models import Department
from wangshi.cases.routing import Office, candidates, is_full
from wangshi.cases.selectors import routes
from wangshi.cases.services import report_clue
from wangshi.cases.workflow import ClueState


def office(name: str, **changes: object) -> Office:
    given = {
        "department_id": 1,
        "name": name,
        "is_station": False,
        "is_bureau": False,
        "covers_town": False,
        "in_charge": False,
        "open_clues": 0,
        "daily_clues": 4,
    }
    return Office(**given | changes)


STATION = {"is_station": True, "covers_town": True}
ORDERS = [
    # the town's station before the bureau
    ([office("县局", is_bureau=True), office("甲木所", **STATION)], ["甲木所", "县局"]),
    # the unit in charge of the matter before the place
    ([office("甲木所", **STATION), office("文旅局", in_charge=True)], ["文旅局", "甲木所"]),
    # a station that is full goes behind the bureau
    (
        [office("县局", is_bureau=True), office("甲木所", open_clues=20, **STATION)],
        ["县局", "甲木所"],
    ),
    # nobody else is suggested
    ([office("县局", is_bureau=True), office("财政局")], ["县局"]),
    # of equals, who has less on hand
    (
        [office("甲所", open_clues=3, **STATION), office("乙所", open_clues=1, **STATION)],
        ["乙所", "甲所"],
    ),
]


@pytest.mark.parametrize(("offices", "expected"), ORDERS)
def test_departments_come_in_this_order(offices, expected):
    found = candidates(offices, town="甲木镇", violation="虚假宣传", full_after_days=5)
    assert [route.name for route in found] == expected


def test_every_candidate_has_its_reasons():
    found = candidates(
        [office("甲木所", in_charge=True, open_clues=20, **STATION)],
        town="甲木镇",
        violation="虚假宣传",
        full_after_days=5,
    )
    assert found[0].reasons == (
        "主管“虚假宣传”",
        "甲木镇归它管",
        "已经排满：手上 20 件，每天能接 4 件",
    )


def test_full_is_as_many_days_as_the_county_says():
    assert [is_full(office("所", open_clues=n), 5) for n in (19, 20)] == [False, True]


def test_the_departments_of_the_county_are_weighed(people):
    clue = clue_in(ClueState.REPORTED, people)
    assert [route.name for route in routes(clue)] == ["甲木所", "县局"]


def test_a_matter_of_another_bureau_goes_there_first(people):
    Department.objects.filter(pk=people.other_bureau.pk).update(violations=["V41"])
    clue = report_clue(new_clue(people, violation="V41"), by=people.grid_member, at=MONDAY)
    assert routes(clue)[0].name == "文旅局"
