"""看得到的: which cases and penalties on the spot the asking account may open."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import require
from wangshi.accounts.requests import account
from wangshi.cases.models import Case
from wangshi.penalties.models import SpotPenalty
from wangshi.penalties.selectors import cases_seen, spots_seen


def reader(request: HttpRequest) -> Account:
    """Whoever may see cases; Refused for everybody else."""
    who = account(request)
    require(who, Permission.VIEW_CASE)
    return who


def seen_case(request: HttpRequest, case_id: int) -> Case:
    """The case, when it is in reach; missing otherwise."""
    rows = cases_seen(reader(request)).select_related("filed_by", "clue__town", "docket__decision")
    return get_object_or_404(rows, pk=case_id)


def seen_spot(request: HttpRequest, spot_id: int) -> SpotPenalty:
    """The penalty on the spot, when it is in reach."""
    return get_object_or_404(spots_seen(reader(request)), pk=spot_id)
