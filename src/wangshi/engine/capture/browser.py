"""取证台: Debian's Chromium, started clean and with no way out but a capture's own proxy."""

import asyncio
import errno
import socket
import threading
from collections.abc import AsyncIterator, Coroutine, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Literal, TypeVar

from playwright.async_api import (
    Browser,
    BrowserContext,
    Error,
    Page,
    Playwright,
    async_playwright,
)

from .isolation import Cell, Isolation, Plan, plan_for
from .wanted import CaptureFault, Fate

CHROMIUM: Final = Path("/usr/bin/chromium")
NOWHERE: Final = 9  # the port where packets are dropped
FLAGS: Final = (
    # What did not open is not tried again behind our back.
    "--disable-auto-reload",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-domain-reliability",
    "--disable-extensions",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--dns-prefetch-disable",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
    "--metrics-recording-only",
    "--no-first-run",
    "--no-pings",
    # Nothing the browser does on its own account leaves.
    f"--proxy-server=http://127.0.0.1:{NOWHERE}",
    "--proxy-bypass-list=<-loopback>",
    # All frames in one process: what they receive is seen in one place, and none goes unseen.
    "--disable-site-isolation-trials",
    "--hide-scrollbars",
)
_PHONE: Final = {"width": 390, "height": 844}
_DESK: Final = {"width": 1366, "height": 900}
_LAUNCH_MS: Final = 30_000
_ANSWER_SECONDS: Final = 5.0
_Answer = TypeVar("_Answer")


@dataclass(frozen=True)
class Door:
    """一扇门: a socket that this browser can reach, and no other; its proxy listens on it."""

    listener: socket.socket
    browser: Browser
    isolation: Isolation


