"""看得到的: what the asking account may open; everything else is missing."""

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from wangshi.accounts.policy import Refused
from wangshi.accounts.requests import account
from wangshi.cases.models import Clue
from wangshi.cases.selectors import clues_for, reads_files

WITH_PEOPLE = (
    "reported_by", "decided_by", "replied_by", "transferred_to", "duplicate_of", "came_from",
    "case__first_officer", "case__second_officer",
)  # fmt: skip


def seen_clue(request: HttpRequest, clue_id: int) -> Clue:
    """The clue, when this account works on clues and this one is in reach."""
    who = account(request)
    if not reads_files(who):
        raise Refused(f"{who} 只看回音")
    return get_object_or_404(clues_for(who).select_related(*WITH_PEOPLE), pk=clue_id)


def own_clue(request: HttpRequest, clue_id: int) -> Clue:
    """The clue the account reported itself."""
    clue = get_object_or_404(clues_for(account(request)), pk=clue_id)
    if clue.reported_by_id != account(request).pk:
        raise Http404
    return clue
