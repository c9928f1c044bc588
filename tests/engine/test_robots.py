"""What 企业微信 and 钉钉 take, and how their answers are read."""

import json
from datetime import timedelta

import pytest

from wangshi.engine.backoff import pause_after
from wangshi.engine.robots import LONGEST, Answer, RobotKind, answer_of, body_of, signed

pytestmark = pytest.mark.once

ADDRESS = "https://robot.example/send?access_token=xuni"
# Worked out with `openssl dgst -sha256 -hmac SECxuni -binary | base64`.
SIGN = "tSQTJlJ7ICnwHBu7fGTkRJa8mKDCODqRIhnSuRd%2F9Co%3D"


def test_a_message_is_text_in_the_shape_both_take():
    assert json.loads(body_of("一句话")) == {"msgtype": "text", "text": {"content": "一句话"}}


def test_a_long_message_is_cut_between_characters():
    text = json.loads(body_of("字" * LONGEST))["text"]["content"]
    assert text == "字" * (LONGEST // 3)


@pytest.mark.parametrize(
    ("kind", "secret", "address"),
    [
        (RobotKind.WECOM, "SECxuni", ADDRESS),  # 企业微信 signs nothing
        (RobotKind.DINGTALK, "", ADDRESS),  # the group asks for a keyword instead
        (RobotKind.DINGTALK, "SECxuni", f"{ADDRESS}&timestamp=1763000000000&sign={SIGN}"),
    ],
)
def test_only_dingtalk_with_a_secret_is_signed(kind, secret, address):
    assert signed(ADDRESS, kind=kind, secret=secret, at_ms=1763000000000) == address


@pytest.mark.parametrize(
    ("status", "body", "answer"),
    [
        (200, b'{"errcode":0,"errmsg":"ok"}', Answer(taken=True)),
        (200, b'{"errcode":45009,"errmsg":"limit"}', Answer(taken=False, words="45009 limit")),
        (
            200,
            b'{"errcode":310000,"errmsg":"sign not match"}',
            Answer(taken=False, words="310000 sign not match", hopeless=True),
        ),
        (503, b"", Answer(taken=False, words="对方忙（HTTP 503）")),
        (429, b"", Answer(taken=False, words="对方忙（HTTP 429）")),
        (302, b"", Answer(taken=False, words="对方不收（HTTP 302）", hopeless=True)),
    ],
)
def test_an_answer_says_whether_to_ask_again(status, body, answer):
    assert answer_of(status, body) == answer


@pytest.mark.parametrize("body", [b"<html>", b"[]", b"{}", b'{"errcode":"0"}', b"\xff"])
def test_an_answer_nobody_understands_is_no_yes(body):
    assert not answer_of(200, body).taken


def test_pauses_grow_and_end():
    pauses = [pause_after(failures) for failures in range(1, 8)]
    assert pauses[-1] is None
    assert pauses[:-1] == sorted(pauses[:-1])
    assert pauses[-2] == timedelta(days=1)
    with pytest.raises(ValueError, match="还没有失败"):
        pause_after(0)
