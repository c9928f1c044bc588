"""抽查: which listings without a hit are read by an officer; anybody can draw the same again."""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

ALL: Final = 1000
# Three in a hundred.
PERMILLE: Final = 30


@dataclass(frozen=True)
class Drawn:
    """一次抽取: the chosen keys in the order of the draw, and the frame's size and digest."""

    keys: tuple[int, ...]
    frame: int
    digest: str


def draw(frame: Iterable[int], seed: str, permille: int = PERMILLE) -> Drawn:
    """抽取: so many in a thousand of the frame, rounded up; the same seed, the same answer.

    Each key is ranked by SHA-256 over "seed:key" in hexadecimal; the lowest are drawn. No key's
    rank depends on which others there are. Raises ValueError for a rate outside 1 to 1000.
    """
    if not 1 <= permille <= ALL:
        raise ValueError(f"{permille} in a thousand")
    keys = sorted(set(frame))
    size = -(-len(keys) * permille // ALL)
    ranked = sorted(keys, key=lambda key: sha256(f"{seed}:{key}".encode()).hexdigest())
    return Drawn(tuple(ranked[:size]), len(keys), frame_digest(keys))


def frame_digest(keys: Iterable[int]) -> str:
    """总体的校验值: SHA-256 over the keys in rising order, one a line."""
    return sha256("".join(f"{key}\n" for key in sorted(keys)).encode()).hexdigest()
