"""安全正则: what the common subset takes, what it refuses, and which literals it names."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wangshi.engine.screening.patterns import PatternFault, anchors, any_of, group_count, parse

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
]
ANCHORED = [
    ("治疗", {"治疗"}),
    ("(?:治疗|根治)[^。]{0,5}病", {"治疗", "根治"}),
    ("[癌瘤]症", {"癌症", "瘤症"}),
    (r"\d{1,3}天见效", {"天见效"}),
    ("最(?:好|佳)?的", {"最的", "最好的", "最佳的"}),
    (".", None),
    (r"[^x]\d", None),
]


@pytest.mark.parametrize(("pattern", "why"), REFUSED, ids=[why for _, why in REFUSED])
def test_a_pattern_outside_the_subset_is_refused(pattern, why):
    with pytest.raises(PatternFault):
        parse(pattern)


@pytest.mark.parametrize(("pattern", "words"), ANCHORED)
def test_anchors_are_the_literals_every_match_must_hold(pattern, words):
    assert anchors(parse(pattern)) == (None if words is None else frozenset(words))


@given(st.lists(st.text(alphabet="ab治疗", min_size=1, max_size=4), min_size=1, max_size=5))
def test_a_match_always_holds_an_anchor(words):
    pattern = any_of(map(re.escape, words)) + "[^。]{0,2}" + any_of(["疗", "b"])
    held = anchors(parse(pattern))
    assert held
    for word in words:
        match = re.search(pattern, f"xx{word}治b")
        assert match is None or any(anchor in match[0] for anchor in held)


def test_capturing_groups_are_counted():
    assert group_count(r"(\d{1,3})元(?:一饼|(x))") == 2
