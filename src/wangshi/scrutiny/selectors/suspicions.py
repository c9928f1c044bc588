"""疑点: the list by reason, how many wait, one with its rows and its drawing."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import Count, QuerySet
from django.urls import reverse

from wangshi.accounts.models import Town
from wangshi.engine.false_registration import (
    FIELD_TITLES,
    FIELDS_SHARED,
    Drawing,
    Field,
    Kind,
    Row,
    Sign,
    layout,
    standing_signs,
)
from wangshi.engine.identifiers import mask_phone
from wangshi.scrutiny.models import Recompute, Suspicion
from wangshi.scrutiny.workflow import SuspicionState

GIVEN_UP_AFTER: Final = timedelta(hours=2)
KIND_TITLES: Final = {Kind.OPERATOR: "主体", Kind.SHOP: "网店"}


@dataclass(frozen=True)
class SuspicionsAsked:
    """筛选条件."""

    reason: str = ""
    state: str = SuspicionState.PENDING
    town: Town | None = None
    gone: bool = False


@dataclass(frozen=True)
class ReasonCount:
    """一种疑点有几个在等."""

    sign: Sign
    waiting: int


@dataclass(frozen=True)
class EvidenceLine:
    """一条依据: a record that can be opened, and how it writes what the others write otherwise."""

    kind: str
    name: str
    href: str
    value: str = ""


@dataclass(frozen=True)
class EvidenceGroup:
    """一样相同的东西和有它的各家; or what is said of one record alone."""

    title: str
    value: str
    lines: tuple[EvidenceLine, ...]


def suspicions(asked: SuspicionsAsked) -> QuerySet[Suspicion]:
    """疑点: what still stands, the weightiest first."""
    rows = Suspicion.objects.select_related("operator", "shop", "town", "clue", "judged_by")
    if asked.reason:
        rows = rows.filter(reason=asked.reason)
    if asked.state:
        rows = rows.filter(state=asked.state)
    if asked.town:
        rows = rows.filter(town=asked.town)
    return rows.filter(gone_on__isnull=not asked.gone).order_by("-weight", "pk")


def reason_counts() -> list[ReasonCount]:
    """每一种有几个在等."""
    waiting = Suspicion.objects.filter(state=SuspicionState.PENDING, gone_on__isnull=True)
    counted = dict(waiting.order_by().values_list("reason").annotate(n=Count("pk")))
    return [ReasonCount(sign, counted.get(sign.key, 0)) for sign in standing_signs().signs]


def waiting_suspicions() -> int:
    """有几个在等."""
    waiting = Suspicion.objects.filter(state=SuspicionState.PENDING, gone_on__isnull=True)
    return waiting.count()


def last_recompute() -> Recompute | None:
    """上一次看完的."""
    return Recompute.objects.filter(ended_at__isnull=False).select_related("asked_by").first()


def running_recompute(at: datetime) -> Recompute | None:
    """正在看的; one that was asked for hours ago has died with its worker."""
    open_ones = Recompute.objects.filter(ended_at__isnull=True, asked_at__gt=at - GIVEN_UP_AFTER)
    return open_ones.first()


def rows_of(suspicion: Suspicion) -> tuple[Row, ...]:
    """依据, as the engine wrote them."""
    return tuple(_row(line) for line in suspicion.rows)


def evidence_groups(rows: Iterable[Row]) -> tuple[EvidenceGroup, ...]:
    """依据按相同的东西分组; phones are not shown whole."""
    shared: dict[tuple[Field, str], list[Row]] = {}
    for row in rows:
        shared.setdefault((row.field, row.group), []).append(row)
    ordered = sorted(shared, key=lambda key: (list(Field).index(key[0]), key[1]))
    return tuple(_group(field, shared[field, group], group) for field, group in ordered)


def drawing_of(rows: Iterable[Row]) -> Drawing | None:
    """关系图: None where nothing is shared and so nothing can be drawn."""
    found = layout(tuple(rows), shown_value)
    return found if found.lines else None


def shown_value(row: Row) -> str:
    """一个值怎么写: a phone without its middle, a picture by the first figures of its print."""
    if row.field is Field.PHONE:
        return mask_phone(row.value)
    return f"指纹 {row.value[:8]}" if row.field is Field.PICTURE else row.value


def href_of(kind: str, key: int) -> str:
    """一行的页."""
    return reverse("operator" if kind == Kind.OPERATOR else "shop", args=[key])


def _group(field: Field, rows: list[Row], group: str) -> EvidenceGroup:
    is_shared = field in FIELDS_SHARED and bool(group)
    value = shown_value(rows[0]) if is_shared else ""
    if field is Field.LINK:
        value = rows[0].value
    return EvidenceGroup(FIELD_TITLES[field], value, tuple(_lines(rows, value)))


def _lines(rows: list[Row], same: str) -> Iterator[EvidenceLine]:
    for row in rows:
        written = shown_value(row)
        href = href_of(row.kind, row.key)
        yield EvidenceLine(
            KIND_TITLES[row.kind], row.name, href, "" if written == same else written
        )


def _row(line: dict[str, Any]) -> Row:
    return Row(
        Kind(line["kind"]),
        line["key"],
        line["name"],
        Field(line["field"]),
        line["value"],
        line["group"],
    )
