"""直播话术: seeded live segments with planted contradictions; knows nothing of the extractor.

Each segment is one product being sold for a minute or two: what its page says, what the
picture on the page says, what the host says as subtitle cues, and at most one contradiction.
The phrases stand in live_scripts.yaml, written before the extractor; `bank` 0 and 1 draw from
disjoint halves of the sentences, so that one can be kept for the last measurement.
"""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

PHRASES = Path(__file__).with_suffix(".yaml")
LETTERS_A_SECOND = 4.2
ATTRIBUTES = ("material", "origin", "number", "effect", "weight", "date", "price")
ENDS = ("。", "，", "啊。", "！")


@dataclass(frozen=True)
class Spoken:
    """一条字幕: seconds from the start of the segment."""

    start: float
    end: float
    text: str


@dataclass(frozen=True)
class Planted:
    """埋下的矛盾: which attribute, what was said, what the page says."""

    attribute: str
    said: str
    page: str


@dataclass(frozen=True)
class Segment:
    """一段直播: the page in its channels, the speech in cues, and what was planted."""

    number: int
    goods: str
    title: str
    detail: str
    image: str
    price: str
    cues: tuple[Spoken, ...]
    planted: Planted | None

    @property
    def seconds(self) -> float:
        """时长."""
        return self.cues[-1].end

    @property
    def speech(self) -> str:
        """说的话, in one piece."""
        return "".join(cue.text for cue in self.cues)


def segments(
    count: int = 500, planted: int = 100, *, seed: int = 20261123, bank: int = 0
) -> tuple[Segment, ...]:
    """造若干段: exactly `planted` of them hold one contradiction, spread over the attributes."""
    dice = random.Random(f"{seed}/{bank}")
    wanted: list[str | None] = [ATTRIBUTES[n % len(ATTRIBUTES)] for n in range(planted)]
    wanted += [None] * (count - planted)
    dice.shuffle(wanted)
    return tuple(_segment(number, kind, dice, bank) for number, kind in enumerate(wanted))


@cache
def _phrases() -> Mapping[str, Any]:
    loaded: Mapping[str, Any] = yaml.safe_load(PHRASES.read_text("utf-8"))
    return loaded


def _half(rows: Sequence[Any], bank: int) -> Sequence[Any]:
    return [row for place, row in enumerate(rows) if place % 2 == bank]


def _segment(number: int, wrong: str | None, dice: random.Random, bank: int) -> Segment:
    goods = dice.choice([each for each in _phrases()["goods"] if _sells(each, wrong)])
    told = _told(goods, wrong, dice)
    page = {kind: _page_line(kind, goods, dice, bank) for kind in told}
    said = {kind: _said_line(kind, goods, dice, bank, wrong=kind == wrong) for kind in told}
    extras = dice.sample(_half(_phrases()["distractors"], bank), dice.randint(2, 5))
    title, detail, image = _channels(goods, page, extras, dice)
    lines = [*said.values(), *(extra["said"] for extra in extras)]
    lines += dice.sample(_half(_phrases()["chatter"], bank), dice.randint(9, 15))
    dice.shuffle(lines)
    return Segment(
        number=number,
        goods=goods["name"],
        title=title,
        detail=detail,
        image=image,
        price=goods["price"][0],
        cues=tuple(_cues(lines, dice)),
        planted=Planted(wrong, said[wrong], page[wrong]) if wrong else None,
    )


def _sells(goods: Mapping[str, Any], wrong: str | None) -> bool:
    return wrong in (None, "price") or wrong in goods["facts"]


def _told(goods: Mapping[str, Any], wrong: str | None, dice: random.Random) -> list[str]:
    """Which attributes the host speaks about: the wrong one always, others now and then."""
    kinds = [*goods["facts"], "price"]
    told = [kind for kind in kinds if kind == wrong or dice.random() < 0.7]
    return told or kinds[:1]


def _page_line(kind: str, goods: Mapping[str, Any], dice: random.Random, bank: int) -> str:
    value = goods["price"][0] if kind == "price" else goods["facts"][kind]["page"]
    line: str = dice.choice(_half(_phrases()["attributes"][kind]["page"], bank))
    return line.format(v=value)


def _said_line(
    kind: str, goods: Mapping[str, Any], dice: random.Random, bank: int, *, wrong: bool
) -> str:
    if kind == "price":
        written, spoken, lower, lower_written = goods["price"]
        value = dice.choice((lower, f"{lower_written}"))
        value = value if wrong else dice.choice((written, spoken))
        value += dice.choice(("块", "元", "块钱"))
    else:
        value = dice.choice(goods["facts"][kind]["wrong" if wrong else "same"])
    line: str = dice.choice(_half(_phrases()["attributes"][kind]["speech"], bank))
    return line.format(v=value, goods=goods["name"].removeprefix("样例"))


def _channels(
    goods: Mapping[str, Any],
    page: Mapping[str, str],
    extras: Sequence[Mapping[str, str]],
    dice: random.Random,
) -> tuple[str, str, str]:
    """Title, detail and the words of the picture; a price stands in the detail."""
    detail, image = [f"商品名称：{goods['name']}"], []
    for kind, line in page.items():
        (detail if kind == "price" or dice.random() < 0.7 else image).append(line)
    detail += [extra["page"] for extra in extras if "page" in extra]
    return goods["name"], "\n".join(detail), "\n".join(image)


def _cues(lines: Sequence[str], dice: random.Random) -> Iterator[Spoken]:
    """Sentences cut into cues as a recogniser cuts them: by length, not by meaning."""
    punctuated = dice.random() < 0.7
    speech = "".join(line + (dice.choice(ENDS) if punctuated else " ") for line in lines)
    at, place = 0.0, 0
    while place < len(speech):
        size = dice.randint(9, 22)
        text = speech[place : place + size]
        end = at + len(text) / LETTERS_A_SECOND
        if text.strip():
            yield Spoken(round(at, 2), round(end, 2), text.strip())
        at, place = end, place + size
