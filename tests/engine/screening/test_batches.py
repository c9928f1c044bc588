"""成批归一: many texts at once are folded as each is alone."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wangshi.engine.screening.batches import JOINT, fold_many, in_batches
from wangshi.engine.screening.folding import fold

ODD = (
    "治疗刷单国國级 *·|/-~、,，:：…—。丶丨★☆①㈠１ａＡ b.\t\n\r\x00\x1b"
    "\u200b\ufe0f\u0336\ue000\uffff\ufffd\uf900\ud800\udc00\U0001f436\U0001f1fb\U0002f8a6\U00020bb7\U0010ffff"
)
TEXTS = st.lists(
    st.text(st.one_of(st.sampled_from(ODD), st.characters(codec=None)), max_size=40), max_size=6
)
SEPARATED = st.lists(
    st.text(st.sampled_from("治疗刷单一x *|/-、,…:·"), max_size=24), min_size=1, max_size=4
)


def same_as_alone(texts):
    batch = fold_many(texts)
    for number, text in enumerate(texts):
        alone, together = fold(text), batch.folded(number)
        assert together.text == alone.text == batch.text(number)
        assert list(together.starts) == list(alone.starts)


@settings(max_examples=100, deadline=None)
@given(TEXTS)
def test_together_as_alone_whatever_the_characters(texts):
    same_as_alone(texts)


@settings(max_examples=100, deadline=None)
@given(SEPARATED)
def test_together_as_alone_whatever_separates_the_characters(texts):
    same_as_alone(texts)


@given(TEXTS)
def test_every_folded_place_knows_its_text_and_where_it_stood(texts):
    batch = fold_many(texts)
    joined = "\n" + "\n".join(texts)
    places = np.flatnonzero(batch.units != JOINT)
    for owner, origin in zip(batch.owner(places), batch.origin(places), strict=True):
        within = origin - batch.starts[owner]
        assert 0 <= within < len(texts[owner])
        assert joined[origin] == texts[owner][within]


def test_no_folded_text_contains_the_joint():
    batch = fold_many([chr(JOINT), "\n", ""])
    assert (batch.units == JOINT).sum() == 4


SPELLED = [
    "刷 单", "大功率电 鱼 机套件", "全 网 最 低 价", "刷|单|员", "刷||单||员", "刷 |单",
    "红、黄、蓝", "包邮 治疗仪", "a 刷 b", "刷    单", "刷", " 刷 ", "刷 -单- 员", "…刷…单…",
]  # fmt: skip


@pytest.mark.parametrize("text", SPELLED)
def test_words_spelled_out_are_put_together_alike(text):
    same_as_alone([text, f"前{text}后", f"{text}\n{text}"])


@given(st.lists(st.text(max_size=30)), st.integers(1, 5), st.integers(1, 40))
def test_batches_keep_every_text_in_order(texts, most_texts, most_characters):
    batches = list(in_batches(iter(texts), most_texts, most_characters))
    assert [text for batch in batches for text in batch] == texts
    assert all(0 < len(batch) <= most_texts for batch in batches)
    for batch in batches:
        assert len(batch) == 1 or sum(map(len, batch)) <= most_characters + max(map(len, batch))
