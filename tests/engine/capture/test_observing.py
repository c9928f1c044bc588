"""看到的是什么: a table of sights; a wall or a stub is never called full."""

from datetime import UTC, datetime

import pytest

from wangshi.engine.capture.observing import Observed, Sight, observe
from wangshi.engine.capture.recording import Seen

THEN = datetime(2026, 1, 5, 1, 0, tzinfo=UTC)
LONG = "商品说明写得很长。" * 60
URL = "https://shop.example/item/1"


def seen(status: int = 200, **headers: str) -> Seen:
    return Seen(URL, THEN, "GET", "Document", status=status, headers=tuple(headers.items()))


def sight(text: str = LONG, status: int = 200, final: str = URL, **rest) -> Sight:
    return Sight(
        **{
            "asked": URL,
            "final": final,
            "main": seen(status),
            "title": "商品",
            "text": text,
            **rest,
        }
    )


SIGHTS = [
    (sight(), Observed.FULL),
    (sight(LONG + "请先登录"), Observed.FULL),  # a word on a full page is a guess
    (sight(passwords=1), Observed.FULL),
    (sight("账号 密码", passwords=1), Observed.LOGIN_WALL),
    (sight("请先登录"), Observed.LOGIN_WALL),
    (sight(LONG, 401), Observed.LOGIN_WALL),
    (sight(final="https://passport.example/x"), Observed.LOGIN_WALL),
    (sight(final="https://login.shop.example/"), Observed.LOGIN_WALL),
    (sight(final="https://shop.example/user/signin?u=1"), Observed.LOGIN_WALL),
    (sight(final="https://shop.example/catalogin/item"), Observed.FULL),
    (sight("请拖动滑块"), Observed.CHALLENGE),
    (sight("Just a moment..."), Observed.CHALLENGE),
    (sight(LONG + "访问频繁", 429), Observed.CHALLENGE),
    (sight(LONG, 429), Observed.ERROR),
    (sight(final="https://shop.example/punish?x=1"), Observed.CHALLENGE),
    (sight(main=seen(403, **{"cf-mitigated": "challenge"})), Observed.CHALLENGE),
    (sight(LONG, 404), Observed.ERROR),
    (sight(LONG, 500), Observed.ERROR),
    (sight("", main=None), Observed.ERROR),
    (sight(refusal="net::ERR_FAILED"), Observed.ERROR),
    (sight("", files=1), Observed.FILE),
    (sight("请在APP内查看"), Observed.PARTIAL),
    (sight("Please enable JavaScript"), Observed.PARTIAL),
    (sight(shortfalls=("1 个资源：没有收到",)), Observed.PARTIAL),
]


@pytest.mark.parametrize(("what", "observed"), SIGHTS)
def test_each_sight_is_called_what_it_is(what, observed):
    judgement = observe(what)
    assert judgement.observed is observed
    assert judgement.because


def test_what_may_be_so_is_kept_apart():
    judgement = observe(sight(LONG + "登录后查看价格"))
    assert judgement.observed is Observed.FULL
    assert judgement.guesses == ("页面上有“登录后”：也许登录后看到的不同",)
    assert not any("登录" in one for one in judgement.because)


def test_every_verdict_has_a_name():
    assert all(one.title for one in Observed)
    assert [one for one in Observed if one.is_page] == [Observed.FULL, Observed.PARTIAL]
