"""第一种走样: how shops are made from rows of the register. These are the rules, all of them.

Of all shops 10 % are no members (made from rows kept out of the register), 3 % show a stolen
licence. Each other shop is made from a row drawn evenly:

name claimed   left out 8 %; else as it is 35 %, or: form dropped 40 %, 省市县 dropped 25 %,
               the place dropped 12 %, one slip 15 % (left out, doubled, swapped, changed),
               one homophone 8 %, full width or blanks 8 %, (…) dropped 20 %: each on its own
shop's name    the name without place and form, with 旗舰店 and the like 60 %, the first two to four
               characters of that 10 %, as claimed 20 %, a fancy name 10 %
code           right 35 %; one slip in 10 % of the rest; else none
address        given 60 %: as it is 45 %, province and city dropped 25 %, one slip 15 %,
               cut behind the street or village 15 %
person         given 60 %, another one in 5 % of these
phone          given 50 %; the register has none to compare it with
stolen licence the code of another row of the register; everything else its own
"""

import random
from dataclasses import dataclass, replace

from corrupting.rows import LETTERS, SURNAMES, Row
from wangshi.engine.matching import Shop

NON_MEMBERS, STOLEN = 0.10, 0.03
ONLINE = ("旗舰店", "官方旗舰店", "专营店", "店", "企业店", "小店", "")
FORMS = (
    "有限责任公司",
    "股份有限公司",
    "有限公司",
    "专业合作社",
    "公司",
    "合作社",
    "经营部",
    "商行",
    "店",
    "厂",
)
CONFUSED = {"1": "I", "0": "O", "5": "S", "2": "Z"}
HOMOPHONES = (
    "辉晖 达大 鑫新 盛胜 诚成 源元 恒衡 通同 华花 嘉佳 瑞锐 宏弘 兴星 隆龙 "
    "泰太 丰峰 业叶 福富 祥翔 洁杰"
)


@dataclass(frozen=True)
class Made:
    """做出来的店: the code of its operator, empty for no member; `stolen`: its licence was."""

    shop: Shop
    truth: str
    stolen: bool


def make_shops(members: list[Row], strangers: list[Row], count: int, seed: int) -> list[Made]:
    """做店: `count` shops by the rules above; the same seed makes the same shops."""
    draw = random.Random(seed)
    made = []
    for number in range(count):
        is_stranger = draw.random() < NON_MEMBERS
        row = draw.choice(strangers if is_stranger else members)
        shop = _shop(f"S{number}", row, draw)
        stolen = draw.random() < STOLEN
        if stolen:
            shop = replace(shop, uscc=_other(members, row, draw).uscc)
        made.append(Made(shop, "" if is_stranger else row.uscc, stolen))
    return made


def _shop(shop_id: str, row: Row, draw: random.Random) -> Shop:
    claimed = _claimed(row.name, draw)
    return Shop(
        shop_id=shop_id,
        shop_name=_shop_name(row.name, claimed, draw),
        claimed_operator=claimed if draw.random() >= 0.08 else "",
        uscc=_code(row.uscc, draw),
        phone="13" + "".join(draw.choices("0123456789", k=9)) if draw.random() < 0.5 else "",
        address=_address(row.address, draw) if draw.random() < 0.6 else "",
        person=_person(row.person, draw) if draw.random() < 0.6 else "",
    )


def _other(members: list[Row], row: Row, draw: random.Random) -> Row:
    while (other := draw.choice(members)).name == row.name:
        pass
    return other


def _claimed(name: str, draw: random.Random) -> str:
    if draw.random() < 0.35:
        return name
    for share, change in CHANGES:
        if draw.random() < share:
            name = change(name, draw)
    return name


def _shorter_place(name: str, _draw: random.Random) -> str:
    return name.replace("省", "", 1).replace("市", "", 1).replace("县", "", 1)


def _without_brackets(name: str, _draw: random.Random) -> str:
    return name.translate(str.maketrans("", "", "（）()"))


