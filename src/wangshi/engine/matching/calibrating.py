"""校准: from log odds to the share that proved right, learned from pairs whose truth is known.

Zadrozny, B., Elkan, C. (2002), Transforming classifier scores into accurate multiclass
probability estimates: isotonic regression by pooling adjacent violators.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import log
from typing import Final

import numpy as np
import numpy.typing as npt

from wangshi.engine.matching.deciding import Standing
from wangshi.engine.matching.weights import Curve, Model

_BINS: Final = 10
_PAIRS_A_STEP, _STEPS_AT_LEAST = 50, 4


@dataclass(frozen=True)
class Judged:
    """判定过的一对: its log odds, the standing of its evidence, and whether it proved right."""

    log_odds: float
    standing: Standing
    right: bool


@dataclass(frozen=True)
class Bin:
    """可靠性表的一行: pairs with a probability in a tenth, what was said and what proved right."""

    low: float
    high: float
    pairs: int
    said: float
    right: float


def calibrate(model: Model, judged: Sequence[Judged]) -> Model:
    """校准一套权重: a rising curve for each standing of evidence.

    A standing with fewer than 200 pairs keeps the curve that it has.
    """
    curves = dict(model.curves)
    for one in Standing:
        pairs = sorted(
            (pair for pair in judged if pair.standing is one), key=lambda pair: pair.log_odds
        )
        if len(pairs) >= _STEPS_AT_LEAST * _PAIRS_A_STEP:
            curves[one.value] = _curve(pairs)
    return replace(model, curves=curves)


@dataclass(frozen=True)
class _Step:
    at: float
    right: float
    pairs: int

    @property
    def share(self) -> float:
        """Half a pair of either kind is added, so that no step says 0 or 1."""
        return (self.right + 0.5) / (self.pairs + 1)


def _curve(pairs: Sequence[Judged]) -> Curve:
    """Knots of log odds and the log odds that proved right, by pooling adjacent violators."""
    pooled: list[_Step] = []
    for first in range(0, len(pairs) - _PAIRS_A_STEP + 1, _PAIRS_A_STEP):
        # The last step takes what is left over.
        rest = len(pairs) - first < 2 * _PAIRS_A_STEP
        some = pairs[first:] if rest else pairs[first : first + _PAIRS_A_STEP]
        right = sum(pair.right for pair in some)
        pooled.append(_Step(sum(pair.log_odds for pair in some) / len(some), right, len(some)))
        while len(pooled) > 1 and not _rises(pooled[-2], pooled[-1]):
            last, before = pooled.pop(), pooled.pop()
            both = before.pairs + last.pairs
            at = (before.at * before.pairs + last.at * last.pairs) / both
            pooled.append(_Step(at, before.right + last.right, both))
    curve: list[tuple[float, float]] = []
    for step in pooled:
        knot = step.at, log(step.share / (1 - step.share))
        if not curve or curve[-1][1] < knot[1]:
            curve.append(knot)
    return tuple(curve)


def _rises(first: _Step, second: _Step) -> bool:
    return first.right * second.pairs < second.right * first.pairs


def add_reviews(model: Model, judged: Sequence[Judged], seeded: Sequence[Judged]) -> Model:
    """并入人的判定: confirmed and rejected links beside the seeded pairs the model began with."""
    return calibrate(model, [*seeded, *judged])


def brier(said: npt.NDArray[np.float64], right: npt.NDArray[np.bool_]) -> float:
    """Brier 分: mean squared distance of probabilities from what was so; 0 is best.

    Brier, G. W. (1950), Verification of forecasts expressed in terms of probability.
    """
    return float(np.mean((said - right) ** 2)) if len(said) else 0.0


def reliability(said: npt.NDArray[np.float64], right: npt.NDArray[np.bool_]) -> tuple[Bin, ...]:
    """可靠性表: in tenths of probability, what was said beside what proved right."""
    tenths = np.minimum((said * _BINS).astype(np.int64), _BINS - 1)
    return tuple(
        Bin(
            low=tenth / _BINS,
            high=(tenth + 1) / _BINS,
            pairs=int((tenths == tenth).sum()),
            said=float(said[tenths == tenth].mean()),
            right=float(right[tenths == tenth].mean()),
        )
        for tenth in range(_BINS)
        if (tenths == tenth).any()
    )
