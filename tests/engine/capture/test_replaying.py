"""重放: texts are compared by pairs of characters, records are read back as written."""

import pytest

from tests.engine.forensics.office import capture_of, right_now
from wangshi.engine.capture.replaying import Player, read_back, text_match
from wangshi.engine.capture.wanted import CaptureClock

TEXTS = [
    ("", "", 1000),
    ("甲乙丙丁", "甲乙丙丁", 1000),
    ("甲乙 丙丁", "甲乙\n丙丁", 1000),
    ("甲乙丙丁", "", 0),
    ("甲", "甲", 1000),
    ("甲", "乙", 0),
    ("甲乙丙", "甲乙丁", 500),
    ("甲乙甲乙", "甲乙", 500),
]


@pytest.mark.parametrize(("one", "other", "thousandths"), TEXTS)
def test_texts_are_compared_by_pairs_of_characters(one, other, thousandths):
    assert text_match(one, other) == thousandths
    assert text_match(other, one) == thousandths


def test_what_is_replayed_is_what_stands_in_the_records():
    exchanges = list(capture_of(1).exchanges)
    stored = read_back(exchanges, right_now())
    assert sum(map(len, stored.values())) == len(exchanges)
    page = stored["GET https://shop1.example/%E8%8C%B6/1?b=1&a=1"][0]
    assert (page.status, page.body) == (200, exchanges[0].body)
    assert "POST https://shop1.example/api" in stored


def test_an_address_with_dice_in_it_finds_its_record_and_an_unknown_one_none():
    player = Player(CaptureClock(right_now), read_back(capture_of(1).exchanges, right_now()))
    assert player._find("GET", "https://shop1.example/a.css?t=17") is not None
    assert player._find("GET", "https://shop1.example/b.css") is None
    assert player._find("POST", "https://shop1.example/a.css") is None
