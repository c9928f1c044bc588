"""问题类别: how many of each, how surely software reads them, and what it learned from."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import require
from wangshi.accounts.requests import account
from wangshi.complaints import selectors


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """各类和分拣准不准."""
    require(account(request), Permission.TAKE_COMPLAINT)
    shown = {
        "figures": selectors.triage_figures(),
        "lines": selectors.category_lines(),
        "models": list(selectors.triage_models()[:5]),
    }
    return render(request, "complaints/triage.html", shown)
