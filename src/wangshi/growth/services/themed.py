"""专题名录: entries and their values, each with its source and its day; only added."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from django.db import transaction
from django.utils import timezone

from wangshi.accounts.models import Account, Town
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import require
from wangshi.engine.tables import Fault, Record
from wangshi.growth.models import EntryValue, ThemedEntry
from wangshi.growth.themes import THEME_FIELDS, Theme, ValueSource, field_of
from wangshi.growth.workflow import RoadRefused
from wangshi.registry.models import Operator
from wangshi.shared.imports import Written
from wangshi.shared.services import clean, record

from .steps import require_words


@dataclass(frozen=True)
class Told:
    """谁说的: the source, where it stands, and the day it is of."""

    source: ValueSource
    origin: str
    as_of: date


@dataclass(frozen=True)
class NewEntry:
    """要列入的一条: a code, where there is one, ties it to its operator."""

    theme: Theme
    name: str
    product: str
    uscc: str = ""
    town: Town | None = None


@transaction.atomic
def enter_themed(
    new: NewEntry, *, values: Mapping[str, str], told: Told, by: Account, at: datetime
) -> ThemedEntry:
    """列入名录: the same name and product stand once; new values are added to it."""
    require(by, Permission.EDIT_OPERATOR)
    entry, _ = _entered(new, by, at)
    _add(entry, values, told, by, at)
    record(by, "themed.entered", entry, theme=entry.theme, source=told.source, as_of=told.as_of)
    return entry


@transaction.atomic
def note_values(
    entry: ThemedEntry, *, values: Mapping[str, str], told: Told, by: Account, at: datetime
) -> int:
    """记新的数: how many; what was said before stays."""
    require(by, Permission.EDIT_OPERATOR)
    if not any(value.strip() for value in values.values()):
        raise RoadRefused("至少填一项：没有变的不用填")
    added = _add(entry, values, told, by, at)
    if not added:
        raise RoadRefused("这些数同一天、同一个来源已经记过")
    record(by, "themed.noted", entry, source=told.source, as_of=told.as_of, values=added)
    return added


@transaction.atomic
def end_entry(
    entry: ThemedEntry, *, reason: str, on: date, by: Account, at: datetime
) -> ThemedEntry:
    """移出名录: with a reason; its values stay to be read."""
    require(by, Permission.EDIT_OPERATOR)
    require_words(reason, "写为什么移出：关了、不做了、和哪一条是同一家")
    if on > timezone.localdate(at):
        raise RoadRefused("移出的日子不能晚于今天")
    entry = ThemedEntry.objects.select_for_update(of=("self",)).get(pk=entry.pk)
    if entry.ended_on is not None:
        raise RoadRefused(f"{entry.ended_on} 已经移出了")
    entry.ended_on, entry.end_reason = on, clean(reason.strip())
    entry.save(update_fields=["ended_on", "end_reason"])
    record(by, "themed.ended", entry, on=on)
    return entry


def take_themed_rows(
    rows: Sequence[Record], *, theme: Theme, told: Told, by: Account, at: datetime
) -> Written:
    """写入一段 inside the caller's transaction; the same rows again change nothing."""
    require(by, Permission.EDIT_OPERATOR)
    towns = {name: town for town in Town.objects.all() for name in (town.name, town.name[:-1])}
    outcomes = [_take(row, theme, towns, told, by, at) for row in rows]
    return Written(
        new=outcomes.count("new"),
        changed=outcomes.count("changed"),
        same=outcomes.count("same"),
        faults=tuple(one for one in outcomes if isinstance(one, Fault)),
    )


def _take(
    row: Record, theme: Theme, towns: Mapping[str, Town], told: Told, by: Account, at: datetime
) -> str | Fault:
    said = row.text("town")
    town = towns.get(said)
    if said and town is None:
        return Fault(row.row_number, "镇办", said[:60], "没有这个镇办：照单位名录写，或者空着")
    values = {one.key: row.text(one.key) for one in THEME_FIELDS[theme]}
    new = NewEntry(theme, row.text("name"), row.text("product"), row.text("uscc"), town)
    try:
        with transaction.atomic():
            entry, fresh = _entered(new, by, at)
            added = _add(entry, values, told, by, at)
    except RoadRefused as refusal:
        return Fault(row.row_number, "", row.text("name")[:60], str(refusal))
    if fresh:
        return "new"
    return "changed" if added else "same"


def _entered(new: NewEntry, by: Account, at: datetime) -> tuple[ThemedEntry, bool]:
    require_words(new.name, "写主体的名称")
    require_words(new.product, "写产品或者服务")
    code = new.uscc.strip().upper()
    operator = Operator.objects.filter(uscc=code).first() if code else None
    if code and operator is None:
        raise RoadRefused(f"登记库里没有代码 {code}：核对一遍，或者空着")
    known = ThemedEntry.objects.select_for_update(of=("self",))
    entry, fresh = known.get_or_create(
        theme=new.theme,
        name=clean(new.name.strip()),
        product=clean(new.product.strip()),
        defaults={"operator": operator, "town": new.town, "noted_by": by, "noted_at": at},
    )
    if entry.ended_on is not None:
        raise RoadRefused(f"“{entry}”{entry.ended_on} 移出了名录：不再列入，另写清楚是哪一家")
    return entry, fresh


def _add(
    entry: ThemedEntry, values: Mapping[str, str], told: Told, by: Account, at: datetime
) -> int:
    require_words(told.origin, "写出处：哪份表、哪个平台、谁去看的")
    if told.as_of > timezone.localdate(at):
        raise RoadRefused("哪天的数不能晚于今天")
    added = 0
    for key, value in values.items():
        if value.strip():
            _, fresh = EntryValue.objects.get_or_create(
                entry=entry,
                field=key,
                value=_checked(entry, key, value.strip()),
                source=told.source,
                origin=clean(told.origin.strip()),
                as_of=told.as_of,
                defaults={"noted_by": by, "noted_at": at},
            )
            added += fresh
    return added


def _checked(entry: ThemedEntry, key: str, value: str) -> str:
    field = field_of(Theme(entry.theme), key)
    if not field.is_number:
        return clean(value)
    try:
        number = Decimal(value.replace(",", "").replace("，", ""))
    except InvalidOperation:
        raise RoadRefused(f"{field.title}写成数，不带单位：{value[:20]}") from None
    if not number.is_finite() or number < 0:
        raise RoadRefused(f"{field.title}不能小于 0")
    return f"{number.normalize():f}"
