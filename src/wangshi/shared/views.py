"""每页都有的几个动作: the view switch, the component page, and pages for what went wrong."""

from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from wangshi.shared.context import VIEW_COOKIE, VIEWS, chosen_views
from wangshi.shared.samples import sample_page

A_YEAR: Final = 365 * 24 * 3600
SECRET_WORDS: Final = ("password", "token", "otp", "secret")


@login_not_required
@require_POST
def set_view(request: HttpRequest) -> HttpResponse:
    """换显示方式: turns 大字 or 高对比 on or off for this browser, and goes back."""
    asked = request.POST.get("toggle", "")
    chosen = set(chosen_views(request)) ^ {asked}
    answer = redirect(_inside(request, request.POST.get("next", "")))
    answer.set_cookie(
        VIEW_COOKIE,
        "+".join(word for word in VIEWS if word in chosen),
        max_age=A_YEAR,
        secure=request.is_secure(),
        httponly=True,
        samesite="Lax",
    )
    return answer


def _inside(request: HttpRequest, address: str) -> str:
    ours = url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return address if ours else "/"


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """没有这一页: a forbidden page answers exactly as a missing one (handler403 and handler404)."""
    return render(request, "404.html", status=404)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """请求读不懂: nothing was changed."""
    return render(request, "400.html", status=400)


def server_error(request: HttpRequest) -> HttpResponse:
    """这一步没有办成: drawn without a database, a session or a user."""
    return HttpResponse(render_to_string("500.html"), status=500)


@dataclass(frozen=True)
class KeptEntry:
    """没有交上去的一项."""

    name: str
    value: str


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """旧页面不能再提交: shows what was typed so that it can be copied (CSRF_FAILURE_VIEW)."""
    kept = [
        KeptEntry(name, value)
        for name, values in request.POST.lists()
        if not any(word in name.lower() for word in SECRET_WORDS)
        for value in values
        if value.strip()
    ]
    return render(request, "403_csrf.html", {"kept": kept}, status=403)


@login_not_required
def components(request: HttpRequest) -> HttpResponse:
    """组件样板: every component once, in its normal and its error state; not in production."""
    if not (settings.DEBUG or getattr(settings, "WANGSHI_DEMO", False)):
        raise Http404
    part = "progress" if request.headers.get("HX-Request") else "components"
    return render(request, f"shared/{part}.html", sample_page(request))


@login_not_required
def about(request: HttpRequest, page: str) -> HttpResponse:
    """帮助、无障碍说明、个人信息怎样保护: read by anyone."""
    return render(request, f"about/{page}.html")
