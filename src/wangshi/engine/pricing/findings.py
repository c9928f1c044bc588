"""价格检验的结果: what was found, by which article, on which numbers, and what may excuse it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from wangshi.engine.lawfiles import Citation
from wangshi.engine.screening.rules import Level

from .rulings import PriceExemption, PriceKind, PriceLaw
from .series import Basis, PricePoint

CENT: Final = Decimal("0.01")
MOST_DAYS: Final = 7


@dataclass(frozen=True)
class Figure:
    """用到的一个数: what it is, of which day, in yuan, and where it can be found again."""

    what: str
    on: date
    amount: Decimal
    basis: Basis
    source: str = ""


@dataclass(frozen=True)
class PriceFinding:
    """一处疑点: suspected until an officer confirms it.

    `on` is the first day of what was found. `missing` are days of the legal window about which
    nothing is known. `in_force` is false when the rule did not stand that day yet.
    """

    kind: PriceKind
    rule: str
    title: str
    on: date
    level: Level
    quote: str
    figures: tuple[Figure, ...]
    words: str
    missing: tuple[date, ...]
    known: Basis
    citation: Citation
    in_force: bool
    exemptions: tuple[PriceExemption, ...]
    fact_to_check: str
    harm: int


@dataclass(frozen=True)
class Suspicion:
    """检验说出来的: what is particular to one finding; the law adds the rest."""

    kind: PriceKind
    on: date
    level: Level
    quote: str
    figures: tuple[Figure, ...]
    sentences: tuple[str, ...]
    known: Basis = Basis.LIST
    missing: tuple[date, ...] = ()


def finding(law: PriceLaw, found: Suspicion) -> PriceFinding:
    """写成结果: only list prices known, or a rule not yet in force, and it is never a fail."""
    test = law.tests[found.kind]
    ruling = test.ruling(found.on)
    in_force = ruling.stands(found.on)
    sentences = list(found.sentences)
    if found.known is Basis.LIST and found.kind in _NEEDS_DEALS:
        sentences.append("只知道标价，不知道成交价：要调取成交记录才能定")
    if not in_force:
        sentences.append(
            f"《{ruling.citation.source.title}》{_words(ruling.since)}起施行，"
            "那时还没有施行，这里只是按它试算"
        )
    return PriceFinding(
        kind=found.kind,
        rule=test.rule,
        title=test.title,
        on=found.on,
        level=_level(found, in_force),
        quote=found.quote,
        figures=found.figures,
        words="。".join(sentences) + "。",
        missing=found.missing,
        known=found.known,
        citation=ruling.citation,
        in_force=in_force,
        exemptions=law.exemptions,
        fact_to_check=test.fact_to_check,
        harm=test.harm,
    )


_NEEDS_DEALS: Final = frozenset({PriceKind.BASE, PriceKind.RAISE, PriceKind.UNSUPPORTED})


def _level(found: Suspicion, in_force: bool) -> Level:
    if not in_force:
        return Level.NOTE
    if found.known is Basis.LIST and found.level is Level.FAIL:
        return Level.REVIEW
    return found.level


def figure(what: str, point: PricePoint, amount: Decimal | None = None) -> Figure:
    """记下一个数 of a point: its price unless another of its amounts is meant."""
    return Figure(
        what, point.on, point.price if amount is None else amount, point.basis, point.source
    )


def yuan(amount: Decimal) -> str:
    """元: 1299.00, never with more than cents."""
    return f"{amount.quantize(CENT)} 元"


def day(on: date) -> str:
    """11 月 23 日."""
    return f"{on.month} 月 {on.day} 日"


def _words(on: date) -> str:
    return f"{on.year} 年 {day(on)}"


def days(found: Iterable[date]) -> str:
    """几个日子: all of them, or the first few and how many more."""
    listed: Sequence[date] = list(found)
    shown = "、".join(day(one) for one in listed[:MOST_DAYS])
    return shown if len(listed) <= MOST_DAYS else f"{shown} 等 {len(listed)} 日"
