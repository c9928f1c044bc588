"""命令行: wangshi law and wangshi due; works without Django or a database."""

import json
from collections.abc import Callable
from datetime import date, datetime
from typing import TypeVar

import click

from .cli_chinese import ChineseGroup, Refused
from .cli_statutes import load_command
from .deadlines import Deadline, Extension, ExtensionRefused, Pause, PauseRefused, compute
from .deadlines import next_extension as next_rule
from .lawbook import Lawbook, NotInForce, UnknownTerm, standing_lawbook
from .lawfiles import LawFault, Source
from .reasons import spoken_day, spoken_moment
from .terms import Term

FIRST_YEAR, LAST_YEAR = 1950, 2900
_PAUSE_PARTS = (2, 3)
_CERTAINTY = {"verified": "已核对原文", "from_memory": "凭记忆，待核对", "inference": "推断"}
_Answer = TypeVar("_Answer")
_json = click.option("--json", "as_json", is_flag=True, help="输出 JSON。")


class Moment(click.ParamType[date]):
    """日期或时刻: 2026-09-24 or 2026-09-24T15:30."""

    name = "日期"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> date | datetime:
        """读日期: refuses what is not a day, and years the calendar cannot reach."""
        if isinstance(value, date):
            return value
        text = str(value).strip()
        try:
            moment = (
                date.fromisoformat(text)
                if len(text) == len("2026-09-24")
                else datetime.fromisoformat(text)
            )
        except ValueError:
            hint = "请写作 2026-09-24 或者 2026-09-24T15:30"
            raise Refused(f"“{text}”不是日期，{hint}") from None
        if not FIRST_YEAR <= moment.year <= LAST_YEAR:
            raise Refused(f"年份只能在 {FIRST_YEAR} 到 {LAST_YEAR} 之间")
        return moment


MOMENT = Moment()


@click.group(name="engine", cls=ChineseGroup, help="法律手册和期限计算，不需要网站和数据库。")
def commands() -> None:
    """命令组: what the engine offers on the command line."""


@commands.group(help="法律手册：期限、文件、法规全文。")
def law() -> None:
    """法律手册: the group other law commands join."""


law.add_command(load_command)


@law.command("terms", help="列出全部期限。")
@click.option("--on", type=MOMENT, help="只看这一天现行的版本；不填则看各期限最新的版本。")
@_json
def list_terms(on: date | None, as_json: bool) -> None:
    """期限清单: every clock, in the version of a day or its latest."""
    book = _lawbook()
    terms = [term for versions in book.terms.values() for term in versions[-1:]]
    if on is not None:
        terms = [
            one for versions in book.terms.values() for one in versions if one.stands(_day(on))
        ]
    if as_json:
        _print_json([_term_facts(term) for term in terms])
        return
    for term in terms:
        click.echo(f"{term.key:<30} {term.length}\t{term.title}\t{term.citation}")


@law.command("term", help="查看一个期限的各个版本。")
@click.argument("key", metavar="期限键")
@_json
def show_term(key: str, as_json: bool) -> None:
    """一个期限: every version with its article and words."""
    versions = _answer(lambda: _lawbook().history(key))
    if as_json:
        _print_json([_term_facts(term) for term in versions])
        return
    click.echo(f"{versions[0].title}（{key}）：自{versions[0].starts}起算")
    if versions[0].note:
        click.echo(f"说明：{versions[0].note}")
    for term in versions:
        _print_term(term)


@law.command("sources", help="列出引用的文件。")
@_json
def list_sources(as_json: bool) -> None:
    """文件清单: every instrument the product cites."""
    sources = list(_lawbook().sources.values())
    if as_json:
        _print_json([_source_facts(source) for source in sources])
        return
    for source in sources:
        until = f"至 {source.until}" if source.until else "起"
        click.echo(f"{source.key:<30} {source.since}{until}\t《{source.title}》{source.number}")


@commands.command(
    "due", help="算到期日，并说明为什么是这一天。例：due clue_check --from 2026-09-24"
)
@click.argument("key", metavar="期限键")
@click.option("--from", "start", type=MOMENT, required=True, help="起算的日期或时刻。")
@click.option("--pause", "pauses", multiple=True, metavar="事由:起:止", help="暂停；止可以不写。")
@click.option("--extend", count=True, help="按法律允许的长度延长一次；可以写多次。")
@click.option("--roll-weekend/--no-roll-weekend", default=True, help="末日遇普通周末是否顺延。")
@_json
def due(
    key: str,
    start: date | datetime,
    pauses: tuple[str, ...],
    extend: int,
    roll_weekend: bool,
    as_json: bool,
) -> None:
    """到期日: the day, the article and why."""
    book = _lawbook()
    term = _answer(lambda: book.term(key, on=_day(start)))
    deadline = _answer(
        lambda: compute(
            term,
            start,
            book.calendar,
            [_read_pause(text) for text in pauses],
            _extensions(term, extend),
            roll_weekend=roll_weekend,
        )
    )
    if as_json:
        _print_json(_deadline_facts(deadline, start))
    else:
        _print_deadline(deadline)


