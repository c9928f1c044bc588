"""地址: what is everybody's, one operator's addresses with their faults, a shop's payees."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import may, require
from wangshi.accounts.requests import account, kept_fields
from wangshi.engine.false_registration import standing_signs
from wangshi.registry.models import Operator, Shop
from wangshi.scrutiny import selectors
from wangshi.scrutiny.forms import (
    EndPremiseForm,
    EndSharedForm,
    PayeeForm,
    PictureForm,
    PremiseForm,
    SharedForm,
)
from wangshi.scrutiny.models import Premise, SharedPlace
from wangshi.scrutiny.workflow import PlaceSort
from wangshi.shared.pages import Fact
from wangshi.shared.paging import page_of_list

from .acting import Way, act


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """公用的地址和电话: how full each host is, and how many cannot be reached there."""
    who = account(request)
    require(who, Permission.VIEW_SUSPICION)
    today = timezone.localdate()
    context = {
        "hosts": selectors.host_states(today, selectors.lost_operators(today)),
        "phones": selectors.shared_places(today, PlaceSort.PHONE),
        "ended": selectors.ended_places()[:20],
        "limit": standing_signs().limit("address_operators"),
        "may_judge": may(who, Permission.JUDGE_SUSPICION),
    }
    return render(request, "scrutiny/shared_places.html", context)


@require_GET
def operators(request: HttpRequest, shared_place_id: int) -> HttpResponse:
    """一处公用地址登记的主体."""
    require(account(request), Permission.VIEW_SUSPICION)
    today = timezone.localdate()
    lost = selectors.lost_operators(today)
    hosts = selectors.host_states(today, lost)
    host = next((one for one in hosts if one.place.pk == shared_place_id), None)
    if host is None:
        raise Http404
    context = {"host": host, "page": page_of_list(host.operators, request), "lost": lost}
    return render(request, "scrutiny/shared_place.html", context)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """登记一处公用的."""
    who = account(request)
    require(who, Permission.JUDGE_SUSPICION)
    given = {"since": timezone.localdate(), "value": request.GET.get("value", "")}
    form = SharedForm(request.POST or None, initial=given | kept_fields(request))
    way = Way((*_SHARED, (form.title, "")), reverse("shared-places"), "公用的地址和电话")
    return act(request, form, lambda: form.act(by=who, at=timezone.now()), way, "登记了。")


@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, shared_place_id: int) -> HttpResponse:
    """不再按公用的看."""
    who = account(request)
    require(who, Permission.JUDGE_SUSPICION)
    place = get_object_or_404(SharedPlace, pk=shared_place_id)
    form = EndSharedForm(request.POST or None, initial=kept_fields(request))
    facts = (Fact("是谁的", place.whose), Fact("凭什么", place.proof))
    way = Way((*_SHARED, (form.title, "")), reverse("shared-places"), place.value, facts)
    today = timezone.localdate()
    return act(request, form, lambda: form.act(place, on=today, by=who), way, "记下了。")


@require_GET
def premises(request: HttpRequest, operator_id: int) -> HttpResponse:
    """一个主体的地址（一照多址）."""
    who = account(request)
    require(who, Permission.VIEW_SUSPICION)
    operator = get_object_or_404(Operator.objects.select_related("town"), pk=operator_id)
    states = selectors.premises_of(operator, timezone.localdate())
    context = {
        "operator": operator,
        "states": states,
        "faults": [fault for one in states for fault in one.faults],
        "may_judge": may(who, Permission.JUDGE_SUSPICION),
    }
    return render(request, "scrutiny/premises.html", context)


@require_http_methods(["GET", "POST"])
def premise_new(request: HttpRequest, operator_id: int) -> HttpResponse:
    """登记一处地址."""
    who = account(request)
    require(who, Permission.JUDGE_SUSPICION)
    operator = get_object_or_404(Operator, pk=operator_id)
    given = {"since": timezone.localdate(), "trades": True}
    form = PremiseForm(request.POST or None, initial=given | kept_fields(request))
    way = _of_operator(operator, form.title)
    done = "这一处登记了。"
    return act(request, form, lambda: form.act(operator, by=who, at=timezone.now()), way, done)


@require_http_methods(["GET", "POST"])
def premise_end(request: HttpRequest, premise_id: int) -> HttpResponse:
    """不再用这一处."""
    who = account(request)
    require(who, Permission.JUDGE_SUSPICION)
    premise = get_object_or_404(Premise.objects.select_related("operator"), pk=premise_id)
    given = {"on": timezone.localdate()} | kept_fields(request)
    form = EndPremiseForm(request.POST or None, initial=given)
    way = _of_operator(premise.operator, form.title, Fact("哪一处", premise.address))
    return act(request, form, lambda: form.act(premise, by=who), way, "记下了。")


@require_http_methods(["GET", "POST"])
def payee(request: HttpRequest, shop_id: int) -> HttpResponse:
    """记收款人: with what was seen before."""
    who = account(request)
    require(who, Permission.JUDGE_SUSPICION)
    shop = get_object_or_404(Shop.objects.select_related("platform"), pk=shop_id)
    given = {"seen_on": timezone.localdate()} | kept_fields(request)
    form = PayeeForm(request.POST or None, initial=given)
    seen = tuple(Fact(f"{one.seen_on}", one.payee) for one in shop.payees.all()[:5])
    way = _of_shop(shop, form.title, *seen)
    done = "收款人记下了。下次重新看的时候会一起比。"
    return act(request, form, lambda: form.act(shop, by=who, at=timezone.now()), way, done)


@require_http_methods(["GET", "POST"])
def picture(request: HttpRequest, shop_id: int) -> HttpResponse:
    """记店里的一张照片: with what was noted before."""
    who = account(request)
    require(who, Permission.JUDGE_SUSPICION)
    shop = get_object_or_404(Shop.objects.select_related("platform"), pk=shop_id)
    given = {"seen_on": timezone.localdate()} | kept_fields(request)
    form = PictureForm(request.POST or None, request.FILES or None, initial=given)
    seen = tuple(Fact(f"{one.seen_on}", one.what) for one in shop.pictures.all()[:5])
    way = _of_shop(shop, form.title, *seen)
    done = "照片的指纹记下了。下次重新看的时候会一起比。"
    return act(request, form, lambda: form.act(shop, by=who, at=timezone.now()), way, done)


_SHARED = (("公用的地址和电话", "/shared-places/"),)


def _of_operator(operator: Operator, title: str, *facts: Fact) -> Way:
    back = reverse("premises", args=[operator.pk])
    here = reverse("operator", args=[operator.pk])
    crumbs = ((operator.name, here), ("地址", back), (title, ""))
    return Way(crumbs, back, operator.name, (Fact("登记的住所", operator.address), *facts))


def _of_shop(shop: Shop, title: str, *facts: Fact) -> Way:
    here = reverse("shop", args=[shop.pk])
    crumbs = (("网店", reverse("shops")), (shop.name, here), (title, ""))
    return Way(crumbs, here, shop.name, (Fact("平台", shop.platform.name), *facts))
