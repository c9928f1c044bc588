"""The commands that need the database: run, worker, init, demo, import, check."""

import json
import os
from pathlib import Path
from typing import Any

import click

from wangshi.engine.cli_chinese import ChineseCommand, ChineseGroup, Refused

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wangshi.settings")

as_json = click.option("--json", "in_json", is_flag=True, help="用 JSON 回答，给别的程序读。")


def wake() -> None:
    """Load Django once, when a command really needs it."""
    import django

    django.setup()


def say(answer: dict[str, Any], sentence: str, *, in_json: bool) -> None:
    """One answer, for a person or for a program."""
    click.echo(json.dumps(answer, ensure_ascii=False, default=str) if in_json else sentence)


@click.command(cls=ChineseCommand)
@click.option("--host", default="127.0.0.1", show_default=True, help="监听的地址。")
@click.option("--port", default=8000, show_default=True, help="监听的端口。")
@click.option("--demo/--no-demo", default=True, show_default=True, help="空库时是否先建演示县。")
@click.option("--workers", default=2, show_default=True, help="网站进程数。")
@click.option("--captures/--no-captures", default=True, show_default=True, help="是否也取证。")
@click.option("--pictures/--no-pictures", default=True, show_default=True, help="是否也认图。")
def run(host: str, port: int, demo: bool, workers: int, captures: bool, pictures: bool) -> None:
    """启动网站和后台任务；空库先建演示县。"""
    wake()
    from wangshi.installation import running

    address = running.Address(host, port)
    running.serve(address, demo=demo, processes=workers, captures=captures, pictures=pictures)


@click.command(cls=ChineseCommand)
@click.option("--captures", is_flag=True, help="只取派来的网页，可以单独做成一个服务。")
@click.option("--pictures", is_flag=True, help="只认执照图片，可以单独做成一个服务。")
def worker(captures: bool, pictures: bool) -> None:
    """只启动后台任务（可在多台机器上各开一个）。"""
    if captures and pictures:
        raise Refused("--captures 和 --pictures 只能选一个：各开一个进程。")
    wake()
    from wangshi.installation import running

    if pictures:
        running.read_pictures()
    else:
        (running.take_captures if captures else running.work)()


@click.command(cls=ChineseCommand)
@click.option("--county", default="lueyang", show_default=True, help="县的设置：名称或 YAML 文件。")
@as_json
def init(county: str, in_json: bool) -> None:
    """在空库里设立一个县：单位、镇办和三个管理员（初始密码只显示一次）。"""
    wake()
    from wangshi.installation import founding

    founded = founding.found(county)
    say(founded.as_answer(), founded.as_sentence(), in_json=in_json)


@click.command(name="reset-password", cls=ChineseCommand)
@click.argument("username", metavar="账号")
@as_json
def reset_password(username: str, in_json: bool) -> None:
    """给一个账号（包括管理员）重设密码；新密码只显示一次，登录后要改。"""
    wake()
    from wangshi.installation import founding

    password = founding.new_password(username)
    answer = {"username": username, "password": password}
    say(answer, f"{username} 的新密码：{password}（只显示这一次，登录后要改）", in_json=in_json)


@click.command(cls=ChineseCommand)
@click.option("--seed", default=2026, show_default=True, help="同一个种子，同一个县。")
@click.option("--small", is_flag=True, help="只建二十分之一，给测试和试用。")
@as_json
def demo(seed: int, small: bool, in_json: bool) -> None:
    """建演示县：虚构的主体、店铺、商品和半年的线索。"""
    wake()
    from wangshi.demo.county import build
    from wangshi.installation import running

    running.migrate()
    built = build(seed=seed, small=small)
    say(built.as_answer(), built.as_sentence(), in_json=in_json)


@click.group(name="import", cls=ChineseGroup)
def import_() -> None:
    """导入文件：登记数据、商品信息。"""


files = click.argument(
    "files",
    metavar="文件…",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)
dry_run = click.option("--dry-run", is_flag=True, help="只试算，不写入。")


@import_.command()
@files
@dry_run
@click.option("--preset", default="", help="列的对应，默认按表头认。")
@as_json
def register(files: tuple[Path, ...], dry_run: bool, preset: str, in_json: bool) -> None:
    """导入登记数据（CSV、XLSX、JSONL、Parquet，可用 gz 压缩）。"""
    wake()
    from wangshi.installation import importing

    importing.import_files("register", files, preset=preset, dry_run=dry_run, in_json=in_json)


@import_.command()
@files
@dry_run
@click.option("--preset", default="", help="列的对应，默认按表头认。")
@click.option("--platform", default="", help="平台代码，如 meituan；文件里有店铺列时不必填。")
@click.option("--shop", default="", help="店名，默认取文件名。")
@click.option("--seen-on", default="", help="看到的日子，如 2025-11-09；默认今天。")
@as_json
def listings(in_json: bool, files: tuple[Path, ...], **options: Any) -> None:
    """导入商品信息，导完就筛查。"""
    wake()
    from wangshi.installation import importing

    importing.import_files("listings", files, in_json=in_json, **options)


