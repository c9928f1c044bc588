"""比较的结果: for each field of a shop and an operator, how alike the two values can be."""

from dataclasses import dataclass
from enum import IntEnum, StrEnum
from functools import cache
from typing import Final

import numpy as np
import numpy.typing as npt

LevelMatrix = npt.NDArray[np.uint8]
Grades = npt.NDArray[np.uint8]


class Field(StrEnum):
    """比较的项目: what is held against what."""

    CODE = "code"
    PHONE = "phone"
    NAME = "name"
    SHOP_NAME = "shop_name"
    TRADE = "trade"
    FORM = "form"
    BRANCH = "branch"
    NAME_PLACE = "name_place"
    PLACE = "place"
    PERSON = "person"
    ADDRESS = "address"
    DOMAIN = "domain"
    PAYEE = "payee"
    PERMIT = "permit"


FIELD_TITLES: Final = {
    Field.CODE: "信用代码",
    Field.PHONE: "电话",
    Field.NAME: "亮出的名称",
    Field.SHOP_NAME: "店名",
    Field.TRADE: "行业",
    Field.FORM: "组织形式",
    Field.BRANCH: "分支机构",
    Field.NAME_PLACE: "名称里的地区",
    Field.PLACE: "所在地",
    Field.PERSON: "负责人",
    Field.ADDRESS: "地址",
    Field.DOMAIN: "网站备案",
    Field.PAYEE: "收款人",
    Field.PERMIT: "许可证号",
}


class Tone(StrEnum):
    """说明什么: speaks for the pair, leans to it, says nothing, or speaks against it."""

    AGREES = "agrees"
    NEAR = "near"
    SILENT = "silent"
    DIFFERS = "differs"


@dataclass(frozen=True)
class Level:
    """一级: its field, its key there, the Chinese words for it, and which way it speaks.

    `counted`: how rare the value is in the register decides the weight, not the level alone.
    """

    field: Field
    key: str
    words: str
    tone: Tone
    counted: bool = False


class Code(IntEnum):
    """信用代码的级别."""

    ABSENT = 0
    SAME = 1
    REPAIRED = 2
    BROKEN = 3
    OTHER = 4


class Same(IntEnum):
    """只分同异的级别: phone, web host, permit."""

    ABSENT = 0
    SAME = 1
    DIFFERS = 2


class Name(IntEnum):
    """名称的级别, nearest first, for the name a shop claims and for the one it gives itself."""

    ABSENT = 0
    WHOLE = 1
    CORE = 2
    SAME = 3
    SOUND = 4
    NAME_SOUND = 5
    ONE_OFF = 6
    ONE_OF_TWO = 7
    INSIDE = 8
    SIMILAR = 9
    DIFFERS = 10


class Trade(IntEnum):
    """行业的级别."""

    ABSENT = 0
    SAME = 1
    RELATED = 2
    DIFFERS = 3


class Branch(IntEnum):
    """分支机构的级别: NONE, when neither name is one of a branch."""

    NONE = 0
    SAME = 1
    SIMILAR = 2
    ONE_SIDED = 3
    DIFFERS = 4


class NamePlace(IntEnum):
    """名称里的地区的级别: WITHIN, when one lies in the other."""

    ABSENT = 0
    SAME = 1
    WITHIN = 2
    DIFFERS = 3


class Place(IntEnum):
    """所在地的级别: CITY and PROVINCE, when that is all one side tells; NEIGHBOUR: other county."""

    ABSENT = 0
    COUNTY = 1
    CITY = 2
    PROVINCE = 3
    NEIGHBOUR = 4
    DIFFERS = 5


class Person(IntEnum):
    """负责人的级别: HIDDEN, when what is not hidden agrees."""

    ABSENT = 0
    SAME = 1
    SOUND = 2
    HIDDEN = 3
    DIFFERS = 4


class Address(IntEnum):
    """地址的级别, within a county."""

    ABSENT = 0
    SAME = 1
    DOOR = 2
    NEAR = 3
    STREET = 4
    TOWN = 5
    DIFFERS = 6


