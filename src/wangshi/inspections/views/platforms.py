"""平台: one line a platform, and a page of its own."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import require
from wangshi.accounts.requests import account
from wangshi.inspections import selectors
from wangshi.registry.models import Platform


@require_GET
def show(request: HttpRequest, platform_id: int) -> HttpResponse:
    """一个平台."""
    require(account(request), Permission.VIEW_INSPECTION)
    platform = get_object_or_404(Platform, pk=platform_id)
    sent = selectors.returns().filter(platform=platform)
    return render(request, "inspections/platform.html", {"platform": platform, "returns": sent})
