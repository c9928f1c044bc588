"""对真相: how much of what was planted the screener found, and how often it was wrong. Pure."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from wangshi.demo.plans import Truth
from wangshi.engine.screening import Hit, Level

COUNTED = (Level.FAIL, Level.REVIEW)


@dataclass(frozen=True)
class ClassScore:
    """一类: planted, found at all, found under a right class."""

    name: str
    planted: int
    found: int
    right: int

    @property
    def recall(self) -> float:
        """找到并且认对的比例."""
        return self.right / self.planted if self.planted else 1.0


@dataclass(frozen=True)
class Score:
    """成绩: `innocent` are flagged listings in which nothing was planted.

    `provable` of them make a claim that had to be looked into and turned out true: flagging
    those for review is right, and precision does not count them against the screener.
    """

    classes: tuple[ClassScore, ...]
    evasions: tuple[ClassScore, ...]
    flagged: int
    innocent: int
    provable: int
    missed: tuple[Truth, ...] = field(repr=False)

    @property
    def recall(self) -> float:
        """全部类的召回率: found under a right class."""
        planted = sum(each.planted for each in self.classes)
        return sum(each.right for each in self.classes) / planted

    @property
    def precision(self) -> float:
        """精确率: of the flagged listings, those that deserved it."""
        return 1 - (self.innocent - self.provable) / self.flagged

    @property
    def strict_precision(self) -> float:
        """从严的精确率: claims that turned out true count as false alarms, too."""
        return 1 - self.innocent / self.flagged

    def as_table(self) -> str:
        """逐类列出, for a terminal."""
        rows = [f"{'类':<38}{'埋':>5}{'找到':>6}{'认对':>6}{'召回':>7}"]
        rows += [
            f"{each.name:<38}{each.planted:>6}{each.found:>7}{each.right:>7}{each.recall:>9.2f}"
            for each in (*self.classes, *self.evasions)
        ]
        rows.append(f"召回 {self.recall:.3f}，精确 {self.precision:.3f}")
        rows.append(f"查实为真的也算误报时，精确 {self.strict_precision:.3f}")
        rows.append(f"标出 {self.flagged} 条，没有埋的 {self.innocent} 条")
        return "\n".join(rows)


def score(judged: Iterable[tuple[Truth | None, Iterable[Hit]]]) -> Score:
    """打分: each listing's truth beside what the screener said of it; notes do not count."""
    tally = _Tally()
    for truth, hits in judged:
        tally.count(truth, [hit for hit in hits if hit.level in COUNTED])
    return tally.score()


class _Tally:
    def __init__(self) -> None:
        self.classes: dict[str, Counter[str]] = {}
        self.evasions: dict[str, Counter[str]] = {}
        self.flagged: Counter[str] = Counter()
        self.missed: list[Truth] = []

    def count(self, truth: Truth | None, hits: list[Hit]) -> None:
        kind = truth.kind if truth else "plain"
        if hits:
            self.flagged[kind] += 1
        if truth is None or kind != "planted":
            return
        right = {hit.evaluation_class for hit in hits} & {truth.evaluation_class, *truth.also}
        if not right:
            self.missed.append(truth)
        for table, key in ((self.classes, truth.evaluation_class), (self.evasions, truth.evasion)):
            row = table.setdefault(key, Counter())
            row.update(planted=1, found=bool(hits), right=bool(right))

    def score(self) -> Score:
        flagged = self.flagged.total()
        return Score(
            classes=_rows(self.classes),
            evasions=_rows(self.evasions),
            flagged=flagged,
            innocent=flagged - self.flagged["planted"],
            provable=self.flagged["provable"],
            missed=tuple(self.missed),
        )


def _rows(table: dict[str, Counter[str]]) -> tuple[ClassScore, ...]:
    return tuple(
        ClassScore(name, row["planted"], row["found"], row["right"])
        for name, row in sorted(table.items())
    )
