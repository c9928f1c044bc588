"""wangshi screen: 筛查文件: a JSON line in, a JSON line out; a bad line leaves nothing written."""

import codecs
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import click

from .lawfiles import LawFault
from .screening import Hit, Item, Screener, TextTooLong, load_rules

_TEXT_KEYS = ("text", "title", "detail", "product", "context", "shelf")


class BadLine(ValueError):
    """坏行: the line cannot be screened; the message names it and says what to do."""


@dataclass
class _Tally:
    lines: int = 0
    lines_hit: int = 0
    hits: int = 0


@click.command("screen", help="筛查一个 JSONL 文件，每行一条内容，写出每条的命中。")
@click.argument("source", metavar="FILE", type=click.Path(exists=True, dir_okay=False))
@click.option(
    "--out", "target", required=True, type=click.Path(dir_okay=False), help="写到这个文件"
)
@click.option(
    "--engine",
    type=click.Choice(["auto", "hyperscan", "portable"]),
    default="auto",
    help="用哪个匹配引擎，默认自动选",
)
@click.option("--json", "as_json", is_flag=True, help="用 JSON 报告结果")
def screen_command(source: str, target: str, engine: str, as_json: bool) -> None:
    """筛查文件: writes {"id", "hits"} a line; the target appears only when all went well."""
    tally = _Tally()
    try:
        screener = Screener(load_rules(), engine)
        _write_whole(Path(target), _answers(Path(source), screener, tally))
    except (BadLine, LawFault) as fault:
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


def _answers(source: Path, screener: Screener, tally: _Tally) -> Iterator[str]:
    for number, item in _items(source):
        try:
            hits = screener.screen(item)
        except TextTooLong as fault:
            raise BadLine(f"第 {number} 行：{fault}") from None
        tally.lines += 1
        tally.lines_hit += bool(hits)
        tally.hits += len(hits)
        rows = [_row(hit) for hit in hits]
        yield json.dumps({"id": item.id, "hits": rows}, ensure_ascii=False)


def _items(source: Path) -> Iterator[tuple[int, Item]]:
    with source.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            if line.removeprefix(codecs.BOM_UTF8).strip():
                yield number, _read_line(line, number)


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


def _row(hit: Hit) -> dict[str, object]:
    return {
        "rule": hit.rule,
        "violation": hit.violation,
        "evaluation_class": hit.evaluation_class,
        "level": hit.level.value,
        "spans": [list(span) for span in hit.spans],
        "quote": hit.quote,
        "article": f"《{hit.source}》{hit.article}",
        "reason": hit.reason,
    }


def _write_whole(target: Path, lines: Iterator[str]) -> None:
    draft = target.with_name(f"{target.name}.part")
    try:
        with draft.open("w", encoding="utf-8", errors="surrogatepass") as part:
            part.writelines(f"{line}\n" for line in lines)
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
