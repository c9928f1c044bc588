"""取证所得: what a capture hands over to be sealed: plain facts, no browser, no network."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from .canonical import Json

Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Exchange:
    """一次往返: a request and the response to it, as recorded.

    `at` is when the request was sent, with its zone. `decoded` says that a browser has already
    undone the transfer and content encodings of `body`; the record then says so too.
    """

    url: str
    at: datetime
    status: int
    reason: str
    response_headers: Headers
    body: bytes
    method: str = "GET"
    request_headers: Headers = ()
    request_body: bytes = b""
    peer: str = ""
    decoded: bool = False


@dataclass(frozen=True)
class Page:
    """一个页面: where replay begins, with the text a person could see on it."""

    url: str
    at: datetime
    title: str
    text: str = ""


@dataclass(frozen=True)
class Kept:
    """随附文件: a picture, PDF, MHTML, HAR, text or an uploaded recording.

    `name` is a folder and a file in lower-case ASCII, e.g. capture/page.png. What the file was
    called where it came from is a fact, not a name. A path is read when the package is written.
    """

    name: str
    content: bytes | Path


@dataclass(frozen=True)
class Clock:
    """取证时的钟: begin and end by the wall clock, milliseconds by the steady one, and the offset.

    `offset_ms` is how far the machine's clock was ahead of `offset_source`; None when nobody could
    be asked, which the package then says.
    """

    started_at: datetime
    ended_at: datetime
    elapsed_ms: int
    offset_ms: int | None = None
    offset_source: str = ""


@dataclass(frozen=True)
class Capture:
    """一次取证: everything that goes into one package.

    `number` is the document number, `facts` whatever else was observed (officers, method, place,
    addresses, certificates, tools), in values that canonical JSON can write.
    """

    number: str
    title: str
    clock: Clock
    exchanges: Iterable[Exchange] = ()
    pages: Sequence[Page] = ()
    kept: Sequence[Kept] = ()
    facts: Mapping[str, Json] = field(default_factory=dict)
