"""命令行: wangshi where, which authority, by which article."""

import json
from collections.abc import Callable

import click

from .cli_chinese import ChineseCommand, Refused
from .jurisdiction import (
    Answer,
    Authority,
    Matter,
    NoRule,
    Place,
    Provision,
    Question,
    Respondent,
    Topic,
    standing_jurisdiction,
)
from .lawfiles import LawFault


def _place_options(command: Callable[..., None]) -> Callable[..., None]:
    for place in reversed(Place):
        command = click.option(f"--{place}", default="", metavar="县区", help=place.words)(command)
    return command


@click.command(
    "where", cls=ChineseCommand, help="谁管：投诉、举报、立案由哪里的市场监管部门处理，依据哪一条。"
)
@click.option(
    "--kind",
    required=True,
    type=click.Choice([each.value for each in Matter]),
    help="投诉、举报、立案。",
)
@click.option(
    "--operator-kind",
    required=True,
    type=click.Choice([each.value for each in Respondent]),
    help="对谁。",
)
@click.option(
    "--topic",
    default=Topic.ORDINARY.value,
    type=click.Choice([each.value for each in Topic]),
    help="一般、广告、直播。",
)
@_place_options
@click.option("--unreachable", is_flag=True, help="平台公示的地址联系不上。")
@click.option("--home", default="", metavar="县区", help="本局在哪；填了就说本局有没有权。")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
def where_command(
    kind: str,
    operator_kind: str,
    topic: str,
    unreachable: bool,
    home: str,
    as_json: bool,
    **places: str,
) -> None:
    """谁管: prints every authority with its article and reason, and what to do when not ours."""
    asked = Question(
        matter=Matter(kind),
        respondent=Respondent(operator_kind),
        topic=Topic(topic),
        places={Place(name): county.strip() for name, county in places.items() if county.strip()},
        reachable=not unreachable,
    )
    try:
        answer = standing_jurisdiction().resolve(asked)
    except (NoRule, LawFault) as fault:
        raise Refused(str(fault)) from None
    if as_json:
        click.echo(json.dumps(_facts(answer, home), ensure_ascii=False, indent=2))
        return
    for line in _lines(answer, home):
        click.echo(line)


def _lines(answer: Answer, home: str) -> list[str]:
    lines = [f"{each.name}：{each.reason}" for each in answer.authorities]
    if answer.to_find_out:
        lines.append(f"还要查清：{'、'.join(answer.to_find_out)}")
    if len(answer.authorities) > 1:
        lines.append(_sentence(answer.settle))
    if home and not answer.to_find_out and not answer.includes(home):
        lines.append(f"{home}没有处理权限。{_sentence(answer.elsewhere)}")
    elif home and answer.includes(home):
        lines.append(f"{home}有处理权限。")
    return lines


def _sentence(provision: Provision) -> str:
    return f"{provision.says}（{provision.citation}）"


def _facts(answer: Answer, home: str) -> dict[str, object]:
    return {
        "rule": answer.rule,
        "authorities": [_authority(each) for each in answer.authorities],
        "to_find_out": list(answer.to_find_out),
        "settle": _provision(answer.settle),
        "elsewhere": _provision(answer.elsewhere),
        "ours": answer.includes(home) if home else None,
    }


def _authority(each: Authority) -> dict[str, object]:
    return {
        "authority": each.name,
        "county": each.county,
        "place": each.place.value,
        "if_first": each.if_first,
        "source": each.citation.source.key,
        "article": each.citation.article,
        "words": each.citation.words,
        "certainty": each.citation.certainty.value,
        "reason": each.reason,
    }


def _provision(provision: Provision) -> dict[str, str]:
    return {
        "says": provision.says,
        "source": provision.citation.source.key,
        "article": provision.citation.article,
    }
