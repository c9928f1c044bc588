"""令牌和匿名材料: pages of the system administrator and of those who look after the rules."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import require
from wangshi.accounts.requests import account
from wangshi.accounts.services import Declined
from wangshi.monitoring.selectors import refused_rules, rules_in_use
from wangshi.portal import selectors
from wangshi.portal.allowance import TOKEN, VISITOR
from wangshi.portal.forms.keeping import ReasonForm, TokenForm
from wangshi.portal.models import ApiToken, Material
from wangshi.portal.services import drop_material, issue_token, revoke_token
from wangshi.shared.paging import page_of


@never_cache
@require_http_methods(["GET", "POST"])
def tokens(request: HttpRequest) -> HttpResponse:
    """接口令牌: the list, and a form that issues one; the token is shown on the answer itself."""
    me = account(request)
    require(me, Permission.ISSUE_TOKENS)
    form = TokenForm(request.POST or None)
    issued = None
    if request.method == "POST" and form.is_valid():
        issued = issue_token(form.cleaned_data["name"], at=timezone.now(), by=me)
        form = TokenForm()
    context = {
        "form": form,
        "issued": issued,
        "page": page_of(selectors.tokens(), request),
        "visitor": VISITOR,
        "holder": TOKEN,
        "in_use": rules_in_use(),
        "refused": refused_rules(),
    }
    status = 422 if form.errors else 200
    return render(request, "portal/tokens.html", context, status=status)


@require_http_methods(["GET", "POST"])
def token_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """收回令牌, with a reason."""
    me = account(request)
    require(me, Permission.ISSUE_TOKENS)
    token = get_object_or_404(ApiToken, pk=pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            revoke_token(token, reason=form.cleaned_data["reason"], at=timezone.now(), by=me)
        except Declined as refusal:
            messages.warning(request, str(refusal))
        else:
            messages.success(request, f"“{token.name}”的令牌已经收回，马上不能用。")
        return redirect("tokens")
    context = {"token": token, "form": form}
    status = 422 if form.errors else 200
    return render(request, "portal/token_revoke.html", context, status=status)


@require_GET
def materials(request: HttpRequest) -> HttpResponse:
    """自查留下的材料: what shop owners let the county keep."""
    require(account(request), Permission.JUDGE_HIT)
    page = page_of(selectors.materials(), request, size=20)
    return render(request, "portal/materials.html", {"page": page})


@require_http_methods(["GET", "POST"])
def material_drop(request: HttpRequest, pk: int) -> HttpResponse:
    """删掉一份材料, with a reason."""
    me = account(request)
    require(me, Permission.JUDGE_HIT)
    material = get_object_or_404(Material, pk=pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        drop_material(material, reason=form.cleaned_data["reason"], by=me)
        messages.success(request, "已经删掉，找不回来了。")
        return redirect("materials")
    context = {"material": material, "form": form}
    status = 422 if form.errors else 200
    return render(request, "portal/material_drop.html", context, status=status)
