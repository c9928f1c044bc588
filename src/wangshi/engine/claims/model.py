"""原子说法: one attribute, one value, where it stands; and two of them that do not agree."""

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Final

NOUGHT: Final = Decimal(0)


class Attribute(StrEnum):
    """事项."""

    MATERIAL = "material"
    ORIGIN = "origin"
    NUMBER = "number"
    EFFECT = "effect"
    WEIGHT = "weight"
    DATE = "date"
    PRICE = "price"

    @property
    def word(self) -> str:
        """中文."""
        return _WORDS[self]


_WORDS: Final = {
    Attribute.MATERIAL: "材质",
    Attribute.ORIGIN: "产地",
    Attribute.NUMBER: "证号编号",
    Attribute.EFFECT: "功效",
    Attribute.WEIGHT: "重量、净含量",
    Attribute.DATE: "日期、保质期",
    Attribute.PRICE: "价格",
}


class Channel(StrEnum):
    """从哪里来: what was written, drawn, said or registered."""

    TITLE = "title"
    DETAIL = "detail"
    IMAGE = "image"
    SPEECH = "speech"
    REGISTER = "register"
    RIGHTS = "rights"

    @property
    def word(self) -> str:
        """中文."""
        return _CHANNELS[self]


_CHANNELS: Final = {
    Channel.TITLE: "标题",
    Channel.DETAIL: "详情",
    Channel.IMAGE: "图片文字",
    Channel.SPEECH: "口播",
    Channel.REGISTER: "登记",
    Channel.RIGHTS: "权利",
}


@dataclass(frozen=True)
class ChannelText:
    """一处文字: `clock` tells the milliseconds of an offset where the words were spoken."""

    channel: Channel
    text: str
    source: str = ""
    clock: Callable[[int], int] | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Value:
    """归一的值: what is compared; `low` to `high` in grams, millilitres, months, days or yuan."""

    key: str
    words: str
    low: Decimal = NOUGHT
    high: Decimal = NOUGHT
    names: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Claim:
    """一个说法: `start` and `end` are code points in the channel's text; `quote` is its clause.

    `at_ms` and `until_ms` are set for speech. `fault` says what is wrong with a number itself.
    """

    attribute: Attribute
    value: Value
    channel: Channel
    start: int
    end: int
    quote: str
    source: str = ""
    at_ms: int | None = None
    until_ms: int | None = None
    fault: str = ""


@dataclass(frozen=True)
class Contradiction:
    """一处矛盾: what one channel says, what another says instead, and where else it was said."""

    attribute: Attribute
    one: Claim
    others: tuple[Claim, ...]
    again: tuple[Claim, ...]
    words: str
