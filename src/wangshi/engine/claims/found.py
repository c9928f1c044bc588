"""一处提取: what an attribute's reader found in a clause."""

from dataclasses import dataclass

from .model import Value


@dataclass(frozen=True)
class Found:
    """提取到的值: code points in the clause's text, or in the whole text for numbers."""

    start: int
    end: int
    value: Value
    fault: str = ""
