"""wangshi screen: 筛查文件: lines or a table in, hits out; a bad line leaves nothing written."""

import codecs
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from itertools import tee
from pathlib import Path
from typing import Any

import click

from .cli_screen_formats import FORMATS, FormatRefused, Wanted, is_table, write_answers
from .lawfiles import LawFault
from .screening import Item, Screener, load_rules
from .screening.intake import read_items
from .screening.packs import SCREENING_DIR
from .screening.reporting import Answer, BaselineRefused, DismissalsRefused
from .screening.screener import LONGEST_TEXT
from .tables import Fault, TableRefused

_REFUSALS = (BaselineRefused, DismissalsRefused, FormatRefused, TableRefused)
_TEXT_KEYS = ("text", "title", "detail", "product", "context", "shelf")


class BadLine(ValueError):
    """坏行: the line cannot be screened; the message names it and says what to do."""


@dataclass
class _Tally:
    lines: int = 0
    lines_hit: int = 0
    hits: int = 0


@click.command(
    "screen",
    help="筛查一个文件（JSONL、CSV、XLSX、Parquet），写出每条的命中；"
    "或者一个文件夹里的 Parquet 分片，一片一片写出命中和一份清单。",
)
@click.argument("source", metavar="FILE", type=click.Path(exists=True))
@click.option("--out", "target", required=True, type=click.Path(), help="写到这个文件或者文件夹")
@click.option(
    "--engine",
    type=click.Choice(["auto", "hyperscan", "portable"]),
    default="auto",
    help="用哪个匹配引擎，默认自动选",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default="jsonl",
    help="写成什么：jsonl 给程序，xlsx 给人看，sarif 给复查工具",
)
@click.option(
    "--baseline",
    type=click.Path(exists=True, dir_okay=False),
    default=None,
    help="上次的 .sarif：写出哪些是新的、没变、变了、不见了",
)
@click.option(
    "--dismissals",
    type=click.Path(exists=True, dir_okay=False),
    default=None,
    help="已排除清单（列：编号、规则、理由）：在 SARIF 里标为已排除",
)
@click.option("--spared", is_flag=True, help="SARIF 里也写出因例外不算的，注明是哪条例外")
@click.option(
    "--packs",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=SCREENING_DIR,
    help="用哪个文件夹的规则包；默认用自带的",
)
@click.option("--workers", type=click.IntRange(1), default=1, help="分片：用几个进程，默认一个")
@click.option(
    "--scheduler", default="", help="分片：交给 Dask，写 tcp://主机:端口，或者 local 在本机起一个"
)
@click.option("--json", "as_json", is_flag=True, help="用 JSON 报告结果")
def screen_command(source: str, target: str, as_json: bool, **asked: Any) -> None:
    """筛查文件: writes every hit; the target appears only when all went well."""
    spread = {name: asked.pop(name) for name in ("workers", "scheduler")}
    tool = {name: asked.pop(name) for name in ("engine", "packs")}
    if Path(source).is_dir():
        _screen_folder(Path(source), Path(target), as_json, tool | spread)
    else:
        _screen_file(source, target, as_json, Wanted(**asked), **tool)


def _screen_folder(source: Path, target: Path, as_json: bool, how: dict[str, Any]) -> None:
    # Parquet is read only by installations that have it.
    parts = import_module("wangshi.engine.cli_screen_parts")
    try:
        told = parts.screen_folder(source, target, **how)
    except parts.PartsRefused as fault:
        raise click.ClickException(str(fault)) from None
    if as_json:
        click.echo(json.dumps(told, ensure_ascii=False))
    else:
        click.echo(
            f"筛查 {told['rows']} 条，{told['rows_hit']} 条有命中，共 {told['hits']} 处："
            f"{target}（{len(told['parts'])} 个分片）"
        )
    for part in told["parts"]:
        if part["fault"]:
            click.echo(f"没有筛查 {part['part']}：{part['fault']}", err=True)
        if part["too_long"]:
            click.echo(f"{part['part']} 有 {len(part['too_long'])} 条太长，没有筛查", err=True)
    if not told["complete"]:
        raise click.ClickException(f"没有做全，缺的写在 {target / parts.MANIFEST}")


def _screen_file(
    source: str, target: str, as_json: bool, asked: Wanted, *, engine: str, packs: Path
) -> None:
    tally = _Tally()
    try:
        asked.check()
        screener = Screener(load_rules(packs), engine)
        answers = _answers(Path(source), screener, tally)
        write_answers(asked, Path(target), Path(source), answers, screener)
    except (BadLine, LawFault, *_REFUSALS) as fault:
        raise click.ClickException(str(fault)) from None
    except OSError as error:
        raise click.ClickException(f"写不了 {target}（{error.strerror}），请换一个位置") from None
    facts = {
        "lines": tally.lines,
        "lines_hit": tally.lines_hit,
        "hits": tally.hits,
        "engine": screener.engine,
        "rules": screener.rulebook.version,
    }
    if as_json:
        click.echo(json.dumps(facts, ensure_ascii=False))
    else:
        click.echo(
            f"筛查 {tally.lines} 条，{tally.lines_hit} 条有命中，共 {tally.hits} 处：{target}"
        )


def _answers(source: Path, screener: Screener, tally: _Tally) -> Iterator[Answer]:
    items, same = tee(_short_enough(source))
    for item, hits in zip(items, screener.screen_many(same), strict=True):
        tally.lines += 1
        tally.lines_hit += bool(hits)
        tally.hits += len(hits)
        yield Answer(item, hits)


def _short_enough(source: Path) -> Iterator[Item]:
    for number, item in _items(source):
        length = len(item.body)
        if length > LONGEST_TEXT:
            limit = f"一次最多 {LONGEST_TEXT} 个，请分段"
            raise BadLine(f"第 {number} 行：文字有 {length} 个字，{limit}")
        yield item


def _items(source: Path) -> Iterator[tuple[int, Item]]:
    if is_table(source):
        yield from _rows(source)
        return
    with source.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            if line.removeprefix(codecs.BOM_UTF8).strip():
                yield number, _read_line(line, number)


def _rows(source: Path) -> Iterator[tuple[int, Item]]:
    for row in read_items(source):
        if isinstance(row, Fault):
            raise BadLine(f"第 {row.row_number} 行：{row.message_zh}")
        yield row.row_number, row.item


def _read_line(line: bytes, number: int) -> Item:
    try:
        row = json.loads(line.decode("utf-8-sig" if number == 1 else "utf-8"))
    except UnicodeDecodeError:
        raise BadLine(f"第 {number} 行不是 UTF-8，请先转换编码") from None
    except (json.JSONDecodeError, RecursionError):
        raise BadLine(f"第 {number} 行不是 JSON，请检查引号和括号") from None
    if not isinstance(row, dict):
        raise BadLine(f"第 {number} 行应当是一组键值，如 {{“text”: …}}")
    return _item(row, number)


def _item(row: Mapping[str, object], number: int) -> Item:
    texts = {}
    for key in _TEXT_KEYS:
        value = row.get(key, "")
        if value is not None and not isinstance(value, str):
            raise BadLine(f"第 {number} 行：{key} 应当是文字")
        texts[key] = value or ""
    price = row.get("price")
    if price is not None and (isinstance(price, bool) or not isinstance(price, int | float)):
        raise BadLine(f"第 {number} 行：price 应当是数字")
    item = Item(id=str(row.get("id", number)), **texts, price=price)
    if not item.body.strip():
        raise BadLine(f"第 {number} 行没有要筛查的文字，请写 text，或者 title 和 detail")
    return item