class Studio:
    """取证台: `with Studio() as studio` serves many captures, each with a clean profile.

    Several threads may capture at once. The browser is started when first needed and again after
    it died. Work runs on a thread of its own, so that the caller may be a web worker or a job.
    `hidden` are folders the browser is not to see; it is shut in as far as the machine allows.
    """

    def __init__(self, executable: Path = CHROMIUM, *, hidden: Sequence[Path] = ()) -> None:
        self.executable = executable
        self._hidden = hidden
        self._cell: Cell | None = None
        self._playwright: Playwright | None = None
        self._browser: Browser | None = None
        self._blank: Page | None = None
        self._in_doubt = False
        # Of two captures that come at once only one starts the browser.
        self._door = asyncio.Lock()

    def __enter__(self) -> "Studio":
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def run(self, work: Coroutine[Any, Any, _Answer], seconds: float) -> _Answer:
        """做一件事: its answer, or CaptureFault when it takes too long or the browser goes."""

        async def limited() -> _Answer:
            return await asyncio.wait_for(work, seconds)

        future = asyncio.run_coroutine_threadsafe(limited(), self._loop)
        try:
            return future.result()
        except TimeoutError:
            said = f"取证超过 {seconds:.0f} 秒，什么也没有写下。请稍后再取，或者分开取"
            raise CaptureFault(Fate.TOO_LONG, said) from None
        except Error as fault:
            self._in_doubt = True
            raise CaptureFault(Fate.BROWSER_GONE, _gone(fault)) from None
        except OSError as fault:
            raise full_or_unwritable(fault) from None

    async def browser(self) -> Browser:
        """浏览器: started on demand. Raises CaptureFault when there is none."""
        async with self._door:
            return await self._started()

    async def _started(self) -> Browser:
        if self._in_doubt:
            await self._make_sure()
        if self._browser is not None and self._browser.is_connected():
            return self._browser
        if not self.executable.exists():
            said = f"没有 {self.executable}，请管理员运行 apt-get install chromium"
            raise CaptureFault(Fate.BROWSER_MISSING, said)
        if self._playwright is None:
            self._playwright = await async_playwright().start()
        plan = await asyncio.to_thread(plan_for, self.executable, self._hidden)
        self._leave_cell()
        try:
            self._browser = await self._launch(self._playwright, plan)
        except Error as fault:
            said = f"浏览器没有启动成功：{_first_line(fault)}"
            raise CaptureFault(Fate.BROWSER_MISSING, said) from None
        return self._browser

    async def _make_sure(self) -> None:
        """After a failure: a browser that no longer answers is left, and its driver with it."""
        self._in_doubt = False
        try:
            if self._browser is not None:
                context = await asyncio.wait_for(self._browser.new_context(), _ANSWER_SECONDS)
                await context.close()
        except (Error, TimeoutError):
            self._browser = self._playwright = self._blank = None

    async def _launch(self, playwright: Playwright, plan: Plan) -> Browser:
        self._isolation = plan.isolation
        self._cell = None if plan.is_open else Cell(plan, self.executable)
        browser = await playwright.chromium.launch(
            executable_path=self._cell.launcher if self._cell else self.executable,
            downloads_path=self._cell.downloads if self._cell else None,
            args=flags(), timeout=_LAUNCH_MS, chromium_sandbox=plan.isolation.sandbox,
            handle_sigint=False,
        )  # fmt: skip
        if self._cell is not None:
            self._cell.joined()
        return browser

    async def door(self) -> Door:
        """开一扇门: where the browser looks for the proxy of one capture."""
        async with self._door:
            browser = await self._started()
            return Door(self._listener(), browser, self._isolation)

    def _listener(self) -> socket.socket:
        if self._cell is None or not self._isolation.network:
            return socket.create_server(("127.0.0.1", 0))
        try:
            return self._cell.door()
        except OSError:
            self._in_doubt = True
            said = "浏览器刚刚退出了，什么也没有写下，请再取一次"
            raise CaptureFault(Fate.BROWSER_GONE, said) from None

    @asynccontextmanager
    async def profile(
        self,
        *,
        port: int,
        mobile: bool,
        within: Browser | None = None,
        downloads: bool = True,
        trusting: bool = False,
    ) -> AsyncIterator[BrowserContext]:
        """全新的配置: a context without history whose only way out is the proxy at `port`.

        `within` is the browser that can reach it; another one, started since, could not.
        `trusting` goes on where a certificate is no good, as an officer would after being warned.
        """
        browser = within or await self.browser()
        view = _PHONE if mobile else _DESK
        context = await browser.new_context(
            proxy={"server": f"http://127.0.0.1:{port}", "bypass": "<-loopback>"},
            viewport={"width": view["width"], "height": view["height"]},
            is_mobile=mobile,
            has_touch=mobile,
            user_agent=user_agent(browser.version, mobile=mobile),
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            service_workers=_blocked(),
            accept_downloads=downloads,
            ignore_https_errors=trusting,
        )
        try:
            yield context
        finally:
            if browser.is_connected():
                await context.close()

    async def blank(self) -> Page:
        """白页: an empty page of our own, where pictures are compared."""
        async with self._door:
            browser = await self._started()
            if self._blank is None or self._blank.context.browser is not browser:
                context = await browser.new_context(proxy={"server": f"http://127.0.0.1:{NOWHERE}"})
                self._blank = await context.new_page()
            return self._blank

    async def _close(self) -> None:
        if self._browser is not None and self._browser.is_connected():
            await self._browser.close()
        if self._playwright is not None:
            await self._playwright.stop()
        self._leave_cell()

    def _leave_cell(self) -> None:
        if self._cell is not None:
            self._cell.close()
            self._cell = None


def flags() -> list[str]:
    """启动参数: as the package records them."""
    return list(FLAGS)


def user_agent(version: str, *, mobile: bool) -> str:
    """报给网站的浏览器名: that of the same Chromium with a window, on a desk or on a phone."""
    major = version.partition(".")[0]
    machine = "Linux; Android 10; K" if mobile else "X11; Linux x86_64"
    suffix = "Mobile Safari" if mobile else "Safari"
    return (
        f"Mozilla/5.0 ({machine}) AppleWebKit/537.36 (KHTML, like Gecko) "
        f"Chrome/{major}.0.0.0 {suffix}/537.36"
    )


def full_or_unwritable(fault: OSError) -> CaptureFault:
    """磁盘满了，还是写不了: in words that say what to do."""
    if fault.errno in (errno.ENOSPC, errno.EDQUOT):
        said = "磁盘满了，什么也没有写下。请腾出地方再取"
        return CaptureFault(Fate.DISK_FULL, said)
    said = f"{fault.filename or '文件'}读写不了（{fault.strerror or fault}），什么也没有写下"
    return CaptureFault(Fate.NOT_WRITTEN, said)


def _blocked() -> Literal["block"]:
    # A service worker would answer in the site's stead, and its own traffic would go unseen.
    return "block"


def _gone(fault: Error) -> str:
    return f"浏览器中途退出了，什么也没有写下，请再取一次（{_first_line(fault)}）"


def _first_line(fault: Error) -> str:
    return fault.message.strip().partition("\n")[0][:200]
