"""谁在网店后面（R1）: our matching beside Splink 5, rules and plain SQL, on the same shops.

usage: python benchmarks/matching.py [--rows N] [--shops N] [--only NAMES] [--learn]

The register is the real one where ../shared/data is there, less 20,000 rows kept out of it, of
which shops are made that are no members. `--rows 1000000 --shops 200000` is the full size: the
register is grown with invented rows. Shops are made by the rules in corrupting/first.py and, for
ours alone, by those in corrupting/second.py. Each linker runs in a process of its own that reads
the same Parquet files; thresholds of the peers are chosen with the truth in hand, ours is not.
`--learn` learns the standing weights anew and writes them beside the code.
"""

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
from dataclasses import asdict
from importlib import import_module
from pathlib import Path

import numpy as np
import pyarrow as arrow
from corrupting import first, second
from corrupting.first import Made
from corrupting.rows import Row, invented_rows, real_rows
from linkers.answers import Answer, Truth, best_at, best_f1, quality
from linkers.febrl import gate
from linkers.learning import learn_standing_model
from pyarrow import parquet

from wangshi.engine.matching import brier, reliability
from wangshi.engine.matching.tables import division_titles

LINKERS = {
    "ours": "linkers.ours",
    "sql": "linkers.sql",
    "splink": "linkers.splink_five",
    "rules": "linkers.rules",
}
TITLES = {
    "ours": "我们的",
    "sql": "DuckDB 里的 SQL 和手写权重",
    "splink": "Splink 5",
    "rules": "recordlinkage 的规则",
}
SLOW = {"rules": 20_000}
KEPT_OUT, INVENTED = 20_000, 120_000
SEED = 20261123
LEAST_PRECISION = 0.999


