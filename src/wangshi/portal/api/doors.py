"""接口的门: the addresses, open without signing in; what only takes POST says so as a problem."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from . import document, problems
from .question import api

ADDRESS: Final = "api/screen"
NAME: Final = "api-screen"
WRONG_METHOD: Final = 405


@login_not_required
@require_safe
def openapi(request: HttpRequest) -> HttpResponse:
    """接口说明文件."""
    return HttpResponse(document.text(), content_type="application/json; charset=utf-8")


def _open(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """No cookie is ever asked for, so no other page can ask in somebody's name."""

    @login_not_required
    @csrf_exempt
    @wraps(view)
    def door(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        answer = view(request, *args, **kwargs)
        if answer.status_code != WRONG_METHOD:
            return answer
        refusal = problems.problem(problems.WRONG_METHOD)
        refusal["Allow"] = answer["Allow"]
        return refusal

    return door


def _screen_door() -> URLPattern:
    found = next(one for one in api.urls[0] if isinstance(one, URLPattern) and one.name == NAME)
    return path(ADDRESS, _open(found.callback), name=NAME)


urlpatterns = [
    path("api/openapi.json", openapi, name="openapi"),
    _screen_door(),
]
