"""Nobody reads a page of the house without signing in; an idle session ends."""

from collections.abc import Callable
from typing import Any, Final

from django.conf import settings
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, resolve_url
from django.utils import timezone
from django.utils.http import urlencode
from django_htmx.http import HttpResponseClientRedirect

from .models import Account
from .policy import Refused
from .requests import keep_what_was_typed, last_account_id, page_of_form
from .services import note_sign_out

SEEN: Final = "seen"
SEEN_EVERY: Final = 60
WITH_A_FIRST_PASSWORD: Final = ("password", "logout", "set-view", "login")


class SignedIn:
    """登录: every view is closed unless it is marked `login_not_required`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        """Send whoever is not signed in to the login page, and keep what they had typed."""
        who = request.user if isinstance(request.user, Account) else None
        if who is not None and not _ended_for_idling(request, who):
            return _to_a_password_of_ones_own(request, who)
        if not getattr(view, "login_required", True):
            return None
        return _to_sign_in(request, ended=who)

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        """A forbidden record is answered by the same road as a missing one."""
        if isinstance(exception, Refused):
            raise Http404 from exception


def _ended_for_idling(request: HttpRequest, account: Account) -> bool:
    """Whether the session ended now; a page that asks again by itself keeps nobody there."""
    now = int(timezone.now().timestamp())
    seen = request.session.get(SEEN, now)
    if now - seen > settings.SESSION_IDLE_SECONDS:
        note_sign_out(account, idle=True)
        logout(request)
        return True
    asked_by_itself = request.method == "GET" and bool(getattr(request, "htmx", False))
    if SEEN not in request.session or (now - seen >= SEEN_EVERY and not asked_by_itself):
        request.session[SEEN] = now
    return False


def _to_a_password_of_ones_own(
    request: HttpRequest, account: Account
) -> HttpResponseRedirect | None:
    place = request.resolver_match.url_name if request.resolver_match else ""
    if not account.must_change_password or place in WITH_A_FIRST_PASSWORD:
        return None
    return redirect("password")


def _to_sign_in(request: HttpRequest, *, ended: Account | None) -> HttpResponseBase:
    typed = request.method == "POST"
    asked_by_script = bool(getattr(request, "htmx", False))
    page = page_of_form(request) if typed or asked_by_script else request.get_full_path()
    address = f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': page})}"
    response: HttpResponseBase = (
        HttpResponseClientRedirect(address) if asked_by_script else HttpResponseRedirect(address)
    )
    if typed:
        whose = ended.pk if ended else last_account_id(request)
        keep_what_was_typed(request, response, page, whose=whose)
    return response
