"""wangshi seal, keys and log: 封存、钥匙和日志. The clock is read here and nowhere below."""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, TypeVar

import click
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from .cli_chinese import ChineseCommand, ChineseGroup, Refused
from .cli_verify import (
    read_held,
    read_key_list,
    read_trust,
    read_witnesses,
    show,
    told_plainly,
    visible,
)
from .forensics.authorities import LocalTimeAuthority
from .forensics.canonical import Json
from .forensics.captures import Capture, Clock, Kept
from .forensics.files import write_whole
from .forensics.following import Witness
from .forensics.journal import LogFault
from .forensics.keys import LIST_FILE, KeyFault, KeyList, Keyring, Purpose
from .forensics.log import Log
from .forensics.logcheck import check_tree
from .forensics.merkle import consistency_proof
from .forensics.moments import to_second
from .forensics.notes import ED25519_SPKI, NoteKey, log_key, read_note_key
from .forensics.openssl import OpensslFault
from .forensics.paper import checkpoint_page
from .forensics.sealing import complete, seal
from .forensics.tiles import CHECKPOINT, Tiles

KEYS, LOG, DEMO_AUTHORITY = "keys", "evidence/log", "evidence/demo-authority"
HEAD: Final = "log-head"
UNSOUND: Final = 1
_Answer = TypeVar("_Answer")
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
_home = click.option(
    "--home", type=click.Path(path_type=Path), envvar="WANGSHI_HOME", default=Path("var"),
    help="本机数据目录；默认 WANGSHI_HOME。",
)  # fmt: skip
_json = click.option("--json", "as_json", is_flag=True, help="输出 JSON。")
_key = click.option("--key", "key_text", help="日志的公钥（名称+编号+公钥）。")
_keys = click.option("--keys", type=_FILE, help="单位的公钥名单 keys.json，里面有日志的公钥。")


@click.command(
    "seal", cls=ChineseCommand, help="把文件封存成一个证据包：录像、截图、下载的文件都可以。"
)
@click.argument("sources", metavar="文件…", nargs=-1, required=True, type=_FILE)
@click.option("--out", "target", required=True, type=click.Path(path_type=Path), help="写到这里。")
@click.option("--number", required=True, help="证据的编号。")
@click.option("--title", default="", help="一句话说明是什么；不写就用编号。")
@click.option(
    "--demo-authority", is_flag=True, help="用本机的时间戳演示服务；没有法律效力，包里会写明。"
)
@_home
def seal_command(
    sources: tuple[Path, ...], target: Path, number: str, title: str, demo_authority: bool,
    home: Path,
) -> None:  # fmt: skip
    """封存: signed with the office's keys and entered into its log."""
    at = right_now()
    capture = _capture(sources, number, title or number, at)
    authorities = [open_demo_authority(home)] if demo_authority else []
    keyring = answered(lambda: Keyring(home / KEYS))
    with answered(lambda: open_log(keyring, home)) as log:
        made = answered(
            lambda: seal(capture, target, keyring=keyring, at=at, authorities=authorities, log=log)
        )
    made = answered(
        lambda: complete(made, keyring=keyring, authorities=authorities, at=right_now())
    )
    click.echo(f"封存好了：{target}")
    click.echo(f"清单 SHA-256 {made.seals.manifest.sha256}")
    click.echo(f"清单 SM3     {made.seals.manifest.sm3}")
    for stamp in made.seals.stamps:
        click.echo(f"时间戳 {stamp.authority}：{stamp.state.value}")


@click.group("keys", cls=ChineseGroup, help="单位封存证据用的钥匙：建、换、吊销。")
def keys_commands() -> None:
    """钥匙: kept as files outside the database."""


@keys_commands.command("new", help="建钥匙：Ed25519 和 SM2 各一把，日志一把。")
@click.option("--office", required=True, help="单位的全称，写在每个证据包里。")
@click.option("--log", "origin", required=True, help="日志的名字，例如 shisui.example/evidence。")
@_home
def new_keys(office: str, origin: str, home: Path) -> None:
    """建钥匙: private ones readable by their owner only."""
    ring = answered(lambda: Keyring.create(home / KEYS, office, origin, right_now()))
    click.echo(f"钥匙建好了，在 {home / KEYS}。私钥不要给任何人，也要备份。")
    click.echo(f"公钥名单 {home / KEYS / LIST_FILE} 可以公开，请发给司法局、法院和见证方。")
    _list(ring.public)


