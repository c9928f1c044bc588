"""规则站不站得住: outcomes in the order they came go in; whether the rule acts by itself comes out.

The odds of going wrong are exact, not simulated: `chance_to_fall` walks every possible course.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from typing import Final

from wangshi.engine.accuracy import Posterior

# Least floor a county may set: of the hits of a rule, at least this share must be right.
FLOOR: Final = 0.5
HIGHEST_FLOOR: Final = 0.9
# What a new rule brings: its examples passed, so it is believed until outcomes say otherwise.
CREDIT_RIGHT: Final = 16
CREDIT_WRONG: Final = 4
# How sure one must be that the true share lies above the bound.
SURE: Final = 0.9
# No rule falls before so many outcomes. To return, its bound must have gone this part of the way
# from the floor to certainty: a rule at the edge would otherwise fall and return all the time.
LEAST: Final = 30
MARGIN: Final = 0.1


class RuleStanding(StrEnum):
    """规则的状态."""

    AUTO = "auto"
    REVIEW_ONLY = "review_only"


class Cause(StrEnum):
    """为什么变了."""

    FELL = "fell"
    RECOVERED = "recovered"
    RESTORED = "restored"
    REWRITTEN = "rewritten"


@dataclass(frozen=True)
class Outcome:
    """一个结果: a hit judged at `judged_at` turned out so at `at`.

    `right` and `wrong` are what it adds; a later word from the field takes the earlier one back.
    """

    at: datetime
    judged_at: datetime
    version: int
    right: int = 0
    wrong: int = 0


@dataclass(frozen=True)
class Restored:
    """恢复: an officer gives the rule a new start."""

    at: datetime


@dataclass(frozen=True)
class FloorSet:
    """定下限: the county asks more of this rule or of all, or takes that back."""

    at: datetime
    floor: float
    for_all: bool = False


@dataclass(frozen=True)
class Turn:
    """一次变化: when, to what, why, and the figures it rests on."""

    at: datetime
    standing: RuleStanding
    cause: Cause
    right: int
    wrong: int
    bound: float
    floor: float


@dataclass(frozen=True)
class Course:
    """一条规则的经过: how it stands at the end, on what figures, and every turn on the way."""

    standing: RuleStanding
    version: int
    right: int
    wrong: int
    floor: float
    turns: tuple[Turn, ...]

    @property
    def bound(self) -> float:
        """下限: see `lower_bound`."""
        return lower_bound(self.right, self.wrong)

    @property
    def since(self) -> datetime | None:
        """从什么时候起这样."""
        return self.turns[-1].at if self.turns else None


Event = Outcome | Restored | FloorSet


def lower_bound(right: int, wrong: int) -> float:
    """下限: the true share lies above it with a chance of 90 %; 0 to 1.

    The tenth percentile of the posterior, the credit of a new rule included.
    """
    return Posterior(CREDIT_RIGHT + right, CREDIT_WRONG + wrong).at(1 - SURE)


def return_bar(floor: float) -> float:
    """回升线: a rule that fell returns once its lower bound is no longer under this."""
    return floor + (1 - floor) * MARGIN


def course(events: Iterable[Event]) -> Course:
    """走一遍: the events in the order of time, as they would have been met day by day."""
    walk = Walk()
    for event in events:
        walk.meet(event)
    return Course(
        walk.standing, walk.version, walk.right, walk.wrong, walk.floor, tuple(walk.turns)
    )


class Walk:
    """一条规则走到哪里了: for whoever meets its events one by one."""

    def __init__(self) -> None:
        self.standing = RuleStanding.AUTO
        self.version = 0
        self.right = self.wrong = 0
        self.own_floor = self.common_floor = FLOOR
        self.started_at: datetime | None = None
        self.turns: list[Turn] = []

    @property
    def floor(self) -> float:
        """The stricter of the two."""
        return max(self.own_floor, self.common_floor)

    def meet(self, event: Event) -> None:
        """One event more."""
        match event:
            case Outcome():
                self._count(event)
            case Restored():
                self._start_again(event.at, Cause.RESTORED)
            case FloorSet(for_all=True):
                self.common_floor = event.floor
                self._look(event.at)
            case FloorSet():
                self.own_floor = event.floor
                self._look(event.at)

    def _count(self, outcome: Outcome) -> None:
        if outcome.version > self.version:
            if self.version:
                self._start_again(outcome.judged_at, Cause.REWRITTEN)
            self.version = outcome.version
        # What was judged of an older text, or before the new start, no longer counts.
        is_past = self.started_at is not None and outcome.judged_at < self.started_at
        if is_past or outcome.version < self.version:
            return
        self.right += outcome.right
        self.wrong += outcome.wrong
        self._look(outcome.at)

    def _start_again(self, at: datetime, cause: Cause) -> None:
        self.right = self.wrong = 0
        self.started_at = at
        if self.standing is RuleStanding.REVIEW_ONLY or cause is Cause.RESTORED:
            self._turn(at, RuleStanding.AUTO, cause)

    def _look(self, at: datetime) -> None:
        judged = self.right + self.wrong
        if self.standing is RuleStanding.AUTO:
            if self.right <= most_right_to_fall(judged, self.floor):
                self._turn(at, RuleStanding.REVIEW_ONLY, Cause.FELL)
        elif self.right > most_right_to_fall(judged, return_bar(self.floor)):
            self._turn(at, RuleStanding.AUTO, Cause.RECOVERED)

    def _turn(self, at: datetime, standing: RuleStanding, cause: Cause) -> None:
        self.standing = standing
        bound = lower_bound(self.right, self.wrong)
        self.turns.append(Turn(at, standing, cause, self.right, self.wrong, bound, self.floor))


def chance_to_fall(share: float, within: int, floor: float = FLOOR) -> float:
    """落下的机会: that a rule right this often falls at or before so many outcomes; exact, 0 to 1.

    Walks the binomial tree and takes out what has fallen, so looking after every outcome is
    accounted for.
    """
    alive, fallen = [1.0], 0.0
    for judged in range(1, within + 1):
        grown = [0.0] * (judged + 1)
        for right, chance in enumerate(alive):
            grown[right] += chance * (1 - share)
            grown[right + 1] += chance * share
        edge = most_right_to_fall(judged, floor)
        fallen += sum(grown[: edge + 1])
        alive = [0.0] * (edge + 1) + grown[edge + 1 :]
    return fallen


@lru_cache(maxsize=100_000)
def most_right_to_fall(judged: int, floor: float) -> int:
    """最多对几条还会落下: -1 while there are too few outcomes, or none is few enough."""
    if judged < LEAST:
        return -1
    low, high = -1, judged
    while low < high:
        middle = (low + high + 1) // 2
        if _is_under(middle, judged, floor):
            low = middle
        else:
            high = middle - 1
    return low


def needed(judged: int, bar: float) -> int:
    """至少要对几条: so many right of those judged keep the lower bound at the bar or above it."""
    return most_right_to_fall(judged, bar) + 1


def _is_under(right: int, judged: int, floor: float) -> bool:
    """Whether the lower bound is under the floor, asked the cheap way round."""
    belief = Posterior(CREDIT_RIGHT + right, CREDIT_WRONG + judged - right)
    return belief.below(floor) > 1 - SURE
