"""日志的存根: the latest checkpoint of this office's log, ready to be read and printed."""

from dataclasses import dataclass

from wangshi.engine.forensics.keys import KeyFault, Purpose
from wangshi.engine.forensics.notes import (
    ED25519_SPKI,
    NoteFault,
    log_key,
    read_checkpoint,
)
from wangshi.engine.forensics.tiles import CHECKPOINT
from wangshi.evidence.strongroom import LOG, home, keyring


@dataclass(frozen=True)
class HeldCheckpoint:
    """最近的存根: how many entries, the root by fours, the key, the witnesses, the note."""

    office: str
    origin: str
    size: int
    root: str
    key: str
    witnesses: tuple[str, ...]
    note: str


def held_checkpoint() -> HeldCheckpoint | None:
    """None while there are no keys, or nothing was sealed yet."""
    path = home() / LOG / CHECKPOINT
    try:
        public = keyring().public
        latest = read_checkpoint(path.read_text("utf-8"))
    except (KeyFault, NoteFault, FileNotFoundError):
        return None
    raw = [key.spki for key in public.keys if key.purpose is Purpose.LOG]
    root = latest.root.hex()
    return HeldCheckpoint(
        office=public.office,
        origin=latest.origin,
        size=latest.size,
        root=" ".join(root[at : at + 4] for at in range(0, len(root), 4)),
        key=str(log_key(public.log, raw[-1].removeprefix(ED25519_SPKI))),
        witnesses=tuple(one.name for one in latest.signatures[1:]),
        note=str(latest),
    )