def _without_form(name: str, _draw: random.Random) -> str:
    for form in FORMS:
        if name.endswith(form) and len(name) > len(form) + 2:
            return name.removesuffix(form)
    return name


def _without_place(name: str, _draw: random.Random) -> str:
    for sign in "省市县区":
        at = name.find(sign)
        if 0 < at < 6 and len(name) > at + 5:
            return name[at + 1 :]
    return name[2:] if len(name) > 6 else name


def slip(text: str, draw: random.Random) -> str:
    """手误: one character left out, doubled, swapped with its neighbour or changed."""
    if len(text) < 3:
        return text
    at, kind = draw.randrange(len(text) - 1), draw.random()
    if kind < 0.3:
        return text[:at] + text[at + 1 :]
    if kind < 0.45:
        return text[: at + 1] + text[at:]
    if kind < 0.6:
        return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    return text[:at] + draw.choice(LETTERS) + text[at + 1 :]


def _homophone(name: str, draw: random.Random) -> str:
    pairs = [pair for pair in HOMOPHONES.split() if pair[0] in name or pair[1] in name]
    if not pairs:
        return name
    one, other = draw.choice(pairs)
    return name.replace(one, other, 1) if one in name else name.replace(other, one, 1)


def _odd_spelling(name: str, draw: random.Random) -> str:
    if draw.random() < 0.5:
        return (
            name.replace("(", "（")
            .replace(")", "）")
            .translate({code: code + 0xFEE0 for code in range(48, 123)})
        )
    at = draw.randrange(1, len(name)) if len(name) > 1 else 0
    return f"{name[:at]} {name[at:]}"


def _shop_name(name: str, claimed: str, draw: random.Random) -> str:
    short = _without_form(_without_place(name, draw), draw)
    kind = draw.random()
    if kind < 0.6:
        return short + draw.choice(ONLINE)
    if kind < 0.7:
        return short[: draw.choice((2, 3, 4))] + draw.choice(ONLINE)
    if kind < 0.9:
        return claimed
    return (
        "".join(draw.choices(LETTERS, k=3)) + draw.choice(("优选", "生活馆", "严选", "好物")) + "店"
    )


def _code(code: str, draw: random.Random) -> str:
    if draw.random() < 0.35:
        return code
    if draw.random() >= 0.10 or len(code) < 3:
        return ""
    at, kind = draw.randrange(len(code) - 1), draw.random()
    if kind < 0.3 and any(sign in code for sign in CONFUSED):
        sign = draw.choice([sign for sign in CONFUSED if sign in code])
        return code.replace(sign, CONFUSED[sign], 1)
    if kind < 0.5:
        return code[:at] + code[at + 1 :]
    if kind < 0.7:
        return code[:at] + code[at + 1] + code[at] + code[at + 2 :]
    return code[:at] + draw.choice("0123456789ABCDEFGHJKLMNPQRTUWXY") + code[at + 1 :]


def _address(address: str, draw: random.Random) -> str:
    kind = draw.random()
    if kind < 0.45:
        return address
    if kind < 0.70:
        for sign in ("省", "市"):
            head, _, rest = address.partition(sign)
            if rest and len(head) < 5:
                address = rest
        return address
    if kind < 0.85:
        return slip(address, draw)
    stops = [at for at, char in enumerate(address) if char in "路街村镇"]
    return address[: stops[-1] + 1] if stops else address


def _person(person: str, draw: random.Random) -> str:
    if draw.random() < 0.05:
        return draw.choice(SURNAMES) + "*" * draw.choice((1, 2, 2))
    return person


# How often a claimed name is changed, and how; in this order.
CHANGES = (
    (0.40, _without_form),
    (0.25, _shorter_place),
    (0.12, _without_place),
    (0.15, slip),
    (0.08, _homophone),
    (0.08, _odd_spelling),
    (0.20, _without_brackets),
)
