"""一个试填的单位: keys, log, two time authorities, witnesses, and captures to seal."""

import random
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from wangshi.engine.forensics.authorities import LocalTimeAuthority, TimeAuthority
from wangshi.engine.forensics.captures import Capture, Clock, Exchange, Kept, Page
from wangshi.engine.forensics.certificates import read_roots
from wangshi.engine.forensics.following import Witness
from wangshi.engine.forensics.keys import LIST_FILE, Keyring, Purpose, read_keys
from wangshi.engine.forensics.log import Log
from wangshi.engine.forensics.merkle import consistency_proof
from wangshi.engine.forensics.notes import read_checkpoint, with_signatures
from wangshi.engine.forensics.package import Package
from wangshi.engine.forensics.sealing import complete, renew_proof, seal
from wangshi.engine.forensics.tiles import Tiles
from wangshi.engine.forensics.trust import Trust

NAME, ORIGIN = "拾穗县市场监督管理局（虚构）", "shisui.example/evidence"
WORDS = "根治高血压三天见效纯天然无副作用国家级最佳茶叶蜂蜜核桃木耳"


def right_now() -> datetime:
    return datetime.fromtimestamp(int(time.time()), UTC)


@dataclass
class Office:
    """单位: everything under one folder."""

    folder: Path
    keyring: Keyring
    log: Log
    authorities: tuple[LocalTimeAuthority, ...]
    witnesses: tuple[Witness, ...] = ()
    roots: Path = field(default_factory=Path)

    @classmethod
    def open(cls, folder: Path, name: str = NAME, *, authorities: int = 2) -> "Office":
        ring = Keyring.create(folder / "keys", name, ORIGIN, right_now() - timedelta(days=30))
        key = ring.public.current("ed25519", Purpose.LOG, right_now())
        log = Log(folder / "log", ORIGIN, ring.ed25519(key), memory=folder / "keys" / "log-head")
        made = tuple(
            replace(LocalTimeAuthority.create(folder / f"tsa{n}"), name=f"演示时间戳{n}")
            for n in range(1, authorities + 1)
        )
        (folder / "roots.pem").write_bytes(b"".join(one.roots for one in made))
        witnesses = tuple(
            Witness(f"witness{n}.example", Ed25519PrivateKey.generate(), log.key, folder / f"w{n}")
            for n in (1, 2)
        )
        return cls(folder, ring, log, made, witnesses, folder / "roots.pem")

    @property
    def keys(self) -> Path:
        return self.folder / "keys" / LIST_FILE

    @property
    def checkpoint(self) -> Path:
        return self.folder / "log" / "checkpoint"

    def seal(
        self,
        capture: Capture,
        name: str,
        at: datetime | None = None,
        authorities: Sequence[TimeAuthority] | None = None,
    ) -> Package:
        """封存并盖时间戳: as a county would, all at once."""
        at = at or right_now()
        asked = self.authorities if authorities is None else authorities
        ring = self.keyring
        made = seal(
            capture, self.folder / name, keyring=ring, at=at, authorities=asked, log=self.log
        )
        return complete(made, keyring=ring, authorities=asked, at=at)

    def witness(self, package: Package) -> Package:
        """请人见证: both witnesses cosign the latest checkpoint, and the package takes it along."""
        latest = self.log.checkpoint
        lines = []
        for one in self.witnesses:
            seen = one.view.seen.size if one.view.seen else 0
            proof = consistency_proof(
                Tiles(self.log.folder, latest.size).subtree, seen, latest.size
            )
            lines.append(one.cosign(latest, proof, right_now()))
        note = str(with_signatures(latest, lines))
        self.log.take_cosignatures(note, [one.key for one in self.witnesses])
        return renew_proof(package, self.log, keyring=self.keyring, at=right_now())

    def trust(self) -> Trust:
        return Trust(
            keys=read_keys(self.keys.read_bytes()),
            roots=read_roots(self.roots.read_bytes()),
            log=self.log.folder,
            checkpoint=read_checkpoint(self.checkpoint.read_text("utf-8")),
            witnesses=tuple(one.key for one in self.witnesses),
        )


def capture_of(seed: int, *, at: datetime | None = None, size: int = 300) -> Capture:
    """一次取证: the same for the same seed and moment; a page, its parts, a posted form."""
    draw = random.Random(seed)
    at = at or right_now()
    site = f"https://shop{seed}.example"
    words = "".join(draw.choices(WORDS, k=size))
    address = f"{site}/茶/{seed}?b=1&a={seed}"
    html = f"<!doctype html><title>{words[:8]}</title><h1>{words}</h1>".encode()
    ended = at - timedelta(seconds=1)
    started = ended - timedelta(seconds=4)
    between = [started + timedelta(milliseconds=500 * n) for n in range(4)]
    exchanges = [
        Exchange(address, between[0], 200, "OK",
                 (("Content-Type", "text/html; charset=utf-8"), ("Content-Encoding", "br")),
                 html, request_headers=(("Accept", "*/*"),), peer="203.0.113.7", decoded=True),
        Exchange(f"{site}/a.css", between[1], 200, "OK", (("Content-Type", "text/css"),),
                 b"h1{color:red}" * 20),
        Exchange(f"{site}/p.png", between[2], 200, "OK", (("Content-Type", "image/png"),),
                 draw.randbytes(size)),
        Exchange(f"{site}/api", between[3], 302, "Found", (("Location", "/"),), b"", method="POST",
                 request_headers=(("Content-Type", "application/x-www-form-urlencoded"),),
                 request_body=f"q={seed}".encode()),
    ]  # fmt: skip
    return Capture(
        number=f"试填〔2026〕{seed:04d}号",
        title=words[:8],
        clock=Clock(started, ended, 4000, 12, "ntp.example"),
        exchanges=exchanges,
        pages=[Page(address, between[0], words[:8], words)],
        kept=[
            Kept("capture/page.png", draw.randbytes(size)),
            Kept("capture/text.txt", words.encode()),
        ],
        facts={"method": "网络在线提取", "officers": [{"name": "试填甲", "certificate": "0001"}]},
    )
