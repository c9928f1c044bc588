"""先办哪些: the clues worth most to an officer's minute, within what each office can take."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Candidate:
    """一件可以移交的: whose it would be, its harm (1 to 3), its chance to prove true, minutes."""

    key: int
    office: int
    harm: int
    chance: float
    minutes: int

    @property
    def worth(self) -> float:
        """每分钟的预期: verified harm to be expected from an officer's minute."""
        return self.harm * self.chance / self.minutes


@dataclass(frozen=True)
class Choice:
    """选的结果: what goes now, the best first, and what waits because its office is full."""

    chosen: tuple[Candidate, ...]
    waiting: tuple[Candidate, ...]


def choose(candidates: Iterable[Candidate], rooms: Mapping[int, int]) -> Choice:
    """选先办的: the best first, never more for an office than its room, a count of clues.

    An office without a room takes none. Where every clue costs its office the same, no other
    choice promises more; equal worth goes by key. Raises ValueError for minutes below one.
    """
    left = dict(rooms)
    chosen: list[Candidate] = []
    waiting: list[Candidate] = []
    for candidate in sorted(candidates, key=_best_first):
        if left.get(candidate.office, 0) > 0:
            left[candidate.office] -= 1
            chosen.append(candidate)
        else:
            waiting.append(candidate)
    return Choice(tuple(chosen), tuple(waiting))


def _best_first(candidate: Candidate) -> tuple[float, int]:
    if candidate.minutes < 1:
        raise ValueError(f"{candidate.minutes} minutes for {candidate.key}")
    return -candidate.worth, candidate.key
