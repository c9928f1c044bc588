"""方案的树: chapters, sections, measures, and the phrases each of them is made of."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


class Kind(StrEnum):
    """层次: how deep a clause stands."""

    CHAPTER = "chapter"
    SECTION = "section"
    MEASURE = "measure"


@dataclass(frozen=True)
class Phrase:
    """分句: the smallest piece that can be pointed at; `path` is its clause, sentence and place.

    `line` counts from 1 in the file; `start` and `end` are code points in that line.
    """

    path: str
    text: str
    line: int
    start: int
    end: int


@dataclass(frozen=True)
class Duty:
    """责任: who leads and who takes part, as the plan writes it; `word` is 责任单位 or 成员单位."""

    leads: tuple[str, ...]
    partners: tuple[str, ...]
    word: str


@dataclass(frozen=True)
class Stage:
    """阶段: its first and its last day."""

    title: str
    first_on: date
    last_on: date


@dataclass(frozen=True)
class Target:
    """目标: a figure to be reached; `growth` in percent, `unit` as written (亿元, 户, 名, 个).

    `readable` is false where neither a verb nor a comparison tells what the number is of.
    """

    path: str
    name: str
    value: Decimal
    unit: str
    growth: Decimal | None
    by: date | None
    words: str
    readable: bool

    @property
    def base(self) -> Decimal | None:
        """基数: computed from value and growth, to three decimals; None without a growth."""
        if self.growth is None:
            return None
        return (self.value / (1 + self.growth / 100)).quantize(Decimal("0.001"))


@dataclass(frozen=True)
class Cadence:
    """频次: how often something is to happen; None where the plan gives no number."""

    path: str
    words: str
    at_least: int | None
    at_most: int | None
    per: str


@dataclass(frozen=True)
class Member:
    """成员: a post in the leading group, and the unit it belongs to."""

    role: str
    post: str
    unit: str


@dataclass(frozen=True)
class Clause:
    """条款: one numbered piece; `path` is its address, such as 四(二)2."""

    path: str
    kind: Kind
    title: str
    phrases: tuple[Phrase, ...]
    duty: Duty | None
    stage: Stage | None
    line: int
    children: tuple["Clause", ...] = ()

    @property
    def text(self) -> str:
        """全文: its own words, without those of its children."""
        return self.title + "".join(phrase.text for phrase in self.phrases)

    def walk(self) -> Iterator["Clause"]:
        """自己和下级: in the order of the plan."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True)
class Plan:
    """方案: everything that was read, and what was not understood."""

    title: str
    issuer: str
    printed_on: date | None
    clauses: tuple[Clause, ...]
    members: tuple[Member, ...]
    targets: tuple[Target, ...]
    cadences: tuple[Cadence, ...]
    lawful_titles: tuple[tuple[str, str], ...]
    remarks: tuple[str, ...]

    def walk(self) -> Iterator[Clause]:
        """全部条款: in the order of the plan."""
        for clause in self.clauses:
            yield from clause.walk()

    def clause(self, path: str) -> Clause:
        """取一条: by its address; KeyError where there is none."""
        for clause in self.walk():
            if clause.path == path:
                return clause
        raise KeyError(path)

    @property
    def phrases(self) -> tuple[Phrase, ...]:
        """全部分句."""
        return tuple(phrase for clause in self.walk() for phrase in clause.phrases)

    @property
    def duties(self) -> tuple[tuple[Clause, Duty], ...]:
        """有责任单位的条款."""
        return tuple((clause, clause.duty) for clause in self.walk() if clause.duty)

    @property
    def stages(self) -> tuple[tuple[Clause, Stage], ...]:
        """有起止的阶段."""
        return tuple((clause, clause.stage) for clause in self.walk() if clause.stage)
