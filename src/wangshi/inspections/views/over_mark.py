"""超过额度没有登记的人: the list of a year, and one of them made a clue."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import may, require
from wangshi.accounts.requests import account
from wangshi.cases.workflow import StepRefused
from wangshi.engine.supervision import standing_supervision
from wangshi.inspections import selectors
from wangshi.inspections.services import raise_over_mark
from wangshi.inspections.workflow import InspectionRefused
from wangshi.shared.pages import Link
from wangshi.shared.paging import page_of_list


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """名单: the person, every shop that was counted, the sum, what was declared."""
    who = account(request)
    require(who, Permission.VIEW_INSPECTION)
    years = selectors.turnover_years()
    year = _year(request.GET.get("year", ""), years)
    today = timezone.localdate()
    keys = [found["person_key"] for found in selectors.people_over(year, today)] if year else []
    page = page_of_list(keys, request, size=20)
    context = {
        "year": year,
        "page": page,
        "people": selectors.people(page.rows, year),
        "mark": standing_supervision().mark,
        "limit": int(selectors.yearly_mark(today)),
        "chips": [Link(f"{one} 年", f"?year={one}", here=one == year) for one in years],
        "may_raise": may(who, Permission.SUPERVISE_PLATFORM),
        "may_see_clue": may(who, Permission.VIEW_CLUE),
    }
    return render(request, "inspections/over_mark.html", context)


@require_POST
def hand_over(request: HttpRequest) -> HttpResponse:
    """转为线索."""
    who = account(request)
    require(who, Permission.SUPERVISE_PLATFORM)
    year = request.POST.get("year", "")
    if not (year.isascii() and year.isdigit()):
        raise Http404
    try:
        clue = raise_over_mark(request.POST.get("person", ""), int(year), by=who, at=timezone.now())
    except (InspectionRefused, StepRefused) as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, f"已转为线索 {clue.number}。")
        if may(who, Permission.VIEW_CLUE, clue):
            return redirect("clue", clue.pk)
    return redirect(f"{reverse('over-mark')}?year={year}")


def _year(asked: str, years: list[int]) -> int:
    if asked.isascii() and asked.isdigit() and int(asked) in years:
        return int(asked)
    return years[0] if years else 0