@click.group(name="export", cls=ChineseGroup)
def export() -> None:
    """导出给别的软件读的文件。"""


@export.command(name="ftm")
@click.argument("out", metavar="文件", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--phones/--no-phones", default=False, show_default=True, help="要不要电话。")
@as_json
def export_ftm(out: Path, phones: bool, in_json: bool) -> None:
    """导出主体、人、网店和关联，FollowTheMoney 格式，一行一个实体（JSONL）。"""
    wake()
    from wangshi.installation import exporting

    done = exporting.export_ftm(out, with_phones=phones)
    say(exporting.as_answer(done), exporting.as_sentence(done), in_json=in_json)


@click.command(cls=ChineseCommand)
@click.option("--audit", is_flag=True, help="把审计链从头验一遍。")
@as_json
def check(audit: bool, in_json: bool) -> None:
    """检查这套安装：设置、数据库、日历还管到哪天、法规数据。"""
    wake()
    from wangshi.installation import checking

    findings = checking.check(audit=audit)
    say(checking.as_answer(findings), checking.as_sentences(findings), in_json=in_json)
    if any(not finding.passed for finding in findings):
        raise SystemExit(1)


@click.command(cls=ChineseCommand)
@click.option("--reason", required=True, help="什么时候、为什么、恢复了哪一份备份。")
@as_json
def restored(reason: str, in_json: bool) -> None:
    """恢复旧备份以后声明一次：审计链和库外留底之间的缺口如实记下，不遮掩。"""
    wake()
    from wangshi.installation import restoring

    declared = restoring.declare(reason)
    say(declared.as_answer(), declared.as_sentence(), in_json=in_json)


@click.group(cls=ChineseGroup)
def triage() -> None:
    """投诉分拣：照人定过的类别学，给出建议和把握。"""


@triage.command(name="train")
@click.argument(
    "files",
    metavar="[文件…]",
    nargs=-1,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)
@as_json
def train_triage(files: tuple[Path, ...], in_json: bool) -> None:
    """训练一次：用这里人定过的，加上文件里的（标题、内容、问题类别三列）。"""
    wake()
    from wangshi.installation import triaging

    trained = triaging.train(files)
    say(triaging.as_answer(trained), triaging.as_sentence(trained), in_json=in_json)


@click.group(cls=ChineseGroup)
def dossier() -> None:
    """迎检材料：从自评做成一个文件夹，离线可校验。"""


@dossier.command(name="build")
@click.argument("out", metavar="文件夹", type=click.Path(file_okay=False, path_type=Path))
@click.option("--assessment", default=0, help="第几号自评；不填就是最近一次。")
@click.option("--pdf/--no-pdf", default=True, show_default=True, help="要不要 PDF（慢几秒）。")
@as_json
def build_dossier(out: Path, assessment: int, pdf: bool, in_json: bool) -> None:
    """做迎检材料：编号、目录、明细、佐证文件、缺项清单和校验程序。"""
    wake()
    from wangshi.installation import dossiers

    built = dossiers.build(out, assessment, pdf=pdf)
    say(dossiers.as_answer(built), dossiers.as_sentence(built), in_json=in_json)


@dossier.command(name="verify")
@click.argument("folder", metavar="文件夹", type=click.Path(exists=True, path_type=Path))
@as_json
def verify_dossier(folder: Path, in_json: bool) -> None:
    """校验迎检材料：每个文件、每个数字重新算一遍，不用数据库。"""
    from wangshi.engine import dossier_check

    faults = dossier_check.check(folder)
    said = "\n".join(f"不一致　{fault}" for fault in faults)
    passed = "通过　每个文件、每个数字都重新算过，和目录一致"
    say({"passed": not faults, "faults": faults}, said or passed, in_json=in_json)
    if faults:
        raise SystemExit(1)


@click.group(cls=ChineseGroup)
def evidence() -> None:
    """证据室：把命令封好的证据包收进来。"""


@evidence.command(name="take")
@click.argument(
    "package", metavar="证据包", type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.option("--by", required=True, help="收进来的执法员的账号；以后由他保管。")
@click.option("--second", required=True, help="第二名执法员的账号。")
@click.option("--about", default="", help="关于什么，如 cases.clue:12；不写就是单独一件。")
@as_json
def take_evidence(package: Path, in_json: bool, **options: str) -> None:
    """收进封好的包：先校验，是本单位封的、没有改动才收；原文件不动。"""
    wake()
    from wangshi.installation import receiving

    taken = receiving.take(package, **options)
    say(taken.as_answer(), taken.as_sentence(), in_json=in_json)


COMMANDS: dict[str, click.Command] = {
    "run": run,
    "worker": worker,
    "init": init,
    "reset-password": reset_password,
    "demo": demo,
    "import": import_,
    "export": export,
    "check": check,
    "dossier": dossier,
    "evidence": evidence,
    "restored": restored,
    "triage": triage,
}
