"""统计的条件: what the county asks its figures about, and the address that asks it again."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from django.utils import timezone

NONE = "none"
DIMENSIONS = ("town", "department", "source", "violation", "rule", "ground")


@dataclass(frozen=True)
class Asked:
    """一组条件: an empty word asks about everything, `NONE` about what was never said."""

    since: date | None = None
    until: date | None = None
    town: str = ""
    department: str = ""
    source: str = ""
    violation: str = ""
    rule: str = ""
    ground: str = ""
    clock: str = ""
    face: str = ""

    def but(self, **changes: Any) -> "Asked":
        """换一个条件."""
        return replace(self, **changes)

    @property
    def query(self) -> str:
        """地址里的条件: the period is always written, so that an old link keeps its meaning."""
        return urlencode(dict(self._words()))

    @property
    def starts_at(self) -> datetime | None:
        """起: the first moment of the first day."""
        return _midnight(self.since) if self.since else None

    @property
    def ends_at(self) -> datetime | None:
        """止: the first moment that no longer counts."""
        return _midnight(self.until + timedelta(days=1)) if self.until else None

    def dimensions(self) -> Iterator[tuple[str, str]]:
        """The dimensions that were asked for, each with its word."""
        for name in DIMENSIONS:
            if word := getattr(self, name):
                yield name, word

    def _words(self) -> Iterator[tuple[str, str]]:
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, date):
                yield field.name, value.isoformat()
            elif value or field.name in ("since", "until"):
                yield field.name, value or ""


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
