"""recordlinkage 的规则: blocks, four comparisons and their sum, as its guide shows."""

import time
import warnings
from pathlib import Path

import duckdb
import pandas as pd
import recordlinkage

from linkers.answers import Answer, Timing
from linkers.sql import CORE


def link(folder: Path) -> tuple[list[Answer], Timing]:
    """匹配: the sum of four likenesses, the highest of each shop."""
    warnings.filterwarnings("ignore")
    started = time.perf_counter()
    shops = _frame(folder / "shops.parquet", is_shops=True)
    register = _frame(folder / "register.parquet", is_shops=False)
    index = recordlinkage.Index()
    for column in ("uscc", "core", "address"):
        index.block(column)
    pairs = index.index(shops, register)
    compare = recordlinkage.Compare()
    compare.string("core", "core", method="jarowinkler", label="core")
    compare.string("address", "address", method="jarowinkler", missing_value=0.5, label="address")
    compare.exact("uscc", "uscc", missing_value=0.5, label="uscc")
    compare.exact("person", "person", missing_value=0.5, label="person")
    likeness = compare.compute(pairs, shops, register).sum(axis=1)
    best = likeness.groupby(level=0).idxmax()
    answers = [
        Answer(
            shops.at[shop, "shop_id"], register.at[row, "uscc"] or "", float(likeness[(shop, row)])
        )
        for shop, row in best
    ]
    facts = {"candidates": len(pairs) / max(len(shops), 1)}
    return answers, Timing(time.perf_counter() - started, facts)


def _frame(path: Path, *, is_shops: bool) -> pd.DataFrame:
    named = "coalesce(nullif(claimed_operator, ''), shop_name) as name, shop_id"
    columns = f"{named}, uscc, address, person" if is_shops else "name, uscc, address, person"
    return duckdb.sql(
        f"select * replace (nullif(uscc, '') as uscc, nullif(address, '') as address, "
        f"nullif(nullif(person, ''), 'N/A') as person), {CORE} core "
        f"from (select {columns} from '{path}')"
    ).df()
