"""再试: how long to wait after which failure, and when to give up."""

from datetime import timedelta
from typing import Final

# A mail server that is being restarted, one that is being repaired, one that is away for a day.
PAUSES: Final = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 2 * 60, 8 * 60, 24 * 60))


def pause_after(failures: int) -> timedelta | None:
    """失败几次以后等多久: None when it was tried often enough. ValueError below 1."""
    if failures < 1:
        raise ValueError("还没有失败过，用不着等")
    return PAUSES[failures - 1] if failures <= len(PAUSES) else None
