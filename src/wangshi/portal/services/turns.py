"""轮到谁: each caller has an allowance, counted in the database: every process counts alike."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.db.models import F

from wangshi.portal.allowance import Allowance
from wangshi.portal.models import Usage

KEPT_FOR = timedelta(days=1)


@dataclass(frozen=True)
class Turn:
    """轮到没有: whether the question is taken, and if not, how many seconds to wait."""

    taken: bool
    wait: int = 0

    @property
    def minutes(self) -> int:
        """还要等几分钟, at least one."""
        return max(1, -(-self.wait // 60))


@transaction.atomic
def take_turn(
    caller: str, allowance: Allowance, *, characters: int, at: datetime, calls: int = 1
) -> Turn:
    """算一次: counted when there is room in this stretch of time, else nothing is counted.

    What is costly to read is counted before it is read, and its characters (`calls` 0) after.
    """
    since = _stretch(at, allowance)
    row, fresh = Usage.objects.get_or_create(caller=caller, since=since)
    if fresh:
        Usage.objects.filter(since__lt=at - KEPT_FOR).delete()
    room = Usage.objects.filter(
        pk=row.pk,
        calls__lte=allowance.calls - calls,
        characters__lte=allowance.characters - characters,
    )
    taken = room.update(calls=F("calls") + calls, characters=F("characters") + characters)
    if taken:
        return Turn(taken=True)
    ends = since + timedelta(seconds=allowance.seconds)
    return Turn(taken=False, wait=max(1, round((ends - at).total_seconds())))


def _stretch(at: datetime, allowance: Allowance) -> datetime:
    seconds = int(at.timestamp())
    return datetime.fromtimestamp(seconds - seconds % allowance.seconds, tz=UTC)
