"""对钟: how far ahead this machine is, as a time server on the loopback says."""

import socket
import struct
import threading
from datetime import timedelta

import pytest

from tests.engine.forensics.office import right_now
from wangshi.engine.capture.sntp import ClockUnknown, ask_time

THEN = right_now()


def server(answer):
    """One question, one answer; gives the port."""
    line = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    line.bind(("127.0.0.1", 0))

    def serve():
        _, caller = line.recvfrom(512)
        line.sendto(answer, caller)
        line.close()

    threading.Thread(target=serve, daemon=True).start()
    return line.getsockname()[1]


def told(seconds: float, *, head: bytes = b"\x24\x02") -> bytes:
    whole = int(THEN.timestamp() + seconds) + 2_208_988_800
    stamp = struct.pack("!II", whole, int(seconds % 1 * (1 << 32)))
    return head + bytes(30) + stamp + stamp


@pytest.mark.parametrize(("behind", "milliseconds"), [(0, 0), (-2, 2000), (3, -3000), (0.5, -500)])
def test_the_offset_is_how_far_ahead_this_machine_is(behind, milliseconds):
    assert ask_time("127.0.0.1", lambda: THEN, port=server(told(behind))) == milliseconds


@pytest.mark.parametrize(
    "answer",
    [b"", b"\x24", told(0, head=b"\x23\x02"), told(0, head=b"\x24\x00")],
    ids=["nothing", "one byte", "no server", "no stratum"],
)
def test_what_is_no_time_is_refused(answer):
    with pytest.raises(ClockUnknown):
        ask_time("127.0.0.1", lambda: THEN + timedelta(0), port=server(answer), patience=1)


def test_nobody_there_is_told():
    with pytest.raises(ClockUnknown):
        ask_time("127.0.0.1", lambda: THEN, port=1, patience=0.2)
