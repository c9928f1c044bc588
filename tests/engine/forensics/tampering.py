"""三十种改法: each of the ways of quality.md, made at random, with what a verifier must name.

T28 and T29 change rows of the audit chain in a database: tests/shared holds those, and the bench
runs them. Every other one is here. An attack is bytes of a package and what the person checking
holds; where it takes an insider, the office's own keys are used.
"""

import gzip
import io
import random
import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

from wangshi.engine.forensics.canonical import canonical, read_canonical
from wangshi.engine.forensics.cdxj import INDEX_FILE
from wangshi.engine.forensics.digests import digest_of
from wangshi.engine.forensics.keys import Keyring, Purpose
from wangshi.engine.forensics.log import Log
from wangshi.engine.forensics.manifest import MANIFEST, SEALS
from wangshi.engine.forensics.package import Package
from wangshi.engine.forensics.records import read_records
from wangshi.engine.forensics.sealing import complete, seal
from wangshi.engine.forensics.seals import Seals, SealSignature, write_seals
from wangshi.engine.forensics.shell import Entry, ShellWriter, _central, _end, _local
from wangshi.engine.forensics.warc import WARC_FILE

from .office import Office, capture_of, right_now
from .stamping import expired_authority, revoked_roots

PICTURE, FACTS = "capture/page.png", "capture/facts.json"


@dataclass(frozen=True)
class Attack:
    """一次改动: the bytes to check, what the checker holds, codes of which one must be named."""

    whole: bytes
    named: frozenset[str]
    held: Mapping[str, Path] = field(default_factory=dict)


