"""待复核队列: which hits, in which order, and what stands beside one of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Q, QuerySet

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import visible
from wangshi.monitoring.models import Hit, HitState
from wangshi.shared.services import clean

ORDER = ("-harm", "pk")
BACKWARDS = ("harm", "-pk")
FILTERS: Mapping[str, str] = {
    "state": "state",
    "sweep": "sighting__sweep",
    "batch": "sighting__batch_id",
    "family": "family",
    "rule": "rule",
    "violation": "violation",
    "level": "level",
    "harm": "harm",
    "town": "town",
    "shop": "shop",
    "ground": "ground",
}
WHOLE = frozenset({"sweep", "batch", "harm", "town", "shop"})
LARGEST_KEY = 2**31 - 1


@dataclass(frozen=True)
class Wanted:
    """要看哪些命中: filters by name; what was not asked for does not narrow."""

    values: Mapping[str, str | int] = field(default_factory=dict)

    @classmethod
    def read(cls, asked: Mapping[str, str]) -> "Wanted":
        """从网址里读: pending unless a state is asked for; `state=all` asks for every one."""
        values: dict[str, str | int] = {"state": HitState.PENDING.value}
        for name in FILTERS:
            written = clean(asked.get(name, "")).strip()
            if not written:
                continue
            if name in WHOLE:
                values[name] = _key(written)
            else:
                values[name] = written
        return cls(values)

    @property
    def query(self) -> str:
        """写进网址: so that the next hit is the next of the same queue."""
        asked = {k: v for k, v in self.values.items() if (k, v) != ("state", HitState.PENDING)}
        return urlencode(asked)

    @property
    def condition(self) -> Q:
        """As the database reads it."""
        return Q(
            **{
                FILTERS[name]: value
                for name, value in self.values.items()
                if (name, value) != ("state", "all")
            }
        )


def _key(written: str) -> int:
    """A key nobody has stands for what cannot be read: the list is empty, not everything."""
    number = int(written) if written.isascii() and written.isdigit() else -1
    return number if number <= LARGEST_KEY else -1


def queue(wanted: Wanted, by: Account) -> QuerySet[Hit]:
    """队列: the gravest first, then in the order they were found."""
    hits = visible(Hit.objects.all(), by, Permission.VIEW_HIT)
    return hits.filter(wanted.condition).order_by(*ORDER)


def queue_rows(wanted: Wanted, by: Account) -> QuerySet[Hit]:
    """队列，带上表格要显示的."""
    return queue(wanted, by).select_related(
        "sighting__listing", "shop__platform", "town", "judged_by", "clue"
    )


@dataclass(frozen=True)
class Place:
    """在队列里的位置: its number, how many there are, and its neighbours."""

    number: int
    total: int
    previous: int | None
    following: int | None


def place_of(hit: Hit, wanted: Wanted, by: Account) -> Place:
    """Three queries, however long the queue is; the neighbours are found by key, not by offset."""
    hits = queue(wanted, by)
    before = Q(harm__gt=hit.harm) | Q(harm=hit.harm, pk__lt=hit.pk)
    after = Q(harm__lt=hit.harm) | Q(harm=hit.harm, pk__gt=hit.pk)
    counted = hits.order_by().aggregate(
        total=Count("pk"), ahead=Count("pk", filter=before), here=Count("pk", filter=Q(pk=hit.pk))
    )
    return Place(
        number=counted["ahead"] + 1 if counted["here"] else 0,
        total=counted["total"],
        previous=hits.filter(before).order_by(*BACKWARDS).values_list("pk", flat=True).first(),
        following=hits.filter(after).values_list("pk", flat=True).first(),
    )


def next_pending(hit: Hit, wanted: Wanted, by: Account) -> int | None:
    """下一条待复核: after this one; at the end of the queue, from its beginning."""
    pending = Wanted({**wanted.values, "state": HitState.PENDING.value})
    hits = queue(pending, by).exclude(pk=hit.pk)
    after = Q(harm__lt=hit.harm) | Q(harm=hit.harm, pk__gt=hit.pk)
    keys = hits.values_list("pk", flat=True)
    return keys.filter(after).first() or keys.first()


def pending_count(by: Account) -> int:
    """待复核的条数: what the navigation shows."""
    return queue(Wanted.read({}), by).count()


def ready_count(by: Account) -> int:
    """已确认待移交的条数."""
    confirmed = Wanted({"state": HitState.CONFIRMED.value})
    return queue(confirmed, by).filter(clue=None).count()


def shares(wanted: Wanted, by: Account) -> dict[str, int]:
    """各状态的条数, under the other filters."""
    others = Wanted({**wanted.values, "state": "all"})
    rows: Any = queue(others, by).order_by().values_list("state").annotate(Count("pk"))
    return dict(rows)