def main() -> None:
    """跑一遍: make the data, run each linker apart, score all of them alike."""
    asked = _arguments()
    if asked.run:
        _run_one(asked.run, Path(asked.folder))
        return
    members, strangers = _register(asked.rows)
    if asked.learn:
        learn_standing_model(members, strangers)
        return
    with tempfile.TemporaryDirectory(prefix="wangshi-matching-") as place:
        folder = Path(place)
        _write_register(folder, members)
        made = first.make_shops(members, strangers, asked.shops, SEED)
        print(f"名录 {len(members):,} 行，网店 {len(made):,} 家，第一种走样\n")
        for name in asked.only.split(","):
            _measure(name, folder, made)
        if "ours" in asked.only:
            others = second.make_shops(members, strangers, max(asked.shops // 2, 1_000), SEED)
            print(f"\n第二种走样（{len(others):,} 家，写的时候没有看第一种的结果）")
            _measure("ours", folder, others)
            _febrl()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=0)
    parser.add_argument("--shops", type=int, default=10_000)
    parser.add_argument("--only", default=",".join(LINKERS))
    parser.add_argument("--learn", action="store_true")
    parser.add_argument("--run", default="")
    parser.add_argument("--folder", default="")
    return parser.parse_args()


def _register(rows: int) -> tuple[list[Row], list[Row]]:
    """名录和名录以外的行: real where they are there, grown to `rows` with invented ones."""
    known = real_rows() or list(invented_rows(INVENTED, _places(), SEED))
    random.Random(SEED).shuffle(known)
    strangers, members = known[:KEPT_OUT], known[KEPT_OUT:]
    more = max(rows - len(members), 0)
    return [*members, *invented_rows(more, _places(), SEED + 1)], strangers


def _places() -> list[tuple[str, str, str, str]]:
    titles = division_titles()
    return [
        (titles[code // 10_000 * 10_000], titles.get(code // 100 * 100, ""), name, f"{code:06d}")
        for code, name in titles.items()
        if code % 100 and code < 700_000
    ]


def _write_register(folder: Path, members: list[Row]) -> None:
    names = list(Row.__dataclass_fields__)
    columns = {name: [getattr(row, name) for row in members] for name in names}
    parquet.write_table(arrow.table(columns), folder / "register.parquet")


def _measure(name: str, folder: Path, made: list[Made]) -> None:
    if len(made) > SLOW.get(name, len(made)):
        print(f"{TITLES[name]}：只做前 {SLOW[name]:,} 家，再多要很久")
        made = made[: SLOW[name]]
    columns: dict[str, list[str]] = {}
    for shop in (asdict(one.shop) for one in made):
        for column in ("shop_id", "shop_name", "claimed_operator", "uscc", "address", "person"):
            columns.setdefault(column, []).append(shop[column])
    parquet.write_table(arrow.table(columns), folder / "shops.parquet")
    command = [sys.executable, __file__, "--run", name, "--folder", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        print(f"{TITLES[name]}：没有跑完\n{done.stderr[-800:]}")
        return
    _report(name, json.loads(done.stdout.splitlines()[-1]), made)


def _run_one(name: str, folder: Path) -> None:
    answers, timing = import_module(LINKERS[name]).link(folder)
    (folder / "answers.json").write_text(json.dumps([asdict(one) for one in answers]), "utf-8")
    spent = resource.getrusage(resource.RUSAGE_SELF)
    answer = {"seconds": timing.seconds, "memory": spent.ru_maxrss / 1024, "facts": timing.facts}
    print(json.dumps({**answer, "answers": str(folder / "answers.json")}))


def _report(name: str, told: dict[str, object], made: list[Made]) -> None:
    raw = json.loads(Path(str(told["answers"])).read_text("utf-8"))
    answers = [Answer(**one) for one in raw]
    truths = {one.shop.shop_id: Truth(one.truth, one.stolen) for one in made}
    facts = "，".join(f"{key} {value:.2f}" for key, value in dict(told["facts"]).items())
    print(f"{TITLES[name]}：{told['seconds']:.1f} 秒，内存 {told['memory']:.0f} MB（{facts}）")
    if name == "ours":
        _report_ours(answers, truths)
        return
    score, found = best_f1(answers, truths)
    shares = f"P {found.precision:.4f}，R {found.recall:.4f}，门槛 {score:.3f}"
    print(f"  最好的 F1 {found.f1:.4f}（{shares}）")
    strict = best_at(answers, truths, LEAST_PRECISION)
    if strict is None:
        print(f"  没有一个门槛的 P 到得了 {LEAST_PRECISION}")
    else:
        print(f"  P ≥ {LEAST_PRECISION} 时 R {strict[1].recall:.4f}，F1 {strict[1].f1:.4f}")


def _report_ours(answers: list[Answer], truths: dict[str, Truth]) -> None:
    links = [one for one in answers if one.outcome == "link"]
    looks = [one for one in answers if one.outcome == "review"]
    auto = quality(links, truths, lenient=False)
    both = quality([*links, *looks], truths, lenient=True)
    print(
        f"  自动关联 P {auto.precision:.5f}，R {auto.recall:.4f}，F1 {auto.f1:.4f}；"
        f"加上待人看 R {both.recall:.4f}；待人看占 {len(looks) / len(answers):.2%}"
    )
    wrong = [one for one in links if not _is_right(one, truths)]
    stolen = sum(truths[one.shop_id].stolen for one in wrong)
    strangers = sum(not truths[one.shop_id].uscc for one in wrong)
    print(f"  错连 {len(wrong)}：冒用执照的 {stolen}，不在册的 {strangers}")
    thefts = [one for one in answers if truths[one.shop_id].stolen]
    seen = sum(one.outcome == "review" for one in thefts)
    print(f"  冒用执照的 {len(thefts)} 家，提请人看 {seen / max(len(thefts), 1):.1%}")
    said = np.array([one.score for one in answers if one.uscc])
    right = np.array([_is_operator(one, truths) for one in answers if one.uscc])
    print(f"  Brier {brier(said, right):.4f}；可靠性（说的 → 实际）：")
    for row in reliability(said, right):
        print(
            f"    {row.low:.1f}–{row.high:.1f}  {row.pairs:>8,}  {row.said:.3f} → {row.right:.3f}"
        )


def _is_right(answer: Answer, truths: dict[str, Truth]) -> bool:
    return _is_operator(answer, truths) and not truths[answer.shop_id].stolen


def _is_operator(answer: Answer, truths: dict[str, Truth]) -> bool:
    truth = truths[answer.shop_id]
    return bool(truth.uscc) and truth.uscc == answer.uscc


def _febrl() -> None:
    print(f"\nFEBRL4（只作关口，人人都过得去）：F1 {gate():.4f}")


if __name__ == "__main__":
    main()
