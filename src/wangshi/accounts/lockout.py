"""锁定: five wrong passwords for one name from one address, and that pair waits."""

import math
from datetime import timedelta
from typing import Any

from axes.helpers import get_cool_off
from axes.models import AccessAttempt
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from .services import note_lockout

TOO_MANY = 429


def client_address(request: HttpRequest) -> str:
    """来处: behind our own proxy the last address it wrote down, otherwise the caller's own."""
    forwarded = request.headers.get("X-Forwarded-For", "")
    if forwarded and getattr(settings, "SECURE_PROXY_SSL_HEADER", None):
        return forwarded.rsplit(",", 1)[-1].strip()
    return str(request.META.get("REMOTE_ADDR", ""))


def locked_out(
    request: HttpRequest, response: HttpResponse, credentials: dict[str, Any] | None = None
) -> HttpResponse:
    """The page that says how long, and who can unlock; the first time it leaves a record."""
    username = str((credentials or {}).get("username", ""))
    address = client_address(request)
    if getattr(request, "axes_failures_since_start", None) is not None:
        note_lockout(username, address=address)
    shown = {"minutes": minutes_left(username, address), "username": username}
    return render(request, "accounts/locked.html", shown, status=TOO_MANY)


def minutes_left(username: str, address: str) -> int:
    """Whole minutes until this pair may try again, at least one."""
    last = (
        AccessAttempt.objects.filter(username=username, ip_address=address)
        .order_by("-attempt_time")
        .values_list("attempt_time", flat=True)
        .first()
    )
    wait = get_cool_off() or timedelta()
    if last is None:
        return max(1, math.ceil(wait.total_seconds() / 60))
    left: timedelta = last + wait - timezone.now()
    return max(1, math.ceil(left.total_seconds() / 60))
