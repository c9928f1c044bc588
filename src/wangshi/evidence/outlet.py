"""取证机器的出口: where it may go besides the public web, and whose clock it asks."""

from contextlib import suppress

from django.conf import settings
from django.utils import timezone

from wangshi.engine.capture import CaptureClock
from wangshi.engine.capture.sntp import ClockUnknown, ask_time
from wangshi.engine.vetting import Allowance


def allowance() -> Allowance:
    """放行的内网地址: none unless the administrator named some; every package records them."""
    return Allowance.of(*settings.WANGSHI_CAPTURE_ADDRESSES)


def ports() -> frozenset[int]:
    """80 和 443 以外放行的端口."""
    return frozenset(settings.WANGSHI_CAPTURE_PORTS)


def compared_clock() -> CaptureClock:
    """取证的钟: compared with the time server where one is named and answers."""
    server: str = settings.WANGSHI_TIME_SERVER
    if server:
        with suppress(ClockUnknown):
            offset = ask_time(server, timezone.now)
            return CaptureClock(timezone.now, offset_ms=offset, source=server)
    return CaptureClock(timezone.now)
