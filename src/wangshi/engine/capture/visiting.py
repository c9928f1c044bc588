"""看页面: open it, let it settle, scroll to its end, click what leads on; all of it bounded."""

import asyncio
import contextlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Protocol

from playwright.async_api import (
    BrowserContext,
    CDPSession,
    Dialog,
    Download,
    Error,
    Page,
)
from playwright.async_api import TimeoutError as Late

from .recording import Seen
from .wanted import Caps, CaptureClock

_TICK: Final = 0.05
_ANSWER_SECONDS: Final = 10.0
_MOST_TOLD: Final = 50
_SCROLL: Final = """() => {
  const before = scrollY; scrollBy(0, innerHeight);
  return [scrollY > before, scrollY + innerHeight >= document.documentElement.scrollHeight - 2];
}"""
_IDLE: Final = "() => new Promise(done => requestIdleCallback(done, {timeout: 1000}))"
# What leads on opens in this tab, where it is recorded; the package says so.
_HERE: Final = """() => {
  document.querySelectorAll('[target]').forEach(one => one.removeAttribute('target'));
  window.open = address => { location.assign(address); return null; };
}"""


class Listener(Protocol):
    """听着页面的: the recorder while it is taken, the player while it is shown again."""

    rows: list[Seen]
    clock: CaptureClock
    last: float
    is_shut: bool

    @property
    def is_busy(self) -> bool:
        """还在收."""

    async def attach(self, line: CDPSession) -> None:
        """接上一个页面."""


@dataclass
class Visit:
    """一次打开: the page, and everything that happened on the way which is not a response."""

    context: BrowserContext
    page: Page
    line: CDPSession
    recorder: Listener
    caps: Caps
    dialogs: list[str] = field(default_factory=list)
    popups: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    downloads: list[Download] = field(default_factory=list)
    refusal: str = ""
    insecure: str = ""

    @classmethod
    async def begin(cls, context: BrowserContext, recorder: Listener, caps: Caps) -> "Visit":
        """开始: an empty page with the recorder attached."""
        page = await context.new_page()
        line = await context.new_cdp_session(page)
        await recorder.attach(line)
        visit = cls(context, page, line, recorder, caps)
        page.on("dialog", visit._dismiss)
        page.on("crash", visit._crashed)
        page.on("download", visit._offered)
        context.on("page", visit._shut)
        return visit

    async def open(self, url: str) -> None:
        """打开: what the browser said when it could not is kept in `refusal`."""
        seconds = self.caps.load_seconds
        try:
            await self.page.goto(url, wait_until="load", timeout=seconds * 1000)
        except Late:
            self.notes.append(f"{seconds:.0f} 秒还没有加载完，停在这里")
            await self.line.send("Page.stopLoading")
        except Error as fault:
            if not self.downloads and not await self._downloading():
                self.refusal = reason_of(fault)

    async def settle(self) -> None:
        """等它安静: nothing under way for a while; no longer than allowed."""
        steady, caps = self.recorder.clock.steady, self.caps
        until = steady() + caps.settle_seconds
        while steady() < until:
            quiet = 0.0 if self.recorder.is_busy else steady() - self.recorder.last
            if quiet >= caps.quiet_seconds and await self._is_idle():
                return
            if len(self.hops()) > caps.redirects and not self.recorder.is_shut:
                self._hold()
                return
            await asyncio.sleep(_TICK)
        self.notes.append("页面一直在收发，没有等到停下")

    async def scroll(self) -> None:
        """往下看: one screen after another, so that what loads late is there; then back up."""
        for _ in range(self.caps.screens):
            moved = await self.ask(_SCROLL)
            if not moved or not moved[0]:
                break
            await asyncio.sleep(_TICK)
            await self.settle()
        else:
            self.notes.append(f"往下看了 {self.caps.screens} 屏还没有到底，停在这里")
        await self.ask("() => scrollTo(0, 0)")

    async def follow(self, words: str) -> bool:
        """点开: the first link, button or picture with these words; whether another page came."""
        before = len(self.hops())
        await self.ask(_HERE)
        spot = self.page.get_by_text(words).or_(self.page.get_by_alt_text(words)).first
        try:
            await spot.click(timeout=_ANSWER_SECONDS * 1000)
        except Error as fault:
            self.notes.append(f"没有点到“{words}”（{reason_of(fault)}）")
            return False
        await self.settle()
        if len(self.hops()) == before:
            self.notes.append(f"点了“{words}”，没有打开别的页面")
            return False
        with contextlib.suppress(Error):
            await self.page.wait_for_load_state("load", timeout=self.caps.load_seconds * 1000)
        await self.settle()
        return True

    async def ask(self, script: str) -> Any:
        """问页面: its answer, or None when it does not answer in time."""
        try:
            return await asyncio.wait_for(self.page.evaluate(script), _ANSWER_SECONDS)
        except (Error, TimeoutError):
            return None

    def hops(self) -> list[Seen]:
        """走过的网址: every document the main frame was given, in order."""
        main = self.main_frame
        return [row for row in self.recorder.rows if row.kind == "Document" and row.frame == main]

    @property
    def main_frame(self) -> str:
        """主框架: as the recorder's rows name it; the first document is always in it."""
        return next((row.frame for row in self.recorder.rows if row.kind == "Document"), "")

    async def saved(self) -> list[tuple[str, Path]]:
        """下载的文件: the name it was offered under, and where it lies until the profile closes."""
        found = []
        for one in self.downloads:
            fault = await one.failure()
            if fault:
                self.notes.append(f"下载没有收完（{fault}）")
                continue
            found.append((one.suggested_filename, await one.path()))
        return found

    async def _downloading(self) -> bool:
        for _ in range(20):
            if self.downloads:
                return True
            await asyncio.sleep(_TICK)
        return False

    async def _is_idle(self) -> bool:
        """A busy machine is not a quiet page: what its scripts still have to do may lead on."""
        before = self.recorder.last
        await self.ask(_IDLE)
        return self.recorder.last == before and not self.recorder.is_busy

    def _crashed(self, _: Page) -> None:
        self.notes.append("页面把浏览器的这一页弄崩了")

    def _hold(self) -> None:
        if not self.recorder.is_shut:
            self.notes.append(f"页面跳转超过 {self.caps.redirects} 次，停在这里")
        self.recorder.is_shut = True

    def _offered(self, download: Download) -> None:
        self.downloads.append(download)

    async def _dismiss(self, dialog: Dialog) -> None:
        if len(self.dialogs) < _MOST_TOLD:
            self.dialogs.append(f"{dialog.type}：{dialog.message[:500]}")
        with contextlib.suppress(Error):
            await dialog.dismiss()

    async def _shut(self, popup: Page) -> None:
        if popup is self.page:
            return
        if len(self.popups) < _MOST_TOLD:
            with contextlib.suppress(Error):
                await popup.wait_for_load_state("domcontentloaded", timeout=500)
            self.popups.append(popup.url)
        with contextlib.suppress(Error):
            await popup.close()


def reason_of(fault: Error) -> str:
    """浏览器说的原因: net::ERR_… where there is one, else the first line."""
    words = fault.message.replace(";", " ").split()
    named = next((word for word in words if word.startswith("net::")), "")
    return named or fault.message.strip().partition("\n")[0][:200]
