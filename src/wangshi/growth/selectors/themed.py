"""专题名录: entries, and of each item what is said today, by whom, and what was said before."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Count, Max, Q, QuerySet

from wangshi.accounts.models import Town
from wangshi.engine.tables.writing import OutCell
from wangshi.growth.models import EntryValue, ThemedEntry
from wangshi.growth.themes import THEME_FIELDS, Theme, ThemeField


@dataclass(frozen=True)
class ThemedAsked:
    """筛选: of one theme; entries that were taken out only when asked for."""

    theme: Theme
    text: str = ""
    town: Town | None = None
    ended: bool = False


@dataclass(frozen=True)
class Item:
    """一项: the newest value, others of the same day that differ, and older ones."""

    field: ThemeField
    now: EntryValue | None
    beside: tuple[EntryValue, ...]
    older: tuple[EntryValue, ...]


def themed_entries(asked: ThemedAsked) -> QuerySet[ThemedEntry]:
    """名录: with the day of the newest value."""
    found = ThemedEntry.objects.filter(theme=asked.theme, ended_on__isnull=not asked.ended)
    if asked.text.strip():
        text = asked.text.strip()
        found = found.filter(
            Q(name__icontains=text) | Q(product__icontains=text) | Q(values__value__icontains=text)
        )
    if asked.town is not None:
        found = found.filter(town=asked.town)
    rows = ThemedEntry.objects.filter(pk__in=found.values("pk")).annotate(
        as_of=Max("values__as_of")
    )
    return rows.select_related("operator", "town").prefetch_related("values").order_by("name", "pk")


def themed_counts() -> dict[Theme, int]:
    """每张名录有几条."""
    rows = ThemedEntry.objects.filter(ended_on__isnull=True).order_by()
    counted = dict(rows.values_list("theme").annotate(Count("pk")))
    return {theme: counted.get(theme.value, 0) for theme in Theme}


def items_of(entry: ThemedEntry) -> tuple[Item, ...]:
    """逐项: two sources that differ on the newest day stand side by side."""
    said = sorted(entry.values.all(), key=lambda one: one.field)
    by_field = {key: list(rows) for key, rows in groupby(said, key=lambda one: one.field)}
    return tuple(_item(one, by_field.get(one.key, [])) for one in _fields(entry))


def themed_cells(entry: ThemedEntry) -> tuple[OutCell, ...]:
    """名录的一行: what stands today, in the columns the import reads."""
    now = [one.now.value if one.now else "" for one in items_of(entry)]
    operator, town = entry.operator, entry.town
    code = operator.uscc if operator else ""
    return (entry.name, code or "", entry.product, town.name if town else "", *now)


def value_cells(entry: ThemedEntry) -> Iterator[tuple[OutCell, ...]]:
    """每一个数的来源: a row a value, older ones too."""
    titles = {one.key: one.title for one in _fields(entry)}
    for one in entry.values.all():
        said = titles.get(one.field, one.field), one.value, one.get_source_display()
        yield (entry.name, entry.product, *said, one.origin, one.as_of)


def _fields(entry: ThemedEntry) -> tuple[ThemeField, ...]:
    return THEME_FIELDS[Theme(entry.theme)]


def _item(field: ThemeField, values: list[EntryValue]) -> Item:
    ordered = sorted(values, key=lambda one: (one.as_of, one.pk), reverse=True)
    if not ordered:
        return Item(field, None, (), ())
    now = ordered[0]
    same_day = [one for one in ordered[1:] if one.as_of == now.as_of and one.value != now.value]
    older = [one for one in ordered[1:] if one.as_of != now.as_of]
    return Item(field, now, tuple(same_day), tuple(older))
