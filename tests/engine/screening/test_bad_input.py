"""坏输入: whatever comes in is screened or refused, at once, and alike by both engines."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engine import shipped
from wangshi.engine.screening import Item, TextTooLong
from wangshi.engine.screening.patterns import PatternFault, parse
from wangshi.engine.screening.screener import LONGEST_TEXT

BOOK = shipped.rules()
SCREENERS = [shipped.screener("hyperscan"), shipped.screener("portable")]
CLAIM = "刷单兼职"
NAUGHTY = {
    "empty": "",
    "nothing but blanks": " \u3000\t\r\n",
    "NUL": "刷\x00单",
    "control characters": "".join(map(chr, range(32))) + "\x7f\x85",
    "lone surrogates": "\ud800刷单\udfff\udbff",
    "surrogates in the wrong order": "\udc00\ud800",
    "no characters": "\ufffe\uffff\U0010ffff\ufdd0",
    "the far planes": "\U00020000\U0002ebe0\U000e0001\U000f0000",
    "bidi": "\u202e\u2066\u2069\u200f\u061c\u202c",
    "Zalgo": "刷" + "\u0336\u0300\u0489" * 500 + "单",
    "right to left": "مرحبا עברית",
    "Thai and Devanagari": "ภาษาไทย हिन्दी",
    "flags and families": "🇨🇳👨\u200d👩\u200d👧👍🏽#️⃣",
    "upside down": "˙ɐnbᴉlɐ ɐuƃɐɯ",
    "ligatures": "ﬁ ﷽ ㍿ ㏂",
    "dotless i": "İıŞß",
    "markup": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "SQL": "'; DROP TABLE listings; --",
    "shell": "$(touch /tmp/x) `id` ../../etc/passwd",
    "formula": "=cmd|' /C calc'!A0",
    "format": "%s%s%n {0} {{}} ${jndi:ldap://x}",
    "regex": "(a+)+$ [^ \\ (?P<x>",
    "JSON": '{"a": [1e400, NaN, -0]}',
    "numbers": "0x7f 1e309 ١٢٣ ①Ⅻ½ ∞",
    "one separator, often": "刷" + " " * 5_000 + "单",
    "every separator": "刷*_·•.^~`=+#&@$※°|/-,、—…:单",
    "every second a blank": "刷 " * 5_000,
    "one word of a hundred thousand": "a" * 100_000,
    "one character, often": "一" * 100_000,
    "brackets": "（" * 10_000,
    "pieces of characters": "氵亻讠扌" * 2_000,
    "many claims": "国家级" * 5_000,
    "many denials": "拒绝国家级" * 3_000,
}


@pytest.mark.parametrize("name", NAUGHTY)
def test_naughty_texts_are_screened_alike_and_at_once(name):
    item = Item(id="x", text=NAUGHTY[name], product=NAUGHTY[name][:50], context=NAUGHTY[name][:50])
    started = time.process_time()
    first, second = (screener.screen(item) for screener in SCREENERS)
    assert first == second
    assert time.process_time() - started < 10
    for hit in first:
        assert all(0 <= start < end <= len(item.body) for start, end in hit.spans)


@pytest.mark.parametrize("name", NAUGHTY)
def test_a_naughty_neighbour_hides_no_claim(name):
    items = [Item(id="x", text=text) for text in (CLAIM, NAUGHTY[name], CLAIM)]
    first, _, last = SCREENERS[0].screen_many(items)
    assert first == last == SCREENERS[0].screen(items[0])
    assert first


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(codec=None), max_size=60))
def test_whatever_surrounds_it_places_stay_inside(text):
    item = Item(id="x", text=f"{text}\n{CLAIM}\n{text}")
    hits = SCREENERS[0].screen(item)
    assert hits == SCREENERS[1].screen(item)
    assert any(item.body[start:end] in CLAIM for hit in hits for start, end in hit.spans)


def test_a_word_of_a_megabyte_is_refused_with_what_to_do():
    for screener in SCREENERS:
        with pytest.raises(TextTooLong, match="请分段"):
            screener.screen(Item(id="x", text="词" * (LONGEST_TEXT + 1)))


RUNAWAYS = [
    "(a+)+$",
    "(?:.{0,9}a){20}",
    "(?:a{1,60}){1,60}",
    "a{1,100000}",
    "(?:a|a){1,60}",
    ".*",
    "",
]


@pytest.mark.parametrize("pattern", RUNAWAYS)
def test_a_pattern_that_may_run_away_is_refused_before_it_runs(pattern):
    started = time.process_time()
    with pytest.raises(PatternFault):
        parse(pattern)
    assert time.process_time() - started < 5
