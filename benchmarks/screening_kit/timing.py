"""计时: ways to do the same, in turn and back, best and median of the rounds.

What counts is the processor's time: on a busy machine the clock on the wall measures the others.
"""

import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

ROUNDS = 6


@dataclass(frozen=True)
class Time:
    """用时: seconds of the processor."""

    best: float
    middle: float


def alternate(ways: Mapping[str, Callable[[], object]], rounds: int = ROUNDS) -> dict[str, Time]:
    """轮流计时: A-B-B-A, so that whatever else the machine does falls on all alike."""
    times: dict[str, list[float]] = {name: [] for name in ways}
    order = list(ways)
    for turn in range(rounds):
        for name in order if turn % 2 == 0 else reversed(order):
            started = time.process_time()
            ways[name]()
            times[name].append(time.process_time() - started)
    return {name: Time(min(runs), statistics.median(runs)) for name, runs in times.items()}
