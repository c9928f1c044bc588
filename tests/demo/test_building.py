"""The demo county is built on either database."""

from wangshi.cases.models import Clue
from wangshi.growth.models import FoodStart, Seller
from wangshi.monitoring.models import Hit
from wangshi.registry.models import Operator, Shop
from wangshi.scrutiny.models import Suspicion
from wangshi.shared.audit import check_chain


def test_it_counts_what_stands_in_the_database(county):
    built = county.built
    assert (built.operators, built.shops) == (Operator.objects.count(), Shop.objects.count())
    assert (built.operators > 150, built.shops > 400, built.listings) == (True, True, 2_000)
    assert built.planted == 40
    assert (built.hits, built.clues) == (Hit.objects.count(), Clue.objects.count())
    assert set(built.as_answer()) >= {"operators", "accounts", "password", "seconds"}
    assert "虚构" in built.as_sentence()
    assert check_chain() == ()


def test_some_people_sell_without_a_shop_page_and_stand_at_every_end_of_the_road(county):
    states = set(Seller.objects.values_list("state", flat=True))
    assert {"found", "visited", "guided", "registered", "licensed", "exempt"} <= states
    assert {"refused", "lost"} <= states
    assert FoodStart.objects.exists()


def test_every_planted_suspicion_waits_but_for_the_two_that_were_judged(county):
    states = list(Suspicion.objects.order_by("state").values_list("state", flat=True))
    assert (states.count("dismissed"), states.count("handed")) == (1, 1)
    reasons = set(Suspicion.objects.values_list("reason", flat=True))
    assert {"cluster", "payee_reuse", "phone_reuse", "dense_address", "unreachable"} <= reasons
