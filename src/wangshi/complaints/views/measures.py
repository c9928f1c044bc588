"""办得怎么样: what complaining costs, and who has how much in hand."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import require
from wangshi.accounts.requests import account
from wangshi.complaints import selectors


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """维权成本和各单位的负荷."""
    require(account(request), Permission.TAKE_COMPLAINT)
    today = timezone.localdate()
    shown = {"cost": selectors.cost_of_complaining(today), "loads": selectors.loads(today)}
    return render(request, "complaints/measures.html", shown)
