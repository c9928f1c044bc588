"""An invented register, and shops made from its rows by the slips people make; seeded."""

import random
from dataclasses import dataclass, replace

from wangshi.engine.identifiers import make_uscc
from wangshi.engine.matching import Operator, Shop

PLACES = [
    ("陕西省", "汉中市", "略阳县", "610727"),
    ("陕西省", "汉中市", "勉县", "610725"),
    ("陕西省", "安康市", "石泉县", "610922"),
    ("四川省", "广元市", "青川县", "510822"),
]
LETTERS = "瑞恒鑫盛华源达通泰康宏伟嘉美丰隆利永昌顺祥福兴金玉龙凤天宇海川林春秋星云风"
TRADES = ("商贸", "食品", "茶叶", "农业科技", "网络科技", "服饰", "小吃", "百货", "五金", "土特产")
FORMS = ("有限公司", "有限责任公司", "专业合作社", "经营部", "商行", "店", "超市")
SURNAMES = "王李张刘陈杨赵黄周吴"
GIVEN = "样例虚构试填演示"
STREETS = ("人民路", "建设路", "样例街", "滨河路", "虚构巷")


@dataclass(frozen=True)
class Made:
    """A shop, the code of its operator (empty: not in the register), whether its licence is."""

    shop: Shop
    truth: str
    stolen: bool = False


def members_and_strangers(
    count: int, strangers: int, seed: int
) -> tuple[list[Operator], list[Operator]]:
    """The rows of a register, and rows of the same kind that are not in it."""
    every = operators(count + strangers, seed)
    return every[:count], every[count:]


def operators(count: int, seed: int) -> list[Operator]:
    """Rows nobody registered: place, trade name, trade, form; a person, an address, a phone.

    No two have one trade name, as no two of one place would be registered.
    """
    draw, known = random.Random(seed), dict[str, Operator]()
    while len(known) < count:
        operator, middle = _operator(len(known), draw)
        known.setdefault(middle, operator)
    return list(known.values())


def _operator(number: int, draw: random.Random) -> tuple[Operator, str]:
    province, city, county, code = draw.choice(PLACES)
    middle = "".join(draw.choices(LETTERS, k=draw.choice((2, 3, 3))))
    operator = Operator(
        name=f"{draw.choice((county, city, ''))}{middle}{draw.choice(TRADES)}{draw.choice(FORMS)}",
        uscc=make_uscc(code, number),
        person=draw.choice(SURNAMES) + "".join(draw.choices(GIVEN, k=2)),
        address=f"{province}{city}{county}{draw.choice(STREETS)}{draw.randint(1, 90)}号",
        province=province,
        city=city,
        phone=f"139{draw.randrange(10**8):08d}",
    )
    return operator, middle


def shops(members: list[Operator], strangers: list[Operator], count: int, seed: int) -> list[Made]:
    """One in eight is nobody's of the register, one in thirty shows a stolen licence."""
    draw = random.Random(seed)
    made = []
    for number in range(count):
        stranger = draw.random() < 1 / 8
        operator = draw.choice(strangers if stranger else members)
        shop = _shop(f"S{number}", operator, draw)
        other = draw.choice(members)
        stolen = draw.random() < 1 / 30 and other is not operator
        if stolen:
            shop = replace(shop, uscc=other.uscc)
        made.append(Made(shop, "" if stranger else operator.uscc, stolen))
    return made


def _shop(shop_id: str, operator: Operator, draw: random.Random) -> Shop:
    short = operator.name
    for form in FORMS[:4]:
        short = short.removesuffix(form)
    claimed = draw.choice((operator.name, operator.name, short, _slip(operator.name, draw), ""))
    return Shop(
        shop_id=shop_id,
        shop_name=draw.choice((short + "旗舰店", short, _slip(short, draw) + "小店")),
        claimed_operator=claimed,
        uscc=draw.choice((operator.uscc, "", "", _slip(operator.uscc, draw))),
        phone=draw.choice((operator.phone, "", f"138{draw.randrange(10**8):08d}")),
        address=draw.choice((operator.address, operator.address[3:], "")),
        person=draw.choice((operator.person, "", operator.person[0] + "**")),
    )


def _slip(text: str, draw: random.Random) -> str:
    at = draw.randrange(2, max(len(text) - 1, 3))
    return draw.choice((text[:at] + text[at + 1 :], text[:at] + text[at : at + 1] + text[at:]))
