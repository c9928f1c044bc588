"""经营者账号: bound and ended by officers; what its holder sees of the facts, and says of them."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import require, visible
from wangshi.accounts.requests import account, kept_fields
from wangshi.registry.forms.owners import (
    YES,
    AnswerRemarkForm,
    BindOwnerForm,
    RemarkForm,
    UnbindOwnerForm,
)
from wangshi.registry.models import Operator, Remark, Representation
from wangshi.registry.selectors import open_remarks, permit_title
from wangshi.registry.services import (
    answer_remark,
    bind_owner,
    remark_on_facts,
    unbind_owner,
)
from wangshi.shared.pages import Fact
from wangshi.shared.paging import page_of

from .acting import act, answer, fresh
from .operators import facts_of, is_lapsed, on_operator, seen_operator


@require_http_methods(["GET", "POST"])
def bind(request: HttpRequest, pk: int) -> HttpResponse:
    """绑定经营者账号."""
    me = account(request)
    operator = seen_operator(request, pk, Permission.BIND_OWNER)
    form = BindOwnerForm(request.POST or None, initial=fresh() | kept_fields(request))

    def verb() -> str:
        given = form.cleaned_data
        bind_owner(operator, given["username"], reason=given["reason"], at=timezone.now(), by=me)
        return reverse("operator", args=[pk])

    onward = act(request, form, verb, "账号已经绑定，店家登录就能看到自己的店。")
    words = {"away": "不绑了"}
    return on_operator(request, form, onward, operator, "绑定经营者账号", "绑定账号", **words)


@require_http_methods(["GET", "POST"])
def unbind(request: HttpRequest, representation_id: int) -> HttpResponse:
    """解除绑定."""
    me = account(request)
    bound = get_object_or_404(
        Representation.objects.select_related("operator", "account"), pk=representation_id
    )
    operator = seen_operator(request, bound.operator_id, Permission.BIND_OWNER)
    form = UnbindOwnerForm(request.POST or None, initial=fresh() | kept_fields(request))

    def verb() -> str:
        unbind_owner(bound, reason=form.cleaned_data["reason"], at=timezone.now(), by=me)
        return reverse("operator", args=[operator.pk])

    onward = act(request, form, verb, "已经解除，这个账号看不到这个主体了。")
    title = f"解除{bound.account.name}的绑定"
    words = {"away": "不解除了"}
    return on_operator(request, form, onward, operator, title, "解除绑定", **words)


@require_GET
def remarks(request: HttpRequest) -> HttpResponse:
    """等答复的资料意见: the oldest first."""
    me = account(request)
    require(me, Permission.EDIT_OPERATOR)
    return render(request, "registry/remarks.html", {"page": page_of(open_remarks(me), request)})


@require_http_methods(["GET", "POST"])
def remark_answer(request: HttpRequest, remark_id: int) -> HttpResponse:
    """答复一条资料意见."""
    me = account(request)
    require(me, Permission.EDIT_OPERATOR)
    remark = get_object_or_404(Remark.objects.select_related("operator", "by"), pk=remark_id)
    form = AnswerRemarkForm(request.POST or None, initial=fresh() | kept_fields(request))

    def verb() -> str:
        given = form.cleaned_data
        answer_remark(
            remark,
            upheld=given["upheld"] == YES,
            answer=given["answer"],
            at=timezone.now(),
            by=me,
        )
        return reverse("operator", args=[remark.operator_id])

    onward = act(request, form, verb, "已答复，店家看得到。")
    shown = {"remark": remark, "operator": remark.operator}
    return answer(request, form, onward, "registry/remark_answer.html", shown)


@require_GET
def own(request: HttpRequest, pk: int) -> HttpResponse:
    """我们手里的资料: what the register holds of one's own business."""
    operator = _own_operator(request, pk)
    shown = {
        "operator": operator,
        "facts": [fact for fact in facts_of(operator, whole=True) if fact.words],
        "papers": _papers(operator),
        "shops": operator.shops.select_related("platform"),
        "live_rooms": operator.live_rooms.select_related("platform"),
        "remarks": operator.remarks.select_related("by", "answered_by"),
        "waits": operator.remarks.filter(upheld=None).exists(),
    }
    return render(request, "registry/my_operator.html", shown)


@require_http_methods(["GET", "POST"])
def own_remark(request: HttpRequest, pk: int) -> HttpResponse:
    """指出哪里不对."""
    me = account(request)
    operator = _own_operator(request, pk)
    form = RemarkForm(request.POST or None, initial=fresh() | kept_fields(request))

    def verb() -> str:
        remark_on_facts(operator, words=form.cleaned_data["words"], at=timezone.now(), by=me)
        return reverse("my-operator", args=[pk])

    onward = act(request, form, verb, "收到了，执法员看过会在这里答复。")
    return answer(request, form, onward, "registry/my_remark.html", {"operator": operator})


def _own_operator(request: HttpRequest, pk: int) -> Operator:
    me = account(request)
    require(me, Permission.VIEW_OWN_SHOPS)
    rows = visible(Operator.objects.select_related("town"), me, Permission.VIEW_OWN_SHOPS)
    return get_object_or_404(rows, pk=pk)


def _papers(operator: Operator) -> list[Fact]:
    today = timezone.localdate()
    licences = [
        Fact("营业执照", _paper(one.number, one.issued_on, one.valid_to, lapsed=False))
        for one in operator.licences.all()
    ]
    permits = [
        Fact(
            permit_title(one.kind, today),
            _paper(one.number, one.valid_from, one.valid_to, lapsed=is_lapsed(one)),
        )
        for one in operator.permits.all()
    ]
    return licences + permits


def _paper(number: str, begins: Any, ends: Any, *, lapsed: bool) -> str:
    parts = (
        number,
        f"{begins:%Y-%m-%d} 起" if begins else "",
        f"{ends:%Y-%m-%d} 到期{'，已经过期' if lapsed else ''}" if ends else "",
    )
    return "，".join(part for part in parts if part)
