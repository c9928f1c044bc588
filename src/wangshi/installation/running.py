"""网站、后台任务、取证: children of one parent, which starts again whatever falls over."""

import itertools
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from types import FrameType

import click
from django.conf import settings
from django.core.management import call_command
from django.db import close_old_connections, connection
from django.db.utils import DatabaseError, OperationalError
from django.utils import timezone

from wangshi.accounts.models import Account
from wangshi.cases.services import remind_of_clues
from wangshi.display.tasks import PICTURES, queue_unread
from wangshi.engine.cli_chinese import Refused
from wangshi.engine.display.rapid import has_recogniser
from wangshi.evidence.services import resume_waiting, stamp_again
from wangshi.evidence.tasks import CAPTURES, queue_silent
from wangshi.mailroom.services import deliver_waiting
from wangshi.penalties.services import remind_of_cases
from wangshi.shared.imports import resume_stalled
from wangshi.shared.services import forget_old

from .rules import keep_rules_current

TEND_EVERY = 30.0  # seconds
DELIVER_EVERY = 5.0  # seconds
REMIND_EVERY = 60  # rounds of tending: half an hour
# Seconds. On two cores the site would wait for the worker, for whom nobody waits.
HEAD_START = 3.0
PATIENCE = 20.0  # seconds, for whoever is in the middle of something when told to stop


@dataclass(frozen=True)
class Address:
    host: str
    port: int

    def __str__(self) -> str:
        return f"http://{self.host}:{self.port}/"


def serve(address: Address, *, demo: bool, processes: int, captures: bool, pictures: bool) -> None:
    """Prepare the database, then keep the site and its workers alive until told to stop."""
    _refuse_a_taken_port(address)
    prepare(demo=demo)
    _announce(address)
    site = [
        *("-m", "granian", "--interface", "wsgi", "--host", address.host),
        *("--port", str(address.port), "--workers", str(processes), "--blocking-threads", "1"),
        *("--no-ws", "--log-level", "warning", "wangshi.wsgi:application"),
    ]
    worker = ["-m", "wangshi.cli", "worker"]
    others = {"--captures": captures, "--pictures": pictures and has_recogniser()}
    _keep_alive(site, worker, *([*worker, one] for one, wanted in others.items() if wanted))


def prepare(*, demo: bool) -> None:
    """Migrations, static files, and the demo county where the database is empty."""
    migrate()
    call_command("collectstatic", verbosity=0, interactive=False)
    if demo and not Account.objects.exists():
        from wangshi.demo.county import build

        click.echo("第一次启动：正在建演示县，约一分钟……")
        click.echo(build(seed=2026, small=False).as_sentence())
    connection.close()


def migrate() -> None:
    """The database as this version wants it; a second time changes nothing."""
    try:
        _reach()
        call_command("migrate", verbosity=0, interactive=False)
    except OperationalError as error:
        raise Refused(
            "连不上数据库。看看 DATABASE_URL 写得对不对、数据库开着没有。"
            f"数据库的回答：{str(error).splitlines()[0]}"
        ) from error


def _reach() -> None:
    """One plain connection: the pool would wait half a minute before it said no."""
    address = os.environ.get("DATABASE_URL", "")
    if address.startswith("postgres"):
        import psycopg

        try:
            psycopg.connect(address, connect_timeout=5).close()
        except psycopg.OperationalError as error:
            raise OperationalError(str(error).strip()) from error


def take_captures() -> None:
    """取证的后台任务: a worker of its own, which may be a service of its own."""
    call_command("db_worker", verbosity=0, interval=1.0, queue_name=CAPTURES)


def read_pictures() -> None:
    """认执照图片的后台任务: refused where the recogniser is not installed."""
    if not has_recogniser():
        raise Refused("没有装认字的程序：先 make setup-ocr，再启动。")
    call_command("db_worker", verbosity=0, interval=1.0, queue_name=PICTURES)


def work() -> None:
    """One worker; beside it one thread that tends what died or is due, and one that delivers."""
    # A slow mail server holds up nothing else.
    for act, every in ((_tend, TEND_EVERY), (_deliver, DELIVER_EVERY)):
        threading.Thread(target=_for_ever, args=(act, every), daemon=True).start()
    keep_rules_current(after=HEAD_START)
    call_command("db_worker", verbosity=0, interval=0.5)


def _tend(turn: int) -> None:
    now = timezone.now()
    if turn % REMIND_EVERY == 0:
        remind_of_clues(now)
        remind_of_cases(now)
    resume_stalled(now)
    resume_waiting(now)
    stamp_again(now)
    queue_silent()
    queue_unread()
    forget_old(now)


def _deliver(_turn: int) -> None:
    deliver_waiting(timezone.now)


def _for_ever(act: Callable[[int], object], every: float) -> None:
    """A database that is away for a while ends a turn, never the thread."""
    for turn in itertools.count():
        close_old_connections()
        try:
            act(turn)
        except DatabaseError as error:
            click.echo(f"这一轮没做完，过一会儿再做：{error}", err=True)
        close_old_connections()
        time.sleep(every)


def _refuse_a_taken_port(address: Address) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address.host, address.port))
        except OSError as error:
            raise Refused(
                f"{address.host}:{address.port} 已被占用。换一个端口：wangshi run --port 8001"
            ) from error


def _announce(address: Address) -> None:
    click.echo(f"网市已启动：{address}")
    card = settings.WANGSHI_HOME / "demo.json"
    if card.exists():
        demo = json.loads(card.read_text("utf-8"))
        click.echo(f"演示账号（密码都是 {demo['password']}）：")
        for account in demo["accounts"]:
            click.echo(f"  {account['username']:<12}{account['name']}　{account['role']}")
    click.echo("按 Ctrl+C 停下。")


def _keep_alive(*commands: list[str]) -> None:
    stopping = _told_to_stop()
    children: list[subprocess.Popen[bytes]] = []
    for command in commands:
        children.append(_start(command))
        stopping.wait(HEAD_START)
    while not stopping.wait(1.0):
        for index, child in enumerate(children):
            if child.poll() is not None:
                click.echo(f"有一个进程停了（{child.returncode}），重新启动。", err=True)
                _clear_away(child)
                children[index] = _start(commands[index])
    for child in children:
        child.terminate()
    for child in children:
        _see_off(child)


def _told_to_stop() -> threading.Event:
    """Set by Ctrl+C, by whoever stops the service, and by a terminal that is closed."""
    stopping = threading.Event()

    def stop(_signal: int, _frame: FrameType | None) -> None:
        stopping.set()

    for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, stop)
    return stopping


def _see_off(child: subprocess.Popen[bytes]) -> None:
    """A capture may take minutes; one that is cut off leaves nothing and is taken again."""
    try:
        child.wait(timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        _clear_away(child)
        child.wait()


def _clear_away(child: subprocess.Popen[bytes]) -> None:
    """With it whatever it had started: a web process left over would go on answering."""
    with suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)


def _start(command: list[str]) -> subprocess.Popen[bytes]:
    env = {**os.environ, "WANGSHI_HOME": str(settings.WANGSHI_HOME)}
    return subprocess.Popen([sys.executable, *command], env=env, process_group=0)  # noqa: S603
