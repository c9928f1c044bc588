"""造合法的文字: sentences of honest sellers, offices and buyers, from a grammar, by a seed."""

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from .texts import LookAlike

GRAMMAR = Path(__file__).with_name("look_alikes.yaml")
_SLOT = re.compile(r"\{([a-z]+)\}")


@dataclass(frozen=True)
class _Row:
    kind: str
    goods: str
    context: str
    template: str


def look_alikes(each: int, seed: int, grammar: Path = GRAMMAR) -> tuple[LookAlike, ...]:
    """造句: so many a kind, none twice; the same seed makes the same sentences."""
    told = yaml.safe_load(grammar.read_text("utf-8"))
    dice = random.Random(seed)
    made: dict[tuple[str, str], LookAlike] = {}
    for kind, part in told["kinds"].items():
        rows = tuple(_rows(kind, part))
        for row in _drawn(rows, each, dice):
            text = _filled(row.template, told["words"], dice)
            made.setdefault((kind, text), LookAlike(text, kind, row.goods, row.context))
    return tuple(made.values())


def _rows(kind: str, part: Mapping[str, object]) -> Iterator[_Row]:
    rows = part.get("rows", [part])
    assert isinstance(rows, list)
    for row in rows:
        for template in row["templates"]:
            yield _Row(kind, row.get("goods", ""), str(part.get("context", "")), template)


def _drawn(rows: Sequence[_Row], each: int, dice: random.Random) -> Iterator[_Row]:
    """Every template in turn, so that none is left out by chance."""
    for number in range(each):
        yield rows[number % len(rows)] if number < len(rows) else dice.choice(rows)


def _filled(template: str, words: Mapping[str, Sequence[str]], dice: random.Random) -> str:
    while slot := _SLOT.search(template):
        template = template[: slot.start()] + dice.choice(words[slot[1]]) + template[slot.end() :]
    return template
