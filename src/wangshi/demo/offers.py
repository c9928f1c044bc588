"""商品和真相: honest texts, planted offences and texts that only look like them. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from wangshi.demo.dice import Dice
from wangshi.demo.disguise import disguise
from wangshi.demo.plans import ListingPlan, ShopPlan, SightingPlan, Size, Truth
from wangshi.demo.words import (
    Harmless,
    Trade,
    Wrong,
    evasions,
    goods,
    look_alikes,
    provable,
    said_everywhere,
    wrongs,
)

MARKED = re.compile(r"<([^<>]+)>")
SLOT = re.compile(r"\{(\w+)\}")
WEEKS = 26
THIS_WEEK = 0.15
SEEN_AGAIN = 0.12
THOUSAND = 1000
IN_THE_TITLE = 0.25


@dataclass(frozen=True)
class Spot:
    """哪家店、第几周第一次看到."""

    number: int
    shop: int
    week: int


@dataclass(frozen=True)
class Words:
    """一条商品的字."""

    title: str
    detail: str
    specification: str


def listings(dice: Dice, stores: Sequence[ShopPlan], size: Size) -> tuple[ListingPlan, ...]:
    """商品信息: each shop has some; what is planted stands in few shops, in exact numbers."""
    kinds = _kinds(dice, size)
    bad = dice.some(range(len(stores)), size.bad_shops)
    weeks = {store: dice.number(0, WEEKS - 1) for store in bad}
    made = []
    for number, kind in enumerate(kinds):
        store = dice.pick(bad) if kind == "planted" else _store(dice, stores, number)
        week = weeks[store] if kind == "planted" else _week(dice)
        made.append(_listing(dice, Spot(number, store, week), stores[store].trade, kind))
    return tuple(made)


def _week(dice: Dice) -> int:
    """How many weeks ago: this week more was looked at than in any other."""
    return 0 if dice.chance(THIS_WEEK) else dice.number(1, WEEKS - 1)


def _kinds(dice: Dice, size: Size) -> list[str]:
    """Which listings hold what: so many of each thousand, in an order nobody can guess."""
    shares = {
        "planted": size.planted,
        "look_alike": size.look_alikes,
        "provable": size.provable,
    }
    kinds = [
        kind for kind, share in shares.items() for _ in range(size.listings * share // THOUSAND)
    ]
    kinds += ["medal"] * size.medals
    plain = [""] * (size.listings - len(kinds))
    return dice.some(kinds + plain, size.listings)


def _store(dice: Dice, stores: Sequence[ShopPlan], number: int) -> int:
    """The first round gives each shop one; then the earlier shops are the bigger ones."""
    if number < len(stores):
        return number
    return min(dice.number(0, len(stores) - 1), dice.number(0, len(stores) - 1))


def _listing(dice: Dice, spot: Spot, usual: str, kind: str) -> ListingPlan:
    trade = _trades()[usual]
    chosen = _chosen(dice, kind, trade)
    if chosen is not None and chosen.trades and trade.key not in chosen.trades:
        trade = _trades()[dice.pick(chosen.trades)]
    item = dice.pick(trade.goods)
    words = _honest(dice, trade, item)
    truth = None
    if chosen is not None:
        proved = "provable" if kind == "medal" else kind
        words, truth = _with(dice, words, chosen, proved, item)
    return ListingPlan(
        shop=spot.shop,
        external_id=f"L{spot.number + 1:07d}",
        trade=trade.key,
        title=words.title,
        detail=words.detail,
        specification=words.specification,
        shelf=trade.shelf,
        sightings=_sightings(dice, trade, spot.week),
        truth=truth,
    )


@cache
def _trades() -> dict[str, Trade]:
    return {trade.key: trade for trade in goods().trades}


def _chosen(dice: Dice, kind: str, trade: Trade) -> Wrong | Harmless | None:
    match kind:
        case "planted":
            rows = wrongs()
            return dice.weighed(rows, [row.share for row in rows])
        case "look_alike":
            return dice.pick(_fitting(look_alikes(), trade.key))
        case "provable":
            return dice.pick(_fitting(provable(), trade.key))
        case "medal":
            return dice.pick(said_everywhere())
    return None


@cache
def _fitting(rows: tuple[Harmless, ...], trade: str) -> tuple[Harmless, ...]:
    return tuple(row for row in rows if not row.trades or trade in row.trades)


def _honest(dice: Dice, trade: Trade, item: str) -> Words:
    spec = dice.pick(trade.specs)
    lines = [*dice.some(trade.lines, dice.number(1, 3)), dice.pick(goods().closings)]
    return Words(
        title=f"{dice.pick(goods().openings)}{item} {spec}",
        detail="".join(fill(dice, line, item) for line in lines),
        specification=spec,
    )


def fill(dice: Dice, text: str, item: str) -> str:
    """填空: `{goods}` is the item, every other slot one of its words."""
    slots = goods().slots
    return SLOT.sub(lambda m: item if m[1] == "goods" else dice.pick(slots[m[1]]), text)


def _with(
    dice: Dice, words: Words, chosen: Wrong | Harmless, kind: str, item: str
) -> tuple[Words, Truth]:
    if isinstance(chosen, Harmless):
        phrase = fill(dice, chosen.text, item)
        return _insert(dice, words, phrase), Truth(kind, phrase, look_alike=chosen.kind)
    shown, evasion = _disguised(dice, fill(dice, dice.pick(chosen.phrases), item))
    truth = Truth(
        kind=kind,
        phrase=shown,
        violation=chosen.violation,
        evaluation_class=chosen.evaluation_class,
        also=chosen.also,
        evasion=evasion,
    )
    return _insert(dice, words, shown), truth


def _disguised(dice: Dice, phrase: str) -> tuple[str, str]:
    """The marked words rewritten; a way of writing that changes nothing is none."""
    rows = evasions().rows
    way = dice.weighed(rows, [row.share for row in rows])
    shown = MARKED.sub(lambda m: disguise(dice, m[1], way), phrase)
    plain = MARKED.sub(r"\1", phrase)
    return shown, way.key if shown != plain else "none"


def _insert(dice: Dice, words: Words, phrase: str) -> Words:
    if dice.chance(IN_THE_TITLE):
        return Words(f"{words.title} {phrase.rstrip('。')}", words.detail, words.specification)
    sentences = words.detail.split("。")
    sentences.insert(dice.number(0, len(sentences) - 1), phrase.rstrip("。"))
    return Words(words.title, "。".join(sentences), words.specification)


def _sightings(dice: Dice, trade: Trade, first: int) -> tuple[SightingPlan, ...]:
    """Seen in its first week, and perhaps in later ones at other prices."""
    later = dice.number(1, 2) if dice.chance(SEEN_AGAIN) else 0
    weeks = sorted({first, *(dice.number(0, first) for _ in range(later))}, reverse=True)
    price = dice.number(trade.price[0] * 10, trade.price[1] * 10)
    crossed = round(price * dice.number(11, 18) / 10) if dice.chance(0.3) else 0
    sales = dice.number(0, 900)
    seen = []
    for week in weeks:
        seen.append(
            SightingPlan(
                week=week,
                days_ago=week * 7 + dice.number(1, 2),
                minute=dice.number(540, 1050),
                price=_money(price),
                reference_price=_money(crossed) if crossed else None,
                sales=sales,
                stock=dice.number(0, 400),
            )
        )
        price = max(10, price * dice.number(80, 115) // 100)
        sales += dice.number(0, 120)
    return tuple(seen)


def _money(tenths: int) -> Decimal:
    return Decimal(tenths).scaleb(-1).quantize(Decimal("0.01"))
