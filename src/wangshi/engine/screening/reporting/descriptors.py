"""规则的说明: every rule as a SARIF reportingDescriptor: what it asks, the article, what to do."""

from collections.abc import Iterator, Mapping
from typing import Any

from wangshi.engine.lawfiles import Source, load_sources
from wangshi.engine.screening.rules import Level, Rule, RuleBook
from wangshi.engine.wording import Advice, Wording

from .rows import LEVEL_TITLES

HOME = "https://github.com/wangshi-gov/wangshi"
LEVELS: Mapping[Level, str] = {
    Level.FAIL: "error",
    Level.REVIEW: "warning",
    Level.NOTE: "note",
}
Json = dict[str, Any]


def driver(rulebook: RuleBook, wording: Wording, version: str) -> Json:
    """工具: this software, its version, and all its rules."""
    links = {source.code or source.key: source.link for source in load_sources().values()}
    return {
        "name": "wangshi",
        "fullName": "网市：县级网络市场监管与服务平台",
        "semanticVersion": version,
        "informationUri": HOME,
        "rules": [
            _descriptor(rule, rulebook, wording.advice_for(rule), links) for rule in rulebook.rules
        ],
    }


def source_of(rule: Rule, sources: Mapping[str, Source]) -> Source | None:
    """规则依据的文件: by its short name or key."""
    return next((one for one in sources.values() if rule.source in (one.code, one.key)), None)


def _descriptor(rule: Rule, rulebook: RuleBook, advice: Advice, links: Mapping[str, str]) -> Json:
    lines = list(_help(rule, advice))
    made: Json = {
        "id": rule.id,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": f"要件：{'；'.join(rule.elements)}。依据{rule.citation}。"},
        "help": {
            "text": "\n".join(f"{title}：{text}" for title, text in lines),
            "markdown": "\n".join(f"- **{title}**：{text}" for title, text in lines),
        },
        "defaultConfiguration": {"level": LEVELS[rule.level]},
        "properties": {
            "tags": [rulebook.families[rule.family], rule.violation],
            "ruleVersion": rule.version,
            "judgement": LEVEL_TITLES[rule.level],
            "article": rule.citation,
            "words": rule.words,
            "certainty": rule.certainty,
            "harm": rule.harm,
        },
    }
    if links.get(rule.source):
        made["helpUri"] = links[rule.source]
    return made


def _help(rule: Rule, advice: Advice) -> Iterator[tuple[str, str]]:
    yield "条文", f"{rule.citation}“{rule.words}”"
    if rule.fact_to_check:
        yield "要查清", rule.fact_to_check
    if rule.exemptions:
        yield "例外", "；".join(each.reason for each in rule.exemptions)
    yield "要留的证据", "；".join(rule.evidence)
    if rule.discretion:
        yield "裁量", rule.discretion
    for must in advice.must:
        yield "法条要求", f"{must.text}（{must.citation}）"
    for suggestion in advice.suggestions:
        yield "建议", suggestion
