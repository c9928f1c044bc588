"""词: materials, effects and places as law/claims/words.yaml writes them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from wangshi.engine.lawfiles import LAW_DIR, Entry, load_yaml

CLAIMS_DIR: Final = LAW_DIR / "claims"
FAMILIES: Final = frozenset({"medical", "health", "cosmetic"})
_KEYS: Final = (
    "materials", "pure", "effects", "denials", "regions", "countries", "everyday",
)  # fmt: skip


@dataclass(frozen=True)
class Material:
    """一种材质: its group, its name, the wider name it falls under, how it is written."""

    group: str
    name: str
    wider: str
    pattern: re.Pattern[str]


@dataclass(frozen=True)
class Effect:
    """一种功效."""

    name: str
    family: str
    pattern: re.Pattern[str]


@dataclass(frozen=True)
class Denial:
    """一种否认: after these words the families of effects are out of place."""

    families: frozenset[str]
    pattern: re.Pattern[str]


@dataclass(frozen=True)
class Vocabulary:
    """全部的词: `pure` are words that mean a hundred per cent of a material."""

    materials: tuple[Material, ...]
    pure: Mapping[str, Material]
    effects: tuple[Effect, ...]
    denials: tuple[Denial, ...]
    regions: Mapping[str, tuple[str, ...]]
    countries: tuple[str, ...]
    everyday: frozenset[str]


@cache
def vocabulary() -> Vocabulary:
    """随产品发布的: read once a process."""
    return load_vocabulary()


def load_vocabulary(path: Path = CLAIMS_DIR / "words.yaml") -> Vocabulary:
    """读取: the whole file, or LawFault naming the line that is wrong."""
    top = load_yaml(path)
    top.allow(*_KEYS)
    materials = tuple(_material(one) for one in top.entries("materials"))
    regions = top.entry("regions")
    return Vocabulary(
        materials=materials,
        pure=_pure(top.entry("pure"), {one.name: one for one in materials}),
        effects=tuple(_effect(one) for one in top.entries("effects")),
        denials=tuple(_denial(one) for one in top.entries("denials")),
        regions={name: regions.texts(name) for name in regions},
        countries=top.texts("countries"),
        everyday=frozenset(top.texts("everyday")),
    )


def _material(entry: Entry) -> Material:
    entry.allow("group", "name", "wider", "pattern")
    return Material(
        entry.text("group"), entry.text("name"), entry.text("wider", ""), _pattern(entry)
    )


def _pure(entry: Entry, known: Mapping[str, Material]) -> Mapping[str, Material]:
    for word in entry:
        if entry.text(word) not in known:
            raise entry.fault(f"materials 里没有 {entry.text(word)}", word)
    return {word: known[entry.text(word)] for word in entry}


def _effect(entry: Entry) -> Effect:
    entry.allow("name", "family", "pattern")
    family = entry.text("family")
    if family not in FAMILIES:
        raise entry.fault(f"family 只能是 {'、'.join(sorted(FAMILIES))}", "family")
    return Effect(entry.text("name"), family, _pattern(entry))


def _denial(entry: Entry) -> Denial:
    entry.allow("families", "pattern")
    families = frozenset(entry.texts("families"))
    if not families <= FAMILIES:
        raise entry.fault(f"families 只能是 {'、'.join(sorted(FAMILIES))}", "families")
    return Denial(families, _pattern(entry))


def _pattern(entry: Entry) -> re.Pattern[str]:
    try:
        return re.compile(entry.text("pattern"), re.IGNORECASE)
    except re.error as error:
        raise entry.fault(f"pattern 不是有效的正则（{error}）", "pattern") from None
