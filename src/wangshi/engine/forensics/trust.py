"""信得过的东西: what somebody who checks already holds; without it some questions stay open."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Final

from .certificates import Roots
from .keys import KeyList
from .notes import Checkpoint, NoteKey

# How far a time stamp or a clock may differ before somebody has to explain it (wacz-auth 0.1.0).
TOLERANCE: Final = timedelta(minutes=10)


@dataclass(frozen=True)
class Trust:
    """校验的依据: each part may be absent, and what rests on it is then told as not checked.

    `keys` is the office's public list, `roots` those of the time authorities, `log` a folder with
    the log's tiles, `checkpoint` one held earlier, `witnesses` those who must have cosigned, at
    least `quorum` of them.
    """

    keys: KeyList | None = None
    roots: Roots | None = None
    log: Path | None = None
    checkpoint: Checkpoint | None = None
    witnesses: tuple[NoteKey, ...] = ()
    quorum: int = 0


NO_TRUST: Final = Trust()
