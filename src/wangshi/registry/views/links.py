"""待核实的关联: the queue, one link at a time with both sides, and what an officer says of it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import may, require, visible
from wangshi.accounts.requests import account, kept_fields
from wangshi.registry.forms.links import ConfirmLinkForm, RejectLinkForm
from wangshi.registry.models import LinkState, ShopLink
from wangshi.registry.selectors import (
    chance_words,
    evidence_rows,
    neighbours,
    next_proposal,
    proposal_rows,
    shops_beside,
)
from wangshi.registry.services import confirm_link, reject_link
from wangshi.shared.paging import page_of

from .acting import act, answer, fresh

_PARTS = ("shop__platform", "shop__town", "operator__town", "linked_by", "ended_by")


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """待核实的关联: the likeliest first."""
    me = account(request)
    require(me, Permission.EDIT_OPERATOR)
    page = page_of(proposal_rows(me), request)
    shown = {
        "page": page,
        "rows": [(link, chance_words(link.probability)) for link in page],
        "may_import": may(me, Permission.IMPORT_REGISTER),
    }
    return render(request, "registry/links.html", shown)


@require_http_methods(["GET", "POST"])
def show(request: HttpRequest, link_id: int) -> HttpResponse:
    """核实一条关联; a confirmation leads straight to the next one."""
    me = account(request)
    link = _seen(request, link_id)
    form = ConfirmLinkForm(request.POST or None, initial=fresh() | kept_fields(request))

    def verb() -> str:
        confirm_link(link, note=form.cleaned_data["note"], at=timezone.now(), by=me)
        return _onward(request, link)

    onward = act(request, form, verb, f"已经关联：{link.shop.name} 是 {link.operator.name} 的。")
    return answer(request, form, onward, "registry/link.html", _page(request, link))


@require_http_methods(["GET", "POST"])
def reject(request: HttpRequest, link_id: int) -> HttpResponse:
    """不是这一家: with its ground."""
    me = account(request)
    link = _seen(request, link_id)
    form = RejectLinkForm(request.POST or None, initial=fresh() | kept_fields(request))

    def verb() -> str:
        reject_link(link, reason=form.reason(), at=timezone.now(), by=me)
        return _onward(request, link)

    onward = act(request, form, verb, f"记下了：{link.shop.name} 不是 {link.operator.name} 的。")
    shown = {"link": link, "is_open": link.state == LinkState.PROPOSED}
    return answer(request, form, onward, "registry/link_reject.html", shown)


def _seen(request: HttpRequest, link_id: int) -> ShopLink:
    """A link the software proposed, for whoever may settle it; 404 otherwise."""
    me = account(request)
    require(me, Permission.EDIT_OPERATOR)
    links = ShopLink.objects.exclude(proposed_at=None).select_related(*_PARTS)
    return get_object_or_404(visible(links, me, Permission.EDIT_OPERATOR), pk=link_id)


def _onward(request: HttpRequest, link: ShopLink) -> str:
    """The next of the queue, or the queue itself when nothing waits."""
    following = next_proposal(link, account(request))
    if following is None:
        messages.success(request, "待核实的都看完了。")
        return reverse("links")
    return reverse("link", args=[following])


def _page(request: HttpRequest, link: ShopLink) -> dict[str, Any]:
    me = account(request)
    return {
        "link": link,
        "is_open": link.state == LinkState.PROPOSED,
        "chance": chance_words(link.probability),
        "rows": evidence_rows(link),
        "place": neighbours(link, me),
        "shops": shops_beside(link),
        "keys": me.keys_enabled,
    }
