"""The chain of audit records: what a link is made of, and how a broken one is found."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives import hashes

from .models import AuditRecord

ANCHOR_FILE = "audit/anchors.jsonl"


@dataclass(frozen=True)
class Link:
    """链上一环: the two digests of one record over the record before it."""

    sha256: str
    sm3: str


@dataclass(frozen=True)
class Break:
    """断处: the record at which the chain no longer holds, and what is wrong there."""

    sequence: int
    message: str


START = Link("", "")


def link(record: AuditRecord, before: Link) -> Link:
    """The digests of the record's words, each chained to the digest before it of its own kind."""
    words = _words(record)
    return Link(
        hashlib.sha256(before.sha256.encode() + words).hexdigest(),
        _sm3(before.sm3.encode() + words),
    )


def breaks(records: Iterable[AuditRecord], anchors: dict[int, Link]) -> Iterator[Break]:
    """Every place where the chain, read from its beginning, does not hold."""
    before, expected = START, 1
    last = 0
    for record in records:
        if record.sequence != expected:
            yield Break(expected, f"第 {expected} 到 {record.sequence - 1} 号记录不见了或被改了号")
        now = link(record, before)
        if now != Link(record.sha256, record.sm3):
            yield Break(record.sequence, f"第 {record.sequence} 号记录的内容与校验值不一致")
        anchor = anchors.get(record.sequence)
        if anchor and anchor != Link(record.sha256, record.sm3):
            yield Break(record.sequence, f"第 {record.sequence} 号记录与库外留底不一致")
        before, last, expected = Link(record.sha256, record.sm3), record.sequence, record.sequence + 1
    if anchors and max(anchors) > last:
        yield Break(last + 1, f"第 {last + 1} 到 {max(anchors)} 号记录被删：库外留底里还有")


def read_anchors(home: Path) -> dict[int, Link]:
    """库外留底: the digests written beside the database after each commit."""
    path = home / ANCHOR_FILE
    if not path.exists():
        return {}
    rows = (json.loads(line) for line in path.read_text("ascii").splitlines() if line.strip())
    return {row["n"]: Link(row["sha256"], row["sm3"]) for row in rows}


def write_anchor(home: Path, record: AuditRecord) -> None:
    """Append one line; a database editor cannot reach it."""
    path = home / ANCHOR_FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    line = json.dumps({"n": record.sequence, "sha256": record.sha256, "sm3": record.sm3})
    with path.open("a", encoding="ascii") as file:
        file.write(line + "\n")


def _words(record: AuditRecord) -> bytes:
    """One canonical spelling: sorted keys, no spaces, UTC to the microsecond."""
    parts = [
        record.sequence,
        record.at.timestamp(),
        record.actor_id,
        record.actor_name,
        record.verb,
        record.subject,
        record.facts,
    ]
    return json.dumps(parts, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _sm3(content: bytes) -> str:
    digest = hashes.Hash(hashes.SM3())
    digest.update(content)
    return digest.finalize().hex()
