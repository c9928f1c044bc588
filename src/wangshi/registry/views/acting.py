"""One road for every form of this room: shown, refused with what was typed kept, or done once."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from wangshi.accounts.requests import account
from wangshi.registry.forms.acts import ActForm
from wangshi.registry.services import Declined
from wangshi.shared.services import first_time


def fresh(version: int | None = None, **initial: Any) -> dict[str, Any]:
    """新表单的初值: a mark of its own, and the version that was read."""
    return {"mark": str(uuid4()), "version": version, **initial}


def act(request: HttpRequest, form: ActForm, verb: Callable[[], str], said: str) -> str:
    """Where to go when the verb was done (or was already); empty when the form stays."""
    if request.method != "POST" or not form.is_valid():
        return ""
    me, at = account(request), timezone.now()
    try:
        with transaction.atomic():
            if first_time(form.cleaned_data["mark"], by=me, outcome=request.path, at=at):
                onward = verb()
                messages.success(request, said)
            else:
                messages.info(request, "这份表单刚才已经交过，没有重复办。")
                onward = str(form.data.get("onward", "")) or _listing(request)
    except Declined as refusal:
        form.add_error(None, str(refusal))
        return ""
    return onward


def answer(
    request: HttpRequest, form: ActForm, onward: str, template: str, shown: dict[str, Any]
) -> HttpResponse:
    """Go on, or show the form again; 422 when it was refused."""
    if onward:
        return redirect(onward)
    status = 422 if form.errors else 200
    return render(request, template, {**shown, "form": form}, status=status)


def _listing(request: HttpRequest) -> str:
    return "/shops/" if request.path.startswith(("/shops", "/platforms")) else "/operators/"
