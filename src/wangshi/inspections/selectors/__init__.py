"""What is asked of this room."""

from .grounds import ground_of, ground_title, small_turnover, yearly_mark
from .returns import (
    Change,
    Difference,
    Part,
    Timeliness,
    audit_line,
    before,
    changes,
    days_late,
    difference,
    missing,
    part,
    returns,
    silent_platforms,
    timeliness,
)
from .windows import Window, deadline, window_of, windows

__all__ = [
    "Change",
    "Difference",
    "Part",
    "Timeliness",
    "Window",
    "audit_line",
    "before",
    "changes",
    "days_late",
    "deadline",
    "difference",
    "ground_of",
    "ground_title",
    "missing",
    "part",
    "returns",
    "silent_platforms",
    "small_turnover",
    "timeliness",
    "window_of",
    "windows",
    "yearly_mark",
]
