"""基线: an earlier SARIF report; a re-check says what is new, unchanged, updated or absent."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .fingerprints import IDENTITY, WORDS

LARGEST_BASELINE = 512 * 1024 * 1024


class BaselineRefused(ValueError):
    """基线读不成: the message says what to do."""


@dataclass(frozen=True)
class Known:
    """基线里的一条: its words, judgement and rule version, where it stood, and the whole of it."""

    words: str
    face: str
    version: object
    items: frozenset[str]
    result: Mapping[str, Any]

    @classmethod
    def read(cls, result: Mapping[str, Any]) -> "Known":
        """取出 what a later result is compared with."""
        suppressed = "suppressed" if result.get("suppressions") else ""
        places = result.get("locations")
        return cls(
            words=str(_dig(result, "partialFingerprints", WORDS)),
            face=f"{result.get('kind', 'fail')} {result.get('level', '')} {suppressed}",
            version=_dig(result, "properties", "ruleVersion"),
            items=frozenset(
                str(_dig(place, "physicalLocation", "artifactLocation", "uri"))
                for place in (places if isinstance(places, list) else ())
            ),
            result=result,
        )


@dataclass(frozen=True)
class Baseline:
    """基线: results by identity, and the identity of the run they came from."""

    known: Mapping[str, Known]
    guid: str

    def state(self, result: Mapping[str, Any]) -> str:
        """与基线相比: new, updated (other words, other judgement, other rule) or unchanged."""
        known = self.known.get(result["fingerprints"][IDENTITY])
        if known is None:
            return "new"
        now = Known.read(result)
        same = (now.words, now.face, now.version) == (known.words, known.face, known.version)
        return "unchanged" if same else "updated"


def read_baseline(path: Path) -> Baseline:
    """读基线: the first run of a report that `wangshi screen` wrote. Raises BaselineRefused."""
    if path.stat().st_size > LARGEST_BASELINE:
        raise BaselineRefused("基线文件太大，最多 512 MB")
    try:
        log = json.loads(path.read_text("utf-8-sig"))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError):
        raise BaselineRefused("基线不是 JSON，请用上次写出的 .sarif 文件") from None
    run = _first_run(log)
    known: dict[str, Known] = {}
    for result in _results(run):
        # What was already gone then is not there to be missed again.
        if result.get("baselineState") != "absent":
            known[_identity(result)] = Known.read(result)
    return Baseline(known, str(_dig(run, "automationDetails", "guid") or ""))


def _first_run(log: object) -> Mapping[str, Any]:
    if isinstance(log, dict) and log.get("version") == "2.1.0":
        runs = log.get("runs")
        if isinstance(runs, list) and runs and isinstance(runs[0], dict):
            return runs[0]
    raise BaselineRefused("基线不是 SARIF 2.1.0，请用上次写出的 .sarif 文件")


def _results(run: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    results = run.get("results")
    if not isinstance(results, list) or not all(isinstance(one, dict) for one in results):
        raise BaselineRefused("基线里没有结果，请用上次写出的 .sarif 文件")
    return results


def _identity(result: Mapping[str, Any]) -> str:
    found = _dig(result, "fingerprints", IDENTITY)
    if not isinstance(found, str):
        raise BaselineRefused("基线不是网市写的：结果没有网市的指纹，比不了")
    return found


def _dig(value: object, *keys: str) -> object:
    """A value deep in JSON that somebody else may have written; None where the way ends."""
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value
