"""Nobody reads a page of the house without signing in; an idle session ends."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase

from .policy import Refused


class SignedIn:
    """登录: every view is closed unless it says `login_required = False`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        """Send whoever is not signed in to the login page."""
        if request.user.is_authenticated or not getattr(view, "login_required", True):
            return None
        return redirect_to_login(request.get_full_path(), "login")

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        """A forbidden record is answered by the same road as a missing one."""
        if isinstance(exception, Refused):
            raise Http404 from exception
