"""重放: the page shown again from the records alone, at once, in a clean profile without a way out.

The records are written and read back as they will stand in the package; what the page then asks
for and does not find there is told. Text is compared by pairs of characters (Dice), pictures by
mean difference of grey over the larger of both.
"""

import asyncio
import base64
from collections import Counter
from collections.abc import Iterable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from typing import Any, Final
from urllib.parse import urldefrag

from playwright.async_api import Browser, CDPSession, Error

from wangshi.engine.forensics.blocks import END
from wangshi.engine.forensics.captures import Exchange, Headers
from wangshi.engine.forensics.records import Record, read_records
from wangshi.engine.forensics.warc import WarcWriter, ascii_url

from .browser import NOWHERE, Studio
from .recording import Seen
from .taking import MOST_TEXT, TEXT, Look, plain, thumb
from .visiting import Visit
from .wanted import CaptureClock, Wanted

_MOST_MISSING: Final = 100
_WHOLE: Final = 1000
# They speak to a server that is not there, or describe a body that was unpacked.
_DROPPED: Final = frozenset(
    ("content-encoding", "content-length", "transfer-encoding", "strict-transport-security",
     "alt-svc", "clear-site-data", "report-to", "nel")
)  # fmt: skip
_COMPARE: Final = """async ([one, two]) => {
  const grey = async text => {
    const raw = Uint8Array.from(atob(text), c => c.charCodeAt(0));
    const map = await createImageBitmap(new Blob([raw], {type: 'image/png'}));
    const canvas = new OffscreenCanvas(map.width, map.height);
    const pen = canvas.getContext('2d');
    pen.drawImage(map, 0, 0);
    const dots = pen.getImageData(0, 0, map.width, map.height).data;
    const made = new Uint8Array(map.width * map.height);
    for (let i = 0; i < made.length; i++)
      made[i] = (dots[4*i] * 3 + dots[4*i+1] * 6 + dots[4*i+2]) / 10;
    return [made, map.width];
  };
  const [[a, wide], [b, width]] = [await grey(one), await grey(two)];
  if (wide !== width) return 0;
  const most = Math.max(a.length, b.length), least = Math.min(a.length, b.length);
  let off = 255 * (most - least);
  for (let i = 0; i < least; i++) off += Math.abs(a[i] - b[i]);
  return Math.round(1000 * (1 - off / 255 / most));
}"""


@dataclass(frozen=True)
class Replay:
    """重放的结果: in thousandths, and the addresses the records did not hold."""

    text: int
    picture: int
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Stored:
    status: int
    headers: Headers
    body: bytes


@dataclass
class Player:
    """放的人: answers every request from the records, in the order they were made."""

    clock: CaptureClock
    stored: dict[str, list[_Stored]]
    rows: list[Seen] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    last: float = 0.0
    is_busy: bool = False
    is_shut: bool = False

    async def attach(self, line: CDPSession) -> None:
        """接上一个页面: nothing it asks for reaches the network."""
        self._line = line
        self.last = self.clock.steady()
        line.on("Fetch.requestPaused", self._answer)
        await line.send("Fetch.enable", {"patterns": [{"urlPattern": "*"}]})

    async def _answer(self, event: dict[str, Any]) -> None:
        self.last = self.clock.steady()
        asked, request = {"requestId": event["requestId"]}, event["request"]
        found = self._find(request["method"], request["url"])
        if event["resourceType"] == "Document":
            found = None if self.is_shut else found
            self._count(event)
        try:
            if found is None:
                self._note(request["url"])
                await self._line.send("Fetch.failRequest", {**asked, "errorReason": "Failed"})
            else:
                await self._line.send("Fetch.fulfillRequest", {**asked, **_fulfilment(found)})
        except Error:
            return  # the page has left meanwhile

    def _count(self, event: dict[str, Any]) -> None:
        request, at = event["request"], self.clock.now()
        row = Seen(request["url"], at, request["method"], "Document", frame=event["frameId"])
        self.rows.append(row)

    def _find(self, method: str, url: str) -> _Stored | None:
        exact = self.stored.get(key_of(method, url), [])
        if exact:
            return exact.pop(0) if len(exact) > 1 else exact[0]
        # An address with the time or dice in its query differs each time.
        near = key_of(method, url).partition("?")[0]
        return next((v[0] for k, v in self.stored.items() if k.partition("?")[0] == near), None)

    def _note(self, url: str) -> None:
        if url.startswith("http") and len(self.missing) < _MOST_MISSING:
            self.missing.append(url)


