"""本县的约定: promises to citizens, minutes a step takes, what grid members see."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings

from wangshi.engine.lawfiles import Entry, load_yaml

SHIPPED = Path(__file__).parent / "conventions.yaml"
PROMISED_BY = "本县承诺"
KEYS = (
    "promises", "minutes", "minutes_a_day", "grid_kinds", "full_after_days",
    "correction_days", "correction_days_at_most", "duplicate_days",
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
    correction_days: int
    correction_days_at_most: int
    duplicate_days: int


def conventions() -> Conventions:
    """本县: the installation's own file where there is one, else the one that is shipped."""
    own = Path(settings.WANGSHI_HOME) / "conventions.yaml"
    path = own if own.exists() else SHIPPED
    return _read(path, path.stat().st_mtime_ns)


@cache
def _read(path: Path, _changed: int) -> Conventions:
    """A file of the county's own may be older than the house: what it leaves out is as shipped."""
    shipped, own = load_yaml(SHIPPED), load_yaml(path)
    own.allow(*KEYS)
    top = {key: own if key in own else shipped for key in KEYS}
    both = (shipped, own)
    return Conventions(
        promises={k: _promise(k, e.entry(k)) for e in _entries(both, "promises") for k in e},
        minutes={k: e.number(k) for e in _entries(both, "minutes") for k in e},
        minutes_a_day=top["minutes_a_day"].number("minutes_a_day"),
        grid_kinds=tuple(_grid_kind(each) for each in top["grid_kinds"].entries("grid_kinds")),
        full_after_days=top["full_after_days"].number("full_after_days"),
        correction_days=top["correction_days"].number("correction_days"),
        correction_days_at_most=top["correction_days_at_most"].number("correction_days_at_most"),
        duplicate_days=top["duplicate_days"].number("duplicate_days"),
    )


def _entries(files: Iterable[Entry], key: str) -> Iterator[Entry]:
    """One after the other, so that the county's own word stands last."""
    return (file.entry(key) for file in files if key in file)


def _promise(key: str, entry: Entry) -> Promise:
    entry.allow("title", "starts", "working_days")
    length = entry.number("working_days")
    return Promise(key, entry.text("title"), entry.text("starts"), length)


def _grid_kind(entry: Entry) -> GridKind:
    entry.allow("key", "word", "violation")
    return GridKind(entry.text("key"), entry.text("word"), entry.text("violation", ""))
