"""网站、后台任务、取证: children of one parent, which starts again whatever falls over."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from types import FrameType

import click
from django.conf import settings
from django.core.management import call_command
from django.db import close_old_connections, connection
from django.db.utils import OperationalError
from django.utils import timezone

from wangshi.accounts.models import Account
from wangshi.engine.cli_chinese import Refused
from wangshi.evidence.services import resume_waiting, stamp_again
from wangshi.evidence.tasks import CAPTURES, queue_silent
from wangshi.shared.imports import resume_stalled
from wangshi.shared.services import forget_old

from .rules import keep_rules_current

TEND_EVERY = 30.0  # seconds
# Seconds. On two cores the site would wait for the worker, for whom nobody waits.
HEAD_START = 3.0
PATIENCE = 20.0  # seconds, for whoever is in the middle of something when told to stop


@dataclass(frozen=True)
class Address:
    host: str
    port: int

    def __str__(self) -> str:
        return f"http://{self.host}:{self.port}/"


def serve(address: Address, *, demo: bool, processes: int, captures: bool) -> None:
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
    _keep_alive(site, worker, *([[*worker, "--captures"]] if captures else []))


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


def work() -> None:
    """One worker; beside it a thread that takes up what died and forgets what is old."""
    threading.Thread(target=_tend_for_ever, daemon=True).start()
    keep_rules_current(after=HEAD_START)
    call_command("db_worker", verbosity=0, interval=0.5)


def _tend_for_ever() -> None:
    while True:
        close_old_connections()
        resume_stalled(timezone.now())
        resume_waiting(timezone.now())
        stamp_again(timezone.now())
        queue_silent()
        forget_old(timezone.now())
        close_old_connections()
        time.sleep(TEND_EVERY)


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
