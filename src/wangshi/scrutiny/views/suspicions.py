"""登记疑点: the list by reason, one with its rows and its drawing, what an officer makes of it."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any, Final
from urllib.parse import urlencode

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import may, require
from wangshi.accounts.requests import account, kept_fields
from wangshi.engine.false_registration import MOST_ROWS, standing_signs
from wangshi.engine.tables.writing import Column, OutCell, Sheet, write_xlsx
from wangshi.scrutiny import selectors, services
from wangshi.scrutiny.forms import DismissForm, HandOverForm, SuspicionFilterForm
from wangshi.scrutiny.models import Suspicion
from wangshi.scrutiny.tasks import recompute_asked
from wangshi.scrutiny.workflow import ScrutinyRefused, SuspicionState
from wangshi.shared.pages import Fact, Link
from wangshi.shared.paging import page_of

from .acting import Way, act

COLUMNS: Final = (
    ("编号", 8), ("哪一种", 26), ("看到什么", 60), ("经营主体", 36), ("信用代码", 22), ("网店", 24),
    ("镇办", 12), ("哪天看到的", 12), ("状态", 10), ("为什么排除", 30), ("说明", 30), ("线索", 20),
)  # fmt: skip
MOST_EXPORTED: Final = 50_000


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """登记疑点清单."""
    who = account(request)
    require(who, Permission.VIEW_SUSPICION)
    form = SuspicionFilterForm(request.GET)
    asked = form.asked()
    page = page_of(selectors.suspicions(asked), request)
    signs = standing_signs()
    context = {
        "page": page,
        "rows": [(one, signs.sign(one.reason)) for one in page],
        "form": form,
        "chips": _chips(asked.reason),
        "signs": signs,
        "last": selectors.last_recompute(),
        "running": selectors.running_recompute(timezone.now()),
        "asked": any(request.GET.get(name) for name in form.fields),
        "may_judge": may(who, Permission.JUDGE_SUSPICION),
        "export": reverse("suspicions-export") if may(who, Permission.EXPORT) else "",
    }
    return render(request, "scrutiny/suspicions.html", context)


@require_GET
def export(request: HttpRequest) -> FileResponse:
    """导出登记疑点."""
    who = account(request)
    require(who, Permission.VIEW_SUSPICION)
    require(who, Permission.EXPORT)
    found = selectors.suspicions(SuspicionFilterForm(request.GET).asked())[:MOST_EXPORTED]
    file = BytesIO()
    columns = tuple(Column(*column) for column in COLUMNS)
    write_xlsx(file, [Sheet("登记疑点", columns, (tuple(_cells(one)) for one in found))])
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename="登记疑点.xlsx")


@require_GET
def show(request: HttpRequest, suspicion_id: int) -> HttpResponse:
    """一个疑点: what was seen, on which rows, drawn; and what may be done."""
    who = account(request)
    suspicion = seen(request, suspicion_id, Permission.VIEW_SUSPICION)
    rows = selectors.rows_of(suspicion)
    pending = suspicion.state == SuspicionState.PENDING
    may_judge = may(who, Permission.JUDGE_SUSPICION)
    context = {
        "suspicion": suspicion,
        "sign": standing_signs().sign(suspicion.reason),
        "groups": selectors.evidence_groups(rows),
        "drawing": selectors.drawing_of(rows),
        "facts": _facts(suspicion),
        "most": MOST_ROWS if len(rows) >= MOST_ROWS else 0,
        "may_judge": may_judge and pending,
        "may_undo": may_judge and suspicion.state == SuspicionState.DISMISSED,
        "may_see_clue": suspicion.clue is not None
        and may(who, Permission.VIEW_CLUE, suspicion.clue),
    }
    return render(request, "scrutiny/suspicion.html", context)


@require_http_methods(["GET", "POST"])
def dismiss(request: HttpRequest, suspicion_id: int) -> HttpResponse:
    """排除疑点."""
    who = account(request)
    suspicion = seen(request, suspicion_id, Permission.JUDGE_SUSPICION)
    form = DismissForm(request.POST or None, initial=kept_fields(request))
    verb = _later(form, suspicion, by=who)
    return act(request, form, verb, _way(suspicion, form.title), "排除了。依据变了，会再标出来。")


@require_http_methods(["GET", "POST"])
def hand_over(request: HttpRequest, suspicion_id: int) -> HttpResponse:
    """转为线索."""
    who = account(request)
    suspicion = seen(request, suspicion_id, Permission.JUDGE_SUSPICION)
    form = HandOverForm(request.POST or None, initial=kept_fields(request))
    verb = _later(form, suspicion, by=who)
    return act(request, form, verb, _way(suspicion, form.title), "已转为线索，编号在这一页上。")


@require_POST
def undo(request: HttpRequest, suspicion_id: int) -> HttpResponse:
    """不排除了."""
    who = account(request)
    suspicion = seen(request, suspicion_id, Permission.JUDGE_SUSPICION)
    try:
        services.undo_dismissal(suspicion, by=who)
    except ScrutinyRefused as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, "收回了排除，这个疑点又在等着核实。")
    return redirect("suspicion", suspicion.pk)


@require_POST
def recompute(request: HttpRequest) -> HttpResponse:
    """重新看一遍."""
    who = account(request)
    require(who, Permission.JUDGE_SUSPICION)
    try:
        asked = services.ask_recompute(by=who, at=timezone.now())
    except ScrutinyRefused as refusal:
        messages.warning(request, str(refusal))
    else:
        recompute_asked.enqueue(asked.pk, who.pk)
        messages.success(request, "开始看了。主体多的要几分钟，可以先做别的，回来刷新。")
    return redirect("suspicions")


def seen(request: HttpRequest, suspicion_id: int, permission: Permission) -> Suspicion:
    """The suspicion, for whoever holds the permission."""
    require(account(request), permission)
    rows = Suspicion.objects.select_related("operator", "shop", "town", "clue", "judged_by")
    return get_object_or_404(rows, pk=suspicion_id)


def _later(form: DismissForm | HandOverForm, suspicion: Suspicion, *, by: Any) -> Any:
    return lambda: form.act(suspicion, by=by, at=timezone.now())


def _way(suspicion: Suspicion, title: str) -> Way:
    sign = standing_signs().sign(suspicion.reason)
    here = reverse("suspicion", args=[suspicion.pk])
    crumbs = (("登记疑点", reverse("suspicions")), (f"{suspicion.pk} 号", here), (title, ""))
    facts = (
        Fact("哪一种", sign.title),
        Fact("看到什么", suspicion.words),
        Fact("查清", sign.check),
    )
    return Way(crumbs, here, sign.title, facts)


def _chips(chosen: str) -> list[Link]:
    here = reverse("suspicions")
    return [
        Link(
            one.sign.title,
            f"{here}?{urlencode({'reason': one.sign.key})}",
            one.waiting,
            here=one.sign.key == chosen,
        )
        for one in selectors.reason_counts()
        if one.waiting or one.sign.key == chosen
    ]


def _facts(suspicion: Suspicion) -> list[Fact]:
    one, judged = suspicion, suspicion.judged_at
    operator = Fact("主体", str(one.operator), reverse("operator", args=[one.operator_id or 0]))
    shop = Fact("网店", str(one.shop), reverse("shop", args=[one.shop_id or 0]))
    when = f"{timezone.localtime(judged):%Y-%m-%d %H:%M}" if judged else ""
    who = one.judged_by.name if one.judged_by else ""
    return [
        *([operator] if one.operator else []),
        *([shop] if one.shop else []),
        *([Fact("镇办", one.town.name)] if one.town else []),
        Fact("哪天看到的", f"{one.found_on}"),
        *([Fact("哪天变的", f"{one.changed_on}")] if one.changed_on else []),
        *([Fact("哪天起不再看到", f"{one.gone_on}")] if one.gone_on else []),
        *([Fact("谁看的", f"{who}，{when}")] if judged else []),
        *([Fact("为什么排除", one.get_ground_display())] if one.ground else []),
        *([Fact("说明", one.note)] if one.note else []),
    ]


def _cells(one: Suspicion) -> Iterator[OutCell]:
    yield from (one.pk, standing_signs().sign(one.reason).title, one.words)
    yield from (one.operator.name, one.operator.uscc or "") if one.operator else ("", "")
    yield from (one.shop.name if one.shop else "", one.town.name if one.town else "")
    yield from (one.found_on, one.get_state_display(), one.get_ground_display(), one.note)
    yield one.clue.number if one.clue else ""
