"""What a comparison may say: the same, near, different, not shown."""

from dataclasses import dataclass
from enum import StrEnum


class Mark(StrEnum):
    """同、近、异、无: each with its word, never a colour alone."""

    SAME = "同"
    NEAR = "近"
    DIFFERENT = "异"
    ABSENT = "无"


@dataclass(frozen=True)
class Reason:
    """一条理由: what was compared, how it came out, and the values that were compared."""

    mark: str
    what: str
    words: str = ""
