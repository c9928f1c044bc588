"""wangshi pyramid: 传销指数: texts, counts and who brought in whom go in; reasons come out."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from .cli_chinese import ChineseCommand, Refused
from .lawfiles import LawFault
from .pyramid import FactUnknown, PyramidIndex, pyramid_index, standing_pyramid_law, structure
from .screening import Item, Screener, TextTooLong, load_rules

_KEYS = ("texts", "facts", "links")
_SHAPE = '{"texts": ["…"], "facts": {"people": 40}, "links": [["甲", "乙"]]}'


@dataclass(frozen=True)
class _Asked:
    texts: tuple[str, ...]
    facts: dict[str, int]


@click.command("pyramid", cls=ChineseCommand, help="算一份材料的传销指数，列出理由和还要查的数。")
@click.argument("source", metavar="FILE", type=click.Path(exists=True, dir_okay=False))
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
def pyramid_command(source: str, as_json: bool) -> None:
    """传销指数: FILE is JSON with texts, facts and links; exit code 2 when it cannot be read."""
    asked = _read(Path(source))
    try:
        screener = Screener(load_rules(), "portable")
        items = [Item(id=str(number), text=text) for number, text in enumerate(asked.texts)]
        hits = [hit for found in screener.screen_many(items) for hit in found]
        index = pyramid_index(hits, asked.facts)
    except (FactUnknown, LawFault, TextTooLong) as fault:
        raise Refused(str(fault)) from None
    if as_json:
        click.echo(json.dumps(_told(index), ensure_ascii=False, indent=2))
    else:
        _print(index)


def _read(source: Path) -> _Asked:
    try:
        told = json.loads(source.read_text("utf-8-sig"))
    except UnicodeDecodeError:
        raise Refused("文件不是 UTF-8，请先转换编码") from None
    except (json.JSONDecodeError, RecursionError):
        raise Refused(f"文件不是 JSON，写作 {_SHAPE}") from None
    if not isinstance(told, dict) or set(told) - set(_KEYS):
        raise Refused(f"文件里只写 {'、'.join(_KEYS)}，如 {_SHAPE}")
    texts, facts, links = told.get("texts", []), told.get("facts", {}), told.get("links", [])
    if not _are_texts(texts):
        raise Refused("texts 是一列文字")
    if not isinstance(facts, dict) or not all(type(count) is int for count in facts.values()):
        raise Refused("facts 的每一个数是整数")
    return _Asked(tuple(texts), _counted(links) | facts)


def _counted(links: object) -> dict[str, int]:
    if not isinstance(links, list) or not all(_are_texts(pair, 2) for pair in links):
        raise Refused("links 的每一项是两个人：谁介绍了谁")
    if not links:
        return {}
    seen = structure((above, under) for above, under in links)
    return {"people": seen.people, "levels": seen.levels}


def _are_texts(value: object, count: int | None = None) -> bool:
    if not isinstance(value, list) or (count is not None and len(value) != count):
        return False
    return all(isinstance(each, str) for each in value)


def _told(index: PyramidIndex) -> dict[str, Any]:
    return {
        "index": index.value,
        "could_reach": index.could_reach,
        "level": {"key": index.level.key, "title": index.level.title},
        "advice": index.level.advice,
        "groups": dict(index.scores),
        "reasons": [
            {"group": each.group, "title": each.title, "told": each.told, "points": each.points,
             "article": str(each.citation)}
            for each in index.reasons
        ],
        "missing": list(index.missing),
        "handover": index.handover.advice if index.handover else "",
    }  # fmt: skip


def _print(index: PyramidIndex) -> None:
    click.echo(f"传销指数 {index.value:.2f}（{index.level.title}）：{index.level.advice}。")
    if index.handover:
        click.echo(f"{index.handover.advice}（{index.handover.citation}）。")
    titles = {group.key: group for group in standing_pyramid_law().groups}
    for each in index.reasons:
        group = titles[each.group]
        click.echo(f"  {group.title}：{each.title} {each.told}（{each.citation}）")
    if index.missing:
        click.echo(f"还要查：{'；'.join(index.missing)}。")
        click.echo(f"这些都查实到头，指数最高 {index.could_reach:.2f}。")
    click.echo("指数只排先后，不是认定传销；认定看《禁止传销条例》第七条。")
