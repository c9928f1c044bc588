"""存样子: full-page picture, PDF, MHTML, visible text, certificates; each taken or told of."""

import asyncio
import base64
import contextlib
import hashlib
import ssl
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlsplit

from playwright.async_api import Error

from wangshi.engine.forensics.canonical import Json
from wangshi.engine.forensics.captures import Kept

from .visiting import Visit

_SLICE: Final = 8_000
_MOST_SLICES: Final = 8
MOST_TEXT: Final = 2_000_000
_MOST_ORIGINS: Final = 30
THUMB_WIDTH: Final = 240
TEXT: Final = "() => document.body ? document.body.innerText : ''"


@dataclass
class Look:
    """页面的样子: files to keep, and what a person could read."""

    title: str = ""
    text: str = ""
    url: str = ""
    kept: list[Kept] = field(default_factory=list)
    thumb: bytes = b""
    lacking: list[str] = field(default_factory=list)


async def take(visit: Visit, name: str, meanwhile: Callable[[str], None] | None = None) -> Look:
    """存下一个页面: files called `name`; what could not be taken is told in `lacking`.

    `meanwhile` is given the text and may set going what runs beside the pictures.
    """
    look = Look(url=visit.page.url)
    look.title = plain(str(await visit.ask("() => document.title") or ""), 500)
    look.text = plain(str(await visit.ask(TEXT) or ""), MOST_TEXT)
    look.kept.append(Kept(f"capture/{name}.txt", look.text.encode()))
    if meanwhile is not None:
        meanwhile(look.text)
    await _try(visit, look, "截图", lambda: _pictures(visit, name, look))
    await _try(visit, look, "缩略图", lambda: _thumb(visit, look))
    await _try(visit, look, "PDF", lambda: _pdf(visit, name, look))
    await _try(visit, look, "MHTML", lambda: _mhtml(visit, name, look))
    return look


async def thumb(visit: Visit) -> bytes:
    """缩略图: a small picture of the whole page, to compare with."""
    look = Look()
    await _try(visit, look, "缩略图", lambda: _thumb(visit, look))
    return look.thumb


async def certificates(visit: Visit) -> tuple[list[Json], list[Kept]]:
    """证书链: of every https address the page came from, leaf first, as PEM beside the facts."""
    rows = [row for row in visit.recorder.rows if row.status]
    origins = list(dict.fromkeys(_origin(row.url) for row in rows if row.url.startswith("https:")))
    told: list[Json] = []
    files: dict[str, str] = {}
    for origin in origins[:_MOST_ORIGINS]:
        chain: list[str] = []
        with contextlib.suppress(Error):
            answer = await visit.line.send("Network.getCertificate", {"origin": origin})
            chain = answer["tableNames"]
        raw = [base64.b64decode(one) for one in chain]
        marks = [hashlib.sha256(one).hexdigest() for one in raw]
        files |= dict(zip(marks, map(ssl.DER_cert_to_PEM_cert, raw), strict=True))
        told.append({"origin": plain(origin, 300), "sha256": marks})
    pem = "".join(files.values()).encode()
    return told, [Kept("capture/certificates.pem", pem)] if files else []


def plain(text: str, most: int) -> str:
    """写得成 UTF-8 的文字: no lone surrogate, no longer than `most`."""
    return text[:most].encode("utf-8", "replace").decode()


async def _try(visit: Visit, look: Look, what: str, act: Callable[[], Awaitable[None]]) -> None:
    seconds = visit.caps.look_seconds
    try:
        await asyncio.wait_for(act(), seconds)
    except TimeoutError:
        look.lacking.append(f"{what}：页面没有在 {seconds:.0f} 秒内答应")
    except Error as fault:
        look.lacking.append(f"{what}：{plain(fault.message.partition(chr(10))[0], 200)}")


async def _size(visit: Visit) -> tuple[int, int]:
    metrics = await visit.line.send("Page.getLayoutMetrics")
    size = metrics["cssContentSize"]
    return max(int(size["width"]), 1), max(int(size["height"]), 1)


async def _pictures(visit: Visit, name: str, look: Look) -> None:
    """Slices from top to bottom: Chromium cannot paint more than 16,384 pixels at once."""
    width, height = await _size(visit)
    tops = range(0, height, _SLICE)
    for number, top in enumerate(tops[:_MOST_SLICES], 1):
        clip = {"x": 0, "y": top, "width": width, "height": min(_SLICE, height - top), "scale": 1}
        suffix = "" if number == 1 else f"-{number}"
        look.kept.append(Kept(f"capture/{name}{suffix}.png", await _shot(visit, clip)))
    if len(tops) > _MOST_SLICES:
        look.lacking.append(f"截图：页面高 {height} 像素，只截了前 {_MOST_SLICES * _SLICE}")


async def _thumb(visit: Visit, look: Look) -> None:
    width, height = await _size(visit)
    scale = THUMB_WIDTH / width
    clip = {"x": 0, "y": 0, "width": width, "height": min(height, _SLICE), "scale": scale}
    look.thumb = await _shot(visit, clip)


async def _shot(visit: Visit, clip: dict[str, Any]) -> bytes:
    asked = {"format": "png", "captureBeyondViewport": True, "clip": clip}
    answer = await visit.line.send("Page.captureScreenshot", asked)
    return base64.b64decode(answer["data"])


async def _pdf(visit: Visit, name: str, look: Look) -> None:
    _, height = await _size(visit)
    if height > _MOST_SLICES * _SLICE:
        look.lacking.append(f"PDF：页面高 {height} 像素，没有印")
        return
    answer = await visit.line.send("Page.printToPDF", {"printBackground": True})
    look.kept.append(Kept(f"capture/{name}.pdf", base64.b64decode(answer["data"])))


async def _mhtml(visit: Visit, name: str, look: Look) -> None:
    answer = await visit.line.send("Page.captureSnapshot", {"format": "mhtml"})
    look.kept.append(Kept(f"capture/{name}.mhtml", plain(answer["data"], 1 << 28).encode()))


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
