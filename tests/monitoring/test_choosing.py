"""今天先移交哪些: the grave and the likely first, within what each office takes."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from wangshi.accounts.policy import Refused
from wangshi.cases.models import Clue
from wangshi.cases.services import assign_clue
from wangshi.engine.standing import LEAST
from wangshi.monitoring.models import Hit
from wangshi.monitoring.selectors import hand_over_plan
from wangshi.monitoring.services import hand_over_chosen
from wangshi.monitoring.workflow import JudgementRefused
from wangshi.registry.models import Shop
from wangshi.shared.models import AuditRecord

from .conftest import DAY, NOON
from .outcomes import clue_of, hit_of, judge, judged

pytestmark = pytest.mark.django_db
GOOD, BAD = "good-01", "bad-01"
LATER = NOON + 90 * DAY


@pytest.fixture
def shops(platform, town) -> list[Shop]:
    return [
        Shop.objects.create(platform=platform, external_id=f"c{n}", name=f"样例{n}店", town=town)
        for n in range(7)
    ]


@pytest.fixture
def past(shop, officer) -> None:
    """One rule proved itself, one fell."""
    judged(shop, "r" * 20, officer, rule=GOOD)
    judged(shop, "w" * LEAST, officer, rule=BAD)
    clue_of(*Hit.objects.filter(state="confirmed"), by=officer)


def confirmed(shop, by, *, rule: str = GOOD, harm: int = 2) -> Hit:
    hit = judge(hit_of(shop, rule=rule), "r", by, LATER)
    hit.harm = harm
    hit.save()
    return hit


def chosen(by) -> list[Shop]:
    return [offer.shop for offer in hand_over_plan(by, LATER).chosen]


def test_the_best_go_first_and_no_office_gets_more_than_it_declared(past, shops, station, officer):
    for number, shop in enumerate(shops):
        confirmed(shop, officer, harm=3 if number in (5, 6) else 1)
    found = hand_over_plan(officer, LATER)
    assert station.daily_clues == 4
    assert [offer.shop for offer in found.chosen] == [shops[5], shops[6], shops[0], shops[1]]
    assert len(found.waiting) == 3
    assert found.room == {"甲木所": 4}
    assert all(offer.chance > 0.8 for offer in found.chosen)


def test_what_an_office_was_given_today_counts(past, shops, station, officer, dispatcher):
    for shop in shops[:3]:
        confirmed(shop, officer)
    clues = hand_over_chosen([shop.pk for shop in shops[:3]], by=officer, at=LATER)
    for clue in clues:
        assign_clue(clue, department=station, by=dispatcher, at=LATER, reason="就近")
    for shop in shops[3:]:
        confirmed(shop, officer)
    assert chosen(officer) == [shops[3]]
    assert len(hand_over_plan(officer, LATER + DAY).chosen) == 4


def test_a_rule_that_fell_hands_nothing_over_by_itself(past, shops, station, officer):
    both, alone = shops[:2]
    trusted = confirmed(both, officer)
    confirmed(both, officer, rule=BAD)
    confirmed(alone, officer, rule=BAD)
    found = hand_over_plan(officer, LATER)
    assert [(offer.shop, offer.hits) for offer in found.chosen] == [(both, (trusted,))]
    assert found.by_hand == 1
    [clue] = hand_over_chosen([both.pk, alone.pk], by=officer, at=LATER)
    assert list(clue.hits.all()) == [trusted]
    assert Hit.objects.filter(rule=BAD, state="confirmed", clue=None).count() == 2


def test_what_may_be_in_hand_already_waits_for_an_officers_eyes(past, shops, station, officer):
    confirmed(shops[0], officer)
    clue = clue_of(shop=shops[0], by=officer)
    Clue.objects.filter(pk=clue.pk).update(violation="V12", department=officer.department)
    found = hand_over_plan(officer, LATER)
    assert (found.chosen, found.by_hand) == ((), 1)


def test_each_shop_becomes_a_clue_and_the_act_leaves_its_record(past, shops, station, officer):
    for shop in shops[:2]:
        confirmed(shop, officer)
    clues = hand_over_chosen([shop.pk for shop in shops[:2]], by=officer, at=LATER)
    assert {clue.shop for clue in clues} == set(shops[:2])
    line = AuditRecord.objects.latest("sequence")
    assert (line.verb, line.facts["records"]) == ("hits.handed_over_together", 2)
    with pytest.raises(JudgementRefused, match="都变了"):
        hand_over_chosen([shops[0].pk], by=officer, at=LATER)


def test_who_may_only_look_hands_nothing_over(past, shops, dispatcher, officer):
    confirmed(shops[0], officer)
    with pytest.raises(Refused):
        hand_over_chosen([shops[0].pk], by=dispatcher, at=LATER)


def test_the_page_lists_them_with_one_button(past, shops, station, officer, client):
    client.force_login(officer)
    address = reverse("hits-ready")
    assert "今天先移交" not in client.get(address).content.decode()
    for shop in shops[:3]:
        confirmed(shop, officer)
    confirmed(shops[3], officer, rule=BAD)
    text = client.get(address).content.decode()
    assert "今天先移交这 3 家" in text
    assert "另有 1 家要逐件移交" in text
    answer = client.post(
        reverse("hits-hand-over-together"), {"shop": [shop.pk for shop in shops[:4]]}, follow=True
    )
    assert "已转为 3 条线索。另有 1 家刚才变了" in answer.content.decode()
    assert Clue.objects.filter(source="hit", shop__in=shops).count() == 3


def test_more_shops_ask_no_more_questions(past, shops, station, officer):
    def questions() -> int:
        with CaptureQueriesContext(connection) as asked:
            hand_over_plan(officer, LATER)
        return len(asked)

    confirmed(shops[0], officer)
    questions()  # what is read once a person
    few = questions()
    for shop in shops[1:]:
        confirmed(shop, officer)
        confirmed(shop, officer, rule=BAD)
    assert questions() == few
