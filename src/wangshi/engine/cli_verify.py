"""wangshi verify: 校验证据包: every check with its result, for a person or as JSON."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final, TypeVar

import click

from .cli_chinese import ChineseCommand, Refused
from .forensics.certificates import CertificateFault, Roots, read_roots
from .forensics.foreign_wacz import check_wacz
from .forensics.handing import hand_out
from .forensics.keys import KeyFault, KeyList, read_keys
from .forensics.moments import read_moment, spoken
from .forensics.notes import (
    WITNESS_TYPE,
    Checkpoint,
    NoteFault,
    NoteKey,
    read_checkpoint,
    read_note_key,
)
from .forensics.report import VERDICT_TITLES, Check, Fault, Report, Verdict
from .forensics.trust import Trust
from .forensics.verifying import verify_package

UNSOUND, INCOMPLETE = 1, 3
FACTS: Final = {
    "number": "编号",
    "title": "标题",
    "office": "单位",
    "sealed_at": "封存于",
}
_MOST_FAULTS: Final = 50
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
_Answer = TypeVar("_Answer")


@click.command(
    "verify",
    cls=ChineseCommand,
    help="校验证据包：有没有被改过，谁封存的，什么时候，登记在哪里。不联网。",
)
@click.argument("paths", metavar="证据包…", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option("--keys", type=_FILE, help="单位的公钥名单 keys.json，从别的途径拿到的。")
@click.option("--roots", type=_FILE, help="时间戳服务的根证书（PEM）；里面有吊销列表就一起查。")
@click.option("--log", type=_FOLDER, help="日志副本的文件夹。")
@click.option("--checkpoint", type=_FILE, help="以前留下的日志存根。")
@click.option("--witness", "witnesses", multiple=True, help="见证方的公钥，或者装着公钥的文件。")
@click.option("--quorum", type=click.IntRange(min=0), default=0, help="至少几家见证；默认要全部。")
@click.option("--foreign", is_flag=True, help="是别的软件做的 WACZ：只看它自己前后是不是一致。")
@click.option("--quick", is_flag=True, help="只比校验值和封签，不逐条打开网页记录；包很多时用。")
@click.option("--strict", is_flag=True, help="有一项没有查也算不行（退出码 3）。")
@click.option(
    "--hand-out", "folder", type=click.Path(path_type=Path),
    help="把单独的校验工具 verify.py 和 verify.html 写到这个文件夹，可以交给任何人。",
)  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
@click.pass_context
def verify_command(
    ctx: click.Context,
    /,
    paths: tuple[Path, ...],
    foreign: bool,
    quick: bool,
    strict: bool,
    folder: Path | None,
    as_json: bool,
    **trusted: Any,
) -> None:
    """校验: exit code 0 when nothing was found, 1 when something was, 2 when it cannot be read."""
    if folder is not None:
        written = told_plainly(lambda: hand_out(folder))
        click.echo(f"写好了：{'、'.join(str(path) for path in written)}", err=True)
    packages = [found for path in paths for found in _packages(path)]
    if not packages and folder is None:
        raise Refused("请写要校验的证据包，例如 wangshi verify 0388.wacz")
    trust = read_trust(**trusted)
    reports = [
        _checked(path) if foreign else _verified(path, trust, quick=quick) for path in packages
    ]
    show(reports, as_json=as_json)
    if not all(report.is_sound for report in reports):
        ctx.exit(UNSOUND)
    if strict and not all(report.is_complete for report in reports):
        ctx.exit(INCOMPLETE)


def read_trust(
    keys: Path | None = None,
    roots: Path | None = None,
    log: Path | None = None,
    checkpoint: Path | None = None,
    witnesses: Sequence[str] = (),
    quorum: int = 0,
) -> Trust:
    """读依据: every file the person gave, or a refusal that names it."""
    return Trust(
        keys=read_key_list(keys) if keys else None,
        roots=_roots(roots) if roots else None,
        log=log,
        checkpoint=read_held(checkpoint) if checkpoint else None,
        witnesses=read_witnesses(witnesses),
        quorum=quorum,
    )


def read_key_list(path: Path) -> KeyList:
    """读公钥名单."""
    return told_plainly(lambda: read_keys(path.read_bytes()), path)


def read_held(path: Path) -> Checkpoint:
    """读手里的存根."""
    return told_plainly(lambda: read_checkpoint(path.read_text("utf-8")), path)


def read_witnesses(texts: Sequence[str]) -> tuple[NoteKey, ...]:
    """读见证方的公钥: given as such or as files with one a line."""
    lines: list[str] = []
    for text in texts:
        content = Path(text).read_text("utf-8") if Path(text).is_file() else text
        lines += [line for line in content.splitlines() if line.strip()]
    keys = told_plainly(lambda: tuple(map(read_note_key, lines)))
    for key in keys:
        if key.kind != WITNESS_TYPE:
            raise Refused(f"{key.name} 的公钥不是见证用的（类型 4）")
    return keys


def show(reports: Sequence[Report], *, as_json: bool) -> None:
    """写出结果."""
    if as_json:
        answer = [report.as_json() for report in reports]
        click.echo(json.dumps(answer, ensure_ascii=False, indent=2))
        return
    for report in reports:
        _show(report)


def told_plainly(ask: Callable[[], _Answer], path: Path | None = None) -> _Answer:
    """说人话: a refusal becomes a Chinese sentence and exit code 2."""
    where = f"{path}：" if path else ""
    try:
        return ask()
    except OSError as fault:
        raise Refused(f"{where or fault.filename or ''}读写不了（{fault.strerror}）") from None
    except (KeyFault, NoteFault, CertificateFault, UnicodeDecodeError) as fault:
        raise Refused(f"{where}{visible(str(fault))}") from None


def visible(text: str) -> str:
    """看得见的字: nothing a package says can steer a terminal."""
    return "".join(each if each.isprintable() else "?" for each in text)


def _packages(path: Path) -> list[Path]:
    return sorted(path.rglob("*.wacz")) if path.is_dir() else [path]


def _verified(path: Path, trust: Trust, *, quick: bool) -> Report:
    return told_plainly(lambda: verify_package(path, trust, quick=quick), path)


def _checked(path: Path) -> Report:
    return told_plainly(lambda: check_wacz(path), path)


def _roots(path: Path) -> Roots:
    return told_plainly(lambda: read_roots(path.read_bytes()), path)


def _show(report: Report) -> None:
    click.echo(visible(report.path))
    for key, name in FACTS.items():
        if report.facts.get(key):
            told = report.facts[key]
            told = spoken(read_moment(told)) if key == "sealed_at" else visible(told)
            click.echo(f"  {name}：{told}")
    for check in report.checks:
        _show_check(check)
    click.echo(_summary(report))


def _show_check(check: Check) -> None:
    click.echo(f"  [{VERDICT_TITLES[check.verdict]}] {check.title}：{visible(check.said)}")
    for fault in check.faults[:_MOST_FAULTS]:
        click.echo(f"        {fault.code} {visible(fault.said)}{_where(fault)}")


def _where(fault: Fault) -> str:
    places = (("文件", fault.file or None), ("偏移", fault.offset), ("记录", fault.record))
    said = "，".join(f"{name} {value}" for name, value in places if value is not None)
    return visible(f"（{said}）") if said else ""


def _summary(report: Report) -> str:
    counts = {one: sum(check.verdict is one for check in report.checks) for one in Verdict}
    told = f"{counts[Verdict.PASSED]} 项通过，{counts[Verdict.SKIPPED]} 项没有查"
    if report.is_sound:
        return f"没有发现改动。{told}。"
    return f"发现改动：{counts[Verdict.FAILED]} 项不通过，{told}。不要使用，请向提供人索要原始的。"
