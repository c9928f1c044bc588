"""学一遍: from letters whose category a person said; what was held out in turn calibrates it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from .fitting import alikeness, by_bucket, fit, shares
from .grams import Floats, Ints, Text, counted, rareness, rows_of
from .measuring import heat_of, line_of, measured
from .model import Model

FOLDS: Final = 10
FEWEST_OF_A_CODE: Final = 5
FEWEST: Final = 10
# The newest; how alike they are is kept for every pair.
MOST: Final = 4000
# A line of a table of codes is short, and was written by those who made it.
HINT_COUNTS: Final = 6


class TooFewExamples(ValueError):
    """例子太少: what is missing is said in the message."""


@dataclass(frozen=True)
class Example:
    """一个例子: a text and the code a person gave it."""

    text: Text
    code: str


def train(
    examples: Sequence[Example],
    hints: Sequence[Example] = (),
    others: Sequence[Text] = (),
    *,
    seed: int = 2026,
) -> Model:
    """学一遍: the last 4,000 examples; a code with fewer than five of them is left out.

    `hints` are no letters (titles of a table of codes, what belongs to each): they are learned
    from and never measured on. A code known from five hints alone is suggested, never settled.
    `others` are letters nobody sorted: they tell which grams are rare. Raises TooFewExamples
    below two codes or ten examples.
    """
    kept = _kept(examples[-MOST:])
    proven = {one.code for one in kept}
    codes = tuple(sorted(proven | _often(hints)))
    hints = [one for one in hints if one.code in codes]
    learned = [*kept, *hints]
    counts = [counted(one.text) for one in learned]
    rarity = rareness([*counts, *(counted(one) for one in others[-MOST:])])
    rows = rows_of(counts, rarity)
    alike = alikeness(rows)
    truth = np.array([codes.index(one.code) for one in learned], np.int64)
    times = np.repeat(np.array([1, HINT_COUNTS], np.float32), [len(kept), len(hints)])
    letters = _Letters(alike, truth, times, len(kept), len(codes))
    scores = _held_out(letters, seed)
    heat = heat_of(scores, truth[: len(kept)])
    chances = shares(scores * np.float32(heat))
    line = line_of(chances.max(axis=1), chances.argmax(axis=1) == truth[: len(kept)])
    weights = by_bucket(rows, fit(alike, truth, times, len(codes))) * np.float32(heat)
    quality = measured(chances, truth[: len(kept)], line)
    return Model.of(codes, rarity, weights, line=line, quality=quality, proven=frozenset(proven))


def _kept(examples: Sequence[Example]) -> list[Example]:
    often = _often(examples)
    kept = [one for one in examples if one.code in often]
    if len(kept) < FEWEST or len({one.code for one in kept}) < len("AB"):
        raise TooFewExamples(
            f"人定过类别的要有两类以上、每类 {FEWEST_OF_A_CODE} 段以上、"
            f"一共 {FEWEST} 段以上，现在还不够"
        )
    return kept


@dataclass(frozen=True)
class _Letters:
    """学的全部: how alike, which code, how often each counts; the first `held` are letters."""

    alike: Floats
    truth: Ints
    times: Floats
    held: int
    kinds: int


def _often(examples: Sequence[Example]) -> set[str]:
    """够学的类别."""
    counted_codes = Counter(one.code for one in examples)
    return {code for code, often in counted_codes.items() if often >= FEWEST_OF_A_CODE}


def _held_out(letters: _Letters, seed: int) -> Floats:
    """轮流留出: the scores of each letter by a fit that has not seen it."""
    alike, truth, times = letters.alike, letters.truth, letters.times
    fold = _folds(truth[: letters.held], seed)
    scores = np.zeros((letters.held, letters.kinds), np.float32)
    for number in range(FOLDS):
        out = np.flatnonzero(fold == number)
        seen = np.setdiff1d(np.arange(len(truth)), out)
        weights = fit(alike[np.ix_(seen, seen)], truth[seen], times[seen], letters.kinds)
        scores[out] = alike[np.ix_(out, seen)] @ weights
    return scores


def _folds(truth: Ints, seed: int) -> Ints:
    """分成几份: every code in every part; the same for the same seed."""
    order = np.random.default_rng(seed).permutation(len(truth))
    fold = np.zeros(len(truth), np.int64)
    for code in np.unique(truth):
        rows = order[truth[order] == code]
        fold[rows] = np.arange(len(rows)) % FOLDS
    return fold
