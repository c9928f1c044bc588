"""我们的匹配: timed from the files to outcomes with reasons; then single look-ups and learning."""

import time
from collections.abc import Iterator
from pathlib import Path

from pyarrow import parquet

from linkers.answers import Answer, Timing, percentile
from wangshi.engine.matching import (
    SHOP_BATCH,
    Matcher,
    Matches,
    Shop,
    from_json,
    learn,
    make_register,
    standing_model,
)
from wangshi.engine.matching.building import BATCH
from wangshi.engine.matching.columns import Sheet

LOOK_UPS = 1_000


def link(folder: Path) -> tuple[list[Answer], Timing]:
    """匹配: every shop of the folder; the register is made ready within the time."""
    started, worked = time.perf_counter(), time.process_time()
    chosen = folder / "model.json"
    model = from_json(chosen.read_text("utf-8")) if chosen.exists() else standing_model()
    matcher = Matcher(make_register(_sheets(folder / "register.parquet", BATCH)), model)
    ready = time.perf_counter()
    answers: list[Answer] = []
    pairs = 0
    for matches in matcher.match_sheets(_sheets(folder / "shops.parquet", SHOP_BATCH)):
        pairs += len(matches.compared)
        answers += _answers(matches)
    done = time.perf_counter()
    facts = {
        # Of all threads: what a machine that does nothing else would need at least, over its cores.
        "processor": time.process_time() - worked,
        "register": ready - started,
        "match": done - ready,
        "candidates": pairs / max(len(answers), 1),
        **_look_ups(matcher, folder),
        **_learning(matcher, folder),
    }
    return answers, Timing(done - started, facts)


def _answers(matches: Matches) -> Iterator[Answer]:
    for row in range(len(matches)):
        operator = matches.operator(row)
        reason = matches.reason(row)
        assert reason, "没有理由的结果"
        yield Answer(
            matches.said(row, "shop_id"),
            "" if operator is None else matches.register.value("uscc", operator),
            matches.probability(row),
            matches.outcome(row).value,
        )


def _look_ups(matcher: Matcher, folder: Path) -> dict[str, float]:
    """毫秒: single shops against the loaded register, evidence written out."""
    sheet = next(_sheets(folder / "shops.parquet", LOOK_UPS))
    spent, busy = [], []
    for row in range(len(sheet["shop_id"])):
        shop = Shop(**{name: values[row] for name, values in sheet.items()})
        started, worked = time.perf_counter(), time.process_time()
        matcher.look_up(shop)
        spent.append((time.perf_counter() - started) * 1000)
        busy.append((time.process_time() - worked) * 1000)
    return {
        "look_up_p50": percentile(sorted(spent), 0.5),
        "look_up_p99": percentile(sorted(spent), 0.99),
        "look_up_processor_p50": percentile(sorted(busy), 0.5),
        "look_up_processor_p99": percentile(sorted(busy), 0.99),
    }


def _learning(matcher: Matcher, folder: Path) -> dict[str, float]:
    """秒: weights learned anew from these shops, without labels."""
    sheet = next(_sheets(folder / "shops.parquet", SHOP_BATCH))
    started = time.perf_counter()
    learn(matcher.register, sheet, matcher.model)
    return {"learn": time.perf_counter() - started}


def _sheets(path: Path, size: int) -> Iterator[Sheet]:
    with parquet.ParquetFile(path) as file:
        for batch in file.iter_batches(batch_size=size):
            columns = batch.to_pydict()
            yield {name: values for name, values in columns.items() if name != "row"}
