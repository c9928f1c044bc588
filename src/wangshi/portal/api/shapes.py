"""接口里的样子: what goes in and what comes out, as strict as it is written down."""

from typing import Annotated, Any

from ninja import Schema
from pydantic import ConfigDict, Field, model_validator

from wangshi.portal.allowance import TOKEN, VISITOR

MOST_TEXT = 100_000
# A title and a detail together stay below what the engine reads in one piece.
MOST_HEADING = 1_000
Said = Annotated[str, Field(min_length=1, max_length=MOST_TEXT, pattern=r"\S")]
Heading = Annotated[str, Field(min_length=1, max_length=MOST_HEADING, pattern=r"\S")]
SAID = ("text", "title", "detail")


def _says_something(schema: dict[str, Any]) -> None:
    schema["anyOf"] = [{"required": [name]} for name in SAID]
    for name in SAID:
        schema["properties"][name].pop("default", None)


class ItemIn(Schema):
    """一条要查的内容: text, or title and detail."""

    model_config = ConfigDict(
        extra="forbid", strict=True, allow_inf_nan=False, json_schema_extra=_says_something
    )

    id: str = Field("", max_length=200, description="您自己的编号，原样还给您；不写就用序号")
    text: Said = Field(default="", description="要查的文字；写了它就不看 title 和 detail")
    title: Heading = Field(default="", description="标题")
    detail: Said = Field(default="", description="详情")
    product: str = Field("", max_length=200, description="卖的是什么，例如 食品(茶)、化妆品")
    context: str = Field("", max_length=200, description="写在哪里，例如 商品页面、直播间")
    shelf: str = Field("", max_length=200, description="店内分类；没有 product 时用它")
    price: float | None = Field(None, ge=0, le=10**9, description="价格（元）")

    @model_validator(mode="after")
    def says_something(self) -> "ItemIn":
        """至少一样: text, title or detail."""
        if not (self.text or self.title or self.detail):
            raise ValueError("nothing_said")
        return self


class ScreenIn(Schema):
    """一次要查的内容."""

    model_config = ConfigDict(extra="forbid", strict=True)

    items: list[ItemIn] = Field(
        min_length=1,
        max_length=TOKEN.items,
        description=f"要查的内容；不带令牌一次最多 {VISITOR.items} 条",
    )


class HitOut(Schema):
    """一处命中: the same as a hit that `wangshi screen` writes."""

    rule: str = Field(description="规则编号")
    violation: str = Field(description="违法行为代码")
    evaluation_class: str = Field(description="评测类")
    level: str = Field(
        description="fail 涉嫌违法；review 要查清事实；note 提示。"
        "近来查得不够准的规则，fail 降为 review",
        json_schema_extra={"enum": ["fail", "review", "note"]},
    )
    spans: list[Annotated[list[int], Field(min_length=2, max_length=2)]] = Field(
        description="起止位置，按字（Unicode 码点）数，在 text 里，或者在“标题、换行、详情”里"
    )
    quote: str = Field(description="被标出的原话")
    article: str = Field(description="依据的条文")
    reason: str = Field(description="为什么：要件、例外、要查清的事实")


class AnswerOut(Schema):
    """一条的结果."""

    id: str = Field(description="您给的编号，或者序号")
    hits: list[HitOut] = Field(description="命中；没有命中是空的，不等于合法")


class RulesOut(Schema):
    """用的是哪一版规则."""

    version: str = Field(description="规则版本，指纹的前 12 位")
    fingerprint: str = Field(description="规则指纹，SHA-256")
    count: int = Field(description="规则条数")


class ScreenOut(Schema):
    """筛查结果."""

    rules: RulesOut
    engine: str = Field(description="匹配引擎")
    items: list[AnswerOut] = Field(description="与送来的次序一样")
    notice: str = Field(description="请一并给人看到的提醒")


class FaultOut(Schema):
    """哪里不对."""

    where: str = Field(description="哪一处，例如 items.0.price")
    message: str = Field(description="怎么改")


class Problem(Schema):
    """问题说明（RFC 9457）."""

    type: str = Field(description="问题种类的网址式名称")
    title: str = Field(description="什么问题")
    status: int = Field(description="HTTP 状态码")
    detail: str = Field(description="怎么办")
    code: str = Field(description="问题代码，给程序判断用")
    errors: list[FaultOut] = Field(description="逐处的毛病；没有就是空的")
