"""wangshi capture: 网页取证. The clock is read here and nowhere below."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, TypeVar

import click

from .capture import (
    CaptureClock,
    Captured,
    CaptureFault,
    Observed,
    Office,
    Officer,
    Studio,
    Wanted,
    capture,
)
from .capture.sntp import ClockUnknown, ask_time
from .cli_chinese import ChineseCommand, Refused
from .cli_evidence import KEYS, answered, open_demo_authority, open_log, right_now
from .cli_verify import visible
from .forensics.keys import Keyring
from .vetting import Allowance

NOT_FULL: Final = 3
_HIGHEST_PORT: Final = 65_535
_OFFICERS: Final = 2
_Answer = TypeVar("_Answer")


@click.command(
    "capture",
    cls=ChineseCommand,
    help="网页取证：打开网址，记下收到的全部内容和样子，当场重放，封存成一个证据包。只去公网。",
)
@click.argument("url", metavar="网址")
@click.option("--out", "target", required=True, type=click.Path(path_type=Path), help="写到这里。")
@click.option("--number", help="证据的编号；不写就用文件名。")
@click.option("--officer", "officers", multiple=True, help="执法人员，写作 姓名:证号；写两次。")
@click.option("--method", default="网络在线提取", help="取证的方法；默认网络在线提取。")
@click.option("--place", default="", help="取证的地点。")
@click.option("--mobile", is_flag=True, help="用手机的样子打开。")
@click.option("--follow", default="", help="看完后点这几个字的链接或者广告，把打开的页面也记下。")
@click.option("--allow-address", "addresses", multiple=True, help="放行的内网地址；写进证据包。")
@click.option(
    "--allow-port", "ports", multiple=True, type=click.IntRange(1, _HIGHEST_PORT),
    help="80 和 443 以外放行的端口；写进证据包。",
)  # fmt: skip
@click.option("--time-server", help="和这台时间服务器（SNTP）对钟，差多少写进证据包。")
@click.option(
    "--demo-authority", "demonstration", is_flag=True,
    help="用本机的时间戳演示服务；没有法律效力，包里会写明。",
)  # fmt: skip
@click.option(
    "--home", type=click.Path(path_type=Path), envvar="WANGSHI_HOME", default=Path("var"),
    help="本机数据目录；默认 WANGSHI_HOME。",
)  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
@click.pass_context
def capture_command(
    ctx: click.Context,
    /,
    target: Path,
    home: Path,
    time_server: str | None,
    demonstration: bool,
    as_json: bool,
    **asked: Any,
) -> None:
    """取证: exit code 0 a whole page, 3 a package that says why it is not, 2 no package."""
    if target.exists():
        raise Refused(f"已经有 {target}，封存过的包不能覆盖")
    wanted = _plainly(lambda: _wanted(target, **asked))
    if len(wanted.officers) < _OFFICERS:
        click.echo("提醒：没有写两名执法人员（--officer 姓名:证号 写两次），包里就没有。", err=True)
    clock = _clock(time_server)
    keyring = answered(lambda: Keyring(home / KEYS))
    authorities = [open_demo_authority(home)] if demonstration else []
    with answered(lambda: open_log(keyring, home)) as log, Studio(hidden=[home]) as studio:
        made = _plainly(
            lambda: capture(
                wanted, target, studio=studio, clock=clock,
                office=Office(keyring, log, authorities),
            )
        )  # fmt: skip
    _show(made, target, as_json=as_json)
    if made.observed is not Observed.FULL:
        ctx.exit(NOT_FULL)


def _wanted(
    target: Path,
    url: str,
    number: str | None,
    officers: tuple[str, ...],
    addresses: tuple[str, ...],
    ports: tuple[int, ...],
    **rest: Any,
) -> Wanted:
    try:
        allowance = Allowance.of(*addresses)
    except ValueError:
        raise Refused("--allow-address 请写地址或者网段，例如 127.0.0.1 或者 10.1.0.0/16") from None
    return Wanted(
        url=url,
        number=number or target.stem,
        officers=tuple(map(_officer, officers)),
        allowance=allowance,
        ports=frozenset(ports),
        **rest,
    )


def _officer(text: str) -> Officer:
    name, _, certificate = text.replace("：", ":").partition(":")
    if not name.strip() or not certificate.strip():
        raise Refused(f"“{visible(text)}”请写作 姓名:证号")
    return Officer(name.strip(), certificate.strip())


def _clock(server: str | None) -> CaptureClock:
    if not server:
        return CaptureClock(right_now)
    try:
        return CaptureClock(right_now, offset_ms=ask_time(server, right_now), source=server)
    except ClockUnknown as fault:
        click.echo(f"提醒：没有对成钟：{fault}。包里会写没有对过。", err=True)
        return CaptureClock(right_now)


def _show(made: Captured, target: Path, *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(_told(made, target), ensure_ascii=False, indent=2))
        return
    click.echo(f"封存好了：{target}")
    click.echo(f"看到的：{made.observed.title}")
    for one in made.because:
        click.echo(f"  {visible(one)}")
    for one in made.guesses:
        click.echo(f"  （推测）{visible(one)}")
    click.echo(f"最后的网址 {visible(made.url)}")
    if made.replay is not None:
        again = made.replay
        click.echo(f"当场重放：文字千分之 {again.text} 相同，画面千分之 {again.picture} 相同")
    if made.package is not None:
        digest = made.package.seals.manifest
        click.echo(f"清单 SHA-256 {digest.sha256}")
        click.echo(f"清单 SM3     {digest.sm3}")


def _told(made: Captured, target: Path) -> dict[str, object]:
    again, package = made.replay, made.package
    return {
        "package": str(target),
        "observed": made.observed.value,
        "because": made.because,
        "guesses": made.guesses,
        "final_url": made.url,
        "title": made.title,
        "replay": again and {"text_per_mille": again.text, "picture_per_mille": again.picture},
        "manifest_sha256": package.seals.manifest.sha256 if package else "",
        "manifest_sm3": package.seals.manifest.sm3 if package else "",
    }


def _plainly(act: Callable[[], _Answer]) -> _Answer:
    try:
        return answered(act)
    except CaptureFault as fault:
        raise Refused(f"{fault.fate.title}：{visible(str(fault))}") from None