@keys_commands.command("list", help="列出钥匙。")
@_home
def list_keys(home: Path) -> None:
    """列钥匙: every key that ever signed."""
    _list(answered(lambda: Keyring(home / KEYS)).public)


@keys_commands.command("rotate", help="换新的封存钥匙；旧的留在名单上，以前的包照样能查。")
@_home
def rotate_keys(home: Path) -> None:
    """换钥匙: from this moment on."""
    ring = answered(lambda: Keyring(home / KEYS))
    answered(lambda: ring.rotate(right_now()))
    click.echo("换好了。请把新的公钥名单再发一遍。")
    _list(ring.public)


@keys_commands.command("revoke", help="吊销一把钥匙：从这时起它封存的不算数。")
@click.argument("key", metavar="钥匙编号")
@click.option("--reason", required=True, help="为什么吊销。")
@_home
def revoke_key(key: str, reason: str, home: Path) -> None:
    """吊销: stays on the list, with the reason."""
    ring = answered(lambda: Keyring(home / KEYS))
    answered(lambda: ring.revoke(key, right_now(), reason))
    click.echo(f"{key} 已吊销。请换新钥匙（wangshi keys rotate），再把公钥名单发一遍。")


@click.group("log", cls=ChineseGroup, help="取证日志：核对、见证、打印存根。")
def log_commands() -> None:
    """日志: append-only, as plain files."""


@log_commands.command("check", help="核对日志或者它的副本：每一条、每一层、存根、见证。不联网。")
@click.argument("folder", metavar="文件夹", type=_FOLDER)
@_key
@_keys
@click.option("--checkpoint", type=_FILE, help="以前留下的存根。")
@click.option("--witness", "witnesses", multiple=True, help="见证方的公钥，或者装着公钥的文件。")
@click.option("--quorum", type=click.IntRange(min=0), default=0, help="至少几家见证；默认要全部。")
@_json
@click.pass_context
def check_log(
    ctx: click.Context, /, folder: Path, key_text: str | None, as_json: bool, **trusted: Any
) -> None:
    """核对日志: exit code 0 when nothing was found, 1 when something was."""
    trust = read_trust(**trusted)
    report = check_tree(
        folder,
        _log_key(key_text, trusted["keys"]),
        held=trust.checkpoint,
        witnesses=trust.witnesses,
        quorum=trust.quorum,
    )
    show([report], as_json=as_json)
    if not report.is_sound:
        ctx.exit(UNSOUND)


@log_commands.command("print", help="打印今天的存根：一页纸，带二维码，盖章后交别的单位保管。")
@click.argument("folder", metavar="文件夹", type=_FOLDER)
@_keys
@click.option("--out", "target", required=True, type=click.Path(path_type=Path), help="写到这里。")
def print_checkpoint(folder: Path, keys: Path | None, target: Path) -> None:
    """打印存根: HTML for one A4 sheet."""
    key, office = _log_key(None, keys), read_key_list(keys).office if keys else ""
    if key is None:
        raise Refused("请给出公钥名单：--keys keys.json")
    page = checkpoint_page(read_held(folder / CHECKPOINT), key, office, right_now().date())
    told_plainly(lambda: write_whole(target, [page.encode()]))
    click.echo(f"写好了：{target}。用浏览器打开后打印。")


@log_commands.command("cosign", help="见证：查过接得上，才在存根上加签。给保管副本的单位用。")
@click.argument("folder", metavar="文件夹", type=_FOLDER)
@click.option("--name", required=True, help="见证方的名字，例如 justice.shisui.example。")
@click.option("--private-key", required=True, type=_FILE, help="见证方的 Ed25519 私钥（PEM）。")
@click.option(
    "--memory", required=True, type=click.Path(path_type=Path), help="记着上次见证到哪里的文件。"
)
@_key
@_keys
def cosign(
    folder: Path, name: str, private_key: Path, memory: Path, key_text: str | None,
    keys: Path | None,
) -> None:  # fmt: skip
    """见证: refuses a log that does not follow from what was seen before."""
    key = _log_key(key_text, keys)
    if key is None:
        raise Refused("请给出日志的公钥：--key 或者 --keys")
    witness = answered(lambda: Witness(name, _private(private_key), key, memory))
    latest = read_held(folder / CHECKPOINT)
    seen = witness.view.seen.size if witness.view.seen else 0
    tiles = Tiles(folder, latest.size)
    proof = answered(lambda: consistency_proof(tiles.subtree, seen, latest.size))
    line = answered(lambda: witness.cosign(latest, proof, right_now()))
    click.echo(line)
    click.echo(f"把上面这一行交回去；您的公钥是 {witness.key}", err=True)


