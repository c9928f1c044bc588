"""第二种走样: written apart from the first, with other kinds of mistakes and other rates.

Its first figures were written down before anything was changed because of them. Of all shops
20 % are no members, 5 % show a stolen licence: two in five of these show the whole licence, name
and code of another, and keep their own address and person. Each other shop is made from a row:

name claimed   left out 25 %; else one or two of: as a reader of pictures errs (look-alike
               characters) 20 %, 有限公司 as 公司 or 有限责任公司 12 %, the province before it
               10 %, traditional characters 8 %, 一二三 for figures and back 8 %, two neighbours
               swapped 6 %, English or pinyin behind it 6 %, cut after ten characters 5 %
shop's name    brand and trade as sellers write them: trade name + goods + 专卖 and the like 45 %,
               full name 20 %, full name with a branch mark in brackets 10 %, words of praise
               before the trade name 15 %, the person's name and trade 10 %
code           right 55 %, of which in lower case, full width or with blanks 25 %; one letter
               changed 4 %, first or last two letters cut 2 %; else none
address        given 70 %: registered 40 %, without province 20 %, Chinese numerals 10 %, without
               the room 15 %, as an express parcel says it, with a phone behind 5 %, another
               place altogether, such as a store-house 10 %
person         given 50 %: as the register hides it 50 %, the whole name made up to fit 40 %,
               with 先生, 女士 or 老板 10 %
"""

import random
from dataclasses import replace

from corrupting.first import Made
from corrupting.rows import STREETS, Row
from wangshi.engine.matching import Shop

NON_MEMBERS, STOLEN, WHOLE_LICENCE = 0.20, 0.05, 0.4
LOOK_ALIKE = """
    己已 未末 土士 天夫 人入 大太 日曰 干千 午牛 王玉 木本 由甲 田由 力刀 贝见 鸟乌
    免兔 戊戌 市巿 晴睛 博搏 铭茗 辰晨 泰秦 恒垣 昌晶 源原 顺须 鑫金 宏宠 庆床 祥详
    洋样 华毕 利和 佳住 伟纬 达这
"""
TRADITIONAL = dict(
    zip(
        "华国东兴业丰农庆龙达汇贸药场车义长广实乐",
        "華國東興業豐農慶龍達匯貿藥場車義長廣實樂",
        strict=True,
    )
)
FIGURES = dict(zip("0123456789", "〇一二三四五六七八九", strict=True))
PRAISE = ("正品", "官方", "陕西特产", "源头工厂", "老字号", "品牌直营", "【新店】", "好吃的")
GOODS = ("专卖", "工厂店", "批发", "正品店", "直销", "商城", "特产店", "家")
GIVEN = "建国秀英志强丽华春梅海燕永红文军玉兰小刚晓东桂花明辉雪"
FORMS = (
    "有限责任公司",
    "股份有限公司",
    "有限公司",
    "公司",
    "专业合作社",
    "合作社",
    "经营部",
    "门市部",
    "店",
    "厂",
)


def make_shops(members: list[Row], strangers: list[Row], count: int, seed: int) -> list[Made]:
    """做店: as the first kind does, by the rules above."""
    draw = random.Random(f"second {seed}")
    return [_made(f"T{number}", members, strangers, draw) for number in range(count)]


def _made(shop_id: str, members: list[Row], strangers: list[Row], draw: random.Random) -> Made:
    is_stranger = draw.random() < NON_MEMBERS
    row = draw.choice(strangers if is_stranger else members)
    shop = _shop(shop_id, row, draw)
    stolen = draw.random() < STOLEN
    if stolen:
        other = draw.choice(members)
        while other.name == row.name:
            other = draw.choice(members)
        shop = replace(shop, uscc=other.uscc)
        if draw.random() < WHOLE_LICENCE:
            shop = replace(
                shop,
                claimed_operator=other.name,
                address=shop.address or row.address,
                person=shop.person or _whole_name(row.person, draw),
            )
    return Made(shop, "" if is_stranger else row.uscc, stolen)


def _shop(shop_id: str, row: Row, draw: random.Random) -> Shop:
    claimed = "" if draw.random() < 0.25 else _claimed(row, draw)
    return Shop(
        shop_id=shop_id,
        shop_name=_shop_name(row, draw),
        claimed_operator=claimed,
        uscc=_code(row.uscc, draw),
        phone="0916-" + "".join(draw.choices("2345678", k=7)) if draw.random() < 0.3 else "",
        address=_address(row, draw) if draw.random() < 0.7 else "",
        person=_person(row.person, draw) if draw.random() < 0.5 else "",
    )


