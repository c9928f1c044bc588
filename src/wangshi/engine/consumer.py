"""消费者权利: what may be claimed at least, whether goods go back, and who has to show what."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache
from pathlib import Path

from .deadlines import due_on
from .lawfiles import (
    CITATION_KEYS,
    LAW_DIR,
    Citation,
    Entry,
    Source,
    load_sources,
    load_yaml,
    read_citation,
)

CONSUMER = LAW_DIR / "consumer.yaml"
CENT = Decimal("0.01")
BURDEN_TERM = "burden_reversed"


class NotAsked(ValueError):
    """问得不对: the message is Chinese and says what to give."""


class Ground(StrEnum):
    """增加赔偿的由头."""

    FRAUD = "fraud"
    UNSAFE_FOOD = "unsafe_food"


class ReturnRule(StrEnum):
    """不适用无理由退货的两种."""

    NEVER = "never"
    IF_CONFIRMED = "if_confirmed"


class Shower(StrEnum):
    """谁来举证."""

    OPERATOR = "operator"
    CONSUMER = "consumer"

    @property
    def words(self) -> str:
        """怎么称呼."""
        return "经营者" if self is Shower.OPERATOR else "消费者"


@dataclass(frozen=True)
class Multiple:
    """增加赔偿怎么算: times the price, times the loss, and never less than so many yuan."""

    title: str
    price_times: int
    loss_times: int
    least: Decimal
    citation: Citation


@dataclass(frozen=True)
class Excluded:
    """不适用无理由退货的一类."""

    key: str
    title: str
    rule: ReturnRule
    citation: Citation


@dataclass(frozen=True)
class BurdenRule:
    """举证责任倒置: for which goods; its term is `burden_reversed`."""

    goods: Mapping[str, str]
    reversed_for: tuple[str, ...]
    citation: Citation


@dataclass(frozen=True)
class ConsumerLaw:
    """消费者权利的数: as `law/consumer.yaml` has them."""

    multiples: Mapping[Ground, Multiple]
    exceptions: tuple[Excluded, ...]
    right: Mapping[str, Citation]
    burden: BurdenRule

    def citations(self) -> Iterator[Citation]:
        """每一条依据."""
        yield from (each.citation for each in self.multiples.values())
        yield from (each.citation for each in self.exceptions)
        yield from self.right.values()
        yield self.burden.citation


@dataclass(frozen=True)
class Compensation:
    """增加的赔偿: yuan on top of the loss itself; `why` says each step of the sum."""

    amount: Decimal
    why: tuple[str, ...]
    citation: Citation


@dataclass(frozen=True)
class Purchase:
    """网购的一件: `exceptions` are keys of the law's list; `confirmed`: the buyer was asked apart
    from everything else and said yes; `intact`: quality, function and labels are whole."""

    exceptions: tuple[str, ...] = ()
    confirmed: bool = False
    intact: bool = True
    online: bool = True


@dataclass(frozen=True)
class ReturnAnswer:
    """能不能无理由退: the answer, why, and the articles it rests on."""

    may: bool
    why: tuple[str, ...]
    citations: tuple[Citation, ...]


@dataclass(frozen=True)
class Burden:
    """谁举证: `until` is the last day on which a found defect reverses it, None when never."""

    shower: Shower
    until: date | None
    why: str
    citation: Citation


@cache
def standing_consumer_law() -> ConsumerLaw:
    """随产品发布的: read once a process."""
    return load_consumer_law()


def load_consumer_law(
    path: Path = CONSUMER, sources: Mapping[str, Source] | None = None
) -> ConsumerLaw:
    """读取: the whole file, or LawFault naming the line that is wrong."""
    sources = load_sources() if sources is None else sources
    top = load_yaml(path)
    top.allow("compensation", "returns", "right", "burden")
    multiples, right = top.entry("compensation"), top.entry("right")
    multiples.allow(*Ground)
    right.allow("online", "unconfirmed", "intact")
    return ConsumerLaw(
        multiples={ground: _multiple(multiples.entry(ground), sources) for ground in Ground},
        exceptions=tuple(_exception(each, sources) for each in top.entries("returns")),
        right={key: read_citation(right.entry(key), sources) for key in right},
        burden=_burden(top.entry("burden"), sources),
    )


def compensation(
    ground: Ground, *, price: Decimal, loss: Decimal = Decimal(0), law: ConsumerLaw | None = None
) -> Compensation:
    """增加赔偿的下限: yuan, beside the loss itself. Raises NotAsked for amounts below nothing.

    Whoever knew, and whether a label's slip misled anybody, is for an officer to find out.
    """
    if not (price.is_finite() and loss.is_finite()) or price < 0 or loss < 0:
        raise NotAsked("价款和损失写成不小于 0 的金额，单位元")
    rule = (law or standing_consumer_law()).multiples[ground]
    ways = [(price * rule.price_times, f"价款 {_yuan(price)} × {rule.price_times}")]
    if rule.loss_times:
        ways.append((loss * rule.loss_times, f"损失 {_yuan(loss)} × {rule.loss_times}"))
    most = max(amount for amount, _ in ways)
    why = [f"{words} = {_yuan(amount)}" for amount, words in ways]
    if len(ways) > 1:
        why.append("由消费者选，按多的算")
    if most < rule.least:
        why.append(f"不足 {_yuan(rule.least)}，按 {_yuan(rule.least)}算")
    return Compensation(max(most, rule.least).quantize(CENT), tuple(why), rule.citation)


def may_return(purchase: Purchase, law: ConsumerLaw | None = None) -> ReturnAnswer:
    """能不能七日无理由退货. Raises NotAsked for a kind that is not in the law's list."""
    law = law or standing_consumer_law()
    if not purchase.online:
        words = "不是网络、电视、电话、邮购买的，没有法定的无理由退货；商家承诺过的照承诺"
        return ReturnAnswer(False, (words,), (law.right["online"],))
    named = {each.key: each for each in law.exceptions}
    unknown = [key for key in purchase.exceptions if key not in named]
    if unknown:
        raise NotAsked(f"没有 {unknown[0]} 这一类，只有 {'、'.join(named)}")
    found = [named[key] for key in purchase.exceptions]
    against = [each for each in found if each.rule is ReturnRule.NEVER or purchase.confirmed]
    if against:
        why = tuple(f"属于{each.title}，{_told(each)}" for each in against)
        return ReturnAnswer(False, why, tuple(each.citation for each in against))
    if not purchase.intact:
        words = "商品不完好；打开包装查验、合理调试不算不完好"
        return ReturnAnswer(False, (words,), (law.right["intact"],))
    why = tuple(f"虽然{each.title}，购买时没有逐次确认，不得拒绝" for each in found)
    grounds = (law.right["online"], *((law.right["unconfirmed"],) if found else ()))
    return ReturnAnswer(True, why or ("网上买的，商品完好，不必说理由",), grounds)


