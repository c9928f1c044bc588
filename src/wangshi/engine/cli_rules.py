"""wangshi rules: 规则包: what one rule says, and everything that is wrong with a set of them."""

import json
import os
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import click

from .cli import MOMENT
from .cli_chinese import ChineseGroup, Refused
from .lawfiles import LawFault
from .screening import Item, Rule, load_rules
from .screening.intake import read_items
from .screening.lint import TITLES, FaultKind, RuleFault, lint
from .screening.packs import SCREENING_DIR
from .statutes import Library, StatuteRefused, installed_library, load_library
from .tables import Fault, TableRefused
from .violations import Violation, Violations, penalty_text

FAULTY = 1
_LEVELS = {"fail": "文字本身就够判", "review": "要查清事实", "note": "只作提示"}
_CERTAINTY = {"verified": "已核对原文", "from_memory": "凭记忆，待核对", "inference": "推断"}
_Folder = click.Path(exists=True, file_okay=False, path_type=Path)
_File = click.Path(exists=True, dir_okay=False, path_type=Path)
_json = click.option("--json", "as_json", is_flag=True, help="输出 JSON。")


@click.group("rules", cls=ChineseGroup, help="筛查规则：看一条规则，检查规则包。")
def rules_commands() -> None:
    """命令组: nothing here needs a site or a database."""


@rules_commands.command(
    "lint", help="检查规则包：含混、多余、从来不命中、会失控、没有依据、例子不对、引文不合。"
)
@click.option("--packs", type=_Folder, default=SCREENING_DIR, help="规则包；默认用自带的。")
@click.option("--corpus", type=_File, help="一张表的文字：例子没用到的检测，在这里命中也算有用。")
@click.option("--texts", type=_Folder, help="法规全文（*.md）；默认用装入本机的法规库。")
@_json
@click.pass_context
def lint_command(
    ctx: click.Context, packs: Path, corpus: Path | None, texts: Path | None, as_json: bool
) -> None:
    """查规则: exit code 1 when there is any fault, 2 when nothing could be checked."""
    library = _library(texts)
    items = _items(corpus) if corpus else ()
    try:
        faults = lint(packs, corpus=items, library=library)
    except TableRefused as refusal:
        raise Refused(str(refusal)) from None
    if as_json:
        click.echo(json.dumps(_report(faults, library), ensure_ascii=False, indent=2))
    else:
        _print_faults(faults, library)
    ctx.exit(FAULTY if faults else 0)


@rules_commands.command("show", help="看一条规则：要件、检测、例外、证据、依据、罚则、裁量。")
@click.argument("rule_id", metavar="规则编号")
@click.option("--on", type=MOMENT, help="按哪一天的罚则；不填则列出每一段时间的。")
@_json
def show_command(rule_id: str, on: date | None, as_json: bool) -> None:
    """看规则: from the offence to the penalty, as the law stood on a day."""
    try:
        rule = load_rules().rule(rule_id)
        violation = Violations.load().by_code[rule.violation]
    except KeyError:
        raise Refused(f"没有 {rule_id} 这条规则，编号见 wangshi rules list") from None
    except LawFault as fault:
        raise Refused(str(fault)) from None
    facts = _facts(rule, violation, on)
    if as_json:
        click.echo(json.dumps(facts, ensure_ascii=False, indent=2))
        return
    for line in _card(facts):
        click.echo(line)


@rules_commands.command("list", help="列出全部规则：编号、程度、违法行为、名称。")
@_json
def list_command(as_json: bool) -> None:
    """列规则: in the order of the packs."""
    try:
        book = load_rules()
    except LawFault as fault:
        raise Refused(str(fault)) from None
    if as_json:
        rows = [
            {"id": each.id, "level": each.level.value, "violation": each.violation,
             "family": each.family, "title": each.title, "version": each.version}
            for each in book.rules
        ]  # fmt: skip
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for each in book.rules:
        click.echo(f"{each.id:<16} {each.level.value:<7} {each.violation:<5}\t{each.title}")


