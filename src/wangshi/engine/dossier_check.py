"""校验迎检材料: one file, Python 3.8 and nothing else; a copy of it lies in every dossier.

    python3 verify.py [FOLDER]

It reads index.json and recomputes from the files beside it: every digest, every number from its
rows, every ratio, band, sum and rate, and the list of what has no evidence. Nothing is trusted
but the digest of index.json itself, which whoever built the dossier wrote down elsewhere.
"""

from __future__ import annotations

import csv
import hashlib
import json
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

FORMAT = "wangshi-dossier/1"
INDEX = "index.json"
BLOCK = 1 << 20


def check(folder: Path) -> list[str]:
    """校验: every fault in plain words; an empty list when all is as the index says."""
    try:
        index = json.loads((folder / INDEX).read_text("utf-8"))
    except (OSError, ValueError):
        return ["读不到 index.json：这不是一份迎检材料，或者已损坏"]
    if not isinstance(index, dict) or index.get("format") != FORMAT:
        return ["index.json 的格式不认识：换配套的校验程序"]
    try:
        return list(_faults(folder, index))
    except (KeyError, TypeError, ValueError, ArithmeticError) as fault:
        return [f"index.json 缺东西或者写得不对：{fault}"]


def _faults(folder: Path, index: dict[str, Any]) -> Iterator[str]:
    yield from _files(folder, index)
    counts = {}
    for figure in index["figures"]:
        counts[figure["key"]] = figure["count"]
        yield from _figure(folder, figure)
    for item in index["items"]:
        yield from _item(item, counts)
    for side in ("self", "checked"):
        yield from _totals(index, side)
    yield from _missing(index, counts)


def digest_of(path: Path) -> str:
    """一个文件的 SHA-256."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        for block in iter(lambda: file.read(BLOCK), b""):
            digest.update(block)
    return digest.hexdigest()


def _files(folder: Path, index: dict[str, Any]) -> Iterator[str]:
    listed = {one["path"]: one for one in index["files"]}
    root = folder.resolve()
    for name, one in listed.items():
        path = folder / name
        if root not in path.resolve().parents:
            yield f"{name}：路径跑到材料外面去了"
        elif not path.is_file():
            yield f"{name}：目录里有，文件没有"
        elif digest_of(path) != one["sha256"]:
            yield f"{name}：内容变了"
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    for name in sorted(there - set(listed) - {INDEX}):
        yield f"{name}：目录里没有这个文件"


def _figure(folder: Path, figure: dict[str, Any]) -> Iterator[str]:
    title = figure["title"]
    asked = {name: figure[name] for name in ("since", "until", "version")}
    asked["query"] = figure["key"]
    question = hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()
    if question != figure["query_sha256"]:
        yield f"{title}：取数的校验值不对"
    path = folder / figure["rows"]
    if not path.is_file():
        return
    count, digest = rows_digest(path)
    if count != figure["count"]:
        yield "{}：写 {}，明细有 {} 行".format(title, figure["count"], count)
    if digest != figure["digest"]:
        yield f"{title}：明细的校验值不对"


def rows_digest(path: Path) -> tuple[int, str]:
    """明细有几行、校验值: key, day and words of each row, a line a row."""
    digest, count = hashlib.sha256(), 0
    with path.open(encoding="utf-8", newline="") as file:
        for row in list(csv.reader(file))[1:]:
            digest.update("{}\n".format("\x1f".join(row)).encode())
            count += 1
    return count, digest.hexdigest()


def _item(item: dict[str, Any], counts: dict[str, int]) -> Iterator[str]:
    name = "第 {} 项".format(item["number"])
    value = item_value(item, counts)
    if _number(item["value"]) != value:
        yield f"{name}：算出来的数不对"
    if _number(item["suggested"]) != banded(item, value):
        yield f"{name}：按分档得的分不对"
    most = _number(item["points"])
    for side in ("self", "checked"):
        mark = item[side]
        if mark and most is not None and not 0 <= Decimal(mark["points"]) <= most:
            yield f"{name}：打的分超出了分值"


def item_value(item: dict[str, Any], counts: dict[str, int]) -> Decimal | None:
    """按公式算: None without a formula, or where the denominator is 0."""
    if item["nature"] != "quantitative" or not item["numerator"]:
        return None
    top = counts.get(item["numerator"])
    if top is None:
        return None
    if not item["denominator"]:
        return Decimal(top)
    under = counts.get(item["denominator"], 0)
    return Decimal(top) / under if under else None


def banded(item: dict[str, Any], value: Decimal | None) -> Decimal | None:
    """按分档得几分."""
    if value is None or not item["bands"]:
        return None
    got = Decimal(0)
    for band in item["bands"]:
        at_least, _, points = band.partition("=")
        if value >= Decimal(at_least):
            got = max(got, Decimal(points))
    return got


def _totals(index: dict[str, Any], side: str) -> Iterator[str]:
    said = index["totals"][side]
    word = "自评" if side == "self" else "核查"
    if _sum(index["items"], side) != Decimal(said["total"]):
        yield f"{word}总分不是各项之和"
    for group in said["groups"]:
        mine = [item for item in index["items"] if item["group"] == group["title"]]
        got = _sum(mine, side)
        points = _number(group["points"])
        rate = (got * 100 / points).quantize(Decimal("0.1")) if points else None
        if got != Decimal(group["got"]) or rate != _number(group["rate"]):
            yield "{}：{}的得分或得分率不对".format(word, group["title"])


def _sum(items: list[dict[str, Any]], side: str) -> Decimal:
    return sum((Decimal(item[side]["points"]) for item in items if item[side]), Decimal(0))


def _missing(index: dict[str, Any], counts: dict[str, int]) -> Iterator[str]:
    missing = [
        item["number"]
        for item in index["items"]
        if not item["proofs"] and not any(counts.get(key) for key in item["figures"])
    ]
    if missing != index["missing"]:
        yield "缺依据的清单不对"


def _number(text: str) -> Decimal | None:
    return Decimal(text) if text else None


def main() -> int:
    """说出结果: 0 when all is well."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent
    faults = check(folder)
    for fault in faults:
        sys.stdout.write(f"不一致　{fault}\n")
    if not faults:
        sys.stdout.write("通过　每个文件、每个数字都重新算过，和目录一致\n")
    if (folder / INDEX).is_file():
        sys.stdout.write(f"目录的校验值　{digest_of(folder / INDEX)}\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
