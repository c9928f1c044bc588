"""处罚里能算的数: what is decided on the spot, who may ask for a hearing, what is added late."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from functools import cache
from pathlib import Path

from .codes import CodeRow
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

PENALTIES = LAW_DIR / "penalties.yaml"
CENT = Decimal("0.01")
HUNDRED = Decimal(100)
ONE_DAY = timedelta(days=1)


class PartyKind(StrEnum):
    """当事人: a natural person, or a trader or other organisation."""

    PERSON = "person"
    ORGANISATION = "organisation"

    @property
    def words(self) -> str:
        """怎么称呼."""
        return "自然人" if self is PartyKind.PERSON else "法人或者其他组织"


class Publicity(StrEnum):
    """公示期的四档."""

    LIGHT = "light"
    GENERAL = "general"
    LIMIT = "limit"
    SERIOUS = "serious"


# Which clock of terms.yaml ends each.
STOP_TERMS = {
    Publicity.LIGHT: "publicity_min_light",
    Publicity.GENERAL: "publicity_general_stop",
    Publicity.LIMIT: "publicity_serious_stop",
    Publicity.SERIOUS: "publicity_serious_stop",
}
# Which clock must have run out before the party may ask that it end earlier.
REPAIR_TERMS = {
    Publicity.GENERAL: "publicity_general_apply",
    Publicity.LIMIT: "publicity_serious_apply",
    Publicity.SERIOUS: "publicity_serious_apply",
}


@dataclass(frozen=True)
class Limit:
    """数额: in yuan, for each kind of party; both ends are included."""

    person: Decimal
    organisation: Decimal
    citation: Citation

    def of(self, kind: PartyKind) -> Decimal:
        """这一种当事人的数额."""
        return self.person if kind is PartyKind.PERSON else self.organisation


@dataclass(frozen=True)
class Surcharge:
    """加处罚款的规则."""

    daily_percent: int
    most_percent: int
    citation: Citation
    rest: Citation


@dataclass(frozen=True)
class PenaltyLaw:
    """处罚里的数: as `law/penalties.yaml` has them."""

    summary: Limit
    collect_on_the_spot: Limit
    hearing: Limit
    hearing_right: Citation
    surcharge: Surcharge
    low_fine: Limit


@dataclass(frozen=True)
class Paid:
    """缴的一笔罚款."""

    on: date
    amount: Decimal


@dataclass(frozen=True)
class Stay:
    """复议、诉讼期间: both ends included; `last` is None while it lasts."""

    first: date
    last: date | None

    def __contains__(self, day: date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)


@dataclass(frozen=True)
class LateFee:
    """加处罚款: on how many days it grew, how much it is, whether it reached the fine itself."""

    days: int
    amount: Decimal
    capped: bool
    why: tuple[str, ...]
    citation: Citation


@cache
def standing_penalty_law() -> PenaltyLaw:
    """随产品发布的: read once a process."""
    return load_penalty_law()


def load_penalty_law(
    path: Path = PENALTIES, sources: Mapping[str, Source] | None = None
) -> PenaltyLaw:
    """读取: the whole file, or LawFault naming the line that is wrong."""
    known = load_sources() if sources is None else sources
    top = load_yaml(path)
    top.allow(
        "summary", "collect_on_the_spot", "hearing", "hearing_right", "surcharge",
        "surcharge_rest", "low_fine",
    )  # fmt: skip
    grows = top.entry("surcharge")
    grows.allow("daily_percent", "most_percent", *CITATION_KEYS)
    limits = {
        name: _limit(top.entry(name), known)
        for name in ("summary", "collect_on_the_spot", "hearing", "low_fine")
    }
    return PenaltyLaw(
        **limits,
        hearing_right=read_citation(top.entry("hearing_right"), known),
        surcharge=Surcharge(
            grows.number("daily_percent"),
            grows.number("most_percent"),
            read_citation(grows, known),
            read_citation(top.entry("surcharge_rest"), known),
        ),
    )


def why_not_on_the_spot(kind: PartyKind, fine: Decimal, law: PenaltyLaw | None = None) -> str:
    """能不能当场处罚 (O2 art. 66): empty when it may be; else the sentence that says why not."""
    limit = (law or standing_penalty_law()).summary
    if fine <= limit.of(kind):
        return ""
    most = yuan(limit.of(kind))
    return f"对{kind.words}当场罚款最多 {most} 元（{limit.citation}）：超过的走普通程序，先立案"


def hearing_reasons(
    kind: PartyKind,
    *,
    fine: Decimal,
    confiscated: Decimal,
    others: Iterable[CodeRow] = (),
    law: PenaltyLaw | None = None,
) -> tuple[str, ...]:
    """属不属于听证范围 (APL art. 63): a sentence for each reason; none when it does not."""
    limit = (law or standing_penalty_law()).hearing
    least, citation = limit.of(kind), limit.citation
    found = []
    if fine >= least:
        found.append(f"罚款 {yuan(fine)} 元，到了 {yuan(least)} 元（{citation}）")
    if confiscated >= least:
        found.append(f"没收 {yuan(confiscated)} 元，到了 {yuan(least)} 元（{citation}）")
    found += [f"{row.title}（{row.basis}）" for row in others if row.text("hearing") == "1"]
    return tuple(found)


def publicity_of(
    kind: PartyKind,
    *,
    fine: Decimal,
    lenient: bool,
    serious_field: bool,
    others: Iterable[CodeRow] = (),
    law: PenaltyLaw | None = None,
) -> Publicity:
    """公示期走哪一档 (信息公示规定 art. 13-15): the heaviest that any part reaches."""
    told = {Publicity(row.text("publicity")) for row in others}
    if Publicity.SERIOUS in told:
        return Publicity.SERIOUS
    if Publicity.LIMIT in told:
        return Publicity.LIMIT
    low = (law or standing_penalty_law()).low_fine.of(kind)
    if told <= {Publicity.LIGHT} and (fine == 0 or (lenient and fine <= low)):
        return Publicity.LIGHT
    return Publicity.SERIOUS if serious_field else Publicity.GENERAL


def repair_term(level: Publicity, others: Iterable[CodeRow] = ()) -> str:
    """最短公示期是哪个钟 (信用修复管理办法 art. 8, 9): empty where nothing may be asked for.

    What is light ends by itself; what took a licence or a business away is shown to its end.
    """
    taken = any(Publicity(row.text("publicity")) is Publicity.SERIOUS for row in others)
    return "" if taken else REPAIR_TERMS.get(level, "")


def late_fee(
    fine: Decimal,
    *,
    due_on: date,
    until: date,
    paid: Sequence[Paid] = (),
    stays: Sequence[Stay] = (),
    law: PenaltyLaw | None = None,
) -> LateFee:
    """加处罚款 (O2 art. 75): three per cent of what is unpaid, each day after `due_on` up to and
    including `until`, never more than the fine; days of review or litigation do not count
    (APL art. 73). A part paid lowers what the next day grows by [inference]. Yuan in, yuan out.
    """
    rule = (law or standing_penalty_law()).surcharge
    most = (fine * rule.most_percent / HUNDRED).quantize(CENT)
    grown, days, day = Decimal(0), 0, due_on + ONE_DAY
    while day <= until and grown < most:
        left = fine - sum((one.amount for one in paid if one.on < day), Decimal(0))
        if left <= 0:
            break
        if not any(day in stay for stay in stays):
            grown += left * rule.daily_percent / HUNDRED
            days += 1
        day += ONE_DAY
    amount = min(grown, most).quantize(CENT)
    return LateFee(
        days, amount, bool(days) and amount == most, _why(rule, days, most), rule.citation
    )


def yuan(amount: Decimal) -> str:
    """几元: 12,800 or 68.50, no zeros behind a whole number."""
    whole = amount == amount.to_integral_value()
    return f"{amount:,.0f}" if whole else f"{amount.quantize(CENT):,}"


def _why(rule: Surcharge, days: int, most: Decimal) -> tuple[str, ...]:
    return (
        f"期满第二天起每天按没有缴的罚款加 {rule.daily_percent}%，算了 {days} 天",
        f"最多加到 {yuan(most)} 元，不超过罚款本身（{rule.citation}）",
        f"复议、诉讼期间不算（{rule.rest}）",
    )


def _limit(entry: Entry, sources: Mapping[str, Source]) -> Limit:
    entry.allow("person", "organisation", *CITATION_KEYS)
    return Limit(
        Decimal(entry.number("person")),
        Decimal(entry.number("organisation")),
        read_citation(entry, sources),
    )
