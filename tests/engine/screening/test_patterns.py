"""安全正则: what the common subset takes, what it refuses, and which wordings it spells out."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wangshi.engine.screening.patterns import (
    PatternFault,
    any_of,
    group_count,
    parse,
    plain_words,
)

REFUSED = [
    ("(?:a+)+", "unbounded"),
    ("(?:ab*){2,3}", "unbounded inside"),
    ("(?:a{1,9}b){1,9}", "a repeat in a repeat"),
    ("a{1,500}", "too long a repeat"),
    ("(?=a)b", "look ahead"),
    ("(?<!a)b", "look behind"),
    (r"(a)\1", "back reference"),
    (r"\w", "a class that differs between engines"),
    ("a)", "one bracket too many"),
    ("(a", "one bracket too few"),
    ("[]", "an empty class"),
    ("a?", "may match nothing"),
    ("a|", "an empty branch"),
    ("a{3,1}", "least above most"),
    ("(?:a|aa){1,60}b", "a repeat of branches that begin alike"),
    ("(?:[ab]|[bc]){0,60}x", "a repeat of classes that meet"),
    ("(?:a?b?){1,60}c", "a repeat of what may be left out"),
    ("[^x]{0,60}" * 4 + "y", "wide repeats one after the other"),
    ("(?:" * 5_000 + "a" + ")" * 5_000, "five thousand brackets"),
]
SPELLED = [
    ("治疗", {"治疗"}),
    ("(?:治疗|根治)病", {"治疗病", "根治病"}),
    ("(?:治疗|根治)[^。]{0,5}病|药到病除", {"药到病除"}),
    ("[癌瘤]症", {"癌症", "瘤症"}),
    ("最(?:好|佳)?的", {"最的", "最好的", "最佳的"}),
    (r"\d{1,3}天见效", set()),
    (".", set()),
]


@pytest.mark.parametrize(("pattern", "why"), REFUSED, ids=[why for _, why in REFUSED])
def test_a_pattern_outside_the_subset_is_refused(pattern, why):
    with pytest.raises(PatternFault):
        parse(pattern)


def test_a_pattern_that_would_run_away_is_refused_within_five_seconds():
    started = time.perf_counter()
    for body in ("(?:a|ab){1,60}", "(?:(?:a|b){1,9}c?){1,9}", "[^x]{1,60}" * 9):
        with pytest.raises(PatternFault):
            parse(body * 20 + "!")
    assert time.perf_counter() - started < 5


@pytest.mark.parametrize(("pattern", "words"), SPELLED)
def test_what_a_pattern_spells_out_is_known(pattern, words):
    assert plain_words(parse(pattern)) == words


@given(st.lists(st.text(alphabet="ab治疗", min_size=1, max_size=4), min_size=1, max_size=5))
def test_a_word_list_spells_out_its_words(words):
    assert plain_words(parse(any_of(map(re.escape, words)))) == set(words)


def test_capturing_groups_are_counted():
    assert group_count(r"(\d{1,3})元(?:一饼|(x))") == 2