def _library(texts: Path | None) -> Library | None:
    try:
        if texts is not None:
            return load_library(texts)
        return installed_library(Path(os.environ.get("WANGSHI_HOME", "var"))) or None
    except (StatuteRefused, OSError) as refusal:
        raise Refused(f"法规全文读不出来：{refusal}") from None


def _items(corpus: Path) -> Iterator[Item]:
    for row in read_items(corpus):
        if isinstance(row, Fault):
            raise Refused(f"{corpus.name} 第 {row.row_number} 行：{row.message_zh}")
        yield row.item


def _report(faults: tuple[RuleFault, ...], library: Library | None) -> dict[str, Any]:
    return {
        "faults": [asdict(fault) for fault in faults],
        "counts": {kind.value: _count(faults, kind) for kind in FaultKind},
        "statutes": len(library or ()),
        "statutes_refused": list(library.refused if library else ()),
    }


def _count(faults: tuple[RuleFault, ...], kind: FaultKind) -> int:
    return sum(fault.kind is kind for fault in faults)


def _print_faults(faults: tuple[RuleFault, ...], library: Library | None) -> None:
    for fault in faults:
        click.echo(str(fault))
    for refusal in library.refused if library else ():
        click.echo(f"没有读到 {refusal}", err=True)
    if library is None:
        click.echo("本机没有法规全文，引文没有比对；加 --texts 文件夹，或者先 wangshi law load。")
    counts = [f"{TITLES[kind]} {_count(faults, kind)}" for kind in FaultKind]
    if faults:
        click.echo(f"共 {len(faults)} 处：{'，'.join(counts)}。")
    else:
        click.echo("规则包没有毛病。")


def _facts(rule: Rule, violation: Violation, on: date | None) -> dict[str, Any]:
    return {
        "id": rule.id,
        "version": rule.version,
        "title": rule.title,
        "level": rule.level.value,
        "violation": {"code": violation.code, "title": violation.title},
        "elements": list(rule.elements),
        "detectors": [detector.pattern for detector in rule.detectors],
        "exceptions": [f"{each.item} {each.reason}".strip() for each in rule.exemptions],
        "fact_to_check": rule.fact_to_check,
        "evidence": list(rule.evidence),
        "article": rule.citation,
        "words": rule.words,
        "certainty": rule.certainty,
        "penalties": list(_penalties(violation, on)),
        "discretion": rule.discretion,
        "weighed": [reason.title for reason in violation.discretion],
    }


def _penalties(violation: Violation, on: date | None) -> Iterator[dict[str, str]]:
    """Each stretch of days with one range; only that of the day, if a day is given."""
    starts = sorted({each.since for each in violation.penalties} | {
        date.fromordinal(each.until.toordinal() + 1)
        for each in violation.penalties
        if each.until is not None
    })  # fmt: skip
    ends = [date.fromordinal(start.toordinal() - 1) for start in starts[1:]]
    for start, end in zip(starts, [*ends, None], strict=True):
        text = penalty_text(violation, start)
        if text and (on is None or (start <= on and (end is None or on <= end))):
            yield {"from": str(start), "to": str(end) if end else "", "text": text}


def _card(facts: dict[str, Any]) -> Iterator[str]:
    yield f"{facts['id']} {facts['title']}（第 {facts['version']} 版）"
    yield f"违法行为：{facts['violation']['code']} {facts['violation']['title']}"
    yield f"程度：{_LEVELS[facts['level']]}"
    yield f"要件：{'；'.join(facts['elements'])}"
    yield from (f"检测：{pattern}" for pattern in facts["detectors"])
    yield f"例外：{'；'.join(facts['exceptions']) or '没有'}"
    if facts["fact_to_check"]:
        yield f"要查清的事实：{facts['fact_to_check']}"
    yield f"要取的证据：{'、'.join(facts['evidence'])}"
    yield f"依据：{facts['article']}“{facts['words']}”（{_CERTAINTY[facts['certainty']]}）"
    if not facts["penalties"]:
        yield "罚则：没有写明的罚则"
    for penalty in facts["penalties"]:
        yield f"罚则（{penalty['from']} 至 {penalty['to'] or '今'}）：{penalty['text']}"
    yield f"裁量：{facts['discretion']}"
    yield f"还要权衡：{'；'.join(facts['weighed'])}"
