"""封存: a capture becomes one package, whole or absent; stamps are added as they come."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import BinaryIO, Final

from .authorities import TimeAuthority, Unreachable, stamp
from .canonical import Json, canonical
from .captures import Capture, Clock, Kept, Page
from .cdxj import INDEX_FILE, write_index
from .digests import Running, digest_of
from .files import make_whole
from .keys import KeyFault, Keyring, Purpose
from .log import Log
from .manifest import MANIFEST, SEALS, Listed, Manifest, Promise, write_manifest
from .moments import read_moment, to_millisecond, to_second
from .notes import read_proof
from .openssl import OpensslFault
from .package import STEP, Package, open_package
from .seals import ALGORITHMS, Seals, SealSignature, Stamp, StampState, write_seals
from .shell import ShellWriter
from .tokens import TokenFault
from .warc import WARC_FILE, WarcWriter, ascii_url

FACTS_FILE: Final = "capture/facts.json"
PAGES_FILE: Final = "pages/pages.jsonl"


class AlreadyThere(ValueError):
    """已经有这个文件: a sealed package is never written over."""


def seal(
    capture: Capture,
    target: Path,
    *,
    keyring: Keyring,
    at: datetime,
    authorities: Sequence[TimeAuthority] = (),
    log: Log | None = None,
) -> Package:
    """封存: writes `target`, signed and logged, its time stamps promised but still to be fetched.

    `at` is the moment of sealing. The same capture, keys and moment give the same bytes up to the
    SM2 signature, which is random by nature. Nothing is left behind when the disk fills up; a log
    entry without a package then remains, which says only that something was about to be sealed.
    Raises AlreadyThere, ShellRefused, KeyFault, OSError.
    """
    if target.exists():
        raise AlreadyThere(f"已经有 {target.name}，封存过的包不能覆盖")
    at = read_moment(to_second(at))
    keys = {name: keyring.public.current(name, Purpose.SEAL, at) for name in ALGORITHMS}
    promise = Promise(
        number=capture.number,
        office=keyring.public.office,
        keys={name: key.id for name, key in keys.items()},
        authorities={one.name: one.legal_force for one in authorities},
        log=log.origin if log is not None else "",
    )

    def fill(file: BinaryIO) -> None:
        shell = ShellWriter(file)
        raw = _write_contents(shell, capture, promise, at)
        seals = _signed(raw, keyring, promise, at)
        if log is not None:
            seals = _logged(seals, log)
        shell.add(SEALS, [_closed(seals, keyring, promise)])
        shell.close()

    make_whole(target, fill)
    return open_package(target)


def complete(
    package: Package, *, keyring: Keyring, authorities: Sequence[TimeAuthority], at: datetime
) -> Package:
    """补时间戳: asks every authority that has not stamped yet; written back when something changed.

    A first refusal is written into the package; later ones change nothing in it, so that asking all
    day does not rewrite it all day. `at` is the moment of asking.
    """
    named = {one.name: one for one in authorities}
    stamps = tuple(
        _ask(one, named[one.authority], package.seals.statement, at)
        if one.state is not StampState.CONFIRMED and one.authority in named
        else one
        for one in package.seals.stamps
    )
    pairs = list(zip(package.seals.stamps, stamps, strict=True))
    if all(old.state == new.state and (old.attempts or old is new) for old, new in pairs):
        return package
    return reseal(package, replace(package.seals, stamps=stamps, revised_at=at), keyring=keyring)


def renew_proof(package: Package, log: Log, *, keyring: Keyring, at: datetime) -> Package:
    """换日志证明: up to the latest checkpoint, so that what witnesses signed since comes along."""
    proof = log.prove(read_proof(package.seals.log_proof).index)
    seals = replace(package.seals, log_proof=str(proof), revised_at=at)
    return reseal(package, seals, keyring=keyring)


def reseal(package: Package, seals: Seals, *, keyring: Keyring) -> Package:
    """换封签: the files and the manifest stay byte for byte; only the last file is written anew."""
    key = keyring.public.find(package.manifest.promise.keys["ed25519"])
    if key is None or key.revoked_at is not None:
        raise KeyFault("封存用的钥匙不在或者已吊销，不能再补封签")
    entries = tuple(one for one in package.shell.entries if one.name != SEALS)
    kept = entries[-1].start + entries[-1].size

    def fill(file: BinaryIO) -> None:
        with package.path.open("rb") as old:
            _copy(old, file, kept)
        shell = ShellWriter(file, entries)
        shell.add(SEALS, [_closed(seals, keyring, package.manifest.promise)])
        shell.close()

    make_whole(package.path, fill)
    return open_package(package.path)


def _write_contents(shell: ShellWriter, capture: Capture, promise: Promise, at: datetime) -> bytes:
    software = f"wangshi {version('wangshi')}"
    warc = WarcWriter(capture.number, software, at)
    files = [_add(shell, WARC_FILE, warc.pieces(capture.exchanges))]
    index = write_index(warc.written, WARC_FILE)
    files.append(_add(shell, INDEX_FILE, [index]))
    files.append(_add(shell, PAGES_FILE, [_pages(capture.pages)]))
    files.append(_add(shell, FACTS_FILE, [canonical(_facts(capture))]))
    files += [_add(shell, one.name, _pieces(one)) for one in capture.kept]
    manifest = Manifest(capture.title, at, software, promise, tuple(files))
    first = (ascii_url(capture.pages[0].url), capture.pages[0].at) if capture.pages else None
    raw = write_manifest(manifest, page=first)
    shell.add(MANIFEST, [raw])
    return raw


def _add(shell: ShellWriter, name: str, pieces: Iterable[bytes]) -> Listed:
    running = Running()

    def watched() -> Iterator[bytes]:
        for piece in pieces:
            running.update(piece)
            yield piece

    shell.add(name, watched())
    return Listed(name, running.finish())


def _pieces(kept: Kept) -> Iterator[bytes]:
    if isinstance(kept.content, bytes):
        yield kept.content
        return
    with kept.content.open("rb") as file:
        while piece := file.read(STEP):
            yield piece


def _pages(pages: Sequence[Page]) -> bytes:
    head: dict[str, Json] = {"format": "json-pages-1.0", "id": "pages", "title": "Pages"}
    rows: list[Mapping[str, Json]] = [
        {
            "id": f"page-{number}",
            "url": ascii_url(page.url),
            "ts": to_millisecond(page.at),
            "title": page.title,
            "text": page.text,
        }
        for number, page in enumerate(pages, 1)
    ]
    return b"".join(canonical(row) + b"\n" for row in (head, *rows))


def _facts(capture: Capture) -> dict[str, Json]:
    return {**capture.facts, "number": capture.number, "clock": _clock(capture.clock)}


def _clock(clock: Clock) -> dict[str, Json]:
    return {
        "started_at": to_millisecond(clock.started_at),
        "ended_at": to_millisecond(clock.ended_at),
        "elapsed_ms": clock.elapsed_ms,
        "offset_ms": clock.offset_ms,
        "offset_source": clock.offset_source,
    }


def _signed(raw: bytes, keyring: Keyring, promise: Promise, at: datetime) -> Seals:
    signatures = {}
    for algorithm, key_id in promise.keys.items():
        key = keyring.public.find(key_id)
        if key is None:
            raise KeyFault(f"名单里没有 {key_id}")
        signatures[algorithm] = SealSignature(key_id, key.spki, keyring.sign(key, raw))
    stamps = tuple(Stamp(name) for name in promise.authorities)
    return Seals(digest_of(raw), signatures, stamps, log_key="", log_proof="", revised_at=at)


def _logged(seals: Seals, log: Log) -> Seals:
    index = log.append(seals.log_entry)
    log.publish()
    return replace(seals, log_key=str(log.key), log_proof=str(log.prove(index)))


def _closed(seals: Seals, keyring: Keyring, promise: Promise) -> bytes:
    key = keyring.public.find(promise.keys["ed25519"])
    if key is None:
        raise KeyFault(f"名单里没有 {promise.keys['ed25519']}")
    private = keyring.ed25519(key)
    return write_seals(seals, private.sign)


def _ask(one: Stamp, authority: TimeAuthority, statement: bytes, at: datetime) -> Stamp:
    try:
        answer, token = stamp(authority, statement)
    except (Unreachable, OpensslFault) as fault:
        return one.tried(at, StampState.PENDING, str(fault))
    except TokenFault as fault:
        return one.tried(at, StampState.FAILED, str(fault))
    return one.tried(at, StampState.CONFIRMED, to_second(token.at), answer)


def _copy(source: BinaryIO, target: BinaryIO, size: int) -> None:
    while size:
        piece = source.read(min(size, STEP))
        if not piece:
            raise OSError("原来的包变短了")
        target.write(piece)
        size -= len(piece)
