"""From a request to who is asking, and to what they had typed before the session ran out.

A view with a form needs two lines for the second:

    kept = kept_fields(request)
    form = ClueForm(request.POST or None, initial=kept)

On a GET after signing in again, `kept` holds what had been typed on this page and a notice says so;
otherwise it is empty. Files and passwords are never kept.
"""

import json
from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from wangshi.shared.services import keep_form, take_kept_form

from .models import Account
from .policy import Refused

KEPT_COOKIE: Final = "kept_form"
KEPT_SECONDS: Final = 3600
KEPT_BYTES: Final = 200_000
TOO_LONG: Final = "too-long"
NEVER_KEPT: Final = ("password", "token", "otp", "secret", "csrfmiddlewaretoken")
BACK_AGAIN: Final = "登录前填的内容已经放回来了，还没有交上去。看一遍再交；附件要重新选。"


def account(request: HttpRequest) -> Account:
    """谁在办: the signed-in account; Refused when there is none."""
    if not isinstance(request.user, Account):
        raise Refused("没有登录")
    return request.user


def kept_fields(request: HttpRequest) -> dict[str, Any]:
    """登录前填的内容: once, on the page where it was typed; initial data for a form."""
    token = _kept_token(request)
    if request.method != "GET" or not token or token == TOO_LONG:
        return {}
    fields = take_kept_form(token, request.path, account_id=account(request).pk)
    if fields is None:
        return {}
    messages.info(request, BACK_AGAIN)
    return {name: values[0] if len(values) == 1 else values for name, values in fields.items()}


def has_kept_form(request: HttpRequest) -> bool:
    """Whether something typed waits for the sign-in."""
    return _kept_token(request) not in ("", TOO_LONG)


def lost_a_long_form(request: HttpRequest) -> bool:
    """Whether what was typed was too long to be kept."""
    return _kept_token(request) == TOO_LONG


def page_of_form(request: HttpRequest) -> str:
    """The page on which the form stood: where the browser says it came from, if that is ours."""
    came_from = request.headers.get("Referer", "")
    if came_from and url_has_allowed_host_and_scheme(came_from, allowed_hosts={request.get_host()}):
        address = urlsplit(came_from)
        return f"{address.path}?{address.query}" if address.query else address.path
    return request.path


def keep_what_was_typed(
    request: HttpRequest, response: HttpResponseBase, page: str, *, whose: int | None
) -> None:
    """留住: the fields go to the database for a day, the browser gets the key for an hour."""
    fields = {
        name: [str(value) for value in values]
        for name, values in request.POST.lists()
        if not any(word in name.lower() for word in NEVER_KEPT)
    }
    if not any(value.strip() for values in fields.values() for value in values):
        return
    token = TOO_LONG
    if len(json.dumps(fields)) <= KEPT_BYTES:
        token = keep_form(urlsplit(page).path, fields, timezone.now(), account_id=whose)
    response.set_signed_cookie(
        KEPT_COOKIE,
        token,
        max_age=KEPT_SECONDS,
        httponly=True,
        secure=request.is_secure(),
        samesite="Lax",
    )


def last_account_id(request: HttpRequest) -> int | None:
    """Whose session this was, as long as its row is still there."""
    key = request.session.session_key or request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
    row = Session.objects.filter(session_key=key).first()
    found = row.get_decoded().get(SESSION_KEY) if row else None
    return int(found) if found else None


def _kept_token(request: HttpRequest) -> str:
    token = request.get_signed_cookie(KEPT_COOKIE, default="", max_age=KEPT_SECONDS)
    return str(token)
