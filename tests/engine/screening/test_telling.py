"""初筛词: every match of a pattern holds a word out of each set that a branch of it needs."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engine import shipped
from wangshi.engine.screening.rules import Detector
from wangshi.engine.screening.telling import needs_of, shortest

DETECTORS = [found for rule in shipped.rules().rules for found in rule.detectors]


def detector(pattern, *parts):
    return Detector(pattern, parts or (pattern,))


def needs(pattern):
    return [[sorted(words) for words in need.sets] for need in needs_of(detector(pattern))]


TOLD = [
    ("刷单", [[["刷单"]]], "a word"),
    ("刷单|补单", [[["刷单"]], [["补单"]]], "two branches"),
    ("最(?:好|佳的)", [[["最佳的", "最好"]]], "a head and its tails"),
    ("[刷补]单", [[["刷单", "补单"]]], "one of few characters"),
    ("刷.{0,4}单", [[["刷"], ["单"]]], "two islands, both needed"),
    ("返\\d{1,3}元", [[["返"], ["元"]]], "digits are a gap"),
    ("最?好用", [[["好用", "最好用"]]], "what may be absent"),
    (
        "(?:根|医)治(?:好|了)?疗",
        [[["医治了疗", "医治好疗", "医治疗", "根治了疗", "根治好疗", "根治疗"]]],
        "in full",
    ),
    ("哈{2}", [[["哈哈"]]], "twice"),
    ("哈{2,3}", [[["哈"]]], "twice or more"),
    ("^最好$", [[["最好"]]], "both ends"),
    ("\\d{2}", [[]], "nothing can be named"),
]


@pytest.mark.parametrize(("pattern", "told", "why"), TOLD, ids=[why for *_, why in TOLD])
def test_a_pattern_tells_what_it_needs(pattern, told, why):
    assert needs(pattern) == told


def test_every_side_of_a_near_pair_is_needed():
    (need,) = needs_of(detector("刷.{0,3}单|单.{0,3}刷", "刷", "单"))
    assert sorted(map(sorted, need.sets)) == [["刷"], ["单"]]


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(DETECTORS), st.data())
def test_whatever_a_rule_matches_holds_what_a_branch_needs(found, data):
    text = data.draw(st.from_regex(re.compile(found.pattern)))
    match = re.search(found.pattern, text)
    assert any(
        len(match[0]) <= need.longest
        and all(any(word in match[0] for word in some) for some in need.sets)
        for need in needs_of(found)
    )


def test_a_word_inside_another_is_enough():
    assert shortest(frozenset(["治", "根治", "医好"])) == {"治", "医好"}
