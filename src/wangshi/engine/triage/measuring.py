"""量一量: how sure the certainty is, on texts that the fit has not seen.

Guo, C. et al. (2017), On calibration of modern neural networks: one temperature for all scores.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from .fitting import shares
from .grams import Floats, Ints

# 定得下来的要有多准: ninety of a hundred.
WANTED: Final = 0.90
FEWEST_SETTLED: Final = 30
NEVER: Final = 2.0
_HEATS: Final = np.geomspace(0.1, 30, 80).astype(np.float32)
_TINY: Final = np.float32(1e-9)


@dataclass(frozen=True)
class Quality:
    """量出来的: of `texts` held out in turn, how many were read right; settled; right of those.

    `brier` is the mean squared difference of probability and truth over texts and codes.
    """

    texts: int
    known: int
    settled: int
    right: int
    brier: float


def heat_of(scores: Floats, codes: Ints) -> float:
    """温度: what the scores are multiplied by so that the truth is least surprising.

    Truth is held to be a little less than certain, so that few texts do not look like proof:
    Platt, J. (1999), Probabilistic outputs for support vector machines.
    """
    texts, kinds = scores.shape
    doubt = 1 / (texts + 2)
    truth = np.full((texts, kinds), doubt / (kinds - 1))
    truth[np.arange(texts), codes] = 1 - doubt
    surprise = [-(truth * np.log(shares(scores * heat) + _TINY)).sum() for heat in _HEATS]
    return float(_HEATS[int(np.argmin(surprise))])


def line_of(certainty: Floats, is_right: npt.NDArray[np.bool_]) -> float:
    """从多少算定: the least certainty from which on enough were right; `NEVER` when none is.

    Certainty is calibrated: as much of it as is wanted is enough, however well others did.
    """
    order = np.argsort(-certainty, kind="stable")
    so_far = np.cumsum(is_right[order]) / np.arange(1, len(order) + 1)
    enough = np.flatnonzero(so_far >= WANTED)
    if not len(enough) or enough[-1] + 1 < FEWEST_SETTLED:
        return NEVER
    return min(WANTED, float(certainty[order[enough[-1]]]))


def measured(chances: Floats, codes: Ints, line: float) -> Quality:
    """一共怎么样: chances are texts × codes."""
    certainty, is_right = chances.max(axis=1), chances.argmax(axis=1) == codes
    settled = certainty >= line
    truth = np.eye(chances.shape[1])[codes]
    return Quality(
        texts=len(codes),
        known=int(is_right.sum()),
        settled=int(settled.sum()),
        right=int(is_right[settled].sum()),
        brier=float(((chances - truth) ** 2).mean()),
    )
