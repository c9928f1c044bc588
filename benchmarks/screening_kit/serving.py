"""边筛边换: one process answers single checks at a steady pace while its rules are replaced."""

import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from wangshi.engine.screening import Item, Screener
from wangshi.engine.screening.live import LiveRules, RuleFolder
from wangshi.installation.rules import LOOK_EVERY

A_SECOND = 50
SWAPS = 20
# No rule of another family stands beside its own, so it may come and go.
FAMILY = "house.yaml"


@dataclass(frozen=True)
class Served:
    """答得怎样: seconds from when each check was due, and from new files to new answers."""

    waits: Sequence[float]
    dropped: int
    swaps: Sequence[float]
    refused: int

    def wait(self, share: float) -> float:
        """等了多久: the wait that this share of the checks did not exceed."""
        return sorted(self.waits)[int(len(self.waits) * share)]


def serve(packs: Path, items: Sequence[Item]) -> Served:
    """边答边换: fifty checks a second until the rules were replaced twenty times."""
    watched = RuleFolder(packs)
    live = LiveRules(Screener(watched.load()))
    live.screener.screen(items[0])
    stop, took, refused = threading.Event(), list[float](), [0]

    def swap() -> None:
        for _ in range(SWAPS):
            took.append(_replaced(packs, watched, live))
            refused[0] += live.refusal is not None
            time.sleep(0.5)
        stop.set()

    swapping = threading.Thread(target=swap)
    swapping.start()
    waits, dropped = list[float](), 0
    for due, item in _due(items, stop):
        try:
            live.screener.screen(item)
            waits.append(time.perf_counter() - due)
        except (KeyError, RuntimeError):
            dropped += 1
    swapping.join()
    return Served(waits, dropped, took, refused[0])


def _due(items: Sequence[Item], stop: threading.Event) -> Iterator[tuple[float, Item]]:
    """Checks come when they come, whether or not the one before was answered."""
    began = time.perf_counter()
    number = 0
    while not stop.is_set():
        due = began + number / A_SECOND
        time.sleep(max(0.0, due - time.perf_counter()))
        yield due, items[number % len(items)]
        number += 1


def _replaced(packs: Path, watched: RuleFolder, live: LiveRules) -> float:
    away, here = packs / "away", packs / FAMILY
    here.rename(away) if here.exists() else away.rename(here)
    began = time.perf_counter()
    while not watched.has_news():
        time.sleep(LOOK_EVERY)
    live.swap(watched.load)
    return time.perf_counter() - began
