"""主体和网店: invented names, codes with valid check digits, addresses in the county. Pure."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from wangshi.demo.dice import Dice
from wangshi.demo.plans import OperatorPlan, ShopPlan
from wangshi.demo.words import Form, Names, Trade, goods, names
from wangshi.engine.identifiers import make_uscc

# 990101 is no division of China; 169 is a number range that no carrier has been given.
DIVISION = "990101"
PHONE_RANGE = "169"
COUNTY = "拾穗县"
SINCE = date(2012, 3, 1)
LINKED = 0.82
SEAT = 0.35  # of operators sit in the county seat
LARGEST_CAPITAL = 300


def operators(dice: Dice, towns: Sequence[str], count: int) -> tuple[OperatorPlan, ...]:
    """经营主体: so many, no two with the same name or code."""
    taken: set[str] = set()
    return tuple(_operator(dice, towns, number, taken) for number in range(count))


def shops(dice: Dice, firms: Sequence[OperatorPlan], count: int) -> tuple[ShopPlan, ...]:
    """网店: every operator may have several; of some nobody has found out whose they are."""
    return tuple(_shop(dice, firms, number) for number in range(count))


def person_name(dice: Dice) -> str:
    """人名: a surname and a word that no parent would choose."""
    words = names()
    return dice.pick(words.surnames) + dice.pick(words.markers)


def _operator(dice: Dice, towns: Sequence[str], number: int, taken: set[str]) -> OperatorPlan:
    words = names()
    trade, form = dice.pick(goods().trades), _form(dice, words)
    town = towns[0] if dice.chance(SEAT) else dice.pick(towns)
    trade_name = next(name for name in _trade_names(dice, words) if name not in taken)
    taken.add(trade_name)
    return OperatorPlan(
        name=_full_name(dice, trade_name, trade, form),
        trade_name=trade_name,
        uscc=make_uscc(DIVISION, 31**5 + number * 7919, kind=form.letter),
        form=form.key,
        person=person_name(dice),
        town=town,
        address=_address(dice, words, town),
        phone=f"{PHONE_RANGE}{number + 1:08d}" if dice.chance(0.9) else "",
        capital=f"{dice.number(1, LARGEST_CAPITAL)} 万元" if form.key != "sole_trader" else "",
        established_on=SINCE + timedelta(days=dice.number(0, 5000)),
        trade=trade.key,
    )


def _form(dice: Dice, words: Names) -> Form:
    return dice.weighed(words.forms, [form.share for form in words.forms])


def _trade_names(dice: Dice, words: Names) -> Iterator[str]:
    while True:
        yield dice.pick(words.markers) + dice.pick(words.first) + dice.pick(words.second)


def _full_name(dice: Dice, trade_name: str, trade: Trade, form: Form) -> str:
    ending = dice.pick(form.endings)
    line = "" if "电子商务" in ending or "商贸" in ending else trade.title
    note = "（个体工商户）" if form.key == "sole_trader" and dice.chance(0.3) else ""
    return f"{COUNTY}{trade_name}{line}{ending}{note}"


def _address(dice: Dice, words: Names, town: str) -> str:
    if town.endswith("街道"):
        return f"{COUNTY}{town}{dice.pick(words.streets)}{dice.number(1, 199)}号"
    return f"{COUNTY}{town}{dice.pick(words.villages)}{dice.number(1, 90)}号"


def _shop(dice: Dice, firms: Sequence[OperatorPlan], number: int) -> ShopPlan:
    words = names()
    owner = number if number < len(firms) // 2 else dice.number(0, len(firms) - 1)
    firm = firms[owner]
    place = dice.weighed(words.platforms, [place.share for place in words.platforms])
    linked = dice.chance(LINKED)
    shows = dice.chance(0.7)
    return ShopPlan(
        platform=place.code,
        external_id=f"S{number + 1:06d}",
        name=f"{firm.trade_name}{dice.pick(words.shop_endings)}",
        url=f"https://{place.domain}/shop/S{number + 1:06d}",
        town=firm.town,
        operator=owner,
        linked=linked,
        shown_name=firm.name if shows else "",
        shown_uscc=firm.uscc if shows and dice.chance(0.8) else "",
        phone=firm.phone if dice.chance(0.5) else "",
        trade=firm.trade,
    )
