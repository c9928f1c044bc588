"""我的设置: who I am here, one-time codes, keys and the look of the pages."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wangshi.accounts.forms.sign_in import CodeForm
from wangshi.accounts.models import Account
from wangshi.accounts.requests import account
from wangshi.accounts.selectors import role_lines
from wangshi.accounts.services import (
    Declined,
    begin_totp,
    confirmed_totp,
    drop_totp,
    enrol_totp,
    set_keys,
    totp_key,
    totp_picture_of,
    waiting_totp,
)
from wangshi.shared.pages import Fact


@require_GET
def me(request: HttpRequest) -> HttpResponse:
    """我的设置."""
    mine = account(request)
    shown = {
        "me": mine,
        "facts": _facts(mine),
        "lines": [line for line in role_lines() if line.role in mine.roles],
        "device": confirmed_totp(mine),
    }
    return render(request, "accounts/me.html", shown)


def _facts(mine: Account) -> tuple[Fact, ...]:
    return (
        Fact("姓名", mine.name),
        Fact("账号", mine.username),
        Fact("单位", mine.department),
        Fact("镇办", mine.town),
        Fact("网格", mine.grid),
        Fact("执法证号", mine.certificate_number),
    )


@require_POST
def keys(request: HttpRequest) -> HttpResponse:
    """开关复核页的快捷键."""
    mine = account(request)
    enabled = request.POST.get("enabled") == "1"
    set_keys(mine, enabled=enabled, by=mine)
    words = "快捷键已打开。" if enabled else "快捷键已关掉，复核时用鼠标或 Tab 键。"
    messages.success(request, words)
    return redirect("me")


@never_cache
@require_http_methods(["GET", "POST"])
def totp(request: HttpRequest) -> HttpResponse:
    """开通动态口令: the picture to scan, and the first code typed back."""
    mine = account(request)
    device = waiting_totp(mine)
    if device is None:
        return redirect("me")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            enrol_totp(mine, code=form.cleaned_data["code"], by=mine)
        except Declined as refusal:
            form.add_error("code", str(refusal))
        else:
            messages.success(request, "动态口令已开通。下次登录，密码之后还要填手机上的 6 位数字。")
            return redirect("me")
    shown = {"form": form, "key": totp_key(device)}
    return render(request, "accounts/totp.html", shown, status=422 if form.errors else 200)


@require_POST
def totp_begin(request: HttpRequest) -> HttpResponse:
    """生成二维码."""
    mine = account(request)
    try:
        begin_totp(mine, by=mine)
    except Declined as refusal:
        messages.error(request, str(refusal))
        return redirect("me")
    return redirect("totp")


@require_POST
def totp_drop(request: HttpRequest) -> HttpResponse:
    """停用动态口令: only with a code from the phone that is to be dropped."""
    mine = account(request)
    device = confirmed_totp(mine)
    form = CodeForm(request.POST)
    if device is None:
        return redirect("me")
    if not form.is_valid() or not device.verify_token(form.cleaned_data["code"]):
        messages.error(request, "口令不对，动态口令没有停。手机丢了的，请系统管理员停掉。")
        return redirect("me")
    drop_totp(mine, by=mine)
    messages.success(request, "动态口令已停用。")
    return redirect("me")


@never_cache
@require_GET
def totp_picture(request: HttpRequest) -> HttpResponse:
    """二维码: an SVG of its own address, since the page may hold nothing inline."""
    device = waiting_totp(account(request))
    if device is None:
        raise Http404
    return HttpResponse(totp_picture_of(device), content_type="image/svg+xml")
