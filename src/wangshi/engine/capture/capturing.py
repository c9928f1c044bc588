"""取证: one page taken, shown again, judged and sealed; a package that is whole, or none."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from wangshi.engine.forensics.authorities import TimeAuthority
from wangshi.engine.forensics.canonical import Json
from wangshi.engine.forensics.captures import Capture, Kept, Page
from wangshi.engine.forensics.keys import Keyring
from wangshi.engine.forensics.log import Log
from wangshi.engine.forensics.moments import to_millisecond
from wangshi.engine.forensics.package import Package
from wangshi.engine.forensics.sealing import complete, seal
from wangshi.engine.vetting import Limits, Passage, Resolver, VettingProxy
from wangshi.engine.vetting.hosts import PORTS

from .browser import Studio, full_or_unwritable
from .conditions import own_addresses, route, shut_in, tools
from .har import write_har
from .observing import Observed
from .replaying import Replay
from .session import Session, Taken, exchanges_of, page_address
from .taking import plain
from .wanted import CaptureClock, Wanted

_MOST_TOLD: Final = 2_000
_SPARE: Final = 30.0
_ADDRESS: Final = 4_000


@dataclass(frozen=True)
class Captured:
    """取得的: what is to be sealed and what was observed; `package` once it is sealed.

    `replay` is None where there was no page to show again.
    """

    capture: Capture
    observed: Observed
    because: tuple[str, ...]
    guesses: tuple[str, ...]
    url: str
    title: str
    text: str
    replay: Replay | None
    package: Package | None = None


@dataclass(frozen=True)
class Office:
    """封存的单位: its keys, its log and the time authorities it asks."""

    keyring: Keyring
    log: Log | None = None
    authorities: Sequence[TimeAuthority] = ()


def capture(
    wanted: Wanted,
    target: Path,
    *,
    studio: Studio,
    clock: CaptureClock,
    office: Office,
    resolve: Resolver | None = None,
) -> Captured:
    """取证并封存: `target` holds the sealed package afterwards, or does not exist.

    Raises CaptureFault (its `fate` says why nothing was written), AlreadyThere, KeyFault.
    """
    taken = record(wanted, studio=studio, clock=clock, resolve=resolve)
    keyring, authorities = office.keyring, office.authorities
    try:
        package = seal(
            taken.capture,
            target,
            keyring=keyring,
            at=clock.now(),
            authorities=authorities,
            log=office.log,
        )
    except OSError as fault:
        raise full_or_unwritable(fault) from None
    package = complete(package, keyring=keyring, authorities=authorities, at=clock.now())
    return replace(taken, package=package)


def record(
    wanted: Wanted, *, studio: Studio, clock: CaptureClock, resolve: Resolver | None = None
) -> Captured:
    """取证: everything but the seal. Raises CaptureFault."""
    caps = wanted.caps
    door = studio.run(studio.door(), caps.total_seconds + _SPARE)
    proxy = VettingProxy(
        listener=door.listener,
        now=clock.now,
        resolve=resolve,
        allowance=wanted.allowance,
        own=own_addresses(),
        limits=Limits(
            total_seconds=caps.total_seconds, most_bytes=caps.total_bytes,
            ports=PORTS | wanted.ports,
        ),
    )  # fmt: skip
    with door.listener, proxy:
        session = Session(wanted, studio, clock, proxy, door)
        taken = studio.run(session.run(), caps.total_seconds + _SPARE)
    return _described(wanted, taken, proxy.passages)


def _described(wanted: Wanted, taken: Taken, passages: Sequence[Passage]) -> Captured:
    judgement, look = taken.judgement, taken.look
    har = write_har(taken.rows, look.title, taken.browser)
    kept = [*look.kept, *(taken.landing.kept if taken.landing else ()), *taken.kept]
    made = Capture(
        number=wanted.number,
        title=look.title or plain(wanted.url, 200),
        clock=taken.clock,
        exchanges=exchanges_of(taken.rows, passages),
        pages=_pages(taken),
        kept=[*kept, Kept("capture/page.har", har)],
        facts=_facts(wanted, taken, passages),
    )
    return Captured(
        made, judgement.observed, judgement.because, judgement.guesses, look.url, look.title,
        look.text, taken.replay,
    )  # fmt: skip


def _pages(taken: Taken) -> list[Page]:
    """A wall is never a page; nor is what left no record to begin with."""
    found = []
    if taken.judgement.observed.is_page and taken.hops and taken.hops[-1].body is not None:
        main, look = taken.hops[-1], taken.look
        found.append(Page(page_address(main), main.at, look.title, look.text))
    landing, hop = taken.landing, taken.landing_hop
    if landing is not None and hop is not None and hop.body is not None:
        found.append(Page(page_address(hop), hop.at, landing.title, landing.text))
    return found


def _facts(wanted: Wanted, taken: Taken, passages: Sequence[Passage]) -> dict[str, Json]:
    told: dict[str, Json] = {
        name: [plain(one, _ADDRESS) for one in lines[:_MOST_TOLD]]
        for name, lines in taken.told.items()
    }
    return told | {
        "method": wanted.method,
        "place": wanted.place,
        "officers": [{"name": o.name, "certificate": o.certificate} for o in wanted.officers],
        "asked": plain(wanted.url, _ADDRESS),
        "final_url": plain(taken.look.url, _ADDRESS),
        "landing_url": plain(taken.landing.url, _ADDRESS) if taken.landing else "",
        "mobile": wanted.mobile,
        "follow": wanted.follow,
        "observed": {
            "verdict": taken.judgement.observed.value,
            "because": [plain(one, _ADDRESS) for one in taken.judgement.because],
            "guesses": [plain(one, _ADDRESS) for one in taken.judgement.guesses],
        },
        "hops": [_hop(row.url, row.status, row.header("location")) for row in taken.hops],
        "passages": [_passage(one) for one in passages[:_MOST_TOLD]],
        "certificates": taken.chains,
        "certificate_error": taken.insecure,
        "missing": [
            {"url": plain(row.url, _ADDRESS), "why": row.missing}
            for row in taken.rows[:_MOST_TOLD]
            if row.missing
        ],
        "replay": _replay(taken.replay),
        "files": taken.files,
        "bodies": "浏览器解压以后的内容，和网页得到的一样；跳转的响应没有内容",
        "environment": _environment(wanted, taken),
    }


def _environment(wanted: Wanted, taken: Taken) -> dict[str, Json]:
    return {
        "tools": tools(taken.browser, taken.agent, taken.isolation),
        "isolation": shut_in(taken.isolation),
        "clean_profile": taken.clean,
        "route": route(),
        "allowed_addresses": [str(one) for one in wanted.allowance.networks],
        "allowed_ports": sorted(wanted.ports),
    }


def _hop(url: str, status: int, location: str) -> Json:
    return {"url": plain(url, _ADDRESS), "status": status, "location": plain(location, _ADDRESS)}


def _passage(one: Passage) -> Json:
    return {
        "at": to_millisecond(one.at),
        "asked": plain(one.asked, _ADDRESS),
        "answers": list(one.answers),
        "dialled": one.dialled,
        "refused": plain(one.refused, _ADDRESS),
        "received": one.received,
        "ended": one.ended,
    }


def _replay(again: Replay | None) -> Json:
    if again is None:
        return None
    return {
        "text_per_mille": again.text,
        "picture_per_mille": again.picture,
        "missing": [plain(one, _ADDRESS) for one in again.missing],
    }
