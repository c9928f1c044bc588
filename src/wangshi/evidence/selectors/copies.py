"""遮盖副本: until when a published one stands, and which of them stand today."""

from collections.abc import Iterator
from datetime import date

from django.utils import timezone

from wangshi.engine.deadlines import due_on
from wangshi.engine.lawbook import standing_lawbook
from wangshi.engine.terms import Term
from wangshi.evidence.models import MaskedCopy
from wangshi.evidence.workflow import PUBLICATION_TERMS

from .exhibits import published_copies


def publication_terms(on: date) -> tuple[Term, ...]:
    """公示期: the terms a published copy may stand under, as the law is on that day."""
    book = standing_lawbook()
    return tuple(book.term(key, on=on) for key in PUBLICATION_TERMS)


def public_until(copy: MaskedCopy) -> date | None:
    """公开到哪一天: the last day; None while it is not published."""
    if copy.published_at is None:
        return None
    return due_on(copy.term, timezone.localdate(copy.published_at))


def stands(copy: MaskedCopy, today: date) -> bool:
    """今天还公开着."""
    until = public_until(copy)
    return copy.withdrawn_at is None and until is not None and today <= until


def standing_copies(today: date) -> Iterator[MaskedCopy]:
    """今天公开着的遮盖副本, the newest first."""
    return (copy for copy in published_copies() if stands(copy, today))
