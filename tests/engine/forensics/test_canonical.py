"""规范写法: what is written, what is read back, and what is refused."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wangshi.engine.forensics.canonical import DEPTH, MOST, NotCanonical, canonical, read_canonical

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
KEYS = st.text(st.characters(min_codepoint=1, max_codepoint=126), max_size=8)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-MOST, MOST) | TEXTS,
    lambda below: st.lists(below, max_size=4) | st.dictionaries(KEYS, below, max_size=4),
    max_leaves=12,
)
SPELLINGS = [
    ({"b": [1, True, None], "a": {}}, b'{"a":{},"b":[1,true,null]}'),
    ('é\u2028\x1f\x7f"\\/\n', '"é\u2028\\u001f\x7f\\"\\\\/\\n"'.encode()),  # as JSON.stringify does
    ({"key": -MOST}, b'{"key":-9007199254740991}'),
    ("𠮷", '"𠮷"'.encode()),
]
REFUSED = [
    (b'{"a": 1}', "空格"),
    (b'{"b":1,"a":2}', "次序"),
    (b'{"a":1,"a":1}', "重复"),
    (b"1.0", "整数"),
    (b"1e3", "整数"),
    (b"NaN", "整数"),
    (b"-0", "规范写法"),
    (b'"\\u0061"', "转义"),
    (b'"\\ud800"', "UTF-8"),
    (b"\xef\xbb\xbf1", "JSON"),
    (b"\xff", "UTF-8"),
    (b"[" * 5000, "嵌套太深"),
    (b"9007199254740992", "太大"),
    (b"9" * 5000, "太深或者数字太长"),
    ('{"键":1}'.encode(), "ASCII"),
    (b"1\n", "规范写法"),
    (b"", "JSON"),
]


@pytest.mark.parametrize(("value", "spelled"), SPELLINGS)
def test_a_value_has_one_spelling(value, spelled):
    assert canonical(value) == spelled
    assert read_canonical(spelled) == value


@pytest.mark.parametrize(("raw", "said"), REFUSED)
def test_every_other_spelling_is_refused(raw, said):
    with pytest.raises(NotCanonical, match="|".join((said, "JSON"))):
        read_canonical(raw)


@given(VALUES)
# The tables of Unicode are made at the first draw: on a busy machine that takes seconds.
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_what_is_written_is_read_back(value):
    raw = canonical(value)
    assert canonical(read_canonical(raw)) == raw
    assert read_canonical(raw) == json.loads(raw)


@pytest.mark.parametrize("value", [1.5, float("nan"), MOST + 1, b"", "\ud800", {1: 2}, {"键": 1}])
def test_what_two_languages_could_read_differently_is_not_written(value):
    with pytest.raises(NotCanonical):
        canonical(value)


def test_nesting_has_an_end():
    deep: object = []
    for _ in range(DEPTH):
        deep = [deep]
    canonical(deep[0])
    with pytest.raises(NotCanonical, match="嵌套"):
        canonical([deep])