@dataclass(frozen=True)
class _Shown:
    text: str
    thumb: bytes


class Rehearsal:
    """重放一遍: the place is made ready while the page settles, the play goes on beside the looks.

    `begin` when the records are there, `compare` when the looks are; `close` whatever happened.
    """

    def __init__(
        self, studio: Studio, wanted: Wanted, clock: CaptureClock, browser: Browser
    ) -> None:
        self._studio, self._wanted, self._clock = studio, wanted, clock
        self._player = Player(clock, {})
        self._held = AsyncExitStack()
        self._ready = asyncio.create_task(self._prepare(browser))
        self._shown: asyncio.Task[_Shown] | None = None

    def begin(self, exchanges: Iterable[Exchange], text: str) -> None:
        """开始放: from these records alone, on until the text is there or nothing more comes."""
        self._player.stored = read_back(exchanges, self._clock.now())
        self._shown = asyncio.create_task(self._show(text))

    async def compare(self, look: Look) -> Replay | None:
        """比一比: how much of the text and the picture came back; None when nothing was shown."""
        if self._shown is None:
            return None
        shown = await self._shown
        both = look.thumb and shown.thumb
        likeness = await _likeness(self._studio, look.thumb, shown.thumb) if both else 0
        return Replay(text_match(look.text, shown.text), likeness, tuple(self._player.missing))

    async def close(self) -> None:
        """收场."""
        if self._shown is not None:
            self._shown.cancel()
        await asyncio.gather(self._ready, *filter(None, [self._shown]), return_exceptions=True)
        await self._held.aclose()

    async def _prepare(self, browser: Browser) -> Visit:
        profile = self._studio.profile(
            port=NOWHERE, mobile=self._wanted.mobile, within=browser, downloads=False
        )
        context = await self._held.enter_async_context(profile)
        return await Visit.begin(context, self._player, self._wanted.caps)

    async def _show(self, text: str) -> _Shown:
        again = await self._ready
        await again.open(self._wanted.url)
        read = await _text(again)
        if read != text:  # what comes by a timer or on the way down
            await again.settle()
            await again.scroll()
            read = await _text(again)
        return _Shown(read, await thumb(again))


def text_match(one: str, other: str) -> int:
    """文字重合: thousandths of the pairs of neighbouring characters that both have."""
    pairs = [Counter(pairwise(_squeezed(text))) for text in (one, other)]
    total = sum(sum(each.values()) for each in pairs)
    if not total:
        return _WHOLE if _squeezed(one) == _squeezed(other) else 0
    return round(_WHOLE * 2 * sum((pairs[0] & pairs[1]).values()) / total)


def read_back(exchanges: Iterable[Exchange], at: datetime) -> dict[str, list[_Stored]]:
    """写成记录再读回来: the responses by method and address."""
    found: dict[str, list[_Stored]] = {}
    writer = WarcWriter("replay", "wangshi", at)
    waiting: list[Record] = []
    for record in read_records(writer.pieces(exchanges), keep=1 << 31):
        if record.kind == "response":
            waiting.append(record)
        elif record.kind == "request" and record.http is not None:
            method = record.http[0].partition(" ")[0]
            response = waiting.pop()
            headers = response.http[1] if response.http else ()
            body = response.block.partition(END)[2]
            stored = _Stored(response.status, headers, body)
            found.setdefault(key_of(method, response.url), []).append(stored)
    return found


def key_of(method: str, url: str) -> str:
    """查找用的键: the method and the address as it stands in the records."""
    return f"{method} {ascii_url(urldefrag(url).url)}"


async def _text(visit: Visit) -> str:
    return plain(str(await visit.ask(TEXT) or ""), MOST_TEXT)


async def _likeness(studio: Studio, one: bytes, other: bytes) -> int:
    page = await studio.blank()
    pair = [base64.b64encode(each).decode() for each in (one, other)]
    return int(await page.evaluate(_COMPARE, pair))


def _fulfilment(stored: _Stored) -> dict[str, Any]:
    headers = [
        {"name": name, "value": value}
        for name, value in stored.headers
        if name.lower() not in _DROPPED and not name.lower().startswith("x-archive-orig-")
    ]
    body = base64.b64encode(stored.body).decode()
    return {"responseCode": stored.status, "responseHeaders": headers, "body": body}


def _squeezed(text: str) -> str:
    return "".join(text.split())
