"""对钟: how far this machine's clock is ahead of a time server (SNTP, RFC 4330 section 5)."""

import socket
import struct
from collections.abc import Callable
from datetime import datetime
from typing import Final

PORT: Final = 123
_ASK: Final = b"\x23" + bytes(47)  # version 4, client
_SERVER: Final = 4
_MODE: Final = 7
_EPOCH: Final = 2_208_988_800  # seconds from 1900 to 1970
_PATIENCE: Final = 3.0
_FRACTION: Final = 1 << 32


class ClockUnknown(RuntimeError):
    """没有对成钟: the server did not answer, or not as a time server does."""


def ask_time(
    server: str, now: Callable[[], datetime], *, port: int = PORT, patience: float = _PATIENCE
) -> int:
    """对钟: milliseconds by which `now` is ahead of `server`; half the way there and back is error.

    Raises ClockUnknown.
    """
    try:
        found = socket.getaddrinfo(server, port, type=socket.SOCK_DGRAM)[0]
        with socket.socket(found[0], found[1]) as line:
            line.settimeout(patience)
            line.connect(found[4])
            sent = now().timestamp()
            line.send(_ASK)
            answer = line.recv(512)
            came = now().timestamp()
    except OSError as fault:
        raise ClockUnknown(f"{server} 没有回答（{fault}）") from None
    if len(answer) < len(_ASK) or answer[0] & _MODE != _SERVER or not answer[1]:
        raise ClockUnknown(f"{server} 回答的不是时间")
    received, answered = (_seconds(answer, at) for at in (32, 40))
    return round(1000 * ((sent - received) + (came - answered)) / 2)


def _seconds(answer: bytes, at: int) -> float:
    whole: int
    part: int
    whole, part = struct.unpack_from("!II", answer, at)
    return whole - _EPOCH + part / _FRACTION