class Payee(IntEnum):
    """收款人的级别."""

    ABSENT = 0
    OPERATOR = 1
    PERSON = 2
    DIFFERS = 3


_AGREES, _NEAR, _SILENT, _DIFFERS = Tone.AGREES, Tone.NEAR, Tone.SILENT, Tone.DIFFERS

LEVELS: Final[dict[Field, tuple[Level, ...]]] = {
    Field.CODE: (
        Level(Field.CODE, "absent", "没有信用代码", _SILENT),
        Level(Field.CODE, "same", "信用代码一致", _AGREES, counted=True),
        Level(Field.CODE, "repaired", "信用代码改正一处后一致", _NEAR, counted=True),
        Level(Field.CODE, "broken", "信用代码抄错了，看不出是谁的", _SILENT),
        Level(Field.CODE, "other", "信用代码不同", _DIFFERS),
    ),
    Field.PHONE: (
        Level(Field.PHONE, "absent", "没有电话可比", _SILENT),
        Level(Field.PHONE, "same", "电话一致", _AGREES, counted=True),
        Level(Field.PHONE, "differs", "电话不同", _DIFFERS),
    ),
    Field.NAME: (
        Level(Field.NAME, "absent", "没有亮出名称", _SILENT),
        Level(Field.NAME, "whole", "名称一致", _AGREES, counted=True),
        Level(Field.NAME, "core", "字号和行业一致", _AGREES, counted=True),
        Level(Field.NAME, "same", "字号一致", _AGREES, counted=True),
        Level(Field.NAME, "sound", "字号和行业同音", _NEAR, counted=True),
        Level(Field.NAME, "name_sound", "字号同音", _NEAR, counted=True),
        Level(Field.NAME, "one_off", "名称差一个字", _NEAR),
        Level(Field.NAME, "one_of_two", "两个字的字号差一个字", _NEAR),
        Level(Field.NAME, "inside", "名称一个含另一个", _NEAR),
        Level(Field.NAME, "similar", "名称有些像", _NEAR),
        Level(Field.NAME, "differs", "名称不同", _DIFFERS),
    ),
    Field.SHOP_NAME: (
        Level(Field.SHOP_NAME, "absent", "没有比店名", _SILENT),
        Level(Field.SHOP_NAME, "whole", "店名就是名称", _AGREES, counted=True),
        Level(Field.SHOP_NAME, "core", "店名里字号和行业一致", _AGREES, counted=True),
        Level(Field.SHOP_NAME, "same", "店名里字号一致", _AGREES, counted=True),
        Level(Field.SHOP_NAME, "sound", "店名里字号和行业同音", _NEAR, counted=True),
        Level(Field.SHOP_NAME, "name_sound", "店名里字号同音", _NEAR, counted=True),
        Level(Field.SHOP_NAME, "one_off", "店名和名称差一个字", _NEAR),
        Level(Field.SHOP_NAME, "one_of_two", "店名里两个字的字号差一个字", _NEAR),
        Level(Field.SHOP_NAME, "inside", "店名和名称一个含另一个", _NEAR),
        Level(Field.SHOP_NAME, "similar", "店名和名称有些像", _NEAR),
        Level(Field.SHOP_NAME, "differs", "店名里看不出字号", _DIFFERS),
    ),
    Field.TRADE: (
        Level(Field.TRADE, "absent", "没有单独比行业", _SILENT),
        Level(Field.TRADE, "same", "行业一致", _AGREES),
        Level(Field.TRADE, "related", "行业相近", _NEAR),
        Level(Field.TRADE, "differs", "行业不同", _DIFFERS),
    ),
    Field.FORM: (
        Level(Field.FORM, "absent", "没有单独比组织形式", _SILENT),
        Level(Field.FORM, "same", "组织形式一致", _AGREES),
        Level(Field.FORM, "differs", "组织形式不同", _DIFFERS),
    ),
    Field.BRANCH: (
        Level(Field.BRANCH, "none", "都不是分支机构", _SILENT),
        Level(Field.BRANCH, "same", "分支机构一致", _AGREES, counted=True),
        Level(Field.BRANCH, "similar", "分支机构相近", _NEAR),
        Level(Field.BRANCH, "one_sided", "一方是分支机构", _DIFFERS),
        Level(Field.BRANCH, "differs", "分支机构不同", _DIFFERS),
    ),
    Field.NAME_PLACE: (
        Level(Field.NAME_PLACE, "absent", "有一方名称没写地区", _SILENT),
        Level(Field.NAME_PLACE, "same", "名称里的地区一致", _AGREES),
        Level(Field.NAME_PLACE, "within", "名称里的地区一大一小", _NEAR),
        Level(Field.NAME_PLACE, "differs", "名称里的地区不同", _DIFFERS),
    ),
    Field.PLACE: (
        Level(Field.PLACE, "absent", "看不出在哪里", _SILENT),
        Level(Field.PLACE, "county", "县一致", _AGREES, counted=True),
        Level(Field.PLACE, "city", "市一致", _AGREES, counted=True),
        Level(Field.PLACE, "province", "省一致", _NEAR, counted=True),
        Level(Field.PLACE, "neighbour", "同市不同县", _NEAR, counted=True),
        Level(Field.PLACE, "differs", "所在地不同", _DIFFERS),
    ),
    Field.PERSON: (
        Level(Field.PERSON, "absent", "没有负责人可比", _SILENT),
        Level(Field.PERSON, "same", "负责人一致", _AGREES, counted=True),
        Level(Field.PERSON, "sound", "负责人同音", _NEAR, counted=True),
        Level(Field.PERSON, "hidden", "负责人露出的字一致", _AGREES, counted=True),
        Level(Field.PERSON, "differs", "负责人不同", _DIFFERS),
    ),
    Field.ADDRESS: (
        Level(Field.ADDRESS, "absent", "没有地址可比", _SILENT),
        Level(Field.ADDRESS, "same", "地址一致", _AGREES, counted=True),
        Level(Field.ADDRESS, "door", "门牌一致", _AGREES),
        Level(Field.ADDRESS, "near", "地址相近", _NEAR),
        Level(Field.ADDRESS, "street", "街道或村一致", _NEAR),
        Level(Field.ADDRESS, "town", "镇一致", _NEAR),
        Level(Field.ADDRESS, "differs", "地址不同", _DIFFERS),
    ),
    Field.DOMAIN: (
        Level(Field.DOMAIN, "absent", "没有网站可比", _SILENT),
        Level(Field.DOMAIN, "same", "网站备案一致", _AGREES, counted=True),
        Level(Field.DOMAIN, "differs", "网站备案不同", _DIFFERS),
    ),
    Field.PAYEE: (
        Level(Field.PAYEE, "absent", "没有收款人可比", _SILENT),
        Level(Field.PAYEE, "operator", "收款人是这个主体", _AGREES),
        Level(Field.PAYEE, "person", "收款人是负责人", _AGREES),
        Level(Field.PAYEE, "differs", "收款人不同", _DIFFERS),
    ),
    Field.PERMIT: (
        Level(Field.PERMIT, "absent", "没有许可证号可比", _SILENT),
        Level(Field.PERMIT, "same", "许可证号一致", _AGREES, counted=True),
        Level(Field.PERMIT, "differs", "许可证号不同", _DIFFERS),
    ),
}
FIELDS: Final = tuple(Field)


@cache
def field_number(field: Field) -> int:
    """项目的列号: its column in a matrix of levels."""
    return FIELDS.index(field)


def reason_words(numbers: tuple[int, ...]) -> str:
    """一行理由: 电话一致，字号一致，县一致；行业不同; of levels in the order of FIELDS."""
    said = [LEVELS[field][number] for field, number in zip(FIELDS, numbers, strict=True)]
    groups = (
        [level.words for level in said if level.tone is tone]
        for tone in (Tone.AGREES, Tone.NEAR, Tone.DIFFERS)
    )
    return "；".join("，".join(words) for words in groups if words)
