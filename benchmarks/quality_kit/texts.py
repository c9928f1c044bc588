"""要量的文字: offences with the class they are to get, look-alikes that are to get none."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from wangshi.engine.screening import Hit, Item, Level, Screener

ROOT = Path(__file__).parents[2]
DEV = ROOT.parent / "shared" / "data" / "screening_dev"
HELD_OUT = ROOT / "tests" / "engine" / "screening" / "held_out"
STRATA = {"text": "文字本身就够", "hard": "难", "fact": "要查事实"}


@dataclass(frozen=True)
class Offence:
    """违法的话: `accepted` are the classes that count as right."""

    text: str
    wanted: str
    accepted: frozenset[str]
    stratum: str
    product: str
    context: str = ""


@dataclass(frozen=True)
class LookAlike:
    """像违法、其实合法的话."""

    text: str
    kind: str
    product: str = ""
    context: str = ""


@dataclass(frozen=True)
class TextSet:
    """一套题."""

    name: str
    offences: tuple[Offence, ...]
    look_alikes: tuple[LookAlike, ...]


def published(folder: Path = DEV) -> TextSet:
    """公布的说法: the wordings handed out with the project, in their three strata."""
    return TextSet(
        "公布的说法",
        tuple(_case(row) for row in _lines(folder / "cases.jsonl")),
        tuple(
            LookAlike(str(row["text"]), str(row["kind"]), "", str(row.get("context", "")))
            for row in _lines(folder / "benign.jsonl")
        ),
    )


def held_out(name: str) -> TextSet:
    """自己写的一套题: first, second and so on, each written before the rules had seen it."""
    told = yaml.safe_load((HELD_OUT / f"{name}.yaml").read_text("utf-8"))
    return TextSet(
        name,
        tuple(
            Offence(
                text=row["text"],
                wanted=row["class"],
                accepted=frozenset({row["class"], *row.get("also", ())}),
                stratum=row.get("stratum", "text"),
                product=row.get("product", ""),
                context=row.get("context", ""),
            )
            for row in told["offences"]
        ),
        tuple(
            LookAlike(row["text"], row["kind"], row.get("product", ""), row.get("context", ""))
            for row in told["look_alikes"]
        ),
    )


def raised(
    screener: Screener, texts: tuple[Offence, ...] | tuple[LookAlike, ...], *, told: bool = True
) -> Iterator[tuple[Hit, ...]]:
    """标出的: fail and review hits of each text; notes raise nothing. `told` gives the screener
    the product and the place the text stood in."""
    items = (
        Item(
            id=str(number),
            text=each.text,
            product=each.product if told else "",
            context=each.context if told else "",
        )
        for number, each in enumerate(texts)
    )
    for hits in screener.screen_many(items):
        yield tuple(hit for hit in hits if hit.level is not Level.NOTE)


def _case(row: Mapping[str, object]) -> Offence:
    also = row["also_accept"]
    assert isinstance(also, list)
    wanted = str(row["violation"])
    stratum = "fact" if row["needs_fact"] else "hard" if row["hard"] else "text"
    return Offence(
        text=str(row["text"]),
        wanted=wanted,
        accepted=frozenset({wanted, *also}),
        stratum=stratum,
        product=str(row.get("product", "")),
        context=str(row.get("context", "")),
    )


def _lines(path: Path) -> Iterator[Mapping[str, object]]:
    for line in path.read_text("utf-8").splitlines():
        yield json.loads(line)
