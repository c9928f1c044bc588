"""网页取证的快慢 (C1): local pages of five kinds, beside bare playwright and `wget --warc-file`.

Run: python benchmarks/capture.py [--pages 50] [--at-once 3]
All take the same pages of one local site, A-B-B-A. Ours records, keeps picture, PDF, MHTML and
HAR, shows the page again from its records and seals; bare playwright opens the page in a new
profile of a running browser and takes a picture; wget keeps what the HTML names. Ours and bare
also run several pages at once. What a page asks for in a browser is the measure of what is lost.
"""

import argparse
import asyncio
import contextlib
import gzip
import itertools
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from statistics import mean

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from playwright.async_api import async_playwright
from tests.engine.forensics.office import Office as County
from tests.engine.forensics.office import right_now

from wangshi.engine.capture import CaptureClock, Captured, Office, Studio, Wanted, capture
from wangshi.engine.capture.browser import CHROMIUM
from wangshi.engine.forensics.records import read_records
from wangshi.engine.vetting import Allowance

OURS, BARE, WGET = "wangshi capture", "bare playwright", "wget --warc-file"
KINDS = ("plain", "heavy", "lazy", "timers", "hostile")
WORDS = "试填的商品说明，这一段是为了让页面有字可比。" * 30


@dataclass
class Site:
    """网站."""

    port: int = 0

    def __post_init__(self) -> None:
        class Door(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                kind, content = made(self.path)
                self.send_response(200)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                with contextlib.suppress(OSError):  # the page has left meanwhile
                    self.wfile.write(content)

            def log_message(self, *_: object) -> None:
                """Quiet."""

        server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
        server.daemon_threads = True
        self.port = server.server_port
        threading.Thread(target=server.serve_forever, daemon=True).start()


def made(path: str) -> tuple[str, bytes]:
    """A page or one of its parts."""
    if path.endswith(".js"):
        return "text/javascript", b"var a=" + b"1+" * 20_000 + b"1"
    if path.endswith(".css"):
        return "text/css", b"p{color:#333}" * 2_000
    if path.endswith(".svg"):
        box = b"<svg xmlns='http://www.w3.org/2000/svg' width='60' height='60'><rect width='60' "
        return "image/svg+xml", box + b"height='60' fill='teal'/></svg>" + b" " * 20_000
    if path.endswith(".txt"):
        return "text/plain; charset=utf-8", f"{path} 后来的字".encode()
    return "text/html; charset=utf-8", _page(path).encode()


def _page(path: str) -> str:
    kind, _, number = path.strip("/").partition("-")
    parts = {
        "plain": "<link rel=stylesheet href=/a.css><img src=/a.svg>",
        "heavy": "".join(f"<img src=/{number}-{n}.svg>" for n in range(30))
        + "".join(f"<script src=/{number}-{n}.js></script>" for n in range(8)),
        "lazy": "<div style='height:4000px'></div>"
        + "".join(f"<img loading=lazy src=/{number}-{n}.svg>" for n in range(10)),
        "timers": "<p id=t></p><script>for(let n=1;n<4;n++)setTimeout(()=>fetch('/"
        + number
        + "-'+n+'.txt').then(r=>r.text()).then(x=>t.textContent+=x),n*100)</script>",
        "hostile": "<script>alert(1);open('/popup-0');onbeforeunload=e=>e.preventDefault();"
        "setInterval(()=>document.title=Math.random(),10)</script><title>\u202e<b></title>",
    }
    return f"<!doctype html><title>{kind}</title><p>{number}{WORDS}</p>{parts.get(kind, '')}"


@dataclass
class Tally:
    """一种做法: seconds of each round, and what was lacking."""

    seconds: list[float] = field(default_factory=list)
    missing: int = 0
    asked: int = 0

    def count(self, path: str, held: set[str]) -> None:
        """What a browser asks for, and how much of it the record does not hold."""
        expected = _expected(path)
        self.asked += len(expected)
        self.missing += len(expected - held)


def main() -> None:
    """Print the rates, the match, the losses."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=50)
    parser.add_argument("--at-once", type=int, default=3)
    options = parser.parse_args()
    count, at_once = options.pages, options.at_once
    site = Site()
    paths = [f"/{KINDS[n % len(KINDS)]}-{n}" for n in range(count)]
    together = f"，{at_once} 页一起"
    tallies = {name: Tally() for name in (OURS, OURS + together, BARE, BARE + together, WGET)}
    taken: list[tuple[str, Captured]] = []
    with (
        tempfile.TemporaryDirectory() as folder,
        Studio() as studio,
        ThreadPoolExecutor(at_once) as pool,
    ):
        ways = _ways(site, Path(folder), studio, taken, tallies)
        for name in (*tallies, *reversed(tallies)):
            act = ways[name.removesuffix(together)]
            started = time.perf_counter()
            for _ in (pool.map if name.endswith(together) else map)(act, paths):
                pass
            tallies[name].seconds.append(time.perf_counter() - started)
            load = os.getloadavg()[0]
            print(f"  （{name} {tallies[name].seconds[-1]:.0f} 秒，负载 {load:.1f}）", flush=True)
    _tell(count, together, tallies, taken)


def _ways(
    site: Site,
    folder: Path,
    studio: Studio,
    taken: list[tuple[str, Captured]],
    tallies: dict[str, Tally],
) -> dict[str, Callable[[str], None]]:
    numbers = itertools.count()
    county = County.open(folder / "county", authorities=0)
    office, clock = Office(county.keyring, county.log), CaptureClock(right_now)
    (folder / "made").mkdir()
    studio.run(studio.browser(), 30)
    bare = Bare()

    def ours(path: str) -> None:
        number = next(numbers)
        target = folder / "made" / f"{number}.wacz"
        wanted = Wanted(
            f"http://127.0.0.1:{site.port}{path}", number=str(number),
            allowance=Allowance.of("127.0.0.1"), ports=frozenset({site.port}),
        )  # fmt: skip
        made_one = capture(wanted, target, studio=studio, clock=clock, office=office)
        taken.append((path, made_one))
        raw = made_one.package.read("archive/data.warc.gz") if made_one.package else b""
        held = {"/" + record.url.split("/", 3)[3] for record in read_records([raw])
                if record.kind == "response"}  # fmt: skip
        tallies[OURS].count(path, held)

    def wget(path: str) -> None:
        where = folder / "wget"
        shutil.rmtree(where, ignore_errors=True)
        where.mkdir()
        subprocess.run(
            ["wget", "-q", "-p", "--warc-file=x", "-e", "robots=off",
             f"http://127.0.0.1:{site.port}{path}"], cwd=where, check=False,
        )  # fmt: skip
        raw = gzip.decompress((where / "x.warc.gz").read_bytes()).decode("latin-1")
        held = set(re.findall(r"WARC-Target-URI: <?http://[^/]+([^>\s]+)", raw))
        tallies[WGET].count(path, held)

    return {
        OURS: ours,
        BARE: lambda path: bare.open(f"http://127.0.0.1:{site.port}{path}"),
        WGET: wget,
    }


def _expected(path: str) -> set[str]:
    kind, _, number = path.strip("/").partition("-")
    return {path} | {
        "plain": {"/a.css", "/a.svg"},
        "heavy": {f"/{number}-{n}.svg" for n in range(30)}
        | {f"/{number}-{n}.js" for n in range(8)},
        "lazy": {f"/{number}-{n}.svg" for n in range(10)},
        "timers": {f"/{number}-{n}.txt" for n in range(1, 4)},
        "hostile": set(),
    }[kind]


class Bare:
    """playwright alone: one browser, a new profile a page, a picture of the whole page."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        threading.Thread(target=self._loop.run_forever, daemon=True).start()
        self._browser = self._run(self._launch())

    def open(self, url: str) -> None:
        self._run(self._open(url))

    def _run(self, work):
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()

    async def _launch(self):
        played = await async_playwright().start()
        return await played.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])

    async def _open(self, url: str) -> None:
        context = await self._browser.new_context()
        page = await context.new_page()
        await page.goto(url, wait_until="networkidle")
        await page.screenshot(full_page=True)
        await context.close()


