"""信用台账: one operator's facts, each with its day, its source and its ground."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils import timezone

from wangshi.accounts.models import Account
from wangshi.cases.models import Correction
from wangshi.penalties.models.ledger import KINDS as FACT_TITLES
from wangshi.registry.models import Operator

from .listing import cases_seen
from .public import ledger_of


@dataclass(frozen=True)
class LedgerLine:
    """一笔: what happened, in which words, on which paper it rests; a link for who may read it."""

    on: date
    kind: str
    words: str
    source: str
    article: str
    href: str = ""


def operator_ledger(operator: Operator, by: Account) -> tuple[LedgerLine, ...]:
    """一个主体的信用台账, the newest first; nothing of it is a score."""
    lines = [*_penalties(operator, by), *_corrections(operator)]
    return tuple(sorted(lines, key=lambda line: line.on, reverse=True))


def _penalties(operator: Operator, by: Account) -> Iterator[LedgerLine]:
    facts = list(ledger_of(operator).select_related("decision__docket"))
    seen = set(
        cases_seen(by)
        .filter(pk__in={fact.decision.docket.case_id for fact in facts})
        .values_list("pk", flat=True)
    )
    for fact in facts:
        case = fact.decision.docket.case_id
        yield LedgerLine(
            fact.on,
            FACT_TITLES[fact.kind],
            fact.words,
            fact.decision.number,
            fact.article,
            reverse("case", args=[case]) if case in seen else "",
        )


def _corrections(operator: Operator) -> Iterator[LedgerLine]:
    """改正的事实: what was asked, and what the recheck saw; one set aside counts for nothing."""
    found = Correction.objects.filter(operator=operator, set_aside_at__isnull=True)
    for one in found.select_related("clue"):
        asked = timezone.localdate(one.asked_at)
        yield LedgerLine(asked, "要求改正", one.demand, one.clue.number, f"最晚 {one.due_on}")
        if one.fixed is not None and one.rechecked_at is not None:
            kind = "复看：改好了" if one.fixed else "复看：没有改好"
            on = timezone.localdate(one.rechecked_at)
            yield LedgerLine(on, kind, one.seen, one.clue.number, "")
