"""查出问题以后: ask the shop to show it, hand it over, or look again."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import may, require
from wangshi.accounts.requests import account, kept_fields
from wangshi.cases.models import Clue
from wangshi.cases.selectors import calendar, conventions
from wangshi.cases.workflow import StepRefused
from wangshi.display.forms.checking import AskForm
from wangshi.display.models import DisplayCheck
from wangshi.display.selectors import suggested_demand
from wangshi.display.services import close_request, hand_over_check
from wangshi.display.workflow import DisplayRefused
from wangshi.registry.selectors import owners_of


@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, display_check_id: int) -> HttpResponse:
    """发改正要求."""
    me = account(request)
    require(me, Permission.RECORD_INSPECTION)
    check = _check(display_check_id)
    if request.method == "GET" and check.clue_id is not None:
        messages.info(request, "已经要求过了，看下面的线索。")
        return redirect("display-check", check.pk)
    initial: dict[str, Any] = {
        "demand": suggested_demand(check),
        "due_on": calendar().workday_after(timezone.localdate(), conventions().correction_days),
    }
    form = AskForm(request.POST or None, initial=initial | kept_fields(request))
    if request.method == "POST" and form.is_valid():
        try:
            form.act(check, by=me, at=timezone.now(), path=request.path)
        except (DisplayRefused, StepRefused) as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "改正要求已经发出，到期复看。")
            return redirect("display-check", check.pk)
    owners = owners_of(check.shop.operator) if check.shop.operator else ()
    shown = {"form": form, "check": check, "owners": owners}
    return render(request, "display/ask.html", shown, status=422 if form.errors else 200)


@require_POST
def hand_over(request: HttpRequest, display_check_id: int) -> HttpResponse:
    """转为线索."""
    return _done(request, display_check_id, hand_over_check, "已转为线索 {number}。")


@require_POST
def recheck(request: HttpRequest, display_check_id: int) -> HttpResponse:
    """用这次检查复看."""
    return _done(
        request, display_check_id, close_request, "复看结果已经记到线索 {number}，店家看得到。"
    )


def _done(
    request: HttpRequest, display_check_id: int, verb: Callable[..., Clue], words: str
) -> HttpResponse:
    me: Account = account(request)
    require(me, Permission.RECORD_INSPECTION)
    check, now = _check(display_check_id), timezone.now()
    try:
        clue = _act(verb, check, me, now)
    except (DisplayRefused, StepRefused) as refusal:
        messages.warning(request, str(refusal))
        return redirect("display-check", check.pk)
    messages.success(request, words.format(number=clue.number))
    if may(me, Permission.VIEW_CLUE, clue):
        return redirect("clue", clue.pk)
    return redirect("display-check", check.pk)


def _act(verb: Callable[..., Clue], check: DisplayCheck, by: Account, at: datetime) -> Clue:
    return verb(check, by=by, at=at)


def _check(display_check_id: int) -> DisplayCheck:
    rows = DisplayCheck.objects.select_related("shop__operator", "shop__platform")
    return get_object_or_404(rows, pk=display_check_id)
