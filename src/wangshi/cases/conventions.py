"""本县的约定: promises to citizens, minutes a step takes, what grid members see."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings

from wangshi.engine.lawfiles import Entry, load_yaml

SHIPPED = Path(__file__).parent / "conventions.yaml"
PROMISED_BY = "本县承诺"
KEYS = (
    "promises", "minutes", "minutes_a_day", "grid_kinds", "full_after_days",
    "duplicate_days",
)  # fmt: skip


@dataclass(frozen=True)
class Promise:
    """承诺的期限: a length in working days that no law demands; the county does."""

    key: str
    title: str
    starts: str
    working_days: int


@dataclass(frozen=True)
class GridKind:
    """网格员的一个选项: its word and the violation it suggests, or none."""

    key: str
    word: str
    violation: str


@dataclass(frozen=True, eq=False)
class Conventions:
    """一个县的约定, as one file says; read once, so that it may key what is worked out from it."""

    promises: Mapping[str, Promise]
    minutes: Mapping[str, int]
    minutes_a_day: int
    grid_kinds: tuple[GridKind, ...]
    full_after_days: int
    duplicate_days: int


def conventions() -> Conventions:
    """本县: the installation's own file where there is one, else the one that is shipped."""
    own = Path(settings.WANGSHI_HOME) / "conventions.yaml"
    path = own if own.exists() else SHIPPED
    return _read(path, path.stat().st_mtime_ns)


@cache
def _read(path: Path, _changed: int) -> Conventions:
    top = load_yaml(path)
    top.allow(*KEYS)
    promises, minutes = top.entry("promises"), top.entry("minutes")
    return Conventions(
        promises={key: _promise(key, promises.entry(key)) for key in promises},
        minutes={key: minutes.number(key) for key in minutes},
        minutes_a_day=top.number("minutes_a_day"),
        grid_kinds=tuple(_grid_kind(entry) for entry in top.entries("grid_kinds")),
        full_after_days=top.number("full_after_days"),
        duplicate_days=top.number("duplicate_days"),
    )


def _promise(key: str, entry: Entry) -> Promise:
    entry.allow("title", "starts", "working_days")
    length = entry.number("working_days")
    return Promise(key, entry.text("title"), entry.text("starts"), length)


def _grid_kind(entry: Entry) -> GridKind:
    entry.allow("key", "word", "violation")
    return GridKind(entry.text("key"), entry.text("word"), entry.text("violation", ""))