def _claimed(row: Row, draw: random.Random) -> str:
    name = row.name
    for _ in range(draw.choice((1, 1, 2))):
        name = _one_mistake(name, row, draw)
    return name


def _one_mistake(name: str, row: Row, draw: random.Random) -> str:
    kinds = (
        (0.20, lambda: _look_alike(name, draw)),
        (0.12, lambda: _other_form(name, draw)),
        (0.10, lambda: name if name.startswith(row.province) else f"{row.province}省{name}"),
        (0.08, lambda: "".join(TRADITIONAL.get(char, char) for char in name)),
        (0.08, lambda: _other_figures(name)),
        (0.06, lambda: _swapped(name, draw)),
        (0.06, lambda: name + draw.choice((" Co., Ltd.", "（SHOP）", " GONGSI"))),
        (0.05, lambda: name[:10]),
    )
    chance = draw.random()
    for share, mistake in kinds:
        if chance < share:
            return mistake()
        chance -= share
    return name


def _look_alike(name: str, draw: random.Random) -> str:
    pairs = [pair for pair in LOOK_ALIKE.split() if pair[0] in name or pair[1] in name]
    if not pairs:
        return name
    one, other = draw.choice(pairs)
    return name.replace(one, other, 1) if one in name else name.replace(other, one, 1)


def _other_form(name: str, draw: random.Random) -> str:
    for form in FORMS[:3]:
        if name.endswith(form):
            return name.removesuffix(form) + draw.choice(("公司", "有限责任公司", "有限公司"))
    return name


def _other_figures(name: str) -> str:
    back = {chinese: figure for figure, chinese in FIGURES.items()}
    if any(char.isascii() and char.isdigit() for char in name):
        return "".join(FIGURES.get(char, char) for char in name)
    return "".join(back.get(char, char) for char in name)


def _swapped(name: str, draw: random.Random) -> str:
    at = draw.randrange(max(len(name) - 1, 1))
    return name[:at] + name[at + 1 : at + 2] + name[at : at + 1] + name[at + 2 :]


def _shop_name(row: Row, draw: random.Random) -> str:
    bare = row.name
    for form in FORMS:
        bare = bare.removesuffix(form)
    for place in (f"{row.province}省", row.province, f"{row.city}市", row.city):
        bare = bare.removeprefix(place)
    chance = draw.random()
    if chance < 0.45:
        return bare[: draw.randint(3, 7)] + draw.choice(GOODS)
    if chance < 0.65:
        return row.name
    if chance < 0.75:
        return f"{row.name}（{draw.choice(STREETS)}路店）"
    if chance < 0.90:
        return draw.choice(PRAISE) + bare
    return f"{row.person[:1].replace('N', '老')}{draw.choice(('记', '家', '氏'))}{bare[-2:]}店"


def _code(code: str, draw: random.Random) -> str:
    chance = draw.random()
    if chance < 0.55:
        return _odd(code, draw) if draw.random() < 0.25 else code
    if chance < 0.59:
        at = draw.randrange(max(len(code), 1))
        return code[:at] + draw.choice("0123456789ABCDEFGHJKLMNPQRTUWXYIOSZ") + code[at + 1 :]
    if chance < 0.61:
        return draw.choice((code[2:], code[:-2]))
    return ""


def _odd(code: str, draw: random.Random) -> str:
    kind = draw.randrange(3)
    if kind == 0:
        return code.lower()
    if kind == 1:
        return code.translate({letter: letter + 0xFEE0 for letter in range(33, 127)})
    return f"{code[:8]} {code[8:17]}  {code[17:]}"


def _address(row: Row, draw: random.Random) -> str:
    address, chance = row.address, draw.random()
    if chance < 0.40:
        return address
    if chance < 0.60:
        return address.removeprefix(f"{row.province}省").removeprefix(row.province)
    if chance < 0.70:
        return "".join(FIGURES.get(char, char) for char in address)
    if chance < 0.85:
        at = max(address.find("号"), address.find("村"))
        return address[: at + 1] if at > 0 else address
    if chance < 0.90:
        return f"{address}，收件人电话13{draw.randint(10**8, 10**9 - 1)}"
    return f"{row.province}{row.city}物流园{draw.randint(1, 30)}号库"


def _person(person: str, draw: random.Random) -> str:
    if person == "N/A":
        return ""
    chance = draw.random()
    if chance < 0.50:
        return person
    if chance < 0.90:
        return _whole_name(person, draw)
    return person[:1] + draw.choice(("先生", "女士", "老板"))


def _whole_name(person: str, draw: random.Random) -> str:
    if person == "N/A":
        return "无名"
    return "".join(draw.choice(GIVEN) if char == "*" else char for char in person)
