"""A link is proposed with its evidence, settled once by an officer, and feeds calibration."""

from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.at_once import together
from wangshi.accounts.permissions import Role
from wangshi.accounts.policy import Refused
from wangshi.engine.matching import standing_model
from wangshi.registry.models import LinkState, Operator, Shop, ShopLink
from wangshi.registry.selectors import (
    chance_words,
    county_model,
    evidence_rows,
    judged_links,
    open_proposals,
    timeline_of,
)
from wangshi.registry.services import (
    Declined,
    confirm_link,
    link_shop,
    propose_links,
    reject_link,
    unlink_shop,
)
from wangshi.shared.models import AuditRecord

pytestmark = pytest.mark.django_db
NOW = timezone.now()
PHONE = "13900000001"


@pytest.fixture
def operator(make_operator) -> Operator:
    make_operator("拾穗县演示茶业有限公司", address="拾穗县试填街3号")
    return make_operator("拾穗县虚构山货有限公司", phone=PHONE, address="拾穗县样例路12号")


@pytest.fixture
def shop(make_shop) -> Shop:
    return make_shop("虚构山货旗舰店", shown_name="拾穗县虚构茶叶有限公司", phone=PHONE)


@pytest.fixture
def proposed(county, operator, shop) -> ShopLink:
    propose_links(at=NOW, by=None)
    return ShopLink.objects.get()


def last() -> AuditRecord:
    return AuditRecord.objects.order_by("-sequence")[0]


def test_a_shop_of_nobody_is_proposed_with_both_sides_of_every_field(proposed, operator, shop):
    assert (proposed.shop, proposed.operator, proposed.state) == (shop, operator, "proposed")
    assert proposed.outcome in {"link", "review"}
    assert 0 < proposed.probability < 1
    assert proposed.weights == standing_model().fingerprint
    rows = {row.title: row for row in evidence_rows(proposed)}
    assert rows["电话"].words == "电话一致"
    assert rows["电话"].mark == "同"
    assert "139****0001" in rows["电话"].shop_value
    assert "电话一致" in proposed.why
    shop.refresh_from_db()
    assert shop.operator is None  # nothing is settled by software
    assert (last().verb, last().facts["links"]) == ("shop.links_proposed", 1)


def test_proposing_again_changes_nothing(proposed):
    assert propose_links(at=NOW, by=None) == 0
    assert ShopLink.objects.get() == proposed
    assert last().verb == "shop.links_proposed"


def test_a_shop_like_nobody_is_not_proposed(county, operator, make_shop):
    make_shop("谁也不是的店")
    assert propose_links(at=NOW, by=None) == 0
    assert not ShopLink.objects.exists()


def test_closed_shops_and_shops_of_somebody_are_left_alone(county, operator, shop, make_shop):
    other = make_shop("虚构山货小店", phone=PHONE)
    Shop.objects.filter(pk=shop.pk).update(closed_on=NOW.date())
    Shop.objects.filter(pk=other.pk).update(operator=operator)
    assert propose_links(at=NOW, by=None) == 0


def test_a_confirmed_link_is_the_shops_and_keeps_its_evidence(proposed, operator, shop, officer):
    confirm_link(proposed, note="电话问过", at=NOW, by=officer)
    shop.refresh_from_db()
    proposed.refresh_from_db()
    assert shop.operator == operator
    assert (proposed.state, proposed.linked_by, proposed.note) == ("confirmed", officer, "电话问过")
    assert proposed.evidence
    assert (last().verb, last().subject) == ("shop.linked", f"registry.shop:{shop.pk}")
    assert "关联：拾穗县虚构山货有限公司" in [event.title for event in timeline_of(shop, officer)]


def test_a_rejected_link_is_kept_and_not_proposed_again(proposed, shop, officer):
    reject_link(proposed, reason="是同名的另一家", at=NOW, by=officer)
    assert last().verb == "shop.link_rejected"
    assert propose_links(at=NOW, by=None) == 0
    assert ShopLink.objects.get().end_reason == "是同名的另一家"
    shop.refresh_from_db()
    assert shop.operator is None


def test_a_confirmed_link_can_be_undone(proposed, shop, officer):
    confirm_link(proposed, at=NOW, by=officer)
    unlink_shop(shop, reason="认错了", at=NOW, by=officer)
    link = ShopLink.objects.get()
    assert (link.state, link.end_reason) == (LinkState.UNDONE, "认错了")


@pytest.mark.parametrize(
    "settle",
    [
        lambda link, by: confirm_link(link, at=NOW, by=by),
        lambda link, by: reject_link(link, reason="x", at=NOW, by=by),
    ],
    ids=["confirm", "reject"],
)
def test_whoever_settles_second_is_told_who_was_first(proposed, officer, settle):
    confirm_link(proposed, at=NOW, by=officer)
    with pytest.raises(Declined, match=f"{officer.name}在 .* 已经核实过：已关联"):
        settle(proposed, officer)
    assert AuditRecord.objects.filter(verb="shop.linked").count() == 1


def test_an_officer_who_links_by_hand_settles_what_was_proposed(proposed, operator, shop, officer):
    link_shop(shop, operator, at=NOW, by=officer)
    assert ShopLink.objects.get().state == LinkState.CONFIRMED


