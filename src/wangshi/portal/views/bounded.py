"""不收太大的: a body is measured by its header before anything of it is read or written to disk."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt, csrf_protect

View = Callable[..., HttpResponse]
TOO_LARGE = 413


def bounded(
    most: int, refuse: Callable[[HttpRequest, int], HttpResponse]
) -> Callable[[View], View]:
    """公开而有上限: open without signing in; where the form came from is checked after its size."""

    def around(view: View) -> View:
        guarded = csrf_protect(view)

        @login_not_required
        @csrf_exempt
        @wraps(view)
        def measured(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            told = str(request.META.get("CONTENT_LENGTH") or "0")
            size = int(told) if told.isdecimal() else 0
            if size > most:
                return refuse(request, size)
            return guarded(request, *args, **kwargs)

        return measured

    return around
