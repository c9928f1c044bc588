"""A model is read back as it was written, and what is no model is refused in words."""

import json

import pytest

from wangshi.engine.matching import ModelFault, first_guess, from_json, standing_model, to_json


def test_a_model_is_read_back_as_it_was_written():
    model = standing_model()
    assert to_json(from_json(to_json(model))) == to_json(model)
    assert from_json(to_json(model)).fingerprint == model.fingerprint
    assert len(model.fingerprint) == 64


def without(key):
    raw = json.loads(to_json(first_guess()))
    del raw[key]
    return json.dumps(raw)


def changed(**facts):
    return json.dumps(json.loads(to_json(first_guess())) | facts)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "不是 JSON"),
        ("[]", "不是这一版"),
        ('{"format": 99}', "不是这一版"),
        (without("matches"), "缺少内容"),
        (without("costs"), "缺少内容"),
        (changed(matches={"样例": [1]}), "缺少内容"),
        (changed(matches={}), "项目和程序里的不一样"),
        (changed(member_share=1), "在册的比例"),
        (changed(member_share="many"), "缺少内容"),
        (changed(curves={}), "校准曲线"),
        (changed(curves={"clear": [[1, 2], [1, 1]], "weak": [[0, 0]], "code": [[0, 0]]}), "校准"),
        (changed(costs={"false_link": 1, "review": 5, "missed": 5}), "代价不对"),
    ],
)
def test_what_is_no_model_is_refused_in_words(text, words):
    with pytest.raises(ModelFault, match=words):
        from_json(text)
