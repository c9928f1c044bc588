"""争议的种类: which proofs each asks for, and who has to bring the one about the flaw."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final

from wangshi.engine.consumer import Shower, burden, standing_consumer_law
from wangshi.engine.lawfiles import Entry, load_yaml

FILE: Final = Path(__file__).parent / "disputes.yaml"
FLAW: Final = "flaw"


@dataclass(frozen=True)
class Wanted:
    """要的一项证: nobody named for the flaw, the law says who."""

    key: str
    title: str
    shower: Shower | None
    why: str


@dataclass(frozen=True)
class Dispute:
    """一种争议."""

    key: str
    title: str
    proofs: tuple[Wanted, ...]


@dataclass(frozen=True)
class Asked:
    """要谁举什么证: with why and the article it rests on."""

    key: str
    title: str
    shower: Shower
    why: str
    article: str
    reversed: bool = False


@dataclass(frozen=True)
class Disputes:
    """全部争议种类, how many days a proof may take, how many hours a station."""

    days_to_show: int
    first_stop_hours: int
    kinds: tuple[Dispute, ...]

    def kind(self, key: str) -> Dispute:
        """一种: the last one, 别的争议, for an unknown key."""
        return next((one for one in self.kinds if one.key == key), self.kinds[-1])

    @property
    def titles(self) -> dict[str, str]:
        """代码和名称."""
        return {one.key: one.title for one in self.kinds}


@cache
def disputes() -> Disputes:
    """争议的种类: read once a process."""
    top = load_yaml(FILE)
    top.allow("days_to_show", "first_stop_hours", "kinds")
    return Disputes(
        top.number("days_to_show"),
        top.number("first_stop_hours"),
        tuple(_dispute(each) for each in top.entries("kinds")),
    )


def goods_titles() -> dict[str, str]:
    """商品的种类, as the law distinguishes them for the burden of proof."""
    return dict(standing_consumer_law().burden.goods)


def proofs_for(
    dispute: str, goods: str, *, received: date | None, found: date
) -> tuple[Asked, ...]:
    """这一件要谁举什么证: the flaw by art. 23 para. 3, the rest by who asserts it."""
    return tuple(
        _flaw(one, goods, received, found)
        if one.shower is None
        else Asked(one.key, one.title, one.shower, one.why, "")
        for one in disputes().kind(dispute).proofs
    )


def _flaw(one: Wanted, goods: str, received: date | None, found: date) -> Asked:
    citation = standing_consumer_law().burden.citation
    if received is None or found < received:
        why = "不知道哪天收到的，算不出六个月：照一般规则，主张有瑕疵的消费者举证"
        return Asked(one.key, one.title, Shower.CONSUMER, why, str(citation))
    answer = burden(goods, received=received, found=found)
    return Asked(
        one.key,
        one.title,
        answer.shower,
        answer.why,
        str(citation),
        reversed=answer.shower is Shower.OPERATOR,
    )


def _dispute(entry: Entry) -> Dispute:
    entry.allow("key", "title", "proofs")
    proofs = tuple(_wanted(each) for each in entry.entries("proofs"))
    return Dispute(entry.text("key"), entry.text("title"), proofs)


def _wanted(entry: Entry) -> Wanted:
    entry.allow("key", "title", "shower", "flaw", "why")
    shower = None if FLAW in entry else entry.choice("shower", Shower)
    return Wanted(entry.text("key"), entry.text("title"), shower, entry.text("why"))
