"""收包: every response as the page is given it, held back until its bytes are on record.

Chromium's Fetch domain stops a response before the page sees it. What is recorded is therefore
what was shown, even when the page leaves at once or its script swallows the bytes. Content codings
are undone by then (the records say so); redirects have no body that a browser would hand out.
"""

import asyncio
import base64
import contextlib
from collections.abc import Coroutine
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from playwright.async_api import CDPSession, Error

from wangshi.engine.forensics.captures import Exchange, Headers

from .wanted import Caps, CaptureClock

# These never end, or only when the page is left.
_STREAMS: Final = frozenset(("EventSource", "WebSocket", "Media"))
_GONE: Final = frozenset(("content-encoding", "content-length", "transfer-encoding"))
_REDIRECTS: Final = frozenset((301, 302, 303, 307, 308))
_NO_BODY: Final = frozenset((204, 205, 304))
_STEP: Final = 4096
# What ends by itself is read in longer ones.
_LONG_STEP: Final = 1 << 18
_PLAIN: Final = frozenset(("", "identity"))
_DEFLATED: Final = frozenset(("gzip", "x-gzip", "deflate"))
_MOST_DEFLATED: Final = 1032  # to one; zlib's own documentation, "Maximum Compression Factor"
_SHOWN: Final = ("text/", "application/xhtml", "application/xml", "image/", "application/json")


@dataclass
class Seen:
    """看到的一次往返: its bytes, or why there are none."""

    url: str
    at: datetime
    method: str
    kind: str
    request_headers: Headers = ()
    request_body: bytes = b""
    status: int = 0
    reason: str = ""
    headers: Headers = ()
    body: bytes | None = None
    missing: str = ""
    frame: str = ""
    sent: float = 0.0
    took_ms: int = 0

    def header(self, name: str) -> str:
        """响应字段: empty when there is none."""
        return next((value for key, value in self.headers if key.lower() == name), "")

    @property
    def is_redirect(self) -> bool:
        """跳转."""
        return self.status in _REDIRECTS and bool(self.header("location"))

    def exchange(self, peer: str) -> Exchange | None:
        """封存用的往返: None where no bytes arrived."""
        if self.body is None:
            return None
        return Exchange(
            url=self.url, at=self.at, status=self.status, reason=self.reason,
            response_headers=self.headers, body=self.body, method=self.method,
            request_headers=self.request_headers, request_body=self.request_body, peer=peer,
            decoded=True,
        )  # fmt: skip


