"""词表: the longest word at either end, found alike for few stretches and for many."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from wangshi.engine.matching.lexicon import Lexicon
from wangshi.engine.matching.texts import pack

LEXICON = Lexicon({"茶": 1, "茶叶": 2, "叶店": 3, "店": 4, "公司": 5, "有限公司": 6})
MANY = 40


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text("茶叶店有限公司山", max_size=7), min_size=1, max_size=12))
def test_few_stretches_and_many_are_found_alike(names):
    few, many = pack(names), pack(names + [""] * MANY)
    for look in (LEXICON.starting, LEXICON.ending):
        found = look(few, np.arange(len(few)), few.begins, few.ends)
        other = look(many, np.arange(len(many)), many.begins, many.ends)
        assert found.lengths.tolist() == other.lengths[: len(few)].tolist()
        assert found.numbers.tolist() == other.numbers[: len(few)].tolist()


def test_the_longest_word_counts():
    texts = pack(["样例茶叶店", "茶叶有限公司"])
    ends = LEXICON.ending(texts, np.arange(2), texts.begins, texts.ends)
    assert (ends.lengths.tolist(), ends.numbers.tolist()) == ([2, 4], [3, 6])
