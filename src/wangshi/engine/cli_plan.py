"""命令行: wangshi plan parse and wangshi plan check; a plan is read without a database."""

import json
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import click

from .cli import MOMENT
from .cli_chinese import ChineseGroup, Refused
from .plans import Clause, Finding, Plan, PlanUnreadable, check_plan, parse_plan, plan_text

_FILE = click.argument("file", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False))


def _today() -> str:
    # Whoever types a command stands in time; the engine below is told the day.
    return time.strftime("%Y-%m-%d")


@click.group("plan", cls=ChineseGroup, help="方案：读成条款树，体检。")
def plan_commands() -> None:
    """方案命令组."""


@plan_commands.command(
    "parse", help="把方案正文（纯文本一段一行，或者 .docx）读成条款、责任、阶段和目标。"
)
@_FILE
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
def parse_command(file: Path, as_json: bool) -> None:
    """读方案: the clause tree, and what was not understood."""
    plan = _read(file)
    if as_json:
        click.echo(json.dumps(_plan_facts(plan), ensure_ascii=False, indent=2))
        return
    click.echo(f"{plan.title}　{plan.issuer}　{plan.printed_on or '没有写日期'}")
    for clause in plan.walk():
        lead = f"　牵头：{'、'.join(clause.duty.leads)}" if clause.duty else ""
        click.echo(f"{clause.path}　{clause.title}（{len(clause.phrases)} 个分句）{lead}")
    click.echo(
        f"共 {sum(1 for _ in plan.walk())} 条，{len(plan.phrases)} 个分句，"
        f"{len(plan.duties)} 条有责任单位，{len(plan.targets)} 个目标，{len(plan.members)} 名成员"
    )
    for remark in plan.remarks:
        click.echo(f"要核对：{remark}")


@plan_commands.command(
    "check", help="给方案体检：有责任不是成员、没有周期、旧名称、没有基数……（F1—F10）"
)
@_FILE
@click.option("--on", type=MOMENT, default=_today, help="按哪一天看；不填就是今天。")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
def check_command(file: Path, on: date, as_json: bool) -> None:
    """方案体检: every finding with its clause, its words and what to do."""
    findings = check_plan(_read(file), on=on)
    if as_json:
        click.echo(json.dumps([_finding(one) for one in findings], ensure_ascii=False, indent=2))
        return
    for one in findings:
        basis = f"（{one.basis}）" if one.basis else ""
        click.echo(f"{one.check}　{one.title}　{one.path}　“{one.words}”\n　　{one.says}{basis}")
    click.echo(f"共 {len(findings)} 处")


def _read(file: Path) -> Plan:
    try:
        content = file.read_bytes()
    except OSError:
        raise Refused(f"打不开 {file}：请看看路径对不对") from None
    try:
        return parse_plan(plan_text(content))
    except PlanUnreadable as fault:
        raise Refused(f"{file.name}：{fault}") from None


def _plan_facts(plan: Plan) -> dict[str, object]:
    return {
        "title": plan.title,
        "issuer": plan.issuer,
        "printed_on": plan.printed_on.isoformat() if plan.printed_on else None,
        "clauses": [_clause(clause) for clause in plan.clauses],
        "members": [vars(member) for member in plan.members],
        "targets": list(_targets(plan)),
        "cadences": [vars(cadence) for cadence in plan.cadences],
        "law_titles": [{"path": path, "title": title} for path, title in plan.lawful_titles],
        "remarks": list(plan.remarks),
    }


def _clause(clause: Clause) -> dict[str, object]:
    return {
        "path": clause.path,
        "kind": clause.kind.value,
        "title": clause.title,
        "line": clause.line,
        "phrases": [vars(phrase) for phrase in clause.phrases],
        "duty": vars(clause.duty) if clause.duty else None,
        "stage": clause.stage
        and {
            "title": clause.stage.title,
            "from": clause.stage.first_on.isoformat(),
            "to": clause.stage.last_on.isoformat(),
        },
        "children": [_clause(child) for child in clause.children],
    }


def _targets(plan: Plan) -> Iterator[dict[str, object]]:
    for target in plan.targets:
        yield {
            "path": target.path,
            "name": target.name,
            "value": str(target.value),
            "unit": target.unit,
            "growth_percent": str(target.growth) if target.growth is not None else None,
            "base_computed": str(target.base) if target.base is not None else None,
            "by": target.by.isoformat() if target.by else None,
            "words": target.words,
            "readable": target.readable,
        }


def _finding(one: Finding) -> dict[str, str]:
    return dict(vars(one))
