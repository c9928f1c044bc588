"""分片: part files of generated listings, from a seed, each the same whoever asks and when."""

from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from wangshi.engine.screening import RuleBook

from .listings import listings, planted

SHARE = 0.05
TITLE = 24


def write_parts(folder: Path, rows: int, each: int, seed: int, book: RuleBook) -> int:
    """写分片: that many rows, `each` to a file; gives the bytes of all texts in UTF-8.

    One row in twenty has an unlawful example of the rule book planted in it.
    """
    examples = [example.text for rule in book.rules for example in rule.positive]
    size = 0
    for number, first in enumerate(range(0, rows, each)):
        texts = _texts(min(each, rows - first), seed + number, examples)
        size += sum(len(text.encode()) for text in texts)
        pq.write_table(_table(texts, first), folder / f"part-{number:05d}.parquet")
    return size


def _texts(count: int, seed: int, examples: Sequence[str]) -> list[str]:
    return planted(listings(count, seed), examples, SHARE, seed)


def _table(texts: Sequence[str], first: int) -> pa.Table:
    return pa.table(
        {
            "编号": [str(first + place) for place in range(len(texts))],
            "标题": [text[:TITLE] for text in texts],
            "详情": [text[TITLE:] for text in texts],
        }
    )
