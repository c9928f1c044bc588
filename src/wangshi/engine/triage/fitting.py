"""拟合: multinomial logistic regression with a quadratic penalty, in its dual form.

Letters are few and grams are many, so that what is solved for is a weight for each letter and
code, from how alike letters are. Accelerated gradient: Nesterov, Y. (1983), a method of solving
a convex programming problem with convergence rate O(1/k²).
"""

from math import sqrt
from typing import Final

import numpy as np

from .grams import BUCKETS, Floats, Ints, Rows

PENALTY: Final = np.float32(0.1)
_STEPS: Final = 150
_POWER_STEPS: Final = 30
_BLOCK: Final = 2048
# Half the largest curvature of the logarithm of a sum of exponentials.
_CURVATURE: Final = 0.5


def alikeness(rows: Rows) -> Floats:
    """有多像: texts × texts, the cosine of each pair; in blocks of buckets, to spare memory."""
    alike = np.zeros((rows.count, rows.count), np.float32)
    used, column = np.unique(rows.bucket, return_inverse=True)
    for start in range(0, len(used), _BLOCK):
        here = (column >= start) & (column < start + _BLOCK)
        dense = np.zeros((rows.count, _BLOCK), np.float32)
        dense[rows.row[here], column[here] - start] = rows.value[here]
        alike += dense @ dense.T
    return alike


def shares(scores: Floats) -> Floats:
    """得分变概率: texts × codes, each row adds up to 1."""
    raised = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(raised / raised.sum(axis=1, keepdims=True), np.float32)


def fit(alike: Floats, codes: Ints, counts: Floats, kinds: int) -> Floats:
    """拟合: a weight for each text and code (texts × kinds); `alike @ weights` are the scores.

    `counts` tells for each text how often it is counted.
    """
    truth = np.eye(kinds, dtype=np.float32)[codes]
    times, root = counts[:, None], np.sqrt(counts)
    steepest = _CURVATURE * _largest(root[:, None] * alike * root) + float(PENALTY)
    stride = np.float32(1 / steepest)
    weights: Floats = np.zeros_like(truth)
    ahead: Floats = weights
    pace = 1.0
    for _ in range(_STEPS):
        slope: Floats = times * (shares(alike @ ahead) - truth) + PENALTY * ahead
        moved: Floats = ahead - stride * slope
        quicker = (1 + sqrt(1 + 4 * pace * pace)) / 2
        ahead = moved + (moved - weights) * np.float32((pace - 1) / quicker)
        weights, pace = moved, quicker
    return weights


def by_bucket(rows: Rows, weights: Floats) -> Floats:
    """还原到桶: buckets × kinds, so that a new text is read without the old ones."""
    sums = [
        np.bincount(rows.bucket, weights=rows.value * kind[rows.row], minlength=BUCKETS)
        for kind in weights.T
    ]
    return np.stack(sums, axis=1).astype(np.float32)


def _largest(alike: Floats) -> float:
    """最大特征值: all entries are at least zero, so that powers of it lead there."""
    ray = np.ones(len(alike), np.float32)
    size = 1.0
    for _ in range(_POWER_STEPS):
        ray = alike @ ray
        size = float(np.linalg.norm(ray)) or 1.0
        ray = ray / np.float32(size)
    return size
