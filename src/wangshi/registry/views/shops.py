"""一家网店的页：是谁的，凭什么；和登记、修改它的表单."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import may, require, visible
from wangshi.accounts.requests import account, kept_fields
from wangshi.engine.identifiers import check_uscc, mask_phone
from wangshi.registry.forms.acts import (
    CloseForm,
    LinkForm,
    NewShopForm,
    PlatformForm,
    ReasonForm,
    ShopForm,
)
from wangshi.registry.models import LinkState, Operator, Platform, Shop
from wangshi.registry.selectors import (
    compare,
    evidence_about,
    search,
    suggest_operators,
    timeline_of,
)
from wangshi.registry.services import (
    close_shop,
    edit_shop,
    find_or_open_shop,
    link_shop,
    open_platform,
    unlink_shop,
)
from wangshi.shared.pages import Fact

from .acting import act, answer, fresh


def seen_shop(request: HttpRequest, pk: int, permission: Permission) -> Shop:
    """The shop, for whoever holds the permission on it; 404 otherwise."""
    me = account(request)
    require(me, permission)
    rows = Shop.objects.select_related("platform", "operator__town", "town")
    return get_object_or_404(visible(rows, me, permission), pk=pk)


@require_GET
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """网店: what its page shows, whose it is or may be, what happened."""
    me = account(request)
    shop = seen_shop(request, pk, Permission.VIEW_OPERATOR)
    may_edit = may(me, Permission.EDIT_OPERATOR, shop)
    shown: dict[str, Any] = {
        "shop": shop,
        "facts": _facts(shop, me),
        "link": shop.links.filter(state=LinkState.CONFIRMED).select_related("linked_by").first(),
        "compared": compare(shop, shop.operator) if shop.operator else (),
        "suggestions": () if shop.operator else suggest_operators(shop, me),
        "events": timeline_of(shop, me),
        "evidence": evidence_about(shop, me),
        "may_edit": may_edit,
        "may_report": may(me, Permission.REPORT_CLUE),
        "may_inspect": may(me, Permission.RECORD_INSPECTION) and shop.closed_on is None,
    }
    return render(request, "registry/shop.html", shown)


@require_http_methods(["GET", "POST"])
def link(request: HttpRequest, pk: int) -> HttpResponse:
    """关联主体: those suggested with their reasons, and those found by asking."""
    me = account(request)
    shop = seen_shop(request, pk, Permission.EDIT_OPERATOR)
    asked = request.GET.get("q", "") or request.POST.get("q", "")
    offered = _offered(shop, asked, me)
    initial = fresh(shop.version) | kept_fields(request)
    lines = [(one.pk, _two_lines(shop, one)) for one in offered]
    form = LinkForm(request.POST or None, initial=initial, offered=lines)

    def verb() -> str:
        operator, given = form.cleaned_data["operator"], form.cleaned_data
        link_shop(
            shop,
            operator,
            reasons=compare(shop, operator),
            note=given["note"],
            version=given["version"],
            at=timezone.now(),
            by=me,
        )
        return reverse("shop", args=[pk])

    onward = act(request, form, verb, "已经关联。弄错了可以解除。")
    shown = {"shop": shop, "asked": asked, "offered": offered}
    return answer(request, form, onward, "registry/shop_link.html", shown)


def _offered(shop: Shop, asked: str, me: Account) -> list[Operator]:
    found = list(search(asked, me).operators) if asked.strip() else []
    suggested = [one.operator for one in suggest_operators(shop, me)]
    return list({one.pk: one for one in (*found, *suggested)}.values())


def _two_lines(shop: Shop, operator: Operator) -> str:
    grounds = "；".join(
        f"{reason.mark} {reason.what}{f'（{reason.words}）' if reason.words else ''}"
        for reason in compare(shop, operator)
        if reason.mark != "无"
    )
    return f"{operator.name} {operator.uscc or '（没有代码）'}\n{grounds}"


@require_http_methods(["GET", "POST"])
def unlink(request: HttpRequest, pk: int) -> HttpResponse:
    """解除关联."""
    me = account(request)
    shop = seen_shop(request, pk, Permission.EDIT_OPERATOR)
    form = ReasonForm(request.POST or None, initial=fresh(shop.version) | kept_fields(request))

    def verb() -> str:
        given = form.cleaned_data
        unlink_shop(
            shop, reason=given["reason"], version=given["version"], at=timezone.now(), by=me
        )
        return reverse("shop", args=[pk])

    onward = act(request, form, verb, "已经解除关联，经过留在时间线上。")
    return _on_shop(request, form, onward, shop, "解除关联", "解除关联")


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """改网店资料."""
    me = account(request)
    shop = seen_shop(request, pk, Permission.EDIT_OPERATOR)
    names = ("name", "url", "shown_name", "shown_uscc", "phone", "town")
    initial = fresh(shop.version, **{name: getattr(shop, name) for name in names})
    form = ShopForm(request.POST or None, initial=initial | kept_fields(request))

    def verb() -> str:
        edit_shop(shop, form.facts(), version=form.cleaned_data["version"], by=me)
        return reverse("shop", args=[pk])

    onward = act(request, form, verb, "网店资料已经保存。")
    return _on_shop(request, form, onward, shop, "改网店资料", "保存资料")


@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """记为已关闭."""
    me = account(request)
    shop = seen_shop(request, pk, Permission.EDIT_OPERATOR)
    form = CloseForm(request.POST or None, initial=fresh(shop.version) | kept_fields(request))

    def verb() -> str:
        close_shop(shop, on=form.cleaned_data["closed_on"], by=me)
        return reverse("shop", args=[pk])

    onward = act(request, form, verb, "已经记为关闭，看到过的商品都还在。")
    return _on_shop(request, form, onward, shop, "记为已关闭", "记为已关闭")


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """登记网店."""
    me = account(request)
    require(me, Permission.EDIT_OPERATOR)
    form = NewShopForm(request.POST or None, initial=fresh() | kept_fields(request))

    def verb() -> str:
        given = form.cleaned_data
        shop = find_or_open_shop(
            given["platform"], external_id=given["external_id"], facts=form.facts(), by=me
        )
        return reverse("shop", args=[shop.pk])

    onward = act(request, form, verb, "网店已经登记。")
    shown = {"title": "登记网店", "button": "登记网店", "has_platform": Platform.objects.exists()}
    return answer(request, form, onward, "registry/shop_new.html", shown)


@require_http_methods(["GET", "POST"])
def platform(request: HttpRequest) -> HttpResponse:
    """登记平台."""
    me = account(request)
    require(me, Permission.EDIT_OPERATOR)
    form = PlatformForm(request.POST or None, initial=fresh() | kept_fields(request))

    def verb() -> str:
        names = ("code", "name", "domain")
        open_platform(**{name: form.cleaned_data[name] for name in names}, by=me)
        return reverse("shop-new")

    onward = act(request, form, verb, "平台已经登记，可以登记它上面的网店了。")
    shown = {"title": "登记平台", "button": "登记平台", "has_platform": True}
    return answer(request, form, onward, "registry/shop_new.html", shown)


def _on_shop(
    request: HttpRequest, form: Any, onward: str, shop: Shop, title: str, button: str
) -> HttpResponse:
    shown = {"shop": shop, "title": title, "button": button}
    return answer(request, form, onward, "registry/shop_act.html", shown)


def _facts(shop: Shop, me: Account) -> list[Fact]:
    whole = may(me, Permission.EDIT_OPERATOR, shop)
    wrong = check_uscc(shop.shown_uscc).reason_zh if shop.shown_uscc else ""
    code = f"{shop.shown_uscc}（{wrong}）" if wrong else shop.shown_uscc
    return [
        Fact("平台", shop.platform),
        Fact("平台店铺号", shop.external_id),
        Fact("网址", shop.url),
        Fact("亮照名称", shop.shown_name),
        Fact("亮照代码", code),
        Fact("客服电话", shop.phone if whole else mask_phone(shop.phone)),
        Fact("镇办", shop.town),
        Fact("关闭日期", shop.closed_on),
    ]