def _tell(
    count: int, together: str, tallies: dict[str, Tally], taken: list[tuple[str, Captured]]
) -> None:
    print(f"C1：{count} 页，五种各五分之一，A-B-B-A，取快的一遍")
    best = {name: min(tally.seconds) for name, tally in tallies.items()}
    for name, tally in tallies.items():
        lost = f"，少收 {tally.missing}/{tally.asked}" if tally.asked else ""
        rate, share = 60 * count / best[name], best[BARE] / best[name]
        level = best[BARE + together] / best[name]
        print(
            f"  {name:<22} {rate:7.1f} 页/分，为 bare 的 {share:6.1%}，"
            f"为几页一起的 bare 的 {level:6.1%}{lost}"
        )
    again = [one.replay for _, one in taken if one.replay is not None]
    texts, pictures = [one.text for one in again], [one.picture for one in again]
    print(f"  重放：{len(again)}/{len(taken)} 页")
    print(f"    文字平均千分之 {mean(texts):.1f}，最差 {min(texts)}")
    print(f"    画面平均千分之 {mean(pictures):.1f}，最差 {min(pictures)}")
    verdicts: dict[str, set[str]] = {kind: set() for kind in KINDS}
    for path, one in taken:
        verdicts[path.strip("/").partition("-")[0]].add(one.observed.value)
    print(f"  看到的：{ {kind: sorted(found) for kind, found in verdicts.items()} }")


if __name__ == "__main__":
    main()
