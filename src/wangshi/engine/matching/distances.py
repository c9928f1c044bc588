"""编辑距离: how many characters apart two texts are, for many pairs at once.

Myers, G. (1999), A fast bit-vector algorithm for approximate string matching; Hyyrö, H. (2003).
One 64-bit word holds a column, so the pattern is cut at 64 units.
"""

from typing import Final

import numpy as np
import numpy.typing as npt

from wangshi.engine.matching.texts import Keys, Places, Units

Distances = npt.NDArray[np.int16]
WORD: Final = 64
_ONE: Final = np.uint64(1)


def distances(patterns: Units, texts: Units) -> Distances:
    """编辑距离: single insertions, deletions and changes from row i of one to row i of the other.

    Both are matrices of units, one text a row, 0 behind its end; patterns at most 64 wide.
    """
    return _run(patterns, texts, anywhere=False)


def distances_inside(patterns: Units, texts: Units) -> Distances:
    """包含距离: as `distances`, to the part of the text that the pattern is nearest to."""
    return _run(patterns, texts, anywhere=True)


def _run(patterns: Units, texts: Units, *, anywhere: bool) -> Distances:
    ends = (texts > 0).sum(axis=1)
    # Longest texts first: at each column the rows still running are a slice at the front.
    order = np.argsort(-ends, kind="stable")
    running = np.searchsorted(-ends[order], -np.arange(texts.shape[1]))
    lengths = (patterns[order] > 0).sum(axis=1)
    width = int(lengths.max(initial=0))
    found = _columns(patterns[order, :width], texts[order], (lengths, running), anywhere=anywhere)
    told = np.where(lengths > 0, found, 0 if anywhere else ends[order])
    answer = np.empty(len(order), np.int16)
    answer[order] = told
    return answer


def _columns(
    patterns: Units, texts: Units, sizes: tuple[Places, Places], *, anywhere: bool
) -> Distances:
    lengths, running = sizes
    score = lengths.astype(np.int16)
    best = score.copy()
    last = _ONE << np.maximum(lengths - 1, 0).astype(np.uint64)
    rising, falling = np.full(len(patterns), ~np.uint64(0)), np.zeros(len(patterns), np.uint64)
    carry = np.uint64(0) if anywhere else _ONE
    for column, count in enumerate(running):
        if not count:
            break
        high, low = rising[:count], falling[:count]
        equal = _bits(patterns[:count] == texts[:count, column : column + 1])
        across = ((equal & high) + high) ^ high | equal
        up, down = low | ~(across | high), high & across
        score[:count] += ((up & last[:count]) > 0).astype(np.int16)
        score[:count] -= (down & last[:count]) > 0
        np.minimum(best[:count], score[:count], out=best[:count])
        up, down = (up << _ONE) | carry, down << _ONE
        rising[:count], falling[:count] = down | ~(equal | low | up), up & (equal | low)
    return best if anywhere else score


def _bits(equal: npt.NDArray[np.bool_]) -> Keys:
    packed = np.packbits(equal, axis=1, bitorder="little")
    words = np.zeros((len(packed), 8), np.uint8)
    words[:, : packed.shape[1]] = packed
    return words.view("<u8")[:, 0].astype(np.uint64)
