"""wangshi prices: 检验价格: a table of prices in, findings with their numbers out."""

import json
from collections import Counter
from pathlib import Path
from typing import Final

import click

from .cli_chinese import ChineseCommand, Refused
from .pricing import PriceFinding, PriceSeries, check_prices
from .pricing.reading import PriceTable, read_price_table
from .screening.rules import Level
from .tables import TableRefused, open_table

LEVELS: Final = {Level.FAIL: "涉嫌违法", Level.REVIEW: "要查清事实", Level.NOTE: "提示"}
MOST_SHOWN: Final = 50
MOST_FAULTS: Final = 20


@click.command(
    "prices",
    cls=ChineseCommand,
    help="检验一张价格表（每行一天一件商品），列出疑点和用到的数。",
)
@click.argument("source", metavar="FILE", type=click.Path(exists=True, dir_okay=False))
@click.option("--json", "as_json", is_flag=True, help="输出 JSON，全部疑点")
def prices_command(source: str, as_json: bool) -> None:
    """检验价格: exit code 2 when nothing could be read."""
    try:
        table = read_price_table(open_table(Path(source)))
    except TableRefused as fault:
        raise Refused(str(fault)) from None
    found = [(series, one) for series in table.series for one in check_prices(series)]
    if as_json:
        click.echo(json.dumps(_facts(table, found), ensure_ascii=False, indent=2))
    else:
        _report(table, found)
    if not table.series:
        raise Refused("没有读到一个价格：按上面的提示改好表格再试")


def _report(table: PriceTable, found: list[tuple[PriceSeries, PriceFinding]]) -> None:
    counted = Counter(one.title for _, one in found)
    told = "，".join(f"{title} {count}" for title, count in counted.most_common()) or "没有疑点"
    click.echo(f"读 {table.rows} 行，{len(table.series)} 个价格序列：{told}")
    for series, one in found[:MOST_SHOWN]:
        click.echo(f"\n{series.goods}：{one.title}（{LEVELS[one.level]}，{one.rule}）")
        click.echo(f"  {one.words}")
        click.echo(f"  依据{one.citation}“{one.citation.words}”；还要查清：{one.fact_to_check}")
        for each in one.figures:
            click.echo(f"    {each.on}  {each.amount:>10.2f} 元  {each.what}  {each.source}")
    if len(found) > MOST_SHOWN:
        click.echo(f"\n还有 {len(found) - MOST_SHOWN} 处没有列出，加 --json 看全部。")
    if found:
        excuses = "；".join(one.title for one in found[0][1].exemptions)
        click.echo(f"\n逐项核对，有下列情形的不属于价格欺诈：{excuses}。")
    for fault in table.faults[:MOST_FAULTS]:
        click.echo(f"第 {fault.row_number} 行 {fault.column}：{fault.message_zh}", err=True)
    if len(table.faults) > MOST_FAULTS:
        click.echo(f"一共 {len(table.faults)} 处没有读", err=True)


def _facts(table: PriceTable, found: list[tuple[PriceSeries, PriceFinding]]) -> dict[str, object]:
    return {
        "rows": table.rows,
        "series": len(table.series),
        "unread": [
            {"row": one.row_number, "column": one.column, "message": one.message_zh}
            for one in table.faults
        ],
        "findings": [_row(series, one) for series, one in found],
    }


def _row(series: PriceSeries, one: PriceFinding) -> dict[str, object]:
    return {
        "goods": series.goods,
        "kind": one.kind.value,
        "rule": one.rule,
        "level": one.level.value,
        "on": one.on.isoformat(),
        "words": one.words,
        "known": one.known.value,
        "missing": [day.isoformat() for day in one.missing],
        "article": str(one.citation),
        "in_force": one.in_force,
        "fact_to_check": one.fact_to_check,
        "exemptions": [each.title for each in one.exemptions],
        "figures": [
            {
                "what": each.what,
                "on": each.on.isoformat(),
                "amount": str(each.amount),
                "basis": each.basis.value,
                "source": each.source,
            }
            for each in one.figures
        ],
    }
