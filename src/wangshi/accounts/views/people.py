"""账号: the system administrator's pages."""

import uuid
from collections.abc import Callable
from typing import Any, Final

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wangshi.accounts.forms.people import (
    AccountFilter,
    AccountForm,
    ReasonForm,
    account_form_data,
)
from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import require
from wangshi.accounts.requests import account, kept_fields
from wangshi.accounts.selectors import accounts_matching, grants_of, role_lines
from wangshi.accounts.services import (
    Declined,
    confirmed_totp,
    edit_account,
    open_account,
    reset_password,
    reset_totp,
    restart_account,
    stop_account,
    unlock_account,
)
from wangshi.shared.pages import Fact, Link
from wangshi.shared.paging import page_of
from wangshi.shared.services import first_time

OPENED_ALREADY: Final = (
    "这个账号刚才已经开通。初始密码只显示一次，没有看到的，打开账号再点“重设密码”。"
)


def tabs(here: str) -> tuple[Link, ...]:
    """账号与单位的页签."""
    places = (("accounts", "账号"), ("departments", "单位"), ("towns", "镇办"))
    return tuple(Link(word, reverse(name), here=name == here) for name, word in places)


@require_GET
def roles(request: HttpRequest) -> HttpResponse:
    """谁能做什么: drawn from the policy itself, open to everybody who has signed in."""
    return render(request, "accounts/roles.html", {"lines": role_lines()})


@require_GET
def accounts(request: HttpRequest) -> HttpResponse:
    """账号清单."""
    require(account(request), Permission.MANAGE_ACCOUNTS)
    form = AccountFilter(request.GET)
    form.is_valid()
    asked = form.cleaned_data
    state = asked.get("state")
    found = accounts_matching(
        asked.get("q", ""),
        department=asked.get("department"),
        stopped=None if not state else state == "stopped",
    )
    shown = {"form": form, "page": page_of(found, request), "tabs": tabs("accounts")}
    return render(request, "accounts/accounts.html", shown)


@never_cache
@require_http_methods(["GET", "POST"])
def account_new(request: HttpRequest) -> HttpResponse:
    """开通账号: the first password is shown once, on the answer itself."""
    me = account(request)
    require(me, Permission.MANAGE_ACCOUNTS)
    kept = kept_fields(request)
    form = AccountForm(request.POST or None, initial={"mark": uuid.uuid4(), **kept})
    if request.method == "POST" and form.is_valid():
        answer = _open(request, form, me)
        if answer is not None:
            return answer
    shown = {"form": form, "tabs": tabs("accounts")}
    return render(request, "accounts/account_new.html", shown, status=422 if form.errors else 200)


def _open(request: HttpRequest, form: AccountForm, me: Account) -> HttpResponse | None:
    now, mark = timezone.now(), str(form.cleaned_data["mark"] or uuid.uuid4())
    try:
        with transaction.atomic():
            if not first_time(mark, by=me, outcome="account.opened", at=now):
                messages.info(request, OPENED_ALREADY)
                return redirect("accounts")
            opened = open_account(form.person(), at=now, by=me)
    except Declined as refusal:
        form.add_error("username", str(refusal))
        return None
    return render(request, "accounts/first_password.html", {"opened": opened})


@require_GET
def account_page(request: HttpRequest, pk: int) -> HttpResponse:
    """一个账号."""
    require(account(request), Permission.MANAGE_ACCOUNTS)
    whose = get_object_or_404(Account.objects.select_related("department", "town", "grid"), pk=pk)
    shown = {
        "whose": whose,
        "facts": _facts(whose),
        "grants": grants_of(whose),
        "device": confirmed_totp(whose),
        "stop_form": ReasonForm(),
    }
    return render(request, "accounts/account.html", shown)


def _facts(whose: Account) -> tuple[Fact, ...]:
    return (
        Fact("账号", whose.username),
        Fact("单位", whose.department),
        Fact("镇办", whose.town),
        Fact("网格", whose.grid),
        Fact("执法证号", whose.certificate_number),
    )


@require_http_methods(["GET", "POST"])
def account_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """改账号资料."""
    me = account(request)
    require(me, Permission.MANAGE_ACCOUNTS)
    whose = get_object_or_404(Account, pk=pk)
    first = {**account_form_data(whose), **kept_fields(request)}
    form = AccountForm(request.POST or None, initial=first, account=whose)
    if request.method == "POST" and form.is_valid():
        try:
            edit_account(whose, form.person(), by=me)
        except Declined as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{form.cleaned_data['name']}的资料已经改好。")
            return redirect("account", pk=pk)
    shown = {"form": form, "whose": whose}
    return render(request, "accounts/account_edit.html", shown, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def account_stop(request: HttpRequest, pk: int) -> HttpResponse:
    """停用账号: with a reason."""
    me = account(request)
    require(me, Permission.MANAGE_ACCOUNTS)
    whose = get_object_or_404(Account, pk=pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            stop_account(whose, reason=form.cleaned_data["reason"], at=timezone.now(), by=me)
        except Declined as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{whose.name}的账号已停用，打开的页面下一步就会退出。")
            return redirect("account", pk=pk)
    shown = {"form": form, "whose": whose}
    return render(request, "accounts/account_stop.html", shown, status=422 if form.errors else 200)


@require_POST
def account_restart(request: HttpRequest, pk: int) -> HttpResponse:
    """恢复账号."""
    return _act(request, pk, restart_account, "账号已恢复，可以登录了。")


@require_POST
def account_unlock(request: HttpRequest, pk: int) -> HttpResponse:
    """解锁账号."""
    return _act(request, pk, unlock_account, "账号已解锁，可以马上再登录。")


@require_POST
def account_reset_totp(request: HttpRequest, pk: int) -> HttpResponse:
    """停掉动态口令."""
    return _act(request, pk, reset_totp, "动态口令已停掉，本人登录后可以重新开通。")


def _act(request: HttpRequest, pk: int, verb: Callable[..., Any], words: str) -> HttpResponse:
    me = account(request)
    require(me, Permission.MANAGE_ACCOUNTS)
    whose = get_object_or_404(Account, pk=pk)
    try:
        verb(whose, by=me)
    except Declined as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"{whose.name}：{words}")
    return redirect("account", pk=pk)


@never_cache
@require_POST
def account_reset_password(request: HttpRequest, pk: int) -> HttpResponse:
    """重设密码: the new first password is shown once, on the answer itself."""
    me = account(request)
    require(me, Permission.MANAGE_ACCOUNTS)
    whose = get_object_or_404(Account, pk=pk)
    try:
        opened = reset_password(whose, by=me)
    except Declined as refusal:
        messages.error(request, str(refusal))
        return redirect("account", pk=pk)
    return render(request, "accounts/first_password.html", {"opened": opened, "again": True})
