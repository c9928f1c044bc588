"""Distances of many pairs at once are those of the slow textbook way."""

import random

import numpy as np
import pytest

from wangshi.engine.matching.distances import distances, distances_inside
from wangshi.engine.matching.texts import pack


def slow(one: str, other: str) -> int:
    """The textbook's table."""
    row = list(range(len(other) + 1))
    for at, char in enumerate(one, 1):
        before, row[0] = row[0], at
        for place, with_ in enumerate(other, 1):
            cost = min(row[place] + 1, row[place - 1] + 1, before + (char != with_))
            before, row[place] = row[place], cost
    return row[-1]


def matrix(texts):
    packed = pack(texts)
    return packed.matrix(np.arange(len(packed)), 20)


def test_distances_are_those_of_the_textbook():
    draw = random.Random(5)
    words = ["".join(draw.choices("样例山货", k=draw.randrange(0, 12))) for _ in range(400)]
    pairs = words[:200], words[200:]
    found = distances(matrix(pairs[0]), matrix(pairs[1]))
    assert found.tolist() == [slow(one, other) for one, other in zip(*pairs, strict=True)]


@pytest.mark.parametrize(
    ("part", "whole", "apart"),
    [("样例", "略阳样例山货", 0), ("样历", "略阳样例山货", 1), ("", "样例", 0), ("样例", "", 2)],
)
def test_a_part_is_as_far_as_from_the_nearest_stretch(part, whole, apart):
    assert distances_inside(matrix([part]), matrix([whole])).tolist() == [apart]
