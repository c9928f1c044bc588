"""要不要办执照: plain answers in; exempt, register, licence or not online out, with reasons."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Final

from .codes import CodeRow, CodeTable
from .deadlines import add_months
from .lawfiles import (
    CITATION_KEYS,
    LAW_DIR,
    Certainty,
    Citation,
    Entry,
    Source,
    load_sources,
    load_yaml,
    read_citation,
)

WHOLE: Final = 100
_GOODS_KEYS: Final = (
    "key", "title", "note", "claim", "permits", "banned", "ask", "food", "ground", "certainty",
)  # fmt: skip


class AnswerRefused(ValueError):
    """答的不在问的里面: the message is Chinese and says what to answer."""


class Seller(StrEnum):
    """谁在卖: the exemptions are for persons only (ECL art. 10)."""

    PERSON = "person"
    FIRM = "firm"


class Outcome(StrEnum):
    """要不要办: the answer of the guide."""

    EXEMPT = "exempt"
    REGISTER = "register"
    LICENCE = "licence"
    BANNED = "banned"
    UNDECIDED = "undecided"


OUTCOME_TITLES: Final[Mapping[Outcome, str]] = {
    Outcome.EXEMPT: "不用办营业执照",
    Outcome.REGISTER: "要办营业执照",
    Outcome.LICENCE: "要办营业执照，还要许可或者备案",
    Outcome.BANNED: "这里面有网上不能卖的",
    Outcome.UNDECIDED: "还定不了",
}
SELLER_TITLES: Final[Mapping[Seller, str]] = {
    Seller.PERSON: "我自己，或者一家人",
    Seller.FIRM: "公司、合作社、厂，或者几个人合伙",
}


@dataclass(frozen=True)
class Goods:
    """卖什么的一种: which declaration it may rest on, or which permits it asks for."""

    key: str
    title: str
    note: str
    claim: str
    permits: tuple[str, ...]
    banned: bool
    ask: bool
    food: bool
    citation: Citation
    certainty: Certainty


@dataclass(frozen=True)
class ExemptionLaw:
    """免于登记的全部依据: the citations by key, the goods in the order they are asked."""

    grounds: Mapping[str, Citation]
    goods: tuple[Goods, ...]
    review_months: int
    warning_percent: int

    def find(self, key: str) -> Goods:
        """取一种: AnswerRefused when there is none of that key."""
        found = next((each for each in self.goods if each.key == key), None)
        if found is None:
            raise AnswerRefused("从列出的里面选卖的是什么")
        return found

    def citations(self) -> Iterator[Citation]:
        """每一条依据, for whoever compares them with the statutes."""
        yield from self.grounds.values()


@dataclass(frozen=True)
class Answers:
    """答的话: who sells, which goods, and the year's turnover over all shops in yuan if known."""

    seller: Seller
    goods: tuple[str, ...]
    turnover: int | None = None


@dataclass(frozen=True)
class Reason:
    """一条理由: in plain words, with the article and how sure the reading is."""

    words: str
    citation: Citation
    certainty: Certainty


@dataclass(frozen=True)
class Advice:
    """指引的结果: the outcome, why, what may be declared, and which permits are needed.

    `declarations` are the statutory sentences (order 37 art. 12), only when the outcome is exempt.
    `food` tells that starting to sell online has to be reported; `near` that the line is close.
    """

    outcome: Outcome
    reasons: tuple[Reason, ...]
    grounds: tuple[str, ...]
    declarations: tuple[str, ...]
    permits: tuple[CodeRow, ...]
    food: bool
    near: bool
    limit: int

    @property
    def title(self) -> str:
        """一句话的结果."""
        return OUTCOME_TITLES[self.outcome]

    @property
    def is_sure(self) -> bool:
        """每条理由都核对过原文、照条文读的."""
        return all(reason.certainty is Certainty.VERIFIED for reason in self.reasons)


def advise(answers: Answers, *, on: date, law: ExemptionLaw | None = None) -> Advice:
    """要不要办执照: by the goods, the person and the turnover, as the law stands on that day.

    The strictest of the goods decides: banned, then licence, register, undecided, exempt. Raises
    AnswerRefused when no goods are named, one is unknown, or the turnover is below nought.
    《电子商务法》第十条; 《网络交易监督管理办法》第八条、第十二条.
    """
    law = law or standing_exemption_law()
    goods = _goods(answers, law)
    limit = turnover_limit(on)
    outcome, reasons = _judge(answers, goods, limit, law)
    exempt = outcome is Outcome.EXEMPT
    grounds = tuple(dict.fromkeys(each.claim for each in goods if each.claim)) if exempt else ()
    return Advice(
        outcome=outcome,
        reasons=tuple(reasons),
        grounds=grounds,
        declarations=tuple(declaration(ground, on) for ground in grounds),
        permits=_permits(goods, on),
        food=any(each.food for each in goods),
        near=exempt and _counts(goods) and is_near(answers.turnover or 0, limit, law),
        limit=limit,
    )


def declaration(ground: str, on: date) -> str:
    """法定声明: the very sentence of order 37 art. 12; CodeUnknown for another ground."""
    return _grounds().row(ground, on).text("declaration")


def turnover_limit(on: date) -> int:
    """零星小额的线: yuan a year, over all shops of one person (order 37 art. 8)."""
    return int(_grounds().row("small_turnover", on).extras["annual_limit"])


def is_near(turnover: int, limit: int, law: ExemptionLaw | None = None) -> bool:
    """快到线了: at or over the warning share of the limit."""
    law = law or standing_exemption_law()
    return turnover * WHOLE >= limit * law.warning_percent