def test_to_link_by_hand_to_another_rejects_what_was_proposed(proposed, shop, officer):
    other = Operator.objects.exclude(pk=proposed.operator_id).get()
    link_shop(shop, other, at=NOW, by=officer)
    proposed.refresh_from_db()
    assert proposed.state == LinkState.REJECTED
    assert other.name in proposed.end_reason


def test_only_those_with_the_right_settle(proposed, dispatcher):
    with pytest.raises(Refused):
        confirm_link(proposed, at=NOW, by=dispatcher)
    with pytest.raises(Refused):
        reject_link(proposed, reason="x", at=NOW, by=dispatcher)


def test_what_officers_said_is_what_calibration_learns(proposed, shop, officer):
    assert judged_links() == []
    confirm_link(proposed, at=NOW, by=officer)
    assert [one.right for one in judged_links()] == [True]
    unlink_shop(shop, reason="认错了", at=NOW, by=officer)
    assert [one.right for one in judged_links()] == [False]
    assert county_model().curves == standing_model().curves  # one says too little
    said = {"log_odds": proposed.log_odds, "standing": proposed.standing, "proposed_at": NOW}
    ended = {"state": "rejected", "ended_at": NOW, "ended_by": officer, "end_reason": "x"}
    ShopLink.objects.bulk_create(
        ShopLink(shop=shop, operator=proposed.operator, **said, **ended) for _ in range(200)
    )
    assert county_model().curves[proposed.standing] != standing_model().curves[proposed.standing]


@pytest.mark.parametrize(
    ("chance", "words"),
    [(0.999, "几乎一定"), (0.95, "很可能"), (0.7, "多半是"), (0.4, "说不准"), (None, "可能性小")],
)
def test_a_chance_is_said_in_words(chance, words):
    assert chance_words(chance) == words


def test_the_database_refuses_what_can_never_be(proposed, officer):
    facts = {"shop": proposed.shop, "operator": proposed.operator}
    for wrong in (
        {"state": "proposed"},  # a second proposal of one shop
        {"state": "confirmed"},  # by nobody
        {"state": "rejected"},
        {"state": "proposed", "linked_by": officer, "linked_at": NOW},
        {"state": "confirmed", "linked_by": officer},  # without its time
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            ShopLink.objects.create(**facts, **wrong)


@pytest.fixture
def desk(client, officer):
    client.force_login(officer)
    return client


def form(**fields: object) -> dict[str, object]:
    return {"mark": str(uuid4()), **fields}


def test_the_queue_leads_from_one_to_the_next(desk, proposed, operator, make_shop):
    make_shop("虚构山货直播小店", phone=PHONE)
    propose_links(at=NOW, by=None)
    first, second = ShopLink.objects.order_by("-probability", "pk")
    page = desk.get(reverse("links")).content.decode()
    assert "待核实的关联 2 条" in page
    assert "电话一致" in page
    answer = desk.post(reverse("link", args=[first.pk]), form(note=""))
    assert answer.url == reverse("link", args=[second.pk])
    page = desk.get(answer.url).content.decode()
    assert "两边逐项比较" in page
    assert "139****0001" in page
    assert PHONE not in page
    answer = desk.post(reverse("link-reject", args=[second.pk]), form(ground="namesake"))
    assert answer.url == reverse("links")
    assert "没有待核实的关联" in desk.get(answer.url).content.decode()


def test_a_link_settled_by_somebody_else_is_told_and_counts_once(desk, proposed, make_account):
    colleague = make_account("王范文", Role.OFFICER)
    confirm_link(proposed, at=NOW, by=colleague)
    answer = desk.post(reverse("link", args=[proposed.pk]), form())
    assert answer.status_code == 422
    assert "王范文在" in answer.content.decode()
    answer = desk.post(reverse("link-reject", args=[proposed.pk]), form(ground="namesake"))
    assert answer.status_code == 422
    proposed.refresh_from_db()
    assert proposed.linked_by == colleague


@pytest.mark.parametrize(
    ("given", "words"), [({}, "选一个理由"), ({"ground": "other"}, "写一句为什么不是")]
)
def test_a_rejection_needs_a_ground(desk, proposed, given, words):
    answer = desk.post(reverse("link-reject", args=[proposed.pk]), form(**given))
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert open_proposals(proposed_by(answer)).count() == 1


def proposed_by(answer):
    return answer.wsgi_request.user


def test_the_queue_asks_as_often_for_thirty_as_for_three(desk, county, operator, make_shop):
    desk.get(reverse("shops"))  # the session is written once

    def grow(to: int) -> int:
        for number in range(ShopLink.objects.count(), to):
            shop = make_shop(f"样例小店{number}")
            ShopLink.objects.create(
                shop=shop, operator=operator, state="proposed", proposed_at=NOW, probability=0.5
            )
        with CaptureQueriesContext(connection) as queries:
            assert desk.get(reverse("links")).status_code == 200
        return len(queries)

    assert grow(3) == grow(30)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_confirm_at_once_one_counts_and_one_is_told(proposed, officer, make_account):
    colleague = make_account("王范文", Role.OFFICER)
    answers = together(
        lambda: confirm_link(proposed, at=NOW, by=officer),
        lambda: confirm_link(proposed, at=NOW, by=colleague),
        refusal=Declined,
    )
    assert sorted(type(one).__name__ for one in answers) == ["Declined", "ShopLink"]
    assert AuditRecord.objects.filter(verb="shop.linked").count() == 1
