"""wangshi law load: 装入法规全文: whole statutes go into the installation's own library."""

import json
import os
from dataclasses import asdict
from pathlib import Path

import click

from wangshi.engine.statutes import SHELF, Installed, StatuteRefused, install

PARTLY = 1


@click.command(
    "load", help="把一个文件夹里的法规全文（*.md）装入本机法规库，页面就能显示整条原文。"
)
@click.argument("folder", metavar="文件夹", type=click.Path(path_type=Path))
@click.option("--home", type=click.Path(path_type=Path), help="本机数据目录；默认 WANGSHI_HOME。")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
@click.pass_context
def load_command(ctx: click.Context, folder: Path, home: Path | None, as_json: bool) -> None:
    """装入: sound files are taken in, broken ones are named; exit code 1 when any was refused."""
    if not folder.is_dir():
        raise click.ClickException(f"没有这个文件夹：{folder}，请核对路径")
    home = home or Path(os.environ.get("WANGSHI_HOME", "var"))
    try:
        installed = install(folder, home)
    except (StatuteRefused, OSError) as error:
        raise click.ClickException(f"写不进 {home}：{error}，请核对目录和权限") from None
    if as_json:
        click.echo(json.dumps(asdict(installed), ensure_ascii=False, indent=2))
    else:
        _report(installed, home)
    ctx.exit(PARTLY if installed.refused or not installed.added else 0)


def _report(installed: Installed, home: Path) -> None:
    if not installed.added and not installed.refused:
        click.echo("文件夹里没有 .md 文件，什么也没有装入。", err=True)
        return
    articles = sum(each.articles for each in installed.added)
    click.echo(f"装入 {len(installed.added)} 部，共 {articles} 条，放在 {home / SHELF}。")
    click.echo(f"本机法规库现有 {len(installed.shelved)} 部。")
    for caution in installed.cautions:
        click.echo(f"请核对：{caution}")
    for refusal in installed.refused:
        click.echo(f"没有装入 {refusal}", err=True)
