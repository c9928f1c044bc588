"""照片的指纹: 64 bits of brightness steps; the same picture again differs in few of them.

Difference hash (N. Krawetz, "Kind of Like That", 2013): the picture in grey, shrunk to nine by
eight, each bit says whether a point is darker than its right neighbour. Light, size and a weak
watermark change little; turning and cutting change much, and are not found.
"""

from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

import numpy as np
import numpy.typing as npt

WIDTH: Final = 9
HEIGHT: Final = 8
_BITS: Final = 64
_FLAT: Final = 6
_MOST_IN_BAND: Final = 500


def difference_hash(grey: npt.NDArray[np.uint8]) -> int:
    """照片指纹 of a picture in grey, 8 rows of 9 points (0 to 255); 0 for one without drawing.

    ValueError for another shape: whoever opens the file shrinks it (and guards against bombs).
    """
    if grey.shape != (HEIGHT, WIDTH):
        raise ValueError(f"a fingerprint needs {HEIGHT} rows of {WIDTH} points, not {grey.shape}")
    points = grey.astype(np.int16)
    if int(points.max()) - int(points.min()) < _FLAT:
        return 0
    darker = (points[:, :-1] < points[:, 1:]).ravel()
    return int("".join("1" if one else "0" for one in darker), 2)


def alike(marks: Sequence[int], bits: int) -> list[int]:
    """同一张照片: for each fingerprint the smallest one of its group, differing in `bits` at most.

    Two marks that differ in at most `bits` bits agree wholly in one of `bits` + 1 bands, so only
    those are compared; a flat picture (0) is alone, and a band that hundreds share is no sign.
    """
    distinct = sorted({mark for mark in marks if mark})
    leader = {mark: mark for mark in distinct}
    for band in _bands(distinct, bits):
        for first, other in _pairs(band):
            if (first ^ other).bit_count() <= bits:
                low, high = sorted((_top(leader, first), _top(leader, other)))
                leader[high] = low
    return [_top(leader, mark) if mark else 0 for mark in marks]


def _bands(marks: Sequence[int], bits: int) -> list[list[int]]:
    count = bits + 1
    edges = [_BITS * step // count for step in range(count + 1)]
    found: dict[tuple[int, int], list[int]] = defaultdict(list)
    for mark in marks:
        for low, high in pairwise(edges):
            found[low, mark >> low & ((1 << (high - low)) - 1)].append(mark)
    return [band for band in found.values() if 1 < len(band) <= _MOST_IN_BAND]


def _pairs(band: Sequence[int]) -> list[tuple[int, int]]:
    return [(one, other) for at, one in enumerate(band) for other in band[at + 1 :]]


def _top(leader: dict[int, int], mark: int) -> int:
    while leader[mark] != mark:
        leader[mark] = leader[leader[mark]]
        mark = leader[mark]
    return mark