def burden(goods: str, *, received: date, found: date, law: ConsumerLaw | None = None) -> Burden:
    """瑕疵由谁举证: only durable goods and decoration, found within six months, are reversed."""
    rule = (law or standing_consumer_law()).burden
    if goods not in rule.goods:
        raise NotAsked(f"商品写 {'、'.join(rule.goods)} 里的一个")
    if found < received:
        raise NotAsked("发现瑕疵的日子不能早于接受商品的日子")
    if goods not in rule.reversed_for:
        why = "不是耐用商品，也不是装饰装修：照一般规则，主张有瑕疵的消费者举证"
        return Burden(Shower.CONSUMER, None, why, rule.citation)
    until = due_on(BURDEN_TERM, received)
    if until is not None and found <= until:
        why = f"{rule.goods[goods]}，在期限内发现瑕疵：由经营者举证"
        return Burden(Shower.OPERATOR, until, why, rule.citation)
    why = "过了期限才发现瑕疵：照一般规则，主张有瑕疵的消费者举证"
    return Burden(Shower.CONSUMER, until, why, rule.citation)


def _told(each: Excluded) -> str:
    return "不适用无理由退货" if each.rule is ReturnRule.NEVER else "购买时确认过，可以不适用"


def _yuan(amount: Decimal) -> str:
    return f"{amount.normalize():f} 元"


def _multiple(entry: Entry, sources: Mapping[str, Source]) -> Multiple:
    entry.allow("title", "price_times", "loss_times", "least_yuan", *CITATION_KEYS)
    return Multiple(
        title=entry.text("title"),
        price_times=entry.number("price_times"),
        loss_times=entry.number("loss_times"),
        least=Decimal(entry.number("least_yuan")),
        citation=read_citation(entry, sources),
    )


def _exception(entry: Entry, sources: Mapping[str, Source]) -> Excluded:
    entry.allow("key", "title", "rule", *CITATION_KEYS)
    return Excluded(
        key=entry.text("key"),
        title=entry.text("title"),
        rule=entry.choice("rule", ReturnRule),
        citation=read_citation(entry, sources),
    )


def _burden(entry: Entry, sources: Mapping[str, Source]) -> BurdenRule:
    entry.allow("goods", "reversed", *CITATION_KEYS)
    goods = entry.entry("goods")
    reversed_for = entry.texts("reversed")
    for key in reversed_for:
        if key not in goods:
            raise entry.fault(f"goods 里没有 {key}", "reversed")
    return BurdenRule(
        goods={key: goods.text(key) for key in goods},
        reversed_for=reversed_for,
        citation=read_citation(entry, sources),
    )
