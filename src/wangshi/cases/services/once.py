"""只算一次: a form sent twice acts once."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from wangshi.accounts.models import Account
from wangshi.shared.services import first_time


@transaction.atomic
def once(mark: str, act: Callable[[], object], *, by: Account, outcome: str, at: datetime) -> bool:
    """Acts when the form's mark is new, in one transaction with it; a refusal frees the mark."""
    fresh = first_time(mark, by=by, outcome=outcome, at=at)
    if fresh:
        act()
    return fresh
