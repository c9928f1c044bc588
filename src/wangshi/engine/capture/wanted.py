"""要取什么: the page, who takes it, how, within which limits; why there may be no package."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from urllib.parse import urlsplit

from wangshi.engine.vetting import Allowance

_MOST_ADDRESS = 8_000


class Fate(Enum):
    """没有取成的原因: what a queue shows where no package was written."""

    REFUSED = "refused"
    BROWSER_MISSING = "browser_missing"
    BROWSER_GONE = "browser_gone"
    TOO_LONG = "too_long"
    DISK_FULL = "disk_full"
    NOT_WRITTEN = "not_written"

    @property
    def title(self) -> str:
        """中文名."""
        return _FATES[self]


_FATES = {
    Fate.REFUSED: "不许打开这个网址",
    Fate.BROWSER_MISSING: "没有浏览器",
    Fate.BROWSER_GONE: "浏览器中途退出",
    Fate.TOO_LONG: "用时太长",
    Fate.DISK_FULL: "磁盘满了",
    Fate.NOT_WRITTEN: "写不了文件",
}


class CaptureFault(RuntimeError):
    """没有取成，什么也没有写下: `fate` says why, the message what to do next."""

    def __init__(self, fate: Fate, said: str) -> None:
        super().__init__(said)
        self.fate = fate


@dataclass(frozen=True)
class Officer:
    """执法人员: a name and the number of the certificate shown."""

    name: str
    certificate: str


@dataclass(frozen=True)
class CaptureClock:
    """取证的钟: the wall clock, the steady one, and how far the first was ahead of `source`."""

    now: Callable[[], datetime]
    steady: Callable[[], float] = time.monotonic
    offset_ms: int | None = None
    source: str = ""


@dataclass(frozen=True)
class Caps:
    """上限: seconds, bytes and counts of one capture; what was cut short is told in the package."""

    load_seconds: float = 45.0
    quiet_seconds: float = 0.5
    settle_seconds: float = 15.0
    look_seconds: float = 20.0
    total_seconds: float = 180.0
    body_bytes: int = 64 << 20
    total_bytes: int = 256 << 20
    screens: int = 40
    redirects: int = 20


@dataclass(frozen=True)
class Wanted:
    """要取的页面: `follow` are words of a link or an advertisement to click after the page.

    `allowance` and `ports` open what the vetting proxy shuts; the package records both.
    """

    url: str
    number: str
    officers: tuple[Officer, ...] = ()
    method: str = "网络在线提取"
    place: str = ""
    mobile: bool = False
    follow: str = ""
    allowance: Allowance = field(default_factory=Allowance)
    ports: frozenset[int] = frozenset()
    caps: Caps = field(default_factory=Caps)

    def __post_init__(self) -> None:
        """只取 http 和 https 的网址: no user name in it. Raises CaptureFault."""
        try:
            parts = urlsplit(self.url)
            fit = parts.scheme in ("http", "https") and bool(parts.hostname) and not parts.username
        except ValueError:
            fit = False
        if not fit or not self.url.isprintable() or len(self.url) > _MOST_ADDRESS:
            said = "请写完整的网址，以 http:// 或者 https:// 开头，里面不带用户名"
            raise CaptureFault(Fate.REFUSED, said)
