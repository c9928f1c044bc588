"""定期检查: who is due and why, one operator's checks, a check recorded, its problem handed on."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import may, require
from wangshi.accounts.requests import account, kept_fields
from wangshi.cases.services import once
from wangshi.cases.workflow import StepRefused
from wangshi.engine.supervision import standing_supervision
from wangshi.engine.tables.writing import OutCell
from wangshi.inspections import selectors
from wangshi.inspections.forms.checks import CheckFilterForm, VisitForm
from wangshi.inspections.models import Inspection
from wangshi.inspections.selectors import Points
from wangshi.inspections.services import raise_problem
from wangshi.inspections.workflow import InspectionRefused
from wangshi.registry.models import Operator
from wangshi.shared.pages import Fact
from wangshi.shared.paging import page_of

from .acting import answer
from .exporting import MOST_EXPORTED, workbook

COLUMNS = ("经营主体", "信用代码", "镇办", "分", "风险", "理由", "上次检查", "该查日期")


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """该查谁."""
    who = account(request)
    require(who, Permission.VIEW_INSPECTION)
    form, today = CheckFilterForm(request.GET), timezone.localdate()
    page = page_of(selectors.operators_to_check(form.asked(), today), request)
    law = standing_supervision()
    context = {
        "page": page,
        "rows": [(row, selectors.read_points(row, law)) for row in page],
        "form": form,
        "law": law,
        "is_narrow": any(request.GET.get(name) for name in ("town", "unit", "tier", "all")),
        "may_record": may(who, Permission.RECORD_INSPECTION),
        "export": reverse("inspections-export") if may(who, Permission.EXPORT) else "",
    }
    return render(request, "inspections/checks.html", context)


@require_GET
def export(request: HttpRequest) -> FileResponse:
    """导出该查名单."""
    require(account(request), Permission.VIEW_INSPECTION)
    require(account(request), Permission.EXPORT)
    asked, law = CheckFilterForm(request.GET).asked(), standing_supervision()
    found = selectors.operators_to_check(asked, timezone.localdate())[:MOST_EXPORTED]
    rows = (tuple(_cells(row, selectors.read_points(row, law))) for row in found)
    return workbook("定期检查名单", COLUMNS, rows)


@require_GET
def show(request: HttpRequest, inspection_id: int) -> HttpResponse:
    """一次检查的记录."""
    who = account(request)
    require(who, Permission.VIEW_INSPECTION)
    rows = Inspection.objects.select_related(
        "operator", "first_officer", "second_officer", "department", "clue", "by"
    )
    found = get_object_or_404(rows, pk=inspection_id)
    context = {
        "inspection": found,
        "facts": _facts(found),
        "may_raise": may(who, Permission.RECORD_INSPECTION) and found.problem and not found.clue,
        "may_see_clue": found.clue is not None and may(who, Permission.VIEW_CLUE, found.clue),
    }
    return render(request, "inspections/check.html", context)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, operator_id: int) -> HttpResponse:
    """记一次检查: with the points and what earlier checks found beside the form."""
    who = account(request)
    require(who, Permission.RECORD_INSPECTION)
    operator = get_object_or_404(Operator.objects.select_related("town"), pk=operator_id)
    today = timezone.localdate()
    initial: dict[str, Any] = {"on": today} | kept_fields(request)
    form = VisitForm(request.POST or None, initial=initial, by=who, today=today)

    def act() -> str:
        made: list[Inspection] = []
        once(
            str(form.cleaned_data["mark"]),
            lambda: made.append(form.act(operator, by=who, at=timezone.now())),
            by=who,
            outcome=request.path,
            at=timezone.now(),
        )
        return reverse("inspection", args=[made[0].pk]) if made else reverse("inspections")

    shown = {
        "operator": operator,
        "points": selectors.points_of(operator, today),
        "earlier": selectors.results_of(operator)[:5],
    }
    return answer(request, form, act, "inspections/new_check.html", shown)


@require_POST
def hand_over(request: HttpRequest, inspection_id: int) -> HttpResponse:
    """查出的问题转为线索."""
    who = account(request)
    require(who, Permission.RECORD_INSPECTION)
    found = get_object_or_404(Inspection, pk=inspection_id)
    try:
        clue = raise_problem(found, by=who, at=timezone.now())
    except (InspectionRefused, StepRefused) as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, f"已转为线索 {clue.number}。")
        if may(who, Permission.VIEW_CLUE, clue):
            return redirect("clue", clue.pk)
    return redirect("inspection", found.pk)


def _facts(found: Inspection) -> list[Fact]:
    titles = "、".join(selectors.result_titles(found.results, found.on))
    pair = f"{found.first_officer.name}、{found.second_officer.name}"
    return [
        Fact("经营主体", found.operator.name, reverse("operator", args=[found.operator_id])),
        Fact("检查日期", f"{found.on}，{found.get_way_display()}"),
        Fact("两名执法人员", pair),
        Fact("单位", found.department.name if found.department else "没有单位"),
        Fact("结果", titles),
        Fact("当时的分", f"{found.points} 分：{'、'.join(found.reasons) or '没有加分的'}"),
        *([Fact("哪天复查", str(found.again_on))] if found.again_on else []),
        *([Fact("今年再查的理由", found.why_again)] if found.why_again else []),
        Fact("谁记的", f"{found.by.name}，{timezone.localtime(found.at):%Y-%m-%d %H:%M:%S}"),
    ]


def _cells(row: Operator, points: Points) -> Iterator[OutCell]:
    yield from (row.name, row.uscc or "", row.town.name if row.town else "")
    yield from (points.points, points.tier.title)
    yield "、".join(f"{one.title}（{one.points}）" for one in points.reasons)
    yield from (points.last_on, points.due_on)
