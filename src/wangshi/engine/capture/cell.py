"""隔间: the program between us and the browser: it shuts itself in, then becomes the browser.

Run as `python -I -S cell.py PLAN WORDS…`, PLAN a JSON file. On the line it was given it says what
held, and stays as a porter of a few lines: asked for a door, it makes a listening socket in the
cell and passes it out. That socket is then the only thing both sides know.
"""

import ctypes
import fcntl
import json
import os
import signal
import socket
import struct
import sys
from pathlib import Path
from typing import Any, Final

NEW_MOUNTS, NEW_USER, NEW_NETWORK = 0x0002_0000, 0x1000_0000, 0x4000_0000  # unshare(2)
_PRIVATE, _SHUT = 0x4_4000, 0xE  # mount(2): recursive and private; no programs, devices, setuid
_PARENT_DIES: Final = 1  # prctl(2)
_FLAGS_OF, _SET_FLAGS, _UP = 0x8913, 0x8914, 0x41  # netdevice(7)
_PROGRAMS: Final = "/usr/local/bin:/usr/bin:/bin"
_LIBC: Final = ctypes.CDLL(None, use_errno=True)
DOOR: Final = b"door"
FAILED: Final = 70


def main() -> None:
    """The cell, the porter, the browser."""
    plan = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    words = sys.argv[2:]
    line = socket.socket(socket.AF_UNIX)
    line.connect(plan["line"])
    try:
        shut_in(plan, _profile(words))
    except OSError as fault:
        line.sendall(f"{fault.strerror or fault}\n".encode())
        sys.exit(FAILED)
    line.sendall(b"\n")
    if os.fork() == 0:
        keep_door(line)
    told = {"PATH": _PROGRAMS, "HOME": _profile(words) or "/", "LANG": "C.UTF-8"}
    os.execve(plan["program"], [plan["program"], *words], told)


def shut_in(plan: dict[str, Any], profile: str) -> None:
    """关进去: all that the plan asks for, or OSError."""
    uid, gid = os.geteuid(), os.getegid()
    if plan["network"]:
        _unshare(NEW_NETWORK | NEW_MOUNTS | (NEW_USER if uid else 0))
        if uid:
            _same_user(uid, gid)
        _raise_loopback()
        _hide(plan["hidden"])
    if plan["user"]:
        uid, gid = plan["user"]
        _become(uid, gid, [plan["downloads"], *filter(None, [profile])])
    if plan["trial"] and os.geteuid():
        _try_a_sandbox()


def keep_door(line: socket.socket) -> None:
    """看门: until the browser or whoever started it is gone."""
    _LIBC.prctl(_PARENT_DIES, signal.SIGKILL)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for number in range(5):  # what the browser was given to speak on is not ours to hold open
        if number != line.fileno():
            os.dup2(nowhere, number)
    while line.recv(len(DOOR)):
        with socket.socket() as listener:
            listener.bind(("127.0.0.1", 0))
            listener.listen(128)
            socket.send_fds(line, [DOOR], [listener.fileno()])
    os._exit(0)


def _unshare(what: int) -> None:
    _answered(_LIBC.unshare(what), "系统不许另开网络")


def _same_user(uid: int, gid: int) -> None:
    """In the cell the user is who he was: the browser refuses its own sandbox to root."""
    for name, text in (("setgroups", "deny"), ("uid_map", f"{uid} {uid} 1"),
                       ("gid_map", f"{gid} {gid} 1")):  # fmt: skip
        Path(f"/proc/self/{name}").write_text(text, "ascii")


def _raise_loopback() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
        asked = struct.pack("16sh", b"lo", 0)
        (flags,) = struct.unpack_from("16xh", fcntl.ioctl(line, _FLAGS_OF, asked))
        fcntl.ioctl(line, _SET_FLAGS, struct.pack("16sh", b"lo", flags | _UP))


def _hide(folders: list[str]) -> None:
    _answered(_LIBC.mount(b"none", b"/", None, _PRIVATE, None), "挂载点分不开")
    for folder in folders:
        if Path(folder).is_dir():
            place = os.fsencode(folder)
            hidden = _LIBC.mount(b"none", place, b"tmpfs", _SHUT, b"size=64k,mode=0755")
            _answered(hidden, f"遮不住 {folder}")


def _become(uid: int, gid: int, folders: list[str]) -> None:
    """Another user, to whom only what he writes to is given."""
    for folder in folders:
        os.chown(folder, uid, gid)
    os.setgroups([])
    os.setresgid(gid, gid, gid)
    os.setresuid(uid, uid, uid)
    for folder in folders:
        list(Path(folder).iterdir())


def _try_a_sandbox() -> None:
    """Whether the browser could build its own: tried by a child, since it cannot be undone."""
    child = os.fork()
    if child == 0:
        os._exit(0 if _LIBC.unshare(NEW_USER) == 0 else FAILED)
    if os.waitpid(child, 0)[1]:
        raise OSError(0, "浏览器在里面建不了自己的沙箱")


def _profile(words: list[str]) -> str:
    mark = "--user-data-dir="
    return next((word.removeprefix(mark) for word in words if word.startswith(mark)), "")


def _answered(code: int, said: str) -> None:
    if code != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{said}（{os.strerror(number)}）")


if __name__ == "__main__":
    main()
