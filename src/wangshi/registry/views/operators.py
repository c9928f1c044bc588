"""一个主体的页，和补充它的表单."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import may, require, visible
from wangshi.accounts.requests import account, kept_fields
from wangshi.engine.identifiers import mask_phone
from wangshi.registry.forms.acts import (
    LicenceForm,
    LiveRoomForm,
    NewOperatorForm,
    OperatorEditForm,
    PermitForm,
)
from wangshi.registry.models import LinkState, Operator, Permit, Platform
from wangshi.registry.selectors import exemption_title, owners_of, permit_title, timeline_of
from wangshi.registry.services import (
    add_licence,
    add_live_room,
    add_permit,
    edit_operator,
    open_operator,
)
from wangshi.shared.pages import Fact

from .acting import act, answer, fresh


def seen_operator(request: HttpRequest, pk: int, permission: Permission) -> Operator:
    """The operator, for whoever holds the permission on it; 404 otherwise."""
    me = account(request)
    require(me, permission)
    rows = visible(Operator.objects.select_related("town"), me, permission)
    return get_object_or_404(rows, pk=pk)


@require_GET
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """主体: who it is, its shops with the grounds, its papers, what happened."""
    me = account(request)
    operator = seen_operator(request, pk, Permission.VIEW_OPERATOR)
    links = operator.shop_links.filter(state=LinkState.CONFIRMED).select_related("linked_by")
    today = timezone.localdate()
    shown = {
        "operator": operator,
        "facts": facts_of(operator, whole=may(me, Permission.EDIT_OPERATOR, operator)),
        "shops": operator.shops.select_related("platform"),
        "links": {link.shop_id: link for link in links},
        "permits": [(p, permit_title(p.kind, today), is_lapsed(p)) for p in operator.permits.all()],
        "licences": operator.licences.all(),
        "live_rooms": operator.live_rooms.select_related("platform", "shop"),
        "owners": owners_of(operator),
        "remarks": operator.remarks.filter(upheld=None).select_related("by"),
        "events": timeline_of(operator, me),
        "may_edit": may(me, Permission.EDIT_OPERATOR, operator),
        "may_read_ledger": may(me, Permission.VIEW_CASE),
        "may_bind": may(me, Permission.BIND_OWNER, operator),
        "may_report": may(me, Permission.REPORT_CLUE),
    }
    return render(request, "registry/operator.html", shown)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """补录主体."""
    me = account(request)
    require(me, Permission.EDIT_OPERATOR)
    initial = {**fresh(), **kept_fields(request)}
    form = NewOperatorForm(request.POST or None, initial=initial, on=timezone.localdate())

    def verb() -> str:
        operator = open_operator(form.new(), form.facts(), by=me)
        return reverse("operator", args=[operator.pk])

    onward = act(request, form, verb, "主体已经补录。")
    return answer(request, form, onward, "registry/operator_new.html", {})


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """补充主体资料."""
    me = account(request)
    operator = seen_operator(request, pk, Permission.EDIT_OPERATOR)
    initial = fresh(
        operator.version,
        kind=operator.kind,
        phone=operator.phone,
        town=operator.town,
        exemption_ground=operator.exemption_ground,
    )
    form = OperatorEditForm(
        request.POST or None, initial=initial | kept_fields(request), on=timezone.localdate()
    )

    def verb() -> str:
        edit_operator(operator, form.facts(), version=form.cleaned_data["version"], by=me)
        return reverse("operator", args=[pk])

    onward = act(request, form, verb, "资料已经保存。")
    words = {"away": "不改了"}
    return on_operator(request, form, onward, operator, "补充资料", "保存资料", **words)


@require_http_methods(["GET", "POST"])
def permit(request: HttpRequest, pk: int) -> HttpResponse:
    """补录许可证."""
    me = account(request)
    operator = seen_operator(request, pk, Permission.EDIT_OPERATOR)
    initial = fresh() | kept_fields(request)
    form = PermitForm(request.POST or None, initial=initial, on=timezone.localdate())

    def verb() -> str:
        names = ("kind", "number", "valid_from", "valid_to")
        add_permit(operator, **{name: form.cleaned_data[name] for name in names}, by=me)
        return reverse("operator", args=[pk])

    onward = act(request, form, verb, "许可证已经录入。")
    today = timezone.localdate()
    shown = {
        "held_title": "已经录的许可证",
        "held": [f"{permit_title(p.kind, today)} {p.number}" for p in operator.permits.all()],
    }
    return on_operator(request, form, onward, operator, "补录许可证", "录入许可证", **shown)


@require_http_methods(["GET", "POST"])
def live_room(request: HttpRequest, pk: int) -> HttpResponse:
    """补录直播间."""
    me = account(request)
    operator = seen_operator(request, pk, Permission.EDIT_OPERATOR)
    form = LiveRoomForm(
        request.POST or None, initial=fresh() | kept_fields(request), operator=operator
    )

    def verb() -> str:
        names = ("platform", "account_id", "name", "shop")
        add_live_room(operator, **{name: form.cleaned_data[name] for name in names}, by=me)
        return reverse("operator", args=[pk])

    onward = act(request, form, verb, "直播间已经录入。")
    rooms = operator.live_rooms.select_related("platform")
    shown = {
        "held_title": "已经录的直播间",
        "held": [f"{room.name}（{room.platform.name}，{room.account_id}）" for room in rooms],
        "lacking": "" if Platform.objects.exists() else "还没有平台。先登记平台，再录直播间。",
    }
    return on_operator(request, form, onward, operator, "补录直播间", "录入直播间", **shown)


@require_http_methods(["GET", "POST"])
def licence(request: HttpRequest, pk: int) -> HttpResponse:
    """补录营业执照."""
    me = account(request)
    operator = seen_operator(request, pk, Permission.EDIT_OPERATOR)
    first = {"number": operator.uscc or ""}
    form = LicenceForm(request.POST or None, initial=fresh() | first | kept_fields(request))

    def verb() -> str:
        names = ("number", "issuer", "issued_on", "valid_to")
        add_licence(operator, **{name: form.cleaned_data[name] for name in names}, by=me)
        return reverse("operator", args=[pk])

    onward = act(request, form, verb, "营业执照已经录入。")
    shown = {
        "held_title": "已经录的执照",
        "held": [one.number for one in operator.licences.all()],
    }
    return on_operator(request, form, onward, operator, "补录营业执照", "录入营业执照", **shown)


def on_operator(
    request: HttpRequest,
    form: Any,
    onward: str,
    operator: Operator,
    title: str,
    button: str,
    **beside: Any,
) -> HttpResponse:
    """一张关于主体的表单: what is known of the operator stands beside it."""
    shown = {"operator": operator, "title": title, "button": button, "away": "不录了", **beside}
    return answer(request, form, onward, "registry/operator_act.html", shown)


def facts_of(operator: Operator, *, whole: bool) -> list[Fact]:
    """身份: what the register says; a telephone number is whole for those who need it."""
    code = operator.uscc or operator.written_code
    exempt = exemption_title(operator.exemption_ground, timezone.localdate())
    return [
        Fact(
            "统一社会信用代码", f"{code}（校验不通过，待核对）" if operator.written_code else code
        ),
        Fact("组织形式", operator.get_form_display()),
        Fact("网络经营者类别", operator.get_kind_display()),
        Fact("法定代表人（经营者）", operator.person),
        Fact("住所（经营场所）", operator.address),
        Fact("镇办", operator.town),
        Fact("电话", operator.phone if whole else mask_phone(operator.phone)),
        Fact("成立", operator.established_on),
        Fact("注册资本", operator.capital),
        Fact("依法免于登记", exempt if operator.registration_exempt else ""),
        Fact("经营范围", operator.scope),
    ]


def is_lapsed(permit: Permit) -> bool:
    """过期: its last day has gone by."""
    return permit.valid_to is not None and permit.valid_to < timezone.localdate()
