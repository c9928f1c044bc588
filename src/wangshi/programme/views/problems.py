"""问题台账和做法库的页."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import may, require
from wangshi.accounts.requests import account, kept_fields
from wangshi.programme.forms.problems import (
    PROBLEM_FORMS,
    CopyForm,
    PracticeForm,
    ProblemForm,
)
from wangshi.programme.models import Practice, Problem
from wangshi.programme.selectors import problems as selectors
from wangshi.programme.selectors import with_files
from wangshi.programme.selectors.problems import STANDING_KINDS, STANDING_TITLES, Standing
from wangshi.programme.workbooks import problems_workbook
from wangshi.programme.workflow import NOTE_TITLES, PRACTICE_TITLES, NoteKind
from wangshi.shared.pages import Fact, Link
from wangshi.shared.paging import page_of

from .acting import Around, filled
from .plans import HOME

RIGHTS = {
    "measure": Permission.WORK_TASK,
    "effect": Permission.WORK_TASK,
    "close": Permission.RUN_PROGRAMME,
}


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """问题台账."""
    who, today = account(request), timezone.localdate()
    require(who, Permission.VIEW_PROGRAMME)
    page = page_of(selectors.problems_listed(), request)
    lines = [selectors.problem_line(one, today) for one in page]
    shown = {
        "page": page,
        "lines": [
            (line, STANDING_TITLES[line.standing], STANDING_KINDS[line.standing]) for line in lines
        ],
        "may_run": may(who, Permission.RUN_PROGRAMME),
        "may_export": may(who, Permission.EXPORT),
    }
    return render(request, "programme/problems.html", shown)


@require_GET
def export(request: HttpRequest) -> FileResponse:
    """导出问题台账."""
    who, today = account(request), timezone.localdate()
    require(who, Permission.VIEW_PROGRAMME)
    require(who, Permission.EXPORT)
    found = selectors.problems_listed()
    return problems_workbook(selectors.problem_line(one, today) for one in found)


@require_GET
def show(request: HttpRequest, problem_id: int) -> HttpResponse:
    """一个问题: measures, effects in two numbers, how it was closed."""
    who = account(request)
    require(who, Permission.VIEW_PROGRAMME)
    found = get_object_or_404(selectors.problems_listed(), pk=problem_id)
    line = selectors.problem_line(found, timezone.localdate())
    shown = {
        "line": line,
        "state": (STANDING_TITLES[line.standing], STANDING_KINDS[line.standing]),
        "notes": [(note, NOTE_TITLES[NoteKind(note.name)]) for note in selectors.notes_of(found)],
        "may_work": may(who, Permission.WORK_TASK, found) and not found.closed_at,
        "may_close": may(who, Permission.RUN_PROGRAMME) and line.standing is Standing.SHOWN,
    }
    return render(request, "programme/problem.html", shown)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """登记问题."""
    who = account(request)
    require(who, Permission.RUN_PROGRAMME)
    form = ProblemForm(request.POST or None, by=who, initial=kept_fields(request))
    back = reverse("problems")
    around = Around(back, "不登记了", (HOME, Link("问题台账", back), Link("登记")))
    return filled(request, form, around, after=lambda made: reverse("problem", args=[made.pk]))


@require_http_methods(["GET", "POST"])
def take(request: HttpRequest, problem_id: int, slug: str) -> HttpResponse:
    """记措施、报成效、销号."""
    who = account(request)
    found = get_object_or_404(Problem.objects.select_related("department"), pk=problem_id)
    if not may(who, RIGHTS[slug], found):
        raise Http404
    form = PROBLEM_FORMS[slug](
        request.POST or None, by=who, problem=found, initial=kept_fields(request)
    )
    back = reverse("problem", args=[found.pk])
    crumbs = (HOME, Link("问题台账", reverse("problems")), Link(str(found), back), Link(form.title))
    facts = (Fact("问题", found.words), Fact("什么时候解决", f"{found.due_on:%Y-%m-%d}"))
    return filled(request, form, Around(back, "回到问题", crumbs, facts))


@require_GET
def practices(request: HttpRequest) -> HttpResponse:
    """做法库: by kind."""
    who = account(request)
    require(who, Permission.VIEW_PROGRAMME)
    asked = request.GET.get("kind", "")
    kind = asked if asked in list(PRACTICE_TITLES) else ""
    here = reverse("practices")
    shown = {
        "page": page_of(selectors.practices_listed(kind), request),
        "chips": [
            Link("全部", here, here=not kind),
            *(
                Link(word, f"{here}?kind={k}", here=k == kind)
                for k, word in PRACTICE_TITLES.items()
            ),
        ],
        "may_add": _may_add(who),
    }
    return render(request, "programme/practices.html", shown)


@require_GET
def practice(request: HttpRequest, practice_id: int) -> HttpResponse:
    """一个做法: the method, before and after, template files, who copied it."""
    who = account(request)
    require(who, Permission.VIEW_PROGRAMME)
    found = _practice(practice_id)
    shown = {
        "practice": found,
        "filed": with_files([found])[0],
        "copies": list(found.copies.select_related("by")),
        "may_copy": _may_copy(who, found),
    }
    return render(request, "programme/practice.html", shown)


@require_http_methods(["GET", "POST"])
def practice_new(request: HttpRequest) -> HttpResponse:
    """做法入库."""
    who = account(request)
    if not _may_add(who):
        raise Http404
    initial = {"department": who.department_id} | kept_fields(request)
    form = PracticeForm(request.POST or None, request.FILES or None, by=who, initial=initial)
    back = reverse("practices")
    around = Around(back, "不放了", (HOME, Link("做法库", back), Link("做法入库")))
    return filled(request, form, around, after=lambda made: reverse("practice", args=[made.pk]))


@require_http_methods(["GET", "POST"])
def copy(request: HttpRequest, practice_id: int) -> HttpResponse:
    """记谁照着做了."""
    who, found = account(request), _practice(practice_id)
    if not _may_copy(who, found):
        raise Http404
    form = CopyForm(request.POST or None, by=who, practice=found, initial=kept_fields(request))
    back = reverse("practice", args=[found.pk])
    crumbs = (HOME, Link("做法库", reverse("practices")), Link(found.title, back), Link(form.title))
    return filled(request, form, Around(back, "回到做法", crumbs))


def _may_add(who: Account) -> bool:
    return may(who, Permission.RUN_PROGRAMME) or may(who, Permission.WORK_TASK)


def _may_copy(who: Account, found: Practice) -> bool:
    return may(who, Permission.RUN_PROGRAMME) or may(who, Permission.WORK_TASK, found)


def _practice(practice_id: int) -> Practice:
    return get_object_or_404(
        Practice.objects.select_related("department", "clause"), pk=practice_id
    )
