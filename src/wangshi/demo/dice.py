"""骰子: chance that falls the same way every time it is thrown from the same seed."""

from collections.abc import Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")


class Dice:
    """One stream of chance; `part` gives another that no other part can disturb."""

    def __init__(self, seed: int | str) -> None:
        self._seed = str(seed)
        self._random = Random(self._seed)  # noqa: S311 - nothing secret: it must be repeatable

    def part(self, name: str) -> "Dice":
        """A stream of its own for one part of the county."""
        return Dice(f"{self._seed}/{name}")

    def pick(self, choices: Sequence[T]) -> T:
        """One of them, each as likely."""
        return choices[int(self._random.random() * len(choices))]

    def weighed(self, choices: Sequence[T], weights: Sequence[float]) -> T:
        """One of them, by weight."""
        return self._random.choices(choices, weights)[0]

    def some(self, choices: Sequence[T], count: int) -> list[T]:
        """So many different ones, in a new order."""
        return self._random.sample(choices, min(count, len(choices)))

    def number(self, low: int, high: int) -> int:
        """A whole number, both ends possible."""
        return low + int(self._random.random() * (high - low + 1))

    def chance(self, share: float) -> bool:
        """True in this share of throws."""
        return self._random.random() < share
