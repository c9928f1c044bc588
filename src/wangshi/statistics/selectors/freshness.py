"""说清缺什么: what the figures do not know, said at the top of the page."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Max
from django.utils import timezone

from wangshi.shared.models import ImportBatch, ImportState
from wangshi.shared.words import day_in_words, grouped

from .overview import Overview

NAMED: Final = 3


@dataclass(frozen=True)
class Source:
    """一种来料: how many days it stays fresh; a month for the register, a week for listings."""

    kind: str
    title: str
    fresh_days: int


SOURCES = (Source("listings", "商品信息", 7), Source("register", "登记数据", 31))


def gaps(found: Overview, today: date) -> tuple[str, ...]:
    """缺口: sentences, the gravest first; nothing when the figures are whole."""
    return (*_stale(today), *_unreviewed(found), *_silent_towns(found), *_placeless(found))


def _stale(today: date) -> Iterator[str]:
    done = ImportBatch.objects.filter(state=ImportState.DONE).order_by()
    last = dict(done.values_list("kind").annotate(Max("finished_at")))
    for source in SOURCES:
        at = last.get(source.kind)
        if at is None:
            yield f"{source.title}还没有导入过"
            continue
        day = timezone.localdate(at)
        age = (today - day).days
        if age > source.fresh_days:
            yield (
                f"{source.title}最近一次导入是 {day_in_words(day, today.year)}，"
                f"已过 {age} 日，之后的情况没有算进来"
            )


def _unreviewed(found: Overview) -> Iterator[str]:
    pending, hits = found.counts["pending"], found.counts["hits"]
    if pending and hits:
        share = f"{pending * 100 / hits:.1f}%"
        yield f"{grouped(pending)} 条命中还没有复核（占 {share}），复核后数字会变"


def _silent_towns(found: Overview) -> Iterator[str]:
    silent = [each.town.name for each in found.towns if each.clues is None]
    if silent and not found.asked.town:
        more = "等" if len(silent) > NAMED else ""
        yield f"{len(silent)} 个镇办没有数据：{'、'.join(silent[:NAMED])}{more}"


def _placeless(found: Overview) -> Iterator[str]:
    if found.without_town and not found.asked.town:
        yield f"{grouped(found.without_town)} 件线索没有写镇办，不在图上"
