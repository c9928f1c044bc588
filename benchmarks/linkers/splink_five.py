"""Splink 5: as its documents advise, with term frequencies, trained without labels."""

import logging
import time
import warnings
from pathlib import Path

import duckdb
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

from linkers.answers import Answer, Timing
from linkers.sql import CORE

COMPARISONS = [
    cl.JaroWinklerAtThresholds("core", [0.95, 0.88]).configure(term_frequency_adjustments=True),
    cl.DamerauLevenshteinAtThresholds("uscc", [1]),
    cl.JaroWinklerAtThresholds("address", [0.95, 0.88]),
    cl.ExactMatch("person").configure(term_frequency_adjustments=True),
]
BLOCKS = [
    block_on("uscc"),
    block_on("name"),
    block_on("core"),
    block_on("tail"),
    block_on("address"),
    block_on("head", "person"),
    block_on("mid"),
]


def link(folder: Path) -> tuple[list[Answer], Timing]:
    """匹配: train, predict, the likeliest of each shop."""
    warnings.filterwarnings("ignore")
    logging.disable(logging.CRITICAL)
    started = time.perf_counter()
    base = duckdb.connect(config={"threads": 2})
    shops = _table(base, folder / "shops.parquet", is_shops=True)
    register = _table(base, folder / "register.parquet", is_shops=False)
    api = DuckDBAPI(base)
    settings = SettingsCreator(
        link_type="link_only",
        unique_id_column_name="id",
        blocking_rules_to_generate_predictions=BLOCKS,
        comparisons=COMPARISONS,
        retain_intermediate_calculation_columns=False,
        retain_matching_columns=False,
    )
    frames = [
        api.register(base.table(name), dataset_display_name=f"{name}_read")
        for name in (register, shops)
    ]
    linker = Linker(frames, settings)
    train = linker.training
    train.estimate_probability_two_random_records_match(
        [block_on("uscc"), block_on("name")], recall=0.6
    )
    train.estimate_u_using_random_sampling(max_pairs=1e6)
    train.estimate_parameters_using_expectation_maximisation(block_on("uscc"))
    train.estimate_parameters_using_expectation_maximisation(block_on("core"))
    trained = time.perf_counter()
    found = linker.inference.predict(threshold_match_probability=0.05).as_pandas_dataframe()
    pairs = zip(found["id_l"], found["id_r"], found["match_probability"], strict=True)
    answers = _best(pairs, dict(base.execute(f"select id, uscc from {register}").fetchall()))
    return answers, Timing(time.perf_counter() - started, {"train": trained - started})


def _table(base: duckdb.DuckDBPyConnection, path: Path, *, is_shops: bool) -> str:
    name = "a_shops" if is_shops else "b_register"
    key = "'S' || shop_id" if is_shops else "'R' || row_number() over ()"
    shown = "coalesce(nullif(claimed_operator, ''), shop_name)" if is_shops else "name"
    base.execute(
        f"create table {name} as select *, left(core, 4) head, substr(core, 3, 4) mid, "
        f"right(core, 6) tail from (select id, name, {CORE} core, nullif(uscc, '') uscc, "
        "nullif(address, '') address, nullif(nullif(person, ''), 'N/A') person "
        f"from (select {key} id, {shown} as name, uscc, address, person from '{path}'))"
    )
    return name


def _best(pairs: object, codes: dict[str, str]) -> list[Answer]:
    best: dict[str, tuple[float, str]] = {}
    for first, second, share in pairs:
        shop, row = (first, second) if first.startswith("S") else (second, first)
        if share > best.get(shop, (0.0, ""))[0]:
            best[shop] = (share, row)
    return [Answer(shop[1:], codes[row] or "", share) for shop, (share, row) in best.items()]