@log_commands.command("accept", help="收下见证方的签名，写进最近的存根。")
@click.argument("lines", metavar="签名的文件", type=_FILE)
@click.option("--witness", "witnesses", multiple=True, required=True, help="见证方的公钥或文件。")
@_home
def accept(lines: Path, witnesses: tuple[str, ...], home: Path) -> None:
    """收见证: only what a known witness signed over the latest checkpoint."""
    keyring = answered(lambda: Keyring(home / KEYS))
    with answered(lambda: open_log(keyring, home)) as log:
        plain = str(log.checkpoint).rstrip("\n")
        note = f"{plain}\n{lines.read_text('utf-8').strip()}\n"
        signed = answered(lambda: log.take_cosignatures(note, read_witnesses(witnesses)))
    names = "、".join(one.name for one in signed.signatures[1:])
    click.echo(f"存根现在由 {visible(names)} 见证。")


def _capture(sources: tuple[Path, ...], number: str, title: str, at: datetime) -> Capture:
    kept = [
        Kept(f"files/{place:04d}{_ending(path)}", path) for place, path in enumerate(sources, 1)
    ]
    names: list[Json] = [
        {"path": one.name, "name": visible(path.name)}
        for one, path in zip(kept, sources, strict=True)
    ]
    facts: dict[str, Json] = {"method": "上传文件", "files": names}
    return Capture(number, title, Clock(at, at, 0), kept=kept, facts=facts)


def _ending(path: Path) -> str:
    ending = path.suffix.lower()
    return ending if ending[1:].isalnum() and ending.isascii() else ""


def open_demo_authority(home: Path) -> LocalTimeAuthority:
    folder = home / DEMO_AUTHORITY
    if (folder / "tsa.pem").exists():
        return LocalTimeAuthority(folder)
    return answered(lambda: LocalTimeAuthority.create(folder))


def open_log(keyring: Keyring, home: Path) -> Log:
    public = keyring.public
    key = public.current("ed25519", Purpose.LOG, right_now())
    memory = keyring.folder / HEAD
    return Log(home / LOG, public.log, keyring.ed25519(key), memory=memory)


def _log_key(text: str | None, keys: Path | None) -> NoteKey | None:
    if text is not None:
        return told_plainly(lambda: read_note_key(text))
    if keys is None:
        return None
    public = read_key_list(keys)
    raw = [key.spki for key in public.keys if key.purpose is Purpose.LOG]
    return log_key(public.log, raw[-1].removeprefix(ED25519_SPKI)) if raw else None


def _private(path: Path) -> Ed25519PrivateKey:
    private = load_pem_private_key(path.read_bytes(), None)
    if not isinstance(private, Ed25519PrivateKey):
        raise KeyFault(f"{path} 不是 Ed25519 私钥")
    return private


def _list(public: KeyList) -> None:
    click.echo(f"{public.office}，日志 {public.log}")
    for key in public.keys:
        until = f"到 {to_second(key.until)}" if key.until else "起"
        revoked = f"，{to_second(key.revoked_at)} 吊销：{key.reason}" if key.revoked_at else ""
        click.echo(f"  {key.id}\t{key.purpose.value}\t{to_second(key.since)} {until}{revoked}")


def answered(ask: Callable[[], _Answer]) -> _Answer:
    try:
        return told_plainly(ask)
    except (ValueError, LogFault, OpensslFault) as fault:
        raise Refused(visible(str(fault))) from None


def right_now() -> datetime:
    return datetime.fromtimestamp(time.time(), UTC)
