"""转为线索: one clue a shop, with everything the clue page will have to show."""

from datetime import timedelta

import pytest

from wangshi.accounts.policy import Refused
from wangshi.cases.models import Clue
from wangshi.monitoring.models import Hit
from wangshi.monitoring.selectors import ready_shops, ready_shops_rows
from wangshi.monitoring.services import (
    confirm_hit,
    confirmed_of,
    dismiss_hit,
    hand_over,
    undo_judgement,
)
from wangshi.monitoring.workflow import JudgedMeanwhile, JudgementRefused
from wangshi.shared.models import AuditRecord

from .conftest import CLAIM, NOON

pytestmark = pytest.mark.django_db
REBATE = "样例店 好评返现三元 晒图联系客服"


@pytest.fixture
def confirmed(shop, found, officer) -> list[Hit]:
    hits = found(shop, CLAIM, REBATE, page_url="https://shop.invalid/item/1")
    return [confirm_hit(hit, by=officer, at=NOON) for hit in hits]


def test_the_gravest_hit_names_the_clue_and_all_are_in_it(confirmed, shop, officer):
    clue = hand_over(confirmed, by=officer, at=NOON)
    gravest = max(confirmed, key=lambda hit: hit.harm)
    assert len({hit.harm for hit in confirmed}) > 1
    assert (clue.source, clue.shop, clue.town) == ("hit", shop, shop.town)
    assert (clue.violation, clue.rule, clue.harm, clue.law_fingerprint) == (
        gravest.violation,
        gravest.rule,
        gravest.harm,
        gravest.law_fingerprint,
    )
    assert clue.page_url == "https://shop.invalid/item/1"
    for hit in confirmed:
        hit.refresh_from_db()
        assert hit.clue == clue
        assert hit.quote in clue.quote
        for words in (hit.quote, hit.title, hit.rule, hit.reason, "2026-03-02 12:00:00"):
            assert words in clue.detail
    assert AuditRecord.objects.latest("sequence").verb == "hits.handed_over"


def test_the_clock_runs_from_the_first_confirmation_not_from_the_page(shop, found, officer):
    early, late = found(shop, CLAIM, REBATE)
    confirmed = [
        confirm_hit(late, by=officer, at=NOON + timedelta(days=3)),
        confirm_hit(early, by=officer, at=NOON + timedelta(days=2)),
    ]
    clue = hand_over(confirmed, by=officer, at=NOON + timedelta(days=9))
    assert clue.found_on == (NOON + timedelta(days=2)).date()


def test_what_is_not_confirmed_is_not_handed_over(shop, found, officer):
    pending, turned_down = found(shop, CLAIM, REBATE)
    dismiss_hit(turned_down, ground="negated", by=officer, at=NOON)
    for hits, words in (([], "没有可以移交"), ([pending], "先确认"), ([turned_down], "先确认")):
        with pytest.raises(JudgementRefused, match=words):
            hand_over(hits, by=officer, at=NOON)
    assert Clue.objects.count() == 0


def test_two_shops_are_two_clues(shop, other_shop, found, officer):
    hits = [confirm_hit(found(each, CLAIM)[0], by=officer, at=NOON) for each in (shop, other_shop)]
    with pytest.raises(JudgementRefused, match="一家店"):
        hand_over(hits, by=officer, at=NOON)


def test_a_second_hand_over_names_the_clue_that_is_there(confirmed, officer):
    clue = hand_over(confirmed, by=officer, at=NOON)
    with pytest.raises(JudgedMeanwhile, match=clue.number):
        hand_over(confirmed, by=officer, at=NOON)
    with pytest.raises(JudgementRefused, match="已经转为线索"):
        undo_judgement(confirmed[0], by=officer, at=NOON)
    assert Clue.objects.count() == 1


def test_the_list_of_what_is_ready_groups_by_shop_and_hints_at_duplicates(
    confirmed, shop, other_shop, found, officer
):
    confirm_hit(found(other_shop, CLAIM)[0], by=officer, at=NOON)
    rows = ready_shops(list(ready_shops_rows(officer)), officer)
    assert [(row.shop, len(row.hits), row.alike) for row in rows] == [
        (shop, 2, ()),
        (other_shop, 1, ()),
    ]
    clue = hand_over(confirmed_of(shop), by=officer, at=NOON)
    again = found(shop, f"{clue.violation} {CLAIM}！")[0]
    confirm_hit(again, by=officer, at=NOON)
    Clue.objects.filter(pk=clue.pk).update(violation=again.violation)
    rows = ready_shops(list(ready_shops_rows(officer)), officer)
    assert {row.shop: row.alike for row in rows}[shop] == (clue,)


def test_who_may_not_hand_over_is_refused(confirmed, dispatcher):
    with pytest.raises(Refused):
        hand_over(confirmed, by=dispatcher, at=NOON)
