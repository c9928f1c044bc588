"""One screener for all reports; a few texts that are hit, spared, or clean."""

import io
import json
from collections.abc import Callable, Iterable
from typing import Any

import pytest

from wangshi.engine.screening import Item, Screener, load_rules
from wangshi.engine.screening.reporting import Answer, Report, write_sarif
from wangshi.engine.screening.spared import SparedFinder

TEA = Item("1", title="苦荞茶", detail="每天一杯，根治高血压\n全国销量第一", product="食品(代用茶)")
NOTICE = Item("a:b/../2", text="本品不能代替药物治疗疾病", product="食品(代用茶)")
TOWEL = Item("3", text="纯棉毛巾 两条装")
Write = Callable[..., dict[str, Any]]


@pytest.fixture(scope="package")
def screener() -> Screener:
    return Screener(load_rules(), "portable")


@pytest.fixture(scope="package")
def finder(screener: Screener) -> SparedFinder:
    return SparedFinder(screener.rulebook, screener.engine)


@pytest.fixture
def write(screener: Screener) -> Write:
    """The log that a report of these items makes."""

    def make(items: Iterable[Item], *, digest: str = "ab" * 32, **options: Any) -> dict[str, Any]:
        answers = (Answer(item, screener.screen(item)) for item in items)
        return log_of(screener, answers, digest=digest, **options)

    return make


def log_of(screener: Screener, answers: Iterable[Answer], **options: Any) -> dict[str, Any]:
    report = Report(screener.rulebook, screener.engine, "0.1.0", "样例.csv", **options)
    stream = io.StringIO()
    write_sarif(stream, answers, report)
    log: dict[str, Any] = json.loads(stream.getvalue())
    return log


def results(log: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = log["runs"][0]["results"]
    return found
