"""手把手办执照: the steps of registering: what to bring, where, how long, which article."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from .lawfiles import LAW_DIR, Citation, Entry, Source, load_sources, load_yaml, read_citation

_STEP_KEYS: Final = (
    "key", "title", "bring", "where", "how_long", "remind",
    "source", "article", "words", "certainty",
)  # fmt: skip


@dataclass(frozen=True)
class RegistrationStep:
    """办照的一步: `remind` is after how many days of standing still the officer is reminded."""

    key: str
    title: str
    bring: tuple[str, ...]
    where: str
    how_long: str
    remind: int
    citation: Citation


@cache
def registration_steps() -> tuple[RegistrationStep, ...]:
    """随产品发布的几步, in order; read once a process."""
    return load_registration_steps()


def load_registration_steps(
    path: Path = LAW_DIR / "registration.yaml", sources: Mapping[str, Source] | None = None
) -> tuple[RegistrationStep, ...]:
    """读取: the whole file, or LawFault naming the line that is wrong."""
    top = load_yaml(path)
    top.allow("checked", "steps")
    known = load_sources() if sources is None else sources
    steps = tuple(_step(entry, top, known) for entry in top.entries("steps"))
    keys = [step.key for step in steps]
    if len(keys) != len(set(keys)):
        raise top.fault("同一个 key 写了两步", "steps")
    return steps


def _step(entry: Entry, top: Entry, sources: Mapping[str, Source]) -> RegistrationStep:
    entry.allow(*_STEP_KEYS)
    cited = Entry(
        entry.path, entry.line, {**entry.values, "checked": top.day("checked")}, entry.lines
    )
    return RegistrationStep(
        key=entry.text("key"),
        title=entry.text("title"),
        bring=entry.texts("bring"),
        where=entry.text("where"),
        how_long=entry.text("how_long"),
        remind=entry.number("remind"),
        citation=read_citation(cited, sources),
    )
