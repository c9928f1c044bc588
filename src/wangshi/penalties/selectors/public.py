"""公开的处罚决定: published, not withdrawn, and only as long as the law shows it."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.db.models import Q, QuerySet

from wangshi.engine.deadlines import due_on
from wangshi.engine.lawbook import standing_lawbook
from wangshi.engine.penalties import STOP_TERMS, Publicity
from wangshi.penalties.models import LedgerFact, Publication
from wangshi.registry.models import Operator

ONE_DAY: Final = timedelta(days=1)


@dataclass(frozen=True)
class Entry:
    """公示的一件: until when it is shown; a withdrawn one keeps its reason only."""

    publication: Publication
    until: date | None

    @property
    def withdrawn(self) -> bool:
        """撤回了."""
        return self.publication.withdrawn_on is not None


def public_entries(words: str, today: date) -> QuerySet[Publication]:
    """正在公示的, the newest first: each level for as long as the law shows it."""
    shown = Q(pk__in=[])
    for level in Publicity:
        shown |= Q(level=level, published_on__gte=_first_day(level, today))
    found = Publication.objects.filter(shown, withdrawn_on__isnull=True, ended_on__isnull=True)
    for word in words.split():
        found = found.filter(
            Q(party__contains=word)
            | Q(offence__contains=word)
            | Q(decision__number__contains=word)
            | Q(content__contains=word)
        )
    return found.select_related("decision").order_by("-published_on", "-pk")


def public_entry(key: int, today: date) -> Entry | None:
    """公示的一件: also one that was withdrawn, for its reason; None once its time is over."""
    found = Publication.objects.filter(pk=key, published_on__isnull=False, ended_on__isnull=True)
    publication = found.select_related("decision").first()
    if publication is None or publication.published_on is None:
        return None
    until = shown_until(publication)
    over = until is not None and today > until
    return None if over else Entry(publication, until)


def shown_until(publication: Publication) -> date | None:
    """公示到哪天 (信息公示规定 第十三条至第十五条)."""
    if publication.published_on is None:
        return None
    level = Publicity(publication.level)
    return due_on(STOP_TERMS[level], max(publication.published_on, _since(level)))


def ledger_of(operator: Operator) -> QuerySet[LedgerFact]:
    """信用台账的事实 of one operator, in the order they happened."""
    return LedgerFact.objects.filter(operator=operator).select_related("decision").order_by("id")


def _first_day(level: Publicity, today: date) -> date:
    """The earliest day of publication whose term has not run out today."""
    low, high = _since(level), today
    while low < high:
        middle = low + (high - low) // 2
        end = due_on(STOP_TERMS[level], middle)
        if end is None or end >= today:
            high = middle
        else:
            low = middle + ONE_DAY
    return low


def _since(level: Publicity) -> date:
    """The first day for which the law folder knows this term."""
    return standing_lawbook().terms[STOP_TERMS[level]][0].since