class Ground:
    """下手的地方: an office, its sound packages, and false logs prepared once."""

    def __init__(self, office: Office, packages: list[Package]) -> None:
        self.office, self.packages = office, packages
        self.wholes = [one.path.read_bytes() for one in packages]
        self._count = 0
        self._logs: dict[str, tuple[Path, Path]] = {}
        self._sealed: dict[str, list[tuple[bytes, dict[str, Path]]]] = {}

    def pick(self, draw: random.Random) -> tuple[Package, bytes]:
        at = draw.randrange(len(self.packages))
        return self.packages[at], self.wholes[at]

    def sealed(self, kind: str, make: Callable[[int], Package], draw: random.Random) -> bytes:
        """Bytes of a package an insider made; a few are made and then chosen from."""
        made = self._sealed.setdefault(kind, [])
        if len(made) < 4:
            self._count += 1
            made.append((make(self._count).path.read_bytes(), {}))
        return draw.choice(made)[0]

    def false_log(self, kind: str, change: Callable[[list[bytes]], list[bytes]]) -> Path:
        """A log of the same key over other entries."""
        if kind not in self._logs:
            folder = self.office.folder / f"false-{kind}"
            entries = self.entries()
            ring = self.office.keyring
            key = ring.public.current("ed25519", Purpose.LOG, right_now())
            log = Log(folder, self.office.log.origin, ring.ed25519(key), memory=folder / "head")
            log.append_many(change(entries))
            log.publish()
            log.close()
            self._logs[kind] = (folder, folder / "checkpoint")
        return self._logs[kind][0]

    def entries(self) -> list[bytes]:
        tiles = self.office.log._tiles
        return [e for n in range((tiles.size + 255) // 256) for e in tiles.entries(n)]

    def path(self, name: str) -> Path:
        return self.office.folder / name


def files_of(package: Package) -> dict[str, bytes]:
    return {entry.name: package.read(entry.name) for entry in package.shell.entries}


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Packed again as we pack."""
    target = io.BytesIO()
    shell = ShellWriter(target)
    for name, content in files.items():
        shell.add(name, [content])
    shell.close()
    return target.getvalue()


def raw_zip(files: list[tuple[str, bytes]]) -> bytes:
    """Packed with names that our own writer refuses."""
    target, entries = io.BytesIO(), []
    for name, content in files:
        octets = name.encode("utf-8").decode("latin-1")
        at = target.tell()
        entry = Entry(octets, at, at + 30 + len(octets), len(content), _crc(content))
        target.write(_local(entry) + content)
        entries.append(entry)
    at = target.tell()
    directory = b"".join(map(_central, entries))
    return target.getvalue() + directory + _end(len(entries), len(directory), at)


def flipped(whole: bytes, at: int, draw: random.Random) -> bytes:
    changed = bytearray(whole)
    changed[at] ^= 1 << draw.randrange(8)
    return bytes(changed)


def flip_in(name: str, ground: Ground, draw: random.Random) -> bytes:
    package, whole = ground.pick(draw)
    entry = package.shell.find(name)
    return flipped(whole, entry.start + draw.randrange(entry.size), draw)


def refitted(
    ground: Ground, draw: random.Random, name: str, change: Callable[[bytes], bytes]
) -> bytes:
    package, _ = ground.pick(draw)
    files = files_of(package)
    return zipped({**files, name: change(files[name])})


def resigned(package: Package, manifest: bytes, ring: Keyring, **changes: object) -> bytes:
    """An insider signs another manifest with the office's own keys."""
    signatures = {
        name: SealSignature(one.key, one.spki, ring.sign(ring.public.find(one.key), manifest))
        for name, one in package.seals.signatures.items()
    }
    seals = replace(package.seals, manifest=digest_of(manifest), signatures=signatures, **changes)
    return closed(package, manifest, seals, ring)


def closed(package: Package, manifest: bytes, seals: Seals, ring: Keyring) -> bytes:
    key = ring.public.find(package.manifest.promise.keys["ed25519"])
    sealed = write_seals(seals, ring.ed25519(key).sign)
    return zipped({**files_of(package), MANIFEST: manifest, SEALS: sealed})


def members(warc: bytes) -> list[bytes]:
    return [warc[r.offset : r.offset + r.length] for r in read_records([warc])]


def edited_head(member: bytes, draw: random.Random) -> bytes:
    """One letter of the record's own head, compressed again."""
    plain = bytearray(gzip.decompress(member))
    places = [at for at in range(plain.find(b"\r\n\r\n")) if chr(plain[at]).isalnum()]
    at = draw.choice(places)
    plain[at] = ord("8") if plain[at] != ord("8") else ord("9")
    return gzip.compress(bytes(plain), mtime=0)


def t01(g: Ground, draw: random.Random) -> Attack:
    return Attack(flip_in(WARC_FILE, g, draw), frozenset(("digest.sha256",)))


def t02(g: Ground, draw: random.Random) -> Attack:
    def change(warc: bytes) -> bytes:
        all_of = members(warc)
        at = draw.randrange(len(all_of))
        all_of[at] = edited_head(all_of[at], draw)
        return b"".join(all_of)

    return Attack(refitted(g, draw, WARC_FILE, change), frozenset(("digest.sha256",)))


def t03(g: Ground, draw: random.Random) -> Attack:
    return Attack(flip_in(INDEX_FILE, g, draw), frozenset(("digest.sha256",)))


def t04(g: Ground, draw: random.Random) -> Attack:
    return Attack(flip_in(PICTURE, g, draw), frozenset(("digest.sha256",)))


def t05(g: Ground, draw: random.Random) -> Attack:
    return Attack(flip_in(FACTS, g, draw), frozenset(("digest.sha256",)))


def t06(g: Ground, draw: random.Random) -> Attack:
    _, whole = g.pick(draw)
    named = frozenset(("shell.truncated", "shell.trailing", "shell.header", "shell.gap"))
    return Attack(whole[: draw.randrange(len(whole))], named)


def t07(g: Ground, draw: random.Random) -> Attack:
    _, whole = g.pick(draw)
    return Attack(whole + draw.randbytes(draw.randint(1, 400)), frozenset(("shell.trailing",)))


def _moved(g: Ground, draw: random.Random, move: Callable[[list[bytes]], list[bytes]]) -> Attack:
    whole = refitted(g, draw, WARC_FILE, lambda warc: b"".join(move(members(warc))))
    return Attack(whole, frozenset(("digest.sha256",)))


def t08(g: Ground, draw: random.Random) -> Attack:
    def swap(all_of: list[bytes]) -> list[bytes]:
        first, second = draw.sample(range(len(all_of)), 2)
        all_of[first], all_of[second] = all_of[second], all_of[first]
        return all_of

    return _moved(g, draw, swap)


def t09(g: Ground, draw: random.Random) -> Attack:
    def drop(all_of: list[bytes]) -> list[bytes]:
        del all_of[draw.randrange(len(all_of))]
        return all_of

    return _moved(g, draw, drop)


def t10(g: Ground, draw: random.Random) -> Attack:
    def twice(all_of: list[bytes]) -> list[bytes]:
        all_of.insert(draw.randrange(len(all_of)), draw.choice(all_of))
        return all_of

    attack = _moved(g, draw, twice)
    return replace(attack, named=frozenset(("record.duplicate",)))


def t11(g: Ground, draw: random.Random) -> Attack:
    first, second = draw.sample(g.packages, 2)
    name = draw.choice([WARC_FILE, INDEX_FILE, PICTURE, FACTS, "pages/pages.jsonl"])
    return Attack(
        zipped({**files_of(first), name: second.read(name)}), frozenset(("digest.sha256",))
    )


def t12(g: Ground, draw: random.Random) -> Attack:
    package, _ = g.pick(draw)
    files = files_of(package)
    name = draw.choice([WARC_FILE, PICTURE, FACTS])
    files[name] = flipped(files[name], draw.randrange(len(files[name])), draw)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for one, content in files.items():
            archive.writestr(one, content)
    return Attack(target.getvalue(), frozenset(("shell.header",)))


def t13(g: Ground, draw: random.Random) -> Attack:
    _, first = g.pick(draw)
    _, second = g.pick(draw)
    if draw.random() < 0.5:
        return Attack(first + second, frozenset(("shell.gap", "shell.header")))
    end = first[-22:]
    return Attack(first + end, frozenset(("shell.gap", "shell.header")))


def t14(g: Ground, draw: random.Random) -> Attack:
    package, _ = g.pick(draw)
    files = list(files_of(package).items())
    name, content = draw.choice(files)
    twin = (name, flipped(content, draw.randrange(len(content)), draw))
    files.insert(draw.randrange(len(files)), twin)
    return Attack(raw_zip(files), frozenset(("shell.duplicate",)))


def t15(g: Ground, draw: random.Random) -> Attack:
    package, _ = g.pick(draw)
    files = list(files_of(package).items())
    at = draw.randrange(len(files))
    name, content = files[at]
    twin = name.replace(*draw.choice([("a", "а"), ("e", "е"), ("p", "Р"), ("i", "ı"), ("s", "ｓ")]))
    if twin == name:
        twin = name + "\u200b"
    files.insert(at + 1, (twin, content))
    return Attack(raw_zip(files), frozenset(("shell.name",)))


def t16(g: Ground, draw: random.Random) -> Attack:
    package, _ = g.pick(draw)
    value = read_canonical(package.manifest_bytes)
    del value["resources"][draw.randrange(len(value["resources"]))]
    raw = canonical(value)
    signed = resigned(package, raw, g.office.keyring)
    return Attack(signed, frozenset(("files.extra",)))


def t17(g: Ground, draw: random.Random) -> Attack:
    package, _ = g.pick(draw)
    files = {**files_of(package), f"capture/extra{draw.randrange(99)}.txt": draw.randbytes(20)}
    return Attack(zipped(files), frozenset(("files.extra",)))


def t18(g: Ground, draw: random.Random) -> Attack:
    def make(number: int) -> Package:
        other = Office.open(g.path(f"other{number}"), authorities=0)
        try:
            return other.seal(capture_of(number), "x.wacz")
        finally:
            other.log.close()

    return Attack(g.sealed("t18", make, draw), frozenset(("signer.unknown",)))


def t19(g: Ground, draw: random.Random) -> Attack:
    package, _ = g.pick(draw)
    name = draw.choice(["ed25519", "sm2"])
    path = g.path("other-keys")
    other = (
        Keyring(path) if path.exists() else Keyring.create(path, "他人（虚构）", "x", right_now())
    )
    key = other.public.current(name, Purpose.SEAL, right_now())
    signatures = dict(package.seals.signatures)
    value = other.sign(key, package.manifest_bytes)
    signatures[name] = SealSignature(signatures[name].key, key.spki, value)
    seals = replace(package.seals, signatures=signatures)
    whole = closed(package, package.manifest_bytes, seals, g.office.keyring)
    return Attack(whole, frozenset(("signature.key",)))


def t20(g: Ground, draw: random.Random) -> Attack:
    days = draw.randint(1, 20)

    def make(number: int) -> Package:
        ring, then = g.office.keyring, right_now() - timedelta(days=days)
        target = g.path(f"backdated{number}.wacz")
        asked = g.office.authorities
        capture = capture_of(number, at=then)
        made = seal(capture, target, keyring=ring, at=then, authorities=asked, log=g.office.log)
        return complete(made, keyring=ring, authorities=asked, at=right_now())

    return Attack(g.sealed("t20", make, draw), frozenset(("time.late",)))


def t21(g: Ground, draw: random.Random) -> Attack:
    package, other = draw.sample(g.packages, 2)
    stamps = list(package.seals.stamps)
    at = draw.randrange(len(stamps))
    stamps[at] = replace(stamps[at], answer=other.seals.stamps[at].answer)
    seals = replace(package.seals, stamps=tuple(stamps))
    whole = closed(package, package.manifest_bytes, seals, g.office.keyring)
    return Attack(whole, frozenset(("time.imprint",)))


def t22(g: Ground, draw: random.Random) -> Attack:
    if draw.random() < 0.5:
        roots = g.path("revoked.pem")
        if not roots.exists():
            roots.write_bytes(
                revoked_roots(g.office.authorities[0]) + g.office.authorities[1].roots
            )
        _, whole = g.pick(draw)
        return Attack(whole, frozenset(("authority.revoked",)), {"roots": roots})
    authority = expired_authority(g.path("tsa-expired"))
    g.path("expired.pem").write_bytes(authority.roots)
    whole = g.sealed(
        "t22", lambda n: g.office.seal(capture_of(n), f"x{n}.wacz", authorities=[authority]), draw
    )
    return Attack(whole, frozenset(("authority.expired",)), {"roots": g.path("expired.pem")})


def t23(g: Ground, draw: random.Random) -> Attack:
    package, _ = g.pick(draw)
    value = read_canonical(package.manifest_bytes)
    row = draw.choice(value["resources"])
    digit = draw.randrange(64)
    old = row["sm3"]
    row["sm3"] = old[:digit] + ("0" if old[digit] != "0" else "1") + old[digit + 1 :]
    whole = resigned(package, canonical(value), g.office.keyring)
    return Attack(whole, frozenset(("digest.sm3",)))


def t24(g: Ground, draw: random.Random) -> Attack:
    package, whole = g.pick(draw)
    index = _index(package)

    def drop(entries: list[bytes]) -> list[bytes]:
        return [*entries[:index], *entries[index + 1 :], b"one", b"two"]

    return Attack(whole, frozenset(("keeper.fork",)), {"log": g.false_log(f"drop{index}", drop)})


def t25(g: Ground, draw: random.Random) -> Attack:
    package, whole = g.pick(draw)
    size = _size(package)
    at = draw.randrange(size)

    def fork(entries: list[bytes]) -> list[bytes]:
        return [*entries[:at], b"another", *entries[at + 1 : size]]

    folder = g.false_log(f"fork{size}-{at}", fork)
    if draw.random() < 0.5:
        return Attack(whole, frozenset(("keeper.fork",)), {"log": folder})
    held = {"checkpoint": folder / "checkpoint", "log": Path()}
    return Attack(whole, frozenset(("keeper.fork",)), held)


def t26(g: Ground, draw: random.Random) -> Attack:
    package, whole = g.pick(draw)
    size = draw.randrange(_size(package))
    folder = g.false_log(f"older{size}", lambda entries: entries[:size])
    return Attack(whole, frozenset(("keeper.rollback",)), {"log": folder})


def t27(g: Ground, draw: random.Random) -> Attack:
    package, _ = g.pick(draw)
    if "other" not in g._logs:
        ring, folder = g.office.keyring, g.path("false-other")
        key = ring.public.current("ed25519", Purpose.LOG, right_now())
        other = Log(folder, "elsewhere.example/log", ring.ed25519(key), memory=folder / "head")
        other.append_many(g.entries())
        other.publish()
        other.close()
        g._logs["other"] = (folder, folder / "checkpoint")
    text = (g._logs["other"][0] / "checkpoint").read_text("utf-8")
    head, _, _ = package.seals.log_proof.partition("\n\n")
    seals = replace(package.seals, log_proof=f"{head}\n\n{text}")
    whole = closed(package, package.manifest_bytes, seals, g.office.keyring)
    return Attack(whole, frozenset(("log.origin",)))


def t30(g: Ground, draw: random.Random) -> Attack:
    kind = draw.randrange(4)

    def make(number: int) -> Package:
        capture = capture_of(number)
        clock = capture.clock
        hour = timedelta(hours=1)
        back = {
            0: replace(clock, ended_at=clock.ended_at - hour),
            1: replace(clock, elapsed_ms=clock.elapsed_ms + 3_600_000),
            2: replace(clock, started_at=clock.started_at - hour, ended_at=clock.ended_at - hour),
            3: replace(clock, offset_ms=3_600_000),
        }[kind]
        return g.office.seal(replace(capture, clock=back), f"clock{number}.wacz")

    named = ("clock.backwards", "clock.stepped", "clock.outside", "clock.offset")
    return Attack(g.sealed(f"t30-{kind}", make, draw), frozenset((named[kind],)))


def _index(package: Package) -> int:
    return int(package.seals.log_proof.split("\n")[1].removeprefix("index "))


def _size(package: Package) -> int:
    return int(package.seals.log_proof.partition("\n\n")[2].split("\n")[1])


def _crc(content: bytes) -> int:
    return zlib.crc32(content)


ATTACKS: dict[str, Callable[[Ground, random.Random], Attack]] = {
    name.upper(): act
    for name, act in sorted(globals().items())
    if name[0] == "t" and name[1:].isdigit()
}
