"""字组: pairs of characters, hashed to buckets; figures are not read.

Weinberger, K. et al. (2009), Feature hashing for large scale multitask learning, ICML.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import log
from typing import Final
from zlib import crc32

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]

BUCKETS: Final = 1 << 16
LENGTH: Final = 2
# 开头说的是要什么: what comes after so many characters is the story of it.
READ: Final = 250
TITLE_COUNTS: Final = 12
# Telephone numbers, prices and order numbers are nobody's category.
_RUNS: Final = re.compile("[\u4e00-\u9fff]+|[a-z]+")


@dataclass(frozen=True)
class Text:
    """一段话: what it is about in a line, and what was written."""

    title: str
    body: str


@dataclass(frozen=True)
class Rows:
    """许多段话: for each gram of each text its row, its bucket and its weight; rows have length 1.

    `row`, `bucket` and `value` are as long as there are grams; `count` is the number of texts.
    """

    row: Ints
    bucket: Ints
    value: Floats
    count: int


def folded(written: str) -> str:
    """折叠: one width, lower case; as far as it is read."""
    return unicodedata.normalize("NFKC", written[: READ * 2]).lower()[:READ]


def spans(text: str) -> Iterator[tuple[int, int]]:
    """字组在哪里: start and end of every gram of a folded text."""
    for run in _RUNS.finditer(text):
        for start in range(run.start(), run.end() - LENGTH + 1):
            yield start, start + LENGTH


def bucket_of(gram: str) -> int:
    """哪个桶: the same on every machine."""
    return crc32(gram.encode()) % BUCKETS


def counted(text: Text) -> dict[int, float]:
    """一段话的字组: bucket to 1 + log of how often; a title counts twelve times."""
    found: Counter[int] = Counter()
    for part, times in ((folded(text.title), TITLE_COUNTS), (folded(text.body), 1)):
        for start, end in spans(part):
            found[bucket_of(part[start:end])] += times
    return {bucket: 1 + log(often) for bucket, often in found.items()}


def rareness(counts: Sequence[dict[int, float]]) -> Floats:
    """稀有度, of `BUCKETS` entries: what is in every letter counts 1, what is rare more."""
    seen = np.zeros(BUCKETS)
    for one in counts:
        seen[list(one)] += 1
    rare: Floats = np.square(np.log((1 + len(counts)) / (1 + seen)) + 1).astype(np.float32)
    return rare


def rows_of(counts: Sequence[dict[int, float]], rarity: Floats) -> Rows:
    """成行: weighted by rarity, each text brought to length 1; a text without grams is empty."""
    row = np.repeat(np.arange(len(counts)), [len(one) for one in counts])
    bucket = np.fromiter((each for one in counts for each in one), np.int64, len(row))
    value = np.fromiter((each for one in counts for each in one.values()), np.float32, len(row))
    value = value * rarity[bucket]
    length = np.sqrt(np.bincount(row, weights=value * value, minlength=len(counts)))
    return Rows(row, bucket, (value / length[row]).astype(np.float32), len(counts))
