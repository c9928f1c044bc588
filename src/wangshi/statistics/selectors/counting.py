"""数: one figure under one set of conditions, as rows, as a number, or split by a dimension."""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

from django.db.models import Count, Q, QuerySet

from wangshi.cases.selectors import violations

from .asked import NONE, Asked
from .figures import FIGURES, OTHER_DIMENSIONS, Figure, Subject
from .times import clue_times


def missing_dimensions(figure: Figure, asked: Asked) -> tuple[str, ...]:
    """没法分的条件: what these rows do not know of themselves; then the figure is unknown."""
    unknown = (name for name, _ in asked.dimensions() if name not in figure.subject.paths)
    return tuple(OTHER_DIMENSIONS[name] for name in unknown)


def rows(figure: Figure, asked: Asked, today: date) -> QuerySet[Any]:
    """明细: exactly the rows the figure counts; none where it is unknown."""
    if missing_dimensions(figure, asked):
        return figure.subject.model._default_manager.none()
    found = population(figure, asked).filter(figure.where())
    if figure.claims is None:
        return found
    kept = [time.pk for time in clue_times(found, today) if figure.claims(time, asked)]
    return found.filter(pk__in=kept)


def population(figure: Figure, asked: Asked) -> QuerySet[Any]:
    """总体: the figure's subject under the conditions, before the figure narrows it."""
    return _narrowed(figure.subject, asked, timed=figure.timed)


def counts(asked: Asked) -> Mapping[str, int | None]:
    """件数: every figure that needs no clock, one query a subject; None where unknown."""
    plain = [figure for figure in FIGURES.values() if figure.claims is None]
    found: dict[str, int | None] = {}
    for subject in dict.fromkeys(figure.subject for figure in plain):
        figures = [figure for figure in plain if figure.subject is subject]
        if missing_dimensions(figures[0], asked):
            found |= dict.fromkeys((figure.key for figure in figures), None)
            continue
        columns = {figure.key: Count("pk", filter=figure.where() or None) for figure in figures}
        found |= _narrowed(subject, asked, timed=True).aggregate(**columns)
    return found


def split(figure: Figure, dimension: str, asked: Asked) -> Mapping[str, int]:
    """分开数: one query; each part is the figure itself with one more condition."""
    if missing_dimensions(figure, asked):
        return {}
    path = figure.subject.paths[dimension]
    found = population(figure, asked).filter(figure.where()).order_by()
    parts: Counter[str] = Counter()
    for key, number in found.values_list(path).annotate(Count("pk")):
        parts[_word(dimension, key)] += number
    return parts


def _word(dimension: str, key: Any) -> str:
    if key is None or key == "":
        return NONE
    return violation_family(key) if dimension == "violation" else str(key)


def _narrowed(subject: Subject, asked: Asked, *, timed: bool) -> QuerySet[Any]:
    conditions = Q()
    if timed and asked.starts_at:
        conditions &= Q(**{f"{subject.moment}__gte": asked.starts_at})
    if timed and asked.ends_at:
        conditions &= Q(**{f"{subject.moment}__lt": asked.ends_at})
    for name, word in asked.dimensions():
        conditions &= _condition(name, subject.paths[name], word)
    return subject.model._default_manager.filter(conditions)


def _condition(name: str, path: str, word: str) -> Q:
    keyed = name in ("town", "department")
    if word == NONE:
        return Q(**{f"{path}__isnull": True}) if keyed else Q(**{path: ""})
    if name == "violation":
        return Q(**{f"{path}__in": members(word)})
    return Q(**{path: int(word) if keyed else word})


def violation_family(code: str) -> str:
    """违法行为的大类: the offence a finer one is part of; itself when it is unknown."""
    known = violations().by_code
    while code in known and known[code].part_of:
        code = known[code].part_of
    return code


@cache
def members(family: str) -> tuple[str, ...]:
    """一个大类的代码: its own and those of its parts."""
    parts = (code for code in violations().by_code if violation_family(code) == family)
    return tuple(dict.fromkeys((family, *parts)))
