"""命令行: wangshi rights, what a consumer may claim, return, and has to show."""

import json
from collections.abc import Callable, Iterable
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import TypeVar

import click

from .cli_chinese import ChineseCommand, ChineseGroup, Refused
from .consumer import (
    Ground,
    NotAsked,
    Purchase,
    burden,
    compensation,
    may_return,
    standing_consumer_law,
)
from .deadlines import due_on
from .lawfiles import Citation, LawFault

_Answer = TypeVar("_Answer")


@click.group("rights", cls=ChineseGroup, help="消费者权利：最少赔多少、能不能退、由谁举证。")
def rights_commands() -> None:
    """消费者权利: for mediation; each answer names its article."""


@rights_commands.command("compensation", cls=ChineseCommand, help="增加赔偿的下限，在损失之外。")
@click.option(
    "--ground",
    required=True,
    type=click.Choice([each.value for each in Ground]),
    help="fraud 欺诈；unsafe_food 不符合食品安全标准。",
)
@click.option("--price", required=True, metavar="元", help="买这件付了多少。")
@click.option("--loss", default="0", metavar="元", help="另外的损失，食品可以按三倍算。")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
def compensation_command(ground: str, price: str, loss: str, as_json: bool) -> None:
    """增加赔偿: the least sum with each step."""
    found = _asked(lambda: compensation(Ground(ground), price=_money(price), loss=_money(loss)))
    facts = {"amount": str(found.amount), "why": found.why, **_cited([found.citation])}
    _say(facts, [f"最少 {found.amount} 元", *found.why], [found.citation], as_json)


@rights_commands.command("return", cls=ChineseCommand, help="网上买的能不能七日无理由退。")
@click.option(
    "--kind",
    "kinds",
    multiple=True,
    type=click.Choice([each.key for each in standing_consumer_law().exceptions]),
    help="属于不适用的哪一类，可以写多次。",
)
@click.option("--confirmed", is_flag=True, help="购买时逐次确认过不退。")
@click.option("--damaged", is_flag=True, help="退回的商品不完好。")
@click.option("--offline", is_flag=True, help="不是网上买的。")
@click.option("--signed", type=click.DateTime(["%Y-%m-%d"]), help="签收的日期。")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
def return_command(
    kinds: tuple[str, ...],
    confirmed: bool,
    damaged: bool,
    offline: bool,
    signed: datetime | None,
    as_json: bool,
) -> None:
    """无理由退货: yes or no, and until when."""
    purchase = Purchase(kinds, confirmed=confirmed, intact=not damaged, online=not offline)
    found = _asked(lambda: may_return(purchase))
    until = due_on("return_notice", signed.date()) if signed and found.may else None
    facts = {"may": found.may, "until": _day(until), "why": found.why, **_cited(found.citations)}
    head = "可以无理由退货" if found.may else "不能无理由退货"
    last = [f"{until} 以前发退货通知"] if until else []
    _say(facts, [head, *found.why, *last], found.citations, as_json)


@rights_commands.command("burden", cls=ChineseCommand, help="商品有没有瑕疵，由谁举证。")
@click.option(
    "--goods",
    required=True,
    type=click.Choice(list(standing_consumer_law().burden.goods)),
    help="durable 耐用商品；decoration 装饰装修；other 别的。",
)
@click.option("--received", required=True, type=click.DateTime(["%Y-%m-%d"]), help="接受的日期。")
@click.option("--found", required=True, type=click.DateTime(["%Y-%m-%d"]), help="发现的日期。")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
def burden_command(goods: str, received: datetime, found: datetime, as_json: bool) -> None:
    """谁举证: who has to show whether there is a defect."""
    answer = _asked(lambda: burden(goods, received=received.date(), found=found.date()))
    facts = {
        "shower": answer.shower.value,
        "until": _day(answer.until),
        "why": [answer.why],
        **_cited([answer.citation]),
    }
    _say(facts, [f"由{answer.shower.words}举证", answer.why], [answer.citation], as_json)


def _asked(question: Callable[[], _Answer]) -> _Answer:
    try:
        return question()
    except (NotAsked, LawFault) as fault:
        raise Refused(str(fault)) from None


def _money(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:
        raise Refused(f"看不懂金额 {text}：写成 128.50 的样子") from None


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _cited(citations: Iterable[Citation]) -> dict[str, object]:
    return {
        "grounds": [
            {"source": each.source.key, "article": each.article, "words": each.words}
            for each in citations
        ]
    }


def _say(
    facts: dict[str, object], lines: list[str], citations: Iterable[Citation], as_json: bool
) -> None:
    if as_json:
        click.echo(json.dumps(facts, ensure_ascii=False, indent=2))
        return
    for line in (*lines, *(f"依据：{each}“{each.words}”" for each in citations)):
        click.echo(line)
