"""县里的总览: every figure of the page, in a number of queries that the rows do not change."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from statistics import median

from wangshi.accounts.models import Department, Town

from .asked import NONE, Asked
from .counting import counts, population, split
from .figures import FIGURES
from .times import CLOCK_TITLES, ClueTime, Face, clue_times


@dataclass(frozen=True)
class ClockRow:
    """一种期限: how many run, and how many show each face."""

    clock: str
    faces: Mapping[Face, int]

    @property
    def total(self) -> int:
        """在走的件数."""
        return sum(self.faces.values())


@dataclass(frozen=True)
class TownCount:
    """一个镇办: None where neither a hit nor a clue says anything about it."""

    town: Town
    clues: int | None


@dataclass(frozen=True)
class Overview:
    """总览: `counts` by the key of the figure, None where the conditions leave it unknown."""

    asked: Asked
    counts: Mapping[str, int | None]
    faces: Mapping[Face, int]
    clocks: tuple[ClockRow, ...]
    median_workdays: float | None
    towns: tuple[TownCount, ...]
    without_town: int
    violations: tuple[tuple[str, int], ...]
    sources: Mapping[str, int]
    departments: tuple[tuple[Department | None, int], ...]


def overview(asked: Asked, today: date) -> Overview:
    """总览."""
    asked = asked.but(clock="", face="")
    decided = list(_times("decided", asked, today))
    running = [time for time in _times("running", asked, today) if time.tightest]
    found = split(FIGURES["clues"], "town", asked)
    return Overview(
        asked=asked,
        counts={**counts(asked), **_timed(decided, running)},
        faces=Counter(time.tightest for time in running if time.tightest),
        clocks=_clocks(running),
        median_workdays=_median(decided),
        towns=_towns(asked, found),
        without_town=found.get(NONE, 0),
        violations=_ranked(split(FIGURES["clues"], "violation", asked)),
        sources=split(FIGURES["clues"], "source", asked),
        departments=_departments(split(FIGURES["clues"], "department", asked)),
    )


def _times(key: str, asked: Asked, today: date) -> Iterable[ClueTime]:
    """The clocks of all that the figure's claim would be asked about."""
    figure = FIGURES[key]
    return clue_times(population(figure, asked).filter(figure.where()), today)


def _timed(decided: list[ClueTime], running: list[ClueTime]) -> dict[str, int]:
    return {
        "running": len(running),
        "on_time": sum(time.on_time is True for time in decided),
        "overtime": sum(time.on_time is False for time in decided),
    }


def _clocks(running: list[ClueTime]) -> tuple[ClockRow, ...]:
    found: dict[str, Counter[Face]] = {clock: Counter() for clock in CLOCK_TITLES}
    for time in running:
        for clock, face in time.faces.items():
            found[clock][face] += 1
    return tuple(ClockRow(clock, faces) for clock, faces in found.items())


def _median(decided: list[ClueTime]) -> float | None:
    days = [time.workdays for time in decided if time.workdays is not None]
    return float(median(days)) if days else None


def _towns(asked: Asked, clues: Mapping[str, int]) -> tuple[TownCount, ...]:
    hits = split(FIGURES["hits"], "town", asked)
    return tuple(
        TownCount(town, clues.get(str(town.pk), 0 if str(town.pk) in hits else None))
        for town in Town.objects.all()
    )


def _departments(found: Mapping[str, int]) -> tuple[tuple[Department | None, int], ...]:
    known = {str(each.pk): each for each in Department.objects.all()}
    return tuple((known.get(key), number) for key, number in _ranked(found))


def _ranked(found: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(found.items(), key=lambda pair: (-pair[1], pair[0])))
