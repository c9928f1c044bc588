"""A stranger's arithmetic: every number of a dossier worked out again, without a line of ours."""

import csv
import hashlib
import json
from fractions import Fraction
from pathlib import Path
from typing import Any


def recompute(folder: Path) -> dict[str, Any]:
    """From the rows and the marks alone: counts, ratios, points by band, sums, rates, gaps."""
    index = json.loads((folder / "index.json").read_text("utf-8"))
    counts = {key: rows_in(folder / "rows" / f"{key}.csv") for key in keys_of(index)}
    return {
        "counts": counts,
        "values": {item["number"]: value_of(item, counts) for item in index["items"]},
        "bands": {item["number"]: band_of(item, counts) for item in index["items"]},
        "totals": {side: points_of(index["items"], side) for side in ("self", "checked")},
        "rates": {side: rates_of(index, side) for side in ("self", "checked")},
        "missing": [item["number"] for item in index["items"] if is_bare(item, counts)],
        "digests": {path_of(folder, one): sha(folder / one["path"]) for one in index["files"]},
    }


def said(folder: Path) -> dict[str, Any]:
    """What the dossier itself says, in the same shape."""
    index = json.loads((folder / "index.json").read_text("utf-8"))
    return {
        "counts": {one["key"]: one["count"] for one in index["figures"]},
        "values": {item["number"]: rounded(item["value"]) for item in index["items"]},
        "bands": {item["number"]: rounded(item["suggested"]) for item in index["items"]},
        "totals": {side: rounded(index["totals"][side]["total"]) for side in index["totals"]},
        "rates": {
            side: {one["title"]: rounded(one["rate"]) for one in index["totals"][side]["groups"]}
            for side in index["totals"]
        },
        "missing": index["missing"],
        "digests": {one["path"]: one["sha256"] for one in index["files"]},
    }


def keys_of(index: dict[str, Any]) -> list[str]:
    return [one["key"] for one in index["figures"]]


def rows_in(path: Path) -> int:
    with path.open(encoding="utf-8", newline="") as file:
        return sum(1 for _ in csv.DictReader(file))


def value_of(item: dict[str, Any], counts: dict[str, int]) -> float | None:
    found = fraction_of(item, counts)
    return None if found is None else round(float(found), 9)


def fraction_of(item: dict[str, Any], counts: dict[str, int]) -> Fraction | None:
    if not item["numerator"]:
        return None
    if not item["denominator"]:
        return Fraction(counts[item["numerator"]])
    under = counts[item["denominator"]]
    return Fraction(counts[item["numerator"]], under) if under else None


def band_of(item: dict[str, Any], counts: dict[str, int]) -> float | None:
    found = fraction_of(item, counts)
    if found is None or not item["bands"]:
        return None
    pairs = [band.split("=") for band in item["bands"]]
    return float(max([Fraction(p) for low, p in pairs if found >= Fraction(low)], default=0))


def points_of(items: list[dict[str, Any]], side: str) -> float:
    return float(sum(Fraction(item[side]["points"]) for item in items if item[side]))


def rates_of(index: dict[str, Any], side: str) -> dict[str, float | None]:
    found = {}
    for group in index["sheet"]["groups"]:
        mine = [item for item in index["items"] if item["group"] == group["title"]]
        whole = float(group["points"]) if group["points"] else 0
        found[group["title"]] = round(points_of(mine, side) * 100 / whole, 1) if whole else None
    return found


def is_bare(item: dict[str, Any], counts: dict[str, int]) -> bool:
    return not item["proofs"] and not sum(counts[key] for key in item["figures"])


def rounded(text: str) -> float | None:
    return round(float(text), 9) if text else None


def path_of(folder: Path, one: dict[str, Any]) -> str:
    return (folder / one["path"]).relative_to(folder).as_posix()


def sha(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
