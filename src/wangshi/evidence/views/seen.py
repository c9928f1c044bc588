"""看得到的证据, a look that is still open, a masked copy; everything else is missing."""

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import require
from wangshi.accounts.requests import account
from wangshi.evidence.models import CustodyEntry, Exhibit, MaskedCopy
from wangshi.evidence.selectors import (
    ExhibitSubject,
    exhibits_for,
    offered_exhibits,
    subject_of,
)

UNREADABLE = 422


def seen_exhibit(request: HttpRequest, exhibit_id: int) -> Exhibit:
    """One exhibit in reach of this account."""
    return get_object_or_404(exhibits_for(account(request)), pk=exhibit_id)


def seen_look(request: HttpRequest, look_id: int) -> CustodyEntry:
    """One entry of an exhibit in reach; whose look it was, the verb asks."""
    who = account(request)
    require(who, Permission.VIEW_EVIDENCE)
    entries = CustodyEntry.objects.select_related("exhibit", "by")
    return get_object_or_404(entries, pk=look_id, exhibit__in=exhibits_for(who).values("pk"))


def seen_copy(request: HttpRequest, copy_id: int) -> MaskedCopy:
    """One masked copy of an exhibit in reach."""
    copies = MaskedCopy.objects.select_related("exhibit", "file", "made_by")
    in_reach = exhibits_for(account(request)).values("pk")
    return get_object_or_404(copies, pk=copy_id, exhibit__in=in_reach)


def seen_subject(request: HttpRequest) -> ExhibitSubject | None:
    """What the evidence is to be about, as the address names it; None where it names nothing."""
    key = request.GET.get("subject", "")
    if not key:
        return None
    about = subject_of(key, account(request))
    if about is None or not about.may_take:
        raise Http404
    return about


def seen_offer(request: HttpRequest, exhibit_id: int) -> Exhibit:
    """One exhibit that waits for this account to count it in, in reach or not."""
    who = account(request)
    require(who, Permission.TAKE_EVIDENCE)
    return get_object_or_404(offered_exhibits(who), pk=exhibit_id)
