"""Signing in and out, and the first page after it."""

from dataclasses import dataclass
from typing import Any, Final

from django.contrib import messages
from django.contrib.auth import authenticate, login, logout, update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST
from django_otp import login as note_code

from wangshi.accounts.forms.sign_in import CodeForm, PasswordForm, SignInForm
from wangshi.accounts.lockout import client_address
from wangshi.accounts.models import Account
from wangshi.accounts.requests import account, has_kept_form, lost_a_long_form
from wangshi.accounts.services import (
    change_password,
    confirmed_totp,
    note_sign_in,
    note_sign_out,
)

BACKEND: Final = "django.contrib.auth.backends.ModelBackend"
WAITING: Final = "waiting_for_code"
CODE_SECONDS: Final = 300
CODE_TRIES: Final = 5
WRONG: Final = "账号或密码不对。看看大小写和输入法；连错 5 次要等 15 分钟"


@dataclass(frozen=True)
class Waiting:
    """已经对了密码、还差动态口令的人: kept in the session for five minutes."""

    account: int
    since: int
    tries: int
    onward: str


@login_not_required
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """登录: password first, then a code where the account asks for one."""
    onward = _inside(request, request.POST.get("next") or request.GET.get("next", ""))
    if isinstance(request.user, Account):
        return redirect(onward or "home")
    form = SignInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        found = authenticate(request, **form.cleaned_data)
        if isinstance(found, Account):
            return _after_password(request, found, onward)
        form.add_error(None, WRONG)
    shown = {
        "form": form,
        "next": onward,
        "kept": has_kept_form(request),
        "lost": lost_a_long_form(request),
        "again": bool(onward),
    }
    return render(request, "accounts/login.html", shown, status=422 if form.errors else 200)


def _after_password(request: HttpRequest, found: Account, onward: str) -> HttpResponse:
    if confirmed_totp(found) is None:
        return _enter(request, found, onward, with_code=False)
    request.session.cycle_key()
    since = int(timezone.now().timestamp())
    request.session[WAITING] = vars(Waiting(found.pk, since, 0, onward))
    return redirect("login-code")


@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def sign_in_code(request: HttpRequest) -> HttpResponse:
    """动态口令: the second step; five wrong codes or five minutes, and it begins again."""
    waiting = _waiting(request)
    found = Account.objects.filter(pk=waiting.account, is_active=True).first() if waiting else None
    device = confirmed_totp(found) if found else None
    if waiting is None or found is None or device is None:
        request.session.pop(WAITING, None)
        messages.info(request, "等得太久，或者口令错了 5 次。从密码开始再来一遍。")
        return redirect("login")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if device.verify_token(form.cleaned_data["code"]):
            del request.session[WAITING]
            answer = _enter(request, found, waiting.onward, with_code=True)
            note_code(request, device)
            return answer
        request.session[WAITING] = {**vars(waiting), "tries": waiting.tries + 1}
        form.add_error("code", "口令不对。等手机上换了下一组数字再填，手机时间要准")
    status = 422 if form.errors else 200
    return render(request, "accounts/login_code.html", {"form": form, "who": found}, status=status)


def _waiting(request: HttpRequest) -> Waiting | None:
    kept: dict[str, Any] | None = request.session.get(WAITING)
    if kept is None:
        return None
    waiting = Waiting(**kept)
    age = timezone.now().timestamp() - waiting.since
    return waiting if age <= CODE_SECONDS and waiting.tries < CODE_TRIES else None


def _enter(request: HttpRequest, found: Account, onward: str, *, with_code: bool) -> HttpResponse:
    login(request, found, backend=BACKEND)
    note_sign_in(found, address=client_address(request), with_code=with_code)
    return redirect(onward or "home")


def _inside(request: HttpRequest, address: str) -> str:
    """Where to go afterwards, if it is a page of ours."""
    ours = url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return address if ours else ""


@login_not_required
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """退出登录."""
    if isinstance(request.user, Account):
        note_sign_out(request.user)
    logout(request)
    messages.success(request, "已经退出登录。")
    return redirect("login")


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """改密码: the first one at once, any other when one likes."""
    me = account(request)
    form = PasswordForm(request.POST or None, account=me)
    if request.method == "POST" and form.is_valid():
        change_password(me, password=form.cleaned_data["new_password"], by=me)
        update_session_auth_hash(request, me)
        messages.success(request, "密码已经改好。别的地方登录的都已退出。")
        return redirect("home")
    shown = {"form": form, "first": me.must_change_password}
    status = 422 if form.errors else 200
    return render(request, "accounts/password.html", shown, status=status)
