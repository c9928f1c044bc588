"""在用的规则: swapped while others screen; a set that fails leaves the old one in use."""

import threading
from dataclasses import replace

import pytest

from tests.engine import shipped
from wangshi.engine.lawfiles import LawFault
from wangshi.engine.screening import Item, Screener
from wangshi.engine.screening.live import LiveRules, wrong_examples
from wangshi.engine.screening.packs import SCREENING_DIR

WHOLE = shipped.rules()
FIRST, SECOND = (
    replace(
        WHOLE, rules=tuple(rule for rule in WHOLE.rules if rule.family == family), fingerprint=mark
    )
    for family, mark in (("brush_orders", "a" * 64), ("absolute", "b" * 64))
)
TEXT = Item(id="x", text="淘宝补单 安全稳定 国家级品质")
FAMILIES = {rule.id: rule.family for rule in WHOLE.rules}


def families(screener):
    return {FAMILIES[hit.rule] for hit in screener.screen(TEXT)}


@pytest.fixture
def live():
    return LiveRules(Screener(FIRST))


def test_a_sound_set_takes_over(live):
    assert families(live.screener) == {"brush_orders"}
    assert live.swap(lambda: SECOND) is None
    assert families(live.screener) == {"absolute"}
    assert live.refusal is None


def broken(book):
    rule = book.rules[0]
    wrong = replace(rule.positive[0], text="纯棉毛巾 两条装")
    return replace(
        book, rules=(replace(rule, positive=(wrong,)), *book.rules[1:]), fingerprint="c" * 64
    )


def unreadable():
    raise LawFault(SCREENING_DIR / "absolute.yaml", 7, "重复要写上限")


def test_a_set_that_fails_its_examples_leaves_the_old_one_in_use(live):
    old = live.screener
    refusal = live.swap(lambda: broken(SECOND))
    assert live.screener is old
    assert refusal is live.refusal
    assert "应当命中而没有命中" in refusal.reason
    assert refusal.version == "c" * 12


def test_a_set_that_cannot_be_read_leaves_the_old_one_in_use(live):
    old = live.screener
    live.swap(unreadable)
    assert live.screener is old
    assert "重复要写上限" in live.refusal.reason
    assert live.swap(lambda: SECOND) is None
    assert live.refusal is None


def test_the_same_set_is_not_made_ready_again(live):
    old = live.screener
    assert live.swap(lambda: FIRST) is None
    assert live.screener is old


def test_nobody_who_screens_meanwhile_is_dropped(live):
    stop, seen, failed = threading.Event(), set(), []

    def screen_on() -> None:
        try:
            while not stop.is_set():
                seen.add(frozenset(families(live.screener)))
        except RuntimeError as error:
            failed.append(error)

    threads = [threading.Thread(target=screen_on) for _ in range(4)]
    for thread in threads:
        thread.start()
    for turn in range(6):
        live.swap(lambda turn=turn: (SECOND, FIRST, broken(SECOND))[turn % 3])
    stop.set()
    for thread in threads:
        thread.join()
    assert failed == []
    assert seen <= {frozenset(["brush_orders"]), frozenset(["absolute"])}
    assert seen


def test_examples_judged_otherwise_are_told_with_rule_and_line():
    (told,) = wrong_examples(Screener(broken(SECOND)))
    assert broken(SECOND).rules[0].id in told
    assert "纯棉毛巾" in told