def _lawbook() -> Lawbook:
    return _answer(standing_lawbook)


def _answer(ask: Callable[[], _Answer]) -> _Answer:
    try:
        return ask()
    except (UnknownTerm, NotInForce, PauseRefused, ExtensionRefused, LawFault) as refusal:
        raise Refused(str(refusal)) from refusal


def _read_pause(text: str) -> Pause:
    parts = text.split(":")
    if len(parts) not in _PAUSE_PARTS:
        raise PauseRefused(f"“{text}”应当写作 事由:2026-10-09:2026-10-20")
    days = [_day(MOMENT.convert(part, None, None)) for part in parts[1:] if part]
    if not days:
        raise PauseRefused(f"“{text}”缺少开始的日期")
    return Pause(parts[0], days[0], days[1] if len(days) > 1 else None)


def _extensions(term: Term, times: int) -> list[Extension]:
    granted: list[Extension] = []
    for _ in range(times):
        rule = next_rule(term, granted)
        if rule is None:
            raise ExtensionRefused(f"{term.title}不能再延长：{term.citation}没有规定更多次")
        if rule.length is None:
            raise ExtensionRefused(f"这次延长的长度由{rule.approver.title}决定，法律没有写数字")
        granted.append(Extension(rule.length.amount, rule.approver.key))
    return granted


def _deadline_facts(deadline: Deadline, start: date | datetime) -> dict[str, object]:
    citation = deadline.citation
    facts: dict[str, object] = {
        "key": deadline.term.key,
        "from": start.isoformat(),
        "due_on": _iso(deadline.due_on),
        "provisional": deadline.provisional,
        "source": citation.source.key,
        "article": citation.article,
        "words": citation.words,
        "certainty": citation.certainty.value,
        "warn_on": _iso(deadline.warn_on),
        "why": list(deadline.why),
    }
    if deadline.due_at is not None:
        facts["due_at"] = deadline.due_at.isoformat()
    if deadline.opens_on is not None:
        facts["opens_on"] = _iso(deadline.opens_on)
    return facts


def _print_deadline(deadline: Deadline) -> None:
    citation = deadline.citation
    click.echo(f"{deadline.term.title}：{_headline(deadline)}")
    click.echo(f"依据：{citation}“{citation.words}”（{_CERTAINTY[citation.certainty]}）")
    click.echo("为什么是这一天：")
    for at, sentence in enumerate(deadline.why, 1):
        click.echo(f"  {at}. {sentence}")
    click.echo(f"期满后果：{deadline.term.on_expiry.title}")


def _headline(deadline: Deadline) -> str:
    if deadline.due_at is not None:
        return spoken_moment(deadline.due_at)
    if deadline.due_on is None:
        return "正在暂停，还没有到期日"
    return spoken_day(deadline.due_on) + ("（暂定）" if deadline.provisional else "")


def _print_term(term: Term) -> None:
    span = f"{term.since} 至 {term.until}" if term.until else f"{term.since} 起"
    citation = term.citation
    click.echo(f"  {span}：{term.length}，{citation}")
    click.echo(f"    “{citation.words}”（{_CERTAINTY[citation.certainty]}，{citation.checked}）")
    for rule in term.extensions:
        length = f"{rule.length}" if rule.length else "长度由批准人定"
        click.echo(f"    可以延长：{length}，{rule.times} 次，{rule.approver.title}")
    if term.pauses:
        grounds = "、".join(f"{ground.title}（{ground.key}）" for ground in term.pauses)
        click.echo(f"    不计入：{grounds}")
    click.echo(f"    期满后果：{term.on_expiry.title}")


def _term_facts(term: Term) -> dict[str, object]:
    citation = term.citation
    return {
        "key": term.key,
        "title": term.title,
        "starts": term.starts,
        "direction": term.direction.value,
        "from": _iso(term.since),
        "to": _iso(term.until),
        "amount": term.length.amount,
        "unit": term.length.unit.value,
        "extensions": [str(rule.length or "") for rule in term.extensions],
        "pauses": [ground.key for ground in term.pauses],
        "on_expiry": term.on_expiry.key,
        "source": citation.source.key,
        "article": citation.article,
        "words": citation.words,
        "certainty": citation.certainty.value,
        "checked": _iso(citation.checked),
    }


def _source_facts(source: Source) -> dict[str, object]:
    return {
        "key": source.key,
        "code": source.code,
        "title": source.title,
        "issuer": source.issuer,
        "number": source.number,
        "from": _iso(source.since),
        "to": _iso(source.until),
        "link": source.link,
        "certainty": source.certainty.value,
    }


def _print_json(facts: object) -> None:
    click.echo(json.dumps(facts, ensure_ascii=False, indent=2))


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _day(moment: date | datetime) -> date:
    return moment.date() if isinstance(moment, datetime) else moment
