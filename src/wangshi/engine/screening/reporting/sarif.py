"""SARIF 2.1.0: what was found, as tools for re-checks read it.

OASIS Static Analysis Results Interchange Format, version 2.1.0. An item is an artifact; spans are
counted in Unicode code points. A hit that needs an outside fact is of kind `review`, not `fail`.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import IO, Any
from urllib.parse import quote
from uuid import NAMESPACE_URL, uuid5

from wangshi.engine.screening.rules import Level, RuleBook
from wangshi.engine.screening.screener import Hit, Item
from wangshi.engine.wording import Wording, standing_wording

from .baseline import Baseline
from .descriptors import HOME, driver
from .dismissals import Dismissals
from .fingerprints import IDENTITY, WORDS, identity, words
from .rows import Answer, whole

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
ITEMS = "ITEMS"
# SARIF 2.1.0 §3.27.10: whatever is not of kind "fail" has level "none".
FACES: Mapping[Level, tuple[str, str]] = {
    Level.FAIL: ("fail", "error"),
    Level.REVIEW: ("review", "none"),
    Level.NOTE: ("informational", "none"),
}
_CUT = '"results": []'
Json = dict[str, Any]


@dataclass(frozen=True)
class Report:
    """一份报告的来历: rules, engine, version of the software, and what was screened."""

    rulebook: RuleBook
    engine: str
    version: str
    source: str
    digest: str
    wording: Wording = field(default_factory=standing_wording)
    baseline: Baseline | None = None
    dismissals: Dismissals = field(default_factory=lambda: Dismissals({}))

    @property
    def guid(self) -> str:
        """报告的身份: the same input under the same rules is the same report."""
        return str(uuid5(NAMESPACE_URL, f"{HOME}/{self.rulebook.fingerprint}/{self.digest}"))


def write_sarif(stream: IO[str], answers: Iterable[Answer], report: Report) -> None:
    """写 SARIF: one result at a time, so that memory does not grow with them."""
    head, tail = json.dumps(_log(report), ensure_ascii=False).split(_CUT)
    stream.write(f'{head}"results": [')
    comma = ""
    for result in _results(answers, report):
        stream.write(f"{comma}\n{json.dumps(result, ensure_ascii=False)}")
        comma = ","
    stream.write(f"\n]{tail}\n")


def _log(report: Report) -> Json:
    run: Json = {
        "tool": {"driver": driver(report.rulebook, report.wording, report.version)},
        "automationDetails": {"id": "wangshi/screen/", "guid": report.guid},
        "language": "zh-CN",
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {
            ITEMS: {"description": {"text": f"{report.source} 里的内容，一条一件，名字是它的编号"}}
        },
        "invocations": [{"executionSuccessful": True}],
        "properties": {
            "rulesFingerprint": report.rulebook.fingerprint,
            "engine": report.engine,
            "inputSha256": report.digest,
        },
    }
    if report.baseline is not None and report.baseline.guid:
        run["baselineGuid"] = report.baseline.guid
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [{**run, "results": []}]}


def _results(answers: Iterable[Answer], report: Report) -> Iterator[Json]:
    places = {rule.id: place for place, rule in enumerate(report.rulebook.rules)}
    seen: set[str] = set()
    screened: set[str] = set()
    for answer in answers:
        for result in _of_item(answer, places, report):
            if report.baseline is not None:
                seen.add(result["fingerprints"][IDENTITY])
                result["baselineState"] = report.baseline.state(result)
            yield result
        if report.baseline is not None:
            screened.add(_address(answer.item.id))
    yield from _absent(report, places, seen, screened)


def _of_item(answer: Answer, places: Mapping[str, int], report: Report) -> Iterator[Json]:
    for hit in answer.hits:
        reason = report.dismissals.reason(answer.item.id, hit.rule)
        yield _result(answer.item, hit, places, [_suppression(reason)] if reason else [])
    for spared in answer.spared:
        yield _result(answer.item, spared.hit, places, [_suppression(f"属于例外：{spared.reason}")])


def _result(item: Item, hit: Hit, places: Mapping[str, int], suppressions: Sequence[Json]) -> Json:
    kind, level = FACES[hit.level]
    made: Json = {
        "ruleId": hit.rule,
        "ruleIndex": places[hit.rule],
        "kind": kind,
        "level": level,
        "message": {"text": whole(hit.reason)},
        "locations": [_location(item, start, end) for start, end in hit.spans],
        "fingerprints": {IDENTITY: identity(item, hit)},
        "partialFingerprints": {WORDS: words(item, hit)},
        "properties": {
            "ruleVersion": hit.rule_version,
            "violation": hit.violation,
            "article": f"《{hit.source}》{hit.article}",
            "quote": whole(hit.quote),
        },
    }
    if hit.fact_to_check:
        made["properties"]["factToCheck"] = hit.fact_to_check
    if suppressions:
        made["suppressions"] = list(suppressions)
    return made


def _location(item: Item, start: int, end: int) -> Json:
    """All places of a hit: it is put right only when every one of them is (§3.27.12)."""
    body = item.body
    return {
        "physicalLocation": {
            "artifactLocation": {"uri": _address(item.id), "uriBaseId": ITEMS},
            "region": {
                "startLine": body.count("\n", 0, start) + 1,
                "startColumn": start - body.rfind("\n", 0, start),
                "endLine": body.count("\n", 0, end) + 1,
                "endColumn": end - body.rfind("\n", 0, end),
                "charOffset": start,
                "charLength": end - start,
                "snippet": {"text": whole(body[start:end])},
            },
        }
    }


def _address(item_id: str) -> str:
    """An id as a relative reference: no colon, no slash, no dots that lead elsewhere."""
    return quote(whole(item_id), safe="").replace(".", "%2E") or "%20"


def _suppression(justification: str) -> Json:
    return {"kind": "external", "status": "accepted", "justification": whole(justification)}


def _absent(
    report: Report, places: Mapping[str, int], seen: set[str], screened: set[str]
) -> Iterator[Json]:
    """What the baseline had and this run has not; `itemScreened` tells gone from not looked at."""
    if report.baseline is None:
        return
    for mark, known in report.baseline.known.items():
        if mark in seen:
            continue
        result = {name: value for name, value in known.result.items() if name != "ruleIndex"}
        place = places.get(str(result.get("ruleId", "")))
        if place is not None:
            result["ruleIndex"] = place
        told = result.get("properties")
        result["baselineState"] = "absent"
        result["properties"] = {
            **(told if isinstance(told, dict) else {}),
            "itemScreened": bool(known.items & screened),
        }
        yield result
