"""隔离: how far the browser can be shut in on this machine, tried once, and the cell it is put in.

The strongest that works is taken: a network of its own in which nothing is but the proxy's doors,
folders with keys and evidence hidden, and for root another user. What held is told, and what not.
"""

import json
import os
import pwd
import shlex
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Final

from .cell import DOOR, FAILED

ACCOUNT: Final = "wangshi-browser"
# systemd keeps this range for users that exist while something runs (UIDS-GIDS, DynamicUser=).
_TRANSIENT: Final = range(61_184, 65_520)
_PATIENCE: Final = 10.0
_LONGEST_WORD: Final = 400
_CELL: Final = Path(__file__).with_name("cell.py")
# Sockets of databases and services lie here: a network of its own does not shut those.
_RUN: Final = Path("/run")


@dataclass(frozen=True)
class Isolation:
    """隔离到哪一步: the browser's own network, its own user, hidden folders; why not further."""

    network: bool = False
    user: str = ""
    sandbox: bool = True
    why: str = ""

    @property
    def told(self) -> str:
        """一句话: for whoever runs the machine."""
        if not self.network:
            return f"浏览器没有自己的网络，靠放行代理挡：{self.why}"
        who = f"自己的用户 {self.user}" if self.user else "和取证的程序同一个用户"
        box = "自己的沙箱" if self.sandbox else "没有沙箱（不要用 root 运行）"
        return f"浏览器在自己的网络里，只看得见放行代理；{who}；{box}"


@dataclass(frozen=True)
class Plan:
    """怎么隔: which steps are taken, and as which user and group where another one is."""

    network: bool
    user: tuple[int, int] | None = None
    hidden: tuple[str, ...] = ()
    why: str = ""

    @property
    def is_open(self) -> bool:
        """什么也没有隔."""
        return not self.network and self.user is None

    @property
    def isolation(self) -> Isolation:
        """写进证据包的."""
        sandbox = self.user is not None or os.geteuid() != 0
        return Isolation(self.network, _name_of(self.user), sandbox, self.why)


@dataclass
class Cell:
    """隔间: a folder with the program to start in the browser's stead, and the line to its porter.

    `with Cell(plan, program) as cell`: start `cell.launcher`, then `cell.joined()`.
    """

    plan: Plan
    program: Path
    trial: bool = False
    folder: Path = field(init=False)
    _line: socket.socket | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        """Written down for the program; the other user may pass through, and see nothing."""
        self.folder = Path(tempfile.mkdtemp(prefix="wangshi-cell-"))
        self.folder.chmod(0o711)
        self.downloads.mkdir(mode=0o700)
        self._welcome = socket.socket(socket.AF_UNIX)
        self._welcome.bind(str(self.folder / "line"))
        self._welcome.listen(1)
        self._welcome.settimeout(_PATIENCE)
        told = {
            "line": str(self.folder / "line"), "program": str(self.program),
            "network": self.plan.network, "user": self.plan.user, "trial": self.trial,
            "hidden": self.plan.hidden, "downloads": str(self.downloads),
        }  # fmt: skip
        (self.folder / "plan.json").write_text(json.dumps(told), "utf-8")
        words = [sys.executable, "-I", "-S", str(_CELL), str(self.folder / "plan.json")]
        self.launcher.write_text(f'#!/bin/sh\nexec {shlex.join(words)} "$@"\n', "utf-8")
        self.launcher.chmod(0o700)

    def __enter__(self) -> "Cell":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def launcher(self) -> Path:
        """代替浏览器启动的程序."""
        return self.folder / "browser"

    @property
    def downloads(self) -> Path:
        """下载放在哪里."""
        return self.folder / "downloads"

    def joined(self) -> str:
        """隔间里的人报到: empty when all held, else what did not. OSError when nobody comes."""
        self._line, _ = self._welcome.accept()
        self._line.settimeout(_PATIENCE)
        return self._line.makefile(encoding="utf-8").readline(_LONGEST_WORD).strip()

    def door(self) -> socket.socket:
        """开一扇门: a socket that listens inside the cell, held out here. OSError when it fell."""
        if self._line is None:
            raise OSError(0, "隔间里还没有人")
        self._line.sendall(DOOR)
        _, handed, _, _ = socket.recv_fds(self._line, len(DOOR), 1)
        if not handed:
            raise OSError(0, "隔间里没有人了")
        return socket.socket(fileno=handed[0])

    def close(self) -> None:
        """拆掉: the porter goes when the line does."""
        for line in filter(None, (self._line, self._welcome)):
            line.close()
        shutil.rmtree(self.folder, ignore_errors=True)


def plan_for(program: Path, hidden: Sequence[Path]) -> Plan:
    """这台机器上能怎么隔: the strongest of the plans that a trial showed to hold."""
    kept = [*hidden, Path.home(), _RUN]
    near = (Path(tempfile.gettempdir()).resolve(), program.resolve())
    folders = (one.resolve() for one in kept)
    # Of a folder that holds what the browser needs nothing can be hidden.
    fit = [str(one) for one in folders if not any(each.is_relative_to(one) for each in near)]
    return _tried(os.geteuid(), tuple(dict.fromkeys(fit)))


@lru_cache
def _tried(uid: int, hidden: tuple[str, ...]) -> Plan:
    why = ""
    for plan in _plans(uid, hidden):
        refusal = _trial(plan)
        if not refusal:
            return Plan(plan.network, plan.user, plan.hidden, why)
        why = why or refusal
    return Plan(network=False, why=why)


def _plans(uid: int, hidden: tuple[str, ...]) -> Iterator[Plan]:
    """From the strongest down; only root can become somebody else."""
    user = _browser_user() if uid == 0 else None
    if not sys.platform.startswith("linux"):
        return
    if user:
        yield Plan(network=True, user=user, hidden=hidden)
        yield Plan(network=False, user=user)
    yield Plan(network=True, hidden=hidden)


def _trial(plan: Plan) -> str:
    """Why it cannot be; empty when it can: the whole way is gone, and the program does nothing."""
    profile = tempfile.mkdtemp(prefix="wangshi-trial-")
    try:
        with Cell(plan, Path("/bin/true"), trial=True) as cell:
            words = [str(cell.launcher), f"--user-data-dir={profile}"]
            done = subprocess.run(words, capture_output=True, timeout=_PATIENCE, check=False)
            if done.returncode in (0, FAILED):
                return cell.joined()
            return f"试着启动没有成功（{done.stderr[-200:].decode('utf-8', 'replace').strip()}）"
    except (OSError, subprocess.TimeoutExpired) as fault:
        return str(fault)
    finally:
        shutil.rmtree(profile, ignore_errors=True)


def _browser_user() -> tuple[int, int]:
    """浏览器的系统用户: the account kept for it, else a number that nobody has."""
    try:
        found = pwd.getpwnam(ACCOUNT)
    except KeyError:
        taken = {one.pw_uid for one in pwd.getpwall()}
        free = next(number for number in _TRANSIENT if number not in taken)
        return free, free
    return found.pw_uid, found.pw_gid


def _name_of(user: tuple[int, int] | None) -> str:
    if user is None:
        return ""
    try:
        return pwd.getpwuid(user[0]).pw_name
    except KeyError:
        return str(user[0])