def look_again_on(made_on: date, law: ExemptionLaw | None = None) -> date:
    """声明再看一次的日子: a year later by our own rule; the order sets no term."""
    return add_months(made_on, (law or standing_exemption_law()).review_months)


@cache
def standing_exemption_law() -> ExemptionLaw:
    """随产品发布的: read once a process."""
    return load_exemption_law()


def load_exemption_law(
    path: Path = LAW_DIR / "exemptions.yaml", sources: Mapping[str, Source] | None = None
) -> ExemptionLaw:
    """读取: the whole file, or LawFault naming the line that is wrong."""
    top = load_yaml(path)
    top.allow("grounds", "review", "warning", "goods")
    known = load_sources() if sources is None else sources
    grounds = {key: _citation(top.entry("grounds").entry(key), known) for key in _keys(top)}
    return ExemptionLaw(
        grounds=grounds,
        goods=tuple(_one_kind(entry, grounds) for entry in top.entries("goods")),
        review_months=_inferred(top.entry("review"), "months"),
        warning_percent=_inferred(top.entry("warning"), "percent"),
    )


def _goods(answers: Answers, law: ExemptionLaw) -> tuple[Goods, ...]:
    if not answers.goods:
        raise AnswerRefused("至少选一样卖的东西")
    if answers.turnover is not None and answers.turnover < 0:
        raise AnswerRefused("一年卖的钱不能小于 0")
    return tuple(law.find(key) for key in dict.fromkeys(answers.goods))


def _judge(
    answers: Answers, goods: tuple[Goods, ...], limit: int, law: ExemptionLaw
) -> tuple[Outcome, list[Reason]]:
    if banned := [each for each in goods if each.banned]:
        return Outcome.BANNED, [_said(each, "网上不能卖") for each in banned]
    if licensed := [each for each in goods if each.permits]:
        reasons = [_said(each, "要许可或者备案") for each in licensed]
        return Outcome.LICENCE, [*reasons, _sure(law, "permit", "要许可的，卖得再少也要登记")]
    if must := _must_register(answers, goods, limit, law):
        return Outcome.REGISTER, [must]
    if unknown := _unknown(answers, goods, law):
        return Outcome.UNDECIDED, unknown
    return Outcome.EXEMPT, [_said(each, _why(each)) for each in goods]


def _must_register(
    answers: Answers, goods: tuple[Goods, ...], limit: int, law: ExemptionLaw
) -> Reason | None:
    if answers.seller is Seller.FIRM:
        return _sure(law, "register", "免于登记的几种情形只给个人")
    if _counts(goods) and answers.turnover is not None and answers.turnover > limit:
        words = f"一年超过 {limit // 10_000} 万元，各个群、各个平台加在一起算"
        return _sure(law, "combined", words)
    return None


def _unknown(answers: Answers, goods: tuple[Goods, ...], law: ExemptionLaw) -> list[Reason]:
    asked = [_said(each, "问清要不要许可再定") for each in goods if each.ask]
    if _counts(goods) and answers.turnover is None:
        asked.append(_sure(law, "small", "要知道一年大约卖多少"))
    return asked


def _counts(goods: tuple[Goods, ...]) -> bool:
    """看不看一年卖多少: only what rests on the small turnover."""
    return any(each.claim == "small_turnover" for each in goods)


def _why(each: Goods) -> str:
    return "一年卖得不多" if each.claim == "small_turnover" else "个人做的，不论卖多少"


def _said(each: Goods, words: str) -> Reason:
    return Reason(f"{each.title}：{words}", each.citation, each.certainty)


def _sure(law: ExemptionLaw, key: str, words: str) -> Reason:
    return Reason(words, law.grounds[key], law.grounds[key].certainty)


def _permits(goods: tuple[Goods, ...], on: date) -> tuple[CodeRow, ...]:
    codes = dict.fromkeys(code for each in goods for code in each.permits)
    return tuple(_permit_table().row(code, on) for code in codes)


@cache
def _grounds() -> CodeTable:
    return CodeTable.load("exemption_grounds")


@cache
def _permit_table() -> CodeTable:
    return CodeTable.load("permits")


def _keys(top: Entry) -> tuple[str, ...]:
    return tuple(top.entry("grounds"))


def _citation(entry: Entry, sources: Mapping[str, Source]) -> Citation:
    entry.allow(*CITATION_KEYS)
    return read_citation(entry, sources)


def _inferred(entry: Entry, key: str) -> int:
    entry.allow(key, "certainty")
    entry.choice("certainty", Certainty)
    return entry.number(key)


def _one_kind(entry: Entry, grounds: Mapping[str, Citation]) -> Goods:
    entry.allow(*_GOODS_KEYS)
    claim, permits = entry.text("claim", ""), entry.texts("permits", ())
    ask = entry.flag("ask", default=False)
    if bool(claim) + bool(permits) + ask != 1:
        raise entry.fault("claim、permits、ask 写一样，只写一样")
    if claim and claim not in {row.code for row in _grounds()}:
        raise entry.fault(f"exemption_grounds.yaml 里没有 {claim}", "claim")
    if unknown := set(permits) - {row.code for row in _permit_table()}:
        raise entry.fault(f"permits.yaml 里没有 {'、'.join(sorted(unknown))}", "permits")
    ground = entry.text("ground")
    if ground not in grounds:
        raise entry.fault(f"grounds 里没有 {ground}", "ground")
    return Goods(
        key=entry.text("key"),
        title=entry.text("title"),
        note=entry.text("note", ""),
        claim=claim,
        permits=permits,
        banned=entry.flag("banned", default=False),
        ask=ask,
        food=entry.flag("food", default=False),
        citation=grounds[ground],
        certainty=entry.choice("certainty", Certainty),
    )
