"""复看的提示: what monitoring has seen since, one sentence for each thing that was said."""

import pytest

from wangshi.monitoring.models import Hit, HitState, Sighting
from wangshi.monitoring.selectors.signs import signs
from wangshi.monitoring.services import confirm_hit, hand_over, screen

from .conftest import BY, CLAIM, DAY, NOON, PLAIN

pytestmark = pytest.mark.django_db
LATER = NOON + 7 * DAY


@pytest.fixture
def clue(found, shop, officer):
    """One sentence of one listing, confirmed and handed over."""
    hit = next(hit for hit in found(shop, CLAIM) if hit.rule.startswith("abs"))
    confirm_hit(hit, by=officer, at=NOON)
    return hand_over([hit], by=officer, at=NOON)


def look(see, shop, title, batch) -> None:
    again = see(shop, title, number="n0", at=LATER)
    screen(Sighting.objects.filter(pk=again.pk), by=BY, subject=batch)


def test_a_listing_nobody_has_collected_since_says_so(clue):
    assert "同一商品还没有再采集过" in next(signs(clue))


@pytest.mark.parametrize(("title", "words"), [(PLAIN, "已看不到这句话"), (CLAIM, "还看得到这句话")])
def test_the_last_collection_says_whether_the_words_are_there(title, words, clue, see, shop, batch):
    look(see, shop, title, batch)
    (sign,) = signs(clue)
    assert words in sign
    assert "03-09" in sign


def test_a_collection_that_was_not_screened_yet_says_nothing(clue, see, shop):
    see(shop, PLAIN, number="n0", at=LATER)
    assert "还没有再采集过" in next(signs(clue))


def test_many_sentences_are_told_shortly(clue):
    first = Hit.objects.get(clue=clue)
    for number in range(5):
        Hit.objects.create(
            sighting=first.sighting, shop=first.shop, rule=f"样例-{number}", violation="V12",
            level="fail", quote="样例", article="样例", reason="样例", law_fingerprint="0" * 64,
            state=HitState.CONFIRMED, judged_by=first.judged_by, judged_at=NOON, clue=clue,
        )  # fmt: skip
    told = list(signs(clue))
    assert len(told) == 4
    assert told[-1].startswith("另有 3 句")


def test_a_clue_from_elsewhere_has_no_signs(clue):
    Hit.objects.update(clue=None)
    assert list(signs(clue)) == []
