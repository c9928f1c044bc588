"""角色授予: the security administrator's pages."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from wangshi.accounts.forms.people import AccountFilter, GrantForm, ReasonForm
from wangshi.accounts.models import Account, RoleGrant
from wangshi.accounts.permissions import ROLES, Permission, Role
from wangshi.accounts.policy import require
from wangshi.accounts.requests import account, kept_fields
from wangshi.accounts.selectors import accounts_matching, grants_of
from wangshi.accounts.services import Declined, end_role, grant_role
from wangshi.shared.paging import page_of


@require_GET
def grants(request: HttpRequest) -> HttpResponse:
    """每个账号现在有什么角色."""
    require(account(request), Permission.GRANT_ROLES)
    form = AccountFilter(request.GET)
    form.is_valid()
    asked = form.cleaned_data
    state = asked.get("state")
    found = accounts_matching(
        asked.get("q", ""),
        department=asked.get("department"),
        stopped=None if not state else state == "stopped",
    )
    return render(request, "accounts/grants.html", {"form": form, "page": page_of(found, request)})


@require_http_methods(["GET", "POST"])
def account_grants(request: HttpRequest, pk: int) -> HttpResponse:
    """一个账号的角色: what it holds, what it held, and one more to give."""
    me = account(request)
    require(me, Permission.GRANT_ROLES)
    whose = get_object_or_404(Account.objects.select_related("department"), pk=pk)
    form = GrantForm(request.POST or None, initial=kept_fields(request))
    if request.method == "POST" and form.is_valid():
        role = Role(form.cleaned_data["role"])
        try:
            grant_role(
                whose, role=role, reason=form.cleaned_data["reason"], at=timezone.now(), by=me
            )
        except Declined as refusal:
            form.add_error("role", str(refusal))
        else:
            messages.success(request, f"{whose.name}已经是{ROLES[role].title}。")
            return redirect("account-grants", pk=pk)
    shown = {"form": form, "whose": whose, "grants": grants_of(whose)}
    status = 422 if form.errors else 200
    return render(request, "accounts/account_grants.html", shown, status=status)


@require_http_methods(["GET", "POST"])
def grant_end(request: HttpRequest, pk: int) -> HttpResponse:
    """收回角色: with a reason; the history stays."""
    me = account(request)
    require(me, Permission.GRANT_ROLES)
    grant = get_object_or_404(RoleGrant.objects.select_related("account"), pk=pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            end_role(grant, reason=form.cleaned_data["reason"], at=timezone.now(), by=me)
        except Declined as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{grant.account.name}的“{grant.get_role_display()}”已收回。")
            return redirect("account-grants", pk=grant.account_id)
    shown = {"form": form, "grant": grant}
    return render(request, "accounts/grant_end.html", shown, status=422 if form.errors else 200)