@dataclass
class Recorder:
    """收包的人: `rows` in the order the responses came; attached before the page is opened."""

    clock: CaptureClock
    caps: Caps
    rows: list[Seen] = field(default_factory=list)
    sockets: list[str] = field(default_factory=list)
    held: int = 0
    # Once set, no further document is let in: a page that leads on for ever is held where it is.
    is_shut: bool = False
    # `last` is when something last began or ended; quiet is counted from there.
    last: float = 0.0
    _sent: dict[str, tuple[datetime, float]] = field(default_factory=dict)
    _raw: dict[str, Headers] = field(default_factory=dict)
    _flying: set[str] = field(default_factory=set)
    _tasks: set["asyncio.Task[None]"] = field(default_factory=set)

    async def attach(self, line: CDPSession) -> None:
        """接上一个页面: from here on nothing it receives goes unseen."""
        self._line = line
        self.last = self.clock.steady()
        line.on("Network.requestWillBeSent", self._began)
        line.on("Network.requestWillBeSentExtraInfo", self._told)
        line.on("Network.loadingFinished", self._ended)
        line.on("Network.loadingFailed", self._ended)
        line.on("Network.webSocketCreated", lambda event: self.sockets.append(event["url"]))
        line.on("Fetch.requestPaused", lambda event: self._start(self._take(event)))
        await line.send("Network.enable")
        pattern = {"urlPattern": "*", "requestStage": "Response"}
        await line.send("Fetch.enable", {"patterns": [pattern]})

    @property
    def is_busy(self) -> bool:
        """还在收."""
        return bool(self._flying)

    async def finish(self) -> None:
        """收尾: what has not arrived by now is told as missing."""
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _began(self, event: dict[str, Any]) -> None:
        self.last = self.clock.steady()
        self._sent[event["requestId"]] = (self.clock.now(), self.last)
        if event["request"]["url"].startswith("http") and event.get("type") not in _STREAMS:
            self._flying.add(event["requestId"])

    def _told(self, event: dict[str, Any]) -> None:
        self._raw[event["requestId"]] = tuple(event["headers"].items())

    def _ended(self, event: dict[str, Any]) -> None:
        self._flying.discard(event["requestId"])
        self.last = self.clock.steady()

    async def _take(self, event: dict[str, Any]) -> None:
        row = self._row(event)
        self.rows.append(row)
        try:
            with contextlib.suppress(Error):  # the page has left meanwhile
                await self._body(event, row)
        finally:
            # A worker's own loading ends where we cannot hear it.
            self._flying.discard(event.get("networkId", ""))
            self.last = self.clock.steady()
            if row.body is None and not row.missing:
                row.missing = "没有收完就结束了"

    async def _body(self, event: dict[str, Any], row: Seen) -> None:
        if "responseErrorReason" in event:
            row.missing = f"没有收到（{event['responseErrorReason']}）"
        elif row.is_redirect or row.status in _NO_BODY:
            row.body = b""
        elif why := self._unwelcome(row):
            row.missing = why
            asked = {"requestId": event["requestId"], "errorReason": "Aborted"}
            await self._line.send("Fetch.failRequest", asked)
            return
        elif why := _unkept(row):
            row.missing = why
        elif row.kind == "Document" and not row.header("content-length"):
            await self._stream(event, row, _STEP)
            return
        elif self._may_burst(row):
            await self._stream(event, row, _LONG_STEP)
            return
        else:
            await self._whole(event, row)
        await self._line.send("Fetch.continueResponse", {"requestId": event["requestId"]})

    def _may_burst(self, row: Seen) -> bool:
        """A kilobyte may unpack to a gigabyte, which asked for whole breaks the browser's pipe."""
        coding, length = (
            row.header("content-encoding").strip().lower(),
            row.header("content-length"),
        )
        if coding in _DEFLATED and length.isdigit():
            return int(length) * _MOST_DEFLATED > self.caps.body_bytes
        return coding not in _PLAIN

    async def _whole(self, event: dict[str, Any], row: Seen) -> None:
        answer = await self._line.send("Fetch.getResponseBody", {"requestId": event["requestId"]})
        self._keep(row, _bytes(answer["body"], encoded=answer["base64Encoded"]))

    async def _stream(self, event: dict[str, Any], row: Seen, step: int) -> None:
        """A body of unknown length: read up to a limit, and shown as far as it was read."""
        asked = {"requestId": event["requestId"]}
        stream = (await self._line.send("Fetch.takeResponseBodyAsStream", asked))["stream"]
        body, until = bytearray(), self.clock.steady() + self.caps.settle_seconds
        while len(body) <= self.caps.body_bytes:
            left = until - self.clock.steady()
            try:
                piece = await asyncio.wait_for(
                    self._line.send("IO.read", {"handle": stream, "size": step}), max(left, 0.01)
                )
            except TimeoutError:
                row.missing = "一直没有发完，只记了收到的部分"
                break
            body += _bytes(piece["data"], encoded=piece.get("base64Encoded", False))
            if piece["eof"]:
                break
        else:
            row.missing = f"超过 {self.caps.body_bytes >> 20} MB，只记了收到的部分"
        self._keep(row, bytes(body))
        headers = [{"name": n, "value": v} for n, v in row.headers if n.lower() not in _GONE]
        shown = {
            "responseCode": row.status,
            "responseHeaders": headers,
            "body": base64.b64encode(body).decode(),
        }
        await self._line.send("Fetch.fulfillRequest", {**asked, **shown})

    def _keep(self, row: Seen, body: bytes) -> None:
        row.body = body
        self.held += len(body)
        self.last = self.clock.steady()
        row.took_ms = round((self.last - row.sent) * 1000)

    def _unwelcome(self, row: Seen) -> str:
        length = row.header("content-length")
        if row.kind == "Document" and self.is_shut:
            return "跳转太多次，没有再跟"
        if row.kind in _STREAMS or is_download(row):
            return ""
        if length.isdigit() and int(length) > self.caps.body_bytes:
            return f"有 {int(length) >> 20} MB，超过上限，没有收"
        if self.held > self.caps.total_bytes:
            return "整页的内容超过上限，没有收"
        return ""

    def _row(self, event: dict[str, Any]) -> Seen:
        request = event["request"]
        identity = event.get("networkId", "")
        at, sent = self._sent.get(identity, (self.clock.now(), self.clock.steady()))
        named = self._raw.get(identity) or tuple(request["headers"].items())
        body = b"".join(
            base64.b64decode(one["bytes"])
            for one in request.get("postDataEntries", ())
            if "bytes" in one
        )
        return Seen(
            url=request["url"],
            at=at,
            method=request["method"],
            kind=event["resourceType"],
            request_headers=tuple((n, v) for n, v in named if not n.startswith(":")),
            request_body=body,
            status=event.get("responseStatusCode", 0),
            reason=event.get("responseStatusText", ""),
            headers=tuple((one["name"], one["value"]) for one in event.get("responseHeaders", ())),
            frame=event["frameId"],
            sent=sent,
        )


def is_download(row: Seen) -> bool:
    """是下载: a document that a browser saves instead of showing it."""
    kind = row.header("content-type").lower()
    attached = row.header("content-disposition").lower().strip().startswith("attachment")
    shown = not attached and (not kind or kind.startswith(_SHOWN))
    return row.kind == "Document" and not shown


def _unkept(row: Seen) -> str:
    """Why the bytes are not taken: empty where they are."""
    if row.kind in _STREAMS:
        return "是一直在传的音视频或者消息，没有记内容"
    return "是下载，不是页面" if is_download(row) else ""


def _bytes(text: str, *, encoded: bool) -> bytes:
    return base64.b64decode(text) if encoded else text.encode()
