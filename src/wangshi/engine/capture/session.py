"""一次取证里浏览器做的事: opened, read to its end, followed on, shown again, judged."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urldefrag

from playwright.async_api import BrowserContext

from wangshi.engine.forensics.canonical import Json
from wangshi.engine.forensics.captures import Clock, Exchange, Kept
from wangshi.engine.vetting import Passage, VettingProxy

from .browser import Door, Studio, user_agent
from .isolation import Isolation
from .observing import Judgement, Observed, Sight, observe
from .recording import Recorder, Seen
from .replaying import Rehearsal, Replay
from .taking import Look, certificates, plain, take
from .visiting import Visit
from .wanted import CaptureClock, CaptureFault, Fate, Wanted

_PASSWORDS: Final = """() => [...document.querySelectorAll('input[type=password]')]
  .filter(one => one.checkVisibility()).length"""
_CERTIFICATE: Final = "net::ERR_CERT_"
_ENOUGH: Final = 900
_MOST_SHORTFALLS: Final = 12
_BLOCKED: Final = 403
_PAGE, _LANDING, _WALL = "page", "landing", "wall"


@dataclass
class Taken:
    """浏览器里取得的: before it is put into the words of a package."""

    clock: Clock
    judgement: Judgement
    rows: list[Seen]
    hops: list[Seen]
    look: Look
    landing: Look | None
    landing_hop: Seen | None
    kept: list[Kept]
    replay: Replay | None
    browser: str
    agent: str
    isolation: Isolation
    clean: bool
    insecure: str
    chains: list[Json]
    told: dict[str, list[str]] = field(default_factory=dict)
    files: list[Json] = field(default_factory=list)


class Session:
    """一次取证: its parts in the order they happen."""

    def __init__(
        self, wanted: Wanted, studio: Studio, clock: CaptureClock, proxy: VettingProxy, door: Door
    ) -> None:
        self._wanted, self._studio, self._clock, self._proxy = wanted, studio, clock, proxy
        self._door = door

    async def run(self) -> Taken:
        """取: once as everybody; again past the warning where the certificate is no good."""
        began, steady = self._clock.now(), self._clock.steady()
        taken = await self._attempt("")
        if taken is None:
            taken = await self._attempt(self._insecure)
        if taken is None:
            raise CaptureFault(Fate.BROWSER_GONE, "浏览器两次都没有接受证书，什么也没有写下")
        ended, elapsed = self._clock.now(), self._clock.steady() - steady
        source = self._clock.source
        taken.clock = Clock(began, ended, round(elapsed * 1000), self._clock.offset_ms, source)
        return taken

    async def _attempt(self, insecure: str) -> Taken | None:
        wanted = self._wanted
        async with self._studio.profile(
            port=self._proxy.port,
            mobile=wanted.mobile,
            trusting=bool(insecure),
            within=self._door.browser,
        ) as context:
            clean = not await context.cookies()
            recorder = Recorder(self._clock, wanted.caps)
            visit = await Visit.begin(context, recorder, wanted.caps)
            await visit.open(wanted.url)
            if visit.refusal.startswith(_CERTIFICATE) and not insecure:
                self._insecure = visit.refusal
                return None
            rehearsal = Rehearsal(self._studio, wanted, self._clock, self._door.browser)
            try:
                taken = await self._read(visit, recorder, context, rehearsal)
            finally:
                await rehearsal.close()
            if context.browser is None or not context.browser.is_connected():
                said = "浏览器中途退出了，什么也没有写下，请再取一次"
                raise CaptureFault(Fate.BROWSER_GONE, said)
            taken.clean, taken.insecure = clean, insecure
        return taken

    async def _read(
        self, visit: Visit, recorder: Recorder, context: BrowserContext, rehearsal: Rehearsal
    ) -> Taken:
        if not visit.refusal:
            await visit.settle()
            await visit.scroll()
        unmask(recorder.rows, self._proxy.passages)
        hops = visit.hops()
        _refuse_forbidden(hops, self._proxy.passages, self._wanted.url)
        visit.refusal = _explained(visit.refusal, hops, self._proxy.passages)

        def meanwhile(text: str) -> None:
            if hops and hops[-1].status:
                made = [one for row in recorder.rows if (one := row.exchange(""))]
                rehearsal.begin(made, text)

        look = await take(visit, _PAGE, meanwhile)
        passwords = int(await visit.ask(_PASSWORDS) or 0)
        landing = None if visit.refusal else await self._follow(visit)
        chains, pem = await certificates(visit)
        kept, files = await _downloads(visit)
        await recorder.finish()
        unmask(recorder.rows, self._proxy.passages)
        browser = context.browser
        version = browser.version if browser is not None else ""
        return await self._judged(visit, recorder, rehearsal, Taken(
            clock=Clock(self._clock.now(), self._clock.now(), 0), judgement=_NOT_YET,
            rows=recorder.rows, hops=hops, look=look, landing=landing,
            landing_hop=visit.hops()[-1] if landing else None, kept=[*pem, *kept], replay=None,
            browser=version, agent=user_agent(version, mobile=self._wanted.mobile), clean=True,
            isolation=self._door.isolation, insecure="", chains=chains, files=files,
            told={"dialogs": visit.dialogs, "popups": visit.popups, "sockets": recorder.sockets},
        ), passwords)  # fmt: skip

    async def _judged(
        self, visit: Visit, recorder: Recorder, rehearsal: Rehearsal, taken: Taken, passwords: int
    ) -> Taken:
        look, hops = taken.look, taken.hops
        main = hops[-1] if hops and hops[-1].status else None
        sight = Sight(
            asked=self._wanted.url, final=look.url, main=main, title=look.title, text=look.text,
            passwords=passwords, refusal=visit.refusal, files=len(taken.files),
        )  # fmt: skip
        taken.judgement = observe(sight)
        if taken.judgement.observed.is_page:
            taken.replay = await rehearsal.compare(look)
        shortfalls = _shortfalls(visit, recorder, taken)
        taken.judgement = observe(Sight(**{**vars(sight), "shortfalls": shortfalls}))
        if not taken.judgement.observed.is_page:
            look.kept = [_renamed(one) for one in look.kept]
        taken.told["notes"] = [*visit.notes, *look.lacking]
        return taken

    async def _follow(self, visit: Visit) -> Look | None:
        if not self._wanted.follow or not await visit.follow(self._wanted.follow):
            return None
        await visit.scroll()
        return await take(visit, _LANDING)


_NOT_YET: Final = Judgement(Observed.ERROR, ())


def unmask(rows: Sequence[Seen], passages: Sequence[Passage]) -> None:
    """认出代理的回答: an empty 403 to what the proxy refused came from it, not from the site."""
    refused = {one.asked.partition(" HTTP/")[0]: one.refused for one in passages if one.refused}
    for row in rows:
        why = refused.get(f"{row.method} {row.url}")
        if why and row.status == _BLOCKED and not row.body:
            row.status, row.reason, row.headers, row.body = 0, "", (), None
            row.missing = f"放行代理没有放行：{why}"


def _refuse_forbidden(hops: Sequence[Seen], passages: Sequence[Passage], url: str) -> None:
    """The address that was asked for is itself shut: there is nothing to keep."""
    forbidden = [one for one in passages if one.is_forbidden]
    if forbidden and not any(row.status for row in hops):
        if any(one.dialled for one in passages):
            return
        said = f"{plain(url, 200)}：{forbidden[0].refused}。取证只去公网"
        raise CaptureFault(Fate.REFUSED, f"{said}；确实要取内网的页面，请写明放行的地址")


def _explained(refusal: str, hops: Sequence[Seen], passages: Sequence[Passage]) -> str:
    """The browser only says that it could not, or shows nothing; the proxy knows why."""
    why = next((one.refused for one in reversed(passages) if one.refused), "")
    if refusal and why:
        return f"{why}（{refusal}）"
    answered = any(row.status for row in hops)
    return refusal if refusal or answered else why


async def _downloads(visit: Visit) -> tuple[list[Kept], list[Json]]:
    kept: list[Kept] = []
    told: list[Json] = []
    for number, (name, path) in enumerate(await visit.saved(), 1):
        suffix = re.sub(r"[^a-z0-9]", "", path.suffix.lower() or name.rpartition(".")[2].lower())
        one = Kept(f"files/download-{number}.{suffix[:8] or 'bin'}", path.read_bytes())
        kept.append(one)
        told.append({"path": one.name, "name": plain(name, 300)})
    return kept, told


def _shortfalls(visit: Visit, recorder: Recorder, taken: Taken) -> tuple[str, ...]:
    """What is not there that a page would need; what the page itself gave up is left out."""
    lost = Counter(
        row.missing for row in recorder.rows if row.missing and "Aborted" not in row.missing
    )
    said = [f"{count} 个资源：{why}" for why, count in lost.most_common(_MOST_SHORTFALLS)]
    said += [*visit.notes, *taken.look.lacking]
    again = taken.replay
    if again is not None and again.text < _ENOUGH:
        said.append(f"重放的文字只有千分之 {again.text} 相同")
    return tuple(said)


def _renamed(one: Kept) -> Kept:
    return Kept(one.name.replace(f"/{_PAGE}", f"/{_WALL}", 1), one.content)


def exchanges_of(rows: Sequence[Seen], passages: Sequence[Passage]) -> list[Exchange]:
    """封存用的往返: each with the address that was dialled, where only one was."""
    dialled: dict[str, set[str]] = {}
    for one in passages:
        if one.dialled:
            dialled.setdefault(_asked_host(one.asked), set()).add(one.dialled.partition(" ")[0])
    made = []
    for row in rows:
        peers = dialled.get(_asked_host(f"GET {row.url}"), set())
        exchange = row.exchange(next(iter(peers)) if len(peers) == 1 else "")
        if exchange is not None:
            made.append(exchange)
    return made


def _asked_host(line: str) -> str:
    """Host and port of a proxy request or an address: CONNECT a:443 and GET https://a/ agree."""
    target = line.split(" ")[1] if " " in line else line
    scheme, found, rest = target.partition("://")
    host = re.split(r"[/?#]", rest if found else target)[0].lower()
    port = {"https": ":443", "http": ":80"}.get(scheme, "") if found else ""
    return host if re.search(r":[0-9]+$", host) else host + port


def page_address(row: Seen) -> str:
    """页面的网址: as its record has it, without the part behind #."""
    return urldefrag(row.url).url
