"""The road of a seller without a shop page: each verb, what it refuses, and what it leaves."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from tests.growth.conftest import USCC, answers, then
from wangshi.accounts.permissions import Role
from wangshi.accounts.policy import Refused
from wangshi.cases.models import Clue
from wangshi.cases.workflow import ClueSource
from wangshi.growth import services
from wangshi.growth.models import Declaration, Seller
from wangshi.growth.workflow import RoadRefused
from wangshi.registry.models import Operator
from wangshi.shared.models import AuditRecord

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


def verbs():
    return list(AuditRecord.objects.order_by("sequence").values_list("verb", flat=True))


def licensed(**given):
    return services.Licensed(**{"uscc": USCC, "name": "拾穗县样例蜂蜜铺"} | given)


@pytest.fixture
def guide(officer):
    def ask(seller, *goods, turnover=None, who="person"):
        given = answers(*goods, turnover=turnover, who=who)
        return services.guide_seller(seller, given, by=officer, at=then())

    return ask


@pytest.fixture
def refused(seller, officer, guide) -> Seller:
    services.visit_seller(seller, words="群里加了好友，约好上门", by=officer, at=then())
    guide(seller, "homemade_food", turnover=20_000)
    return services.refuse_seller(seller, words="说卖不了几个钱，不办", by=officer, at=then())


def test_the_whole_road_leads_from_found_to_an_operator_with_a_licence(seller, officer, guide):
    services.visit_seller(seller, words="电话联系上了", by=officer, at=then())
    guide(seller, "ordinary", turnover=180_000)
    services.note_preparation(seller, key="papers", done=True, words="", by=officer, at=then())
    services.apply_registration(seller, words="大厅窗口交的", by=officer, at=then())
    services.license_seller(seller, licensed(person="样例嫂"), by=officer, at=then())
    seller.refresh_from_db()
    assert seller.state == "licensed"
    assert seller.remind_on is None
    assert seller.operator.uscc == USCC
    assert seller.operator.kind == "other_network"
    assert seller.operator.licences.count() == 1
    reached = [step.target for step in seller.steps.all()]
    assert reached == ["found", "visited", "guided", "guided", "registered", "licensed"]
    assert [verb for verb in verbs() if verb.startswith("seller.")] == [
        "seller.found", "seller.visited", "seller.guided", "seller.prepared", "seller.applied",
        "seller.licensed",
    ]  # fmt: skip


def test_a_second_form_with_the_same_mark_is_the_first_seller(find):
    first = find(source_key="form:样例")
    assert find(source_key="form:样例") == first
    assert Seller.objects.count() == 1


def test_a_seller_whose_operator_is_known_is_linked_to_it(seller, officer):
    known = Operator.objects.create(uscc=USCC, source_key=USCC, name="样例商行", form="sole_trader")
    services.license_seller(seller, licensed(name=""), by=officer, at=then())
    seller.refresh_from_db()
    assert seller.operator == known
    assert Operator.objects.count() == 1


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"uscc": "92990101MA6XXXXX10"}, "信用代码不对"),
        ({"name": ""}, "照执照填名称"),
        ({"issued_on": date(2999, 1, 1)}, "不能晚于今天"),
    ],
)
def test_a_licence_that_cannot_be_is_refused(seller, officer, given, told):
    with pytest.raises(RoadRefused, match=told):
        services.license_seller(seller, licensed(**given), by=officer, at=then())
    assert not Operator.objects.exists()


def test_a_licence_that_was_cancelled_is_no_licence(seller, officer):
    Operator.objects.create(
        uscc=USCC, source_key=USCC, name="样例商行", form="sole_trader", status="cancelled"
    )
    with pytest.raises(RoadRefused, match="已经注销"):
        services.license_seller(seller, licensed(), by=officer, at=then())


def test_a_declaration_stands_for_a_year_and_names_its_grounds(seller, officer, guide):
    guide(seller, "own_produce")
    made = services.sign_declaration(seller, signed_on=TODAY(), by=officer, at=then())
    seller.refresh_from_db()
    assert seller.state == "exempt"
    assert made.guidance.grounds == ["own_farm_produce"]
    assert (made.look_again_on - made.signed_on).days in (365, 366)


def test_only_who_is_exempt_signs_a_declaration(seller, officer, guide):
    guide(seller, "ordinary", turnover=200_000)
    with pytest.raises(RoadRefused, match="先问清"):
        services.sign_declaration(seller, signed_on=TODAY(), by=officer, at=then())


def test_a_declaration_is_not_signed_before_it_was_asked_for(seller, officer, guide):
    guide(seller, "own_produce")
    yesterday = TODAY() - timedelta(days=1)
    with pytest.raises(RoadRefused, match="签的日期"):
        services.sign_declaration(seller, signed_on=yesterday, by=officer, at=then())


@pytest.mark.parametrize(
    ("goods", "turnover", "state", "ended"),
    [
        ("ordinary", 60_000, "exempt", False),  # nothing that matters has changed
        ("ordinary", 130_000, "guided", True),  # over the line: to be registered
        ("homemade_food", 60_000, "guided", True),  # other goods: a licence
        ("own_produce", None, "guided", True),  # still exempt, on other grounds: signed anew
    ],
)
def test_facts_that_change_end_the_declaration(
    seller, officer, guide, goods, turnover, state, ended
):
    guide(seller, "ordinary", turnover=50_000)
    services.sign_declaration(seller, signed_on=TODAY(), by=officer, at=then())
    guide(seller, goods, turnover=turnover)
    seller.refresh_from_db()
    assert seller.state == state
    assert (Declaration.objects.get().ended_on is not None) is ended


def test_whoever_gets_a_licence_declares_nothing_any_more(seller, officer, guide):
    guide(seller, "own_produce")
    services.sign_declaration(seller, signed_on=TODAY(), by=officer, at=then())
    services.license_seller(seller, licensed(), by=officer, at=then())
    assert Declaration.objects.get().end_reason == "领了执照"


def test_who_refuses_is_handed_over_with_all_that_was_tried(refused, officer):
    clue = services.hand_over_seller(refused, by=officer, at=then())
    refused.refresh_from_db()
    assert refused.clue == clue
    assert clue.violation == "V02"
    assert clue.source == ClueSource.OFFICER
    for words in ("样例蜂蜜嫂", "约好上门", "卖不了几个钱"):
        assert words in clue.title + clue.detail
    with pytest.raises(RoadRefused, match=clue.number):
        services.hand_over_seller(refused, by=officer, at=then())
    assert Clue.objects.count() == 1


def test_nobody_is_handed_over_before_he_was_guided(seller, officer):
    with pytest.raises(RoadRefused, match="先引导"):
        services.hand_over_seller(seller, by=officer, at=then())


def test_who_refuses_may_still_take_a_licence(refused, officer):
    services.license_seller(refused, licensed(), by=officer, at=then())
    refused.refresh_from_db()
    assert refused.state == "licensed"


def test_who_was_lost_is_found_again(seller, officer):
    services.lose_seller(seller, words="电话三次没人接", by=officer, at=then())
    seller.refresh_from_db()
    assert seller.remind_on is None
    services.visit_seller(seller, words="换了号，加上了", by=officer, at=then())
    seller.refresh_from_db()
    assert seller.state == "visited"
    assert seller.remind_on > TODAY()


@pytest.mark.parametrize(
    "act",
    [
        lambda s, by: services.visit_seller(s, words=" ", by=by, at=then()),
        lambda s, by: services.refuse_seller(s, words="不办", by=by, at=then()),  # not met yet
        lambda s, by: services.apply_registration(s, words="交了", by=by, at=then()),
        lambda s, by: services.guide_seller(s, answers(), by=by, at=then()),
        lambda s, by: services.note_seller(s, words="问过", remind_on=TODAY(), by=by, at=then()),
        lambda s, by: services.note_preparation(
            s, key="no_such", done=True, words="", by=by, at=then()
        ),
        lambda s, by: services.note_preparation(
            s, key="papers", done=False, words="", by=by, at=then()
        ),
    ],
)
def test_a_step_that_does_not_lead_on_is_refused_and_leaves_nothing(seller, officer, act):
    before = verbs()
    with pytest.raises(RoadRefused):
        act(seller, officer)
    assert verbs() == before
    assert seller.steps.count() == 1


def test_a_seller_is_not_found_tomorrow(find):
    with pytest.raises(RoadRefused, match="不能晚于今天"):
        find(found_on=TODAY() + timedelta(days=1))


def test_a_grid_member_finds_sellers_of_the_own_town_and_guides_nobody(
    find, grid_member, town, other_town
):
    mine = find(by=grid_member, town=town, source="grid")
    with pytest.raises(Refused):
        find(by=grid_member, town=other_town, source="grid")
    with pytest.raises(Refused):
        services.visit_seller(mine, words="上门看了", by=grid_member, at=then())


def test_who_has_no_part_in_it_finds_nobody(find, make_account):
    with pytest.raises(Refused):
        find(by=make_account("某样例", Role.SYSTEM_ADMIN))


def test_the_report_of_selling_food_stops_its_clock(seller, officer, town):
    began = TODAY() - timedelta(days=3)
    start = services.note_food_start(
        seller, town=town, where="样例群", started_on=began, by=officer, at=then()
    )
    with pytest.raises(RoadRefused, match="已经登记过"):
        services.note_food_start(
            seller, town=town, where="样例群", started_on=began, by=officer, at=then()
        )
    day = began - timedelta(days=1)
    with pytest.raises(RoadRefused, match="报告日期"):
        services.take_food_report(start, reported_on=day, by=officer, at=then())
    services.take_food_report(start, reported_on=TODAY(), by=officer, at=then())
    with pytest.raises(RoadRefused, match="报告过了"):
        services.take_food_report(start, reported_on=TODAY(), by=officer, at=then())


def test_the_clock_of_the_clue_runs_from_the_refusal(find, officer):
    seller = find(days=9)
    services.visit_seller(seller, words="上门讲过", by=officer, at=then(8))
    services.refuse_seller(seller, words="不办", by=officer, at=then(6))
    clue = services.hand_over_seller(seller, by=officer, at=then())
    assert clue.found_on == timezone.localdate(then(6))


def test_who_refuses_again_after_the_clue_was_closed_is_handed_over_again(refused, officer):
    first = services.hand_over_seller(refused, by=officer, at=then())
    services.visit_seller(refused, words="又来问过", by=officer, at=then())
    services.refuse_seller(refused, words="还是不办", by=officer, at=then())
    with pytest.raises(RoadRefused, match="正在办"):
        services.hand_over_seller(refused, by=officer, at=then())
    Clue.objects.filter(pk=first.pk).update(
        state="closed",
        outcome="corrected",
        ground="corrected",
        decision_reason="样例",
        decided_on=first.found_on,
        decided_by=officer,
        department=officer.department,
        handler=officer,
        replied_at=then(),
        replied_by=officer,
    )
    assert services.hand_over_seller(refused, by=officer, at=then()) != first
