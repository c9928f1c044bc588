"""命令行: wangshi match, who is behind each shop; works without Django or a database."""

import csv
import json
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path
from typing import IO, Final

import click

from .cli_chinese import ChineseCommand, Refused
from .matching import (
    OUTCOME_TITLES,
    SHOP_BATCH,
    Matcher,
    Matches,
    ModelFault,
    Outcome,
    RegisterTooLong,
    from_json,
    learn,
    make_register,
    standing_model,
)
from .matching.building import BATCH
from .matching.columns import Sheet
from .matching.files import Sheets, open_register, open_shops
from .tables import TableRefused
from .tables.inert import neutralise_text
from .tables.writing import Column, write_xlsx
from .tables.writing import Sheet as OutSheet

COLUMNS: Final = ("shop_id", "uscc", "outcome", "probability", "reasons")
_FEW: Final = 500
_CANDIDATES: Final = 5


@dataclass
class _Tally:
    outcomes: Counter[str] = field(default_factory=Counter)


@click.command("match", cls=ChineseCommand, help="网店是谁开的：逐店和登记名录比，写出结果和理由。")
@click.argument("shops", metavar="SHOPS", type=click.Path(exists=True, dir_okay=False))
@click.argument("register", metavar="REGISTER", type=click.Path(exists=True, dir_okay=False))
@click.option(
    "--out",
    "target",
    required=True,
    type=click.Path(dir_okay=False),
    help="结果写到这个文件：.csv（UTF-8），或者给人看的 .xlsx。",
)
@click.option(
    "--evidence",
    type=click.Path(dir_okay=False),
    help="另写一份依据：JSONL，每店一行，有全部候选和逐项比较。",
)
@click.option(
    "--weights",
    type=click.Path(exists=True, dir_okay=False),
    help="用这个权重文件，默认用随产品发布的。",
)
@click.option("--learn", "learning", is_flag=True, help="先用这两份表学一遍权重，不需要答案。")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
def match_command(
    shops: str,
    register: str,
    target: str,
    evidence: str | None,
    weights: str | None,
    learning: bool,
    as_json: bool,
) -> None:
    """匹配: the outcome of every shop; files appear only when all went well."""
    try:
        asked, known = open_shops(Path(shops)), open_register(Path(register))
        model = from_json(Path(weights).read_text("utf-8")) if weights else standing_model()
        matcher = Matcher(make_register(known.batches(BATCH)), model)
        sheets = asked.batches(SHOP_BATCH)
        if learning:
            matcher, sheets = _learned(matcher, sheets)
        tally = _Tally()
        _write(Path(target), Path(evidence) if evidence else None, matcher, sheets, tally)
    except TableRefused as refused:
        raise Refused(f"{refused.message_zh}，{refused.what_next_zh}") from None
    except (ModelFault, RegisterTooLong) as fault:
        raise Refused(str(fault)) from None
    except UnicodeDecodeError:
        raise Refused("权重文件不是 UTF-8 的 JSON，请重新导出") from None
    except OSError as error:
        raise Refused(f"写不了 {error.filename}（{error.strerror}），请换一个位置") from None
    _report(tally, (asked, known), matcher, target, as_json=as_json)


def _learned(matcher: Matcher, sheets: Iterator[Sheet]) -> tuple[Matcher, Iterator[Sheet]]:
    """The weights of these shops and this register; calibration stays as it is."""
    first = list(islice(sheets, 1))
    rows = len(first[0]["shop_id"]) if first else 0
    if rows < _FEW:
        raise Refused(f"只有 {rows} 家网店，少于 {_FEW} 家学不出权重，请去掉 --learn")
    model = learn(matcher.register, first[0], matcher.model)
    return Matcher(matcher.register, model), chain(first, sheets)


def _write(
    target: Path,
    evidence: Path | None,
    matcher: Matcher,
    sheets: Iterator[Sheet],
    tally: _Tally,
) -> None:
    drafts = {path: path.with_name(f"{path.name}.part") for path in (target, evidence) if path}
    try:
        with ExitStack() as stack:
            lines = (
                stack.enter_context(drafts[evidence].open("w", encoding="utf-8"))
                if evidence
                else None
            )
            _write_table(drafts[target], target.suffix, _rows(matcher, sheets, lines, tally))
        for path, draft in drafts.items():
            draft.replace(path)
    finally:
        for draft in drafts.values():
            draft.unlink(missing_ok=True)


def _rows(
    matcher: Matcher, sheets: Iterator[Sheet], lines: IO[str] | None, tally: _Tally
) -> Iterator[tuple[str, ...]]:
    for matches in matcher.match_sheets(sheets):
        for row in range(len(matches)):
            outcome = matches.outcome(row)
            tally.outcomes[outcome.value] += 1
            if lines is not None:
                lines.write(_evidence_line(matches, row))
            operator = None if outcome is Outcome.NONE else matches.operator(row)
            yield (
                matches.said(row, "shop_id"),
                "" if operator is None else matcher.register.value("uscc", operator),
                outcome.value,
                f"{matches.probability(row):.4f}",
                matches.reason(row),
            )


def _write_table(draft: Path, suffix: str, rows: Iterator[tuple[str, ...]]) -> None:
    if suffix.lower() == ".xlsx":
        titles = tuple(Column(title, 40 if title == "reasons" else 20) for title in COLUMNS)
        write_xlsx(draft, [OutSheet("网店是谁开的", titles, rows)])
        return
    with draft.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(COLUMNS)
        for row in rows:
            writer.writerow([neutralise_text(cell) for cell in row])


def _evidence_line(matches: Matches, row: int) -> str:
    verdict = matches.verdict(row, most=_CANDIDATES)
    facts = {
        "shop_id": verdict.shop_id,
        "outcome": verdict.outcome.value,
        "probability": round(verdict.probability, 6),
        "reason": verdict.reason,
        "weights": matches.model.fingerprint,
        "candidates": [
            {
                "uscc": one.uscc,
                "name": one.name,
                "probability": round(one.probability, 6),
                "weight": round(one.weight, 3),
                "reason": one.reason,
                "evidence": [
                    {
                        "field": line.field.value,
                        "shop": line.shop_value,
                        "register": line.operator_value,
                        "level": line.level.key,
                        "words": line.words,
                        "weight": line.weight,
                    }
                    for line in one.evidence
                ],
            }
            for one in verdict.candidates
        ],
    }
    return json.dumps(facts, ensure_ascii=False) + "\n"


def _report(
    tally: _Tally, tables: tuple[Sheets, Sheets], matcher: Matcher, target: str, *, as_json: bool
) -> None:
    asked, known = tables
    counts = {outcome.value: tally.outcomes[outcome.value] for outcome in Outcome}
    if as_json:
        facts = {
            "shops": sum(counts.values()),
            "operators": len(matcher.register),
            **counts,
            "unread_shop_rows": asked.unread.rows,
            "unread_register_rows": known.unread.rows,
            "weights": matcher.model.fingerprint,
            "out": target,
        }
        click.echo(json.dumps(facts, ensure_ascii=False))
        return
    said = "，".join(f"{OUTCOME_TITLES[one]} {counts[one.value]} 家" for one in Outcome)
    click.echo(f"{sum(counts.values())} 家网店，名录 {len(matcher.register)} 个主体：{said}")
    for title, sheets in (("网店表", asked), ("登记名录", known)):
        if sheets.unread.rows:
            numbers = "、".join(map(str, sheets.unread.numbers))
            click.echo(
                f"{title}有 {sheets.unread.rows} 行读不出，没有比：第 {numbers} 行等，请改好再比"
            )
    click.echo(f"结果和理由：{target}")
