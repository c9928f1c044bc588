"""单位计分的页: the ranking with its rules, one unit to the row, contests and their answers."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from wangshi.accounts.models import Department
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import may, require
from wangshi.accounts.requests import account, kept_fields
from wangshi.engine.unit_scores import standing_score_rules
from wangshi.programme.forms.contests import AnswerContestForm, ContestForm
from wangshi.programme.models import Contest
from wangshi.programme.selectors.unit_scores import Counted, contests_of, scored_units
from wangshi.shared.pages import Fact, Link

from .acting import Around, filled
from .plans import HOME

FIRST_YEAR, LAST_YEAR = 2000, 2100


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """单位计分: all units of a year, the rules below, contests beside."""
    who, today = account(request), timezone.localdate()
    require(who, Permission.VIEW_PROGRAMME)
    year = _year(request, today.year)
    shown = {
        "year": year,
        "units": scored_units(year, today),
        "rules": standing_score_rules(),
        "contests": [(one, _item_title(one.item)) for one in contests_of(year)],
        "may_run": may(who, Permission.RUN_PROGRAMME),
        "mine": who.department_id if may(who, Permission.WORK_TASK) else None,
        "years": [
            Link(f"{one} 年", f"?year={one}", here=one == year)
            for one in (today.year, today.year - 1)
        ],
    }
    return render(request, "programme/unit_scores.html", shown)


@require_GET
def show(request: HttpRequest, department_id: int) -> HttpResponse:
    """一个单位的分: each item with exactly the rows it was counted from."""
    who, today = account(request), timezone.localdate()
    require(who, Permission.VIEW_PROGRAMME)
    unit = get_object_or_404(Department, pk=department_id)
    year = _year(request, today.year)
    scored = next((one for one in scored_units(year, today) if one.department == unit), None)
    items = scored.score.items if scored else ()
    shown = {
        "unit": unit,
        "year": year,
        "scored": scored,
        "items": [
            (item, [(row.words, _href(row)) for row in scored.rows if row.item == item.item.key])
            for item in items
            if scored
        ],
        "may_contest": may(who, Permission.WORK_TASK, Contest(department=unit)),
    }
    return render(request, "programme/unit_score.html", shown)


@require_http_methods(["GET", "POST"])
def contest(request: HttpRequest, department_id: int) -> HttpResponse:
    """提异议."""
    who = account(request)
    unit = get_object_or_404(Department, pk=department_id)
    if not may(who, Permission.WORK_TASK, Contest(department=unit)):
        raise Http404
    year = _year(request, timezone.localdate().year)
    form = ContestForm(
        request.POST or None, by=who, department=unit, year=year, initial=kept_fields(request)
    )
    back = reverse("unit-score", args=[unit.pk])
    crumbs = (HOME, Link("单位计分", reverse("unit-scores")), Link(str(unit), back), Link("提异议"))
    return filled(request, form, Around(back, "不提了", crumbs))


@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, contest_id: int) -> HttpResponse:
    """答复异议."""
    who = account(request)
    require(who, Permission.RUN_PROGRAMME)
    found = get_object_or_404(Contest.objects.select_related("department", "by"), pk=contest_id)
    form = AnswerContestForm(
        request.POST or None, by=who, contest=found, initial=kept_fields(request)
    )
    back = reverse("unit-scores")
    facts = (
        Fact("谁提的", f"{found.department.short_name} {found.by.name}"),
        Fact("哪一项", _item_title(found.item)),
        Fact("为什么不对", found.words),
    )
    crumbs = (HOME, Link("单位计分", back), Link("答复异议"))
    return filled(request, form, Around(back, "先不答复", crumbs, facts))


def _year(request: HttpRequest, this_year: int) -> int:
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isascii() and asked.isdigit() and len(asked) == len("2026") else 0
    return year if FIRST_YEAR <= year <= LAST_YEAR else this_year


def _href(row: Counted) -> str:
    return reverse(row.kind, args=[row.key])


def _item_title(key: str) -> str:
    item = standing_score_rules().item(key)
    return item.title if item else key
