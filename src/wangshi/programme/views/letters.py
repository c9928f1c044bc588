"""督办函的页: the list, one letter with what has been done since, sending and answering."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from wangshi.accounts.models import Department
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import may, require
from wangshi.accounts.requests import account, kept_fields
from wangshi.programme import selectors
from wangshi.programme.forms.letters import AnswerLetterForm, LetterForm
from wangshi.programme.models import SupervisionLetter
from wangshi.programme.papers import letter_paper
from wangshi.programme.selectors.letters import PAGES, Owed
from wangshi.shared.pages import Fact, Link
from wangshi.shared.paging import page_of

from .acting import Around, filled
from .papers import sent_as
from .plans import HOME


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """督办函清单: and the units that owe something today."""
    who, today = account(request), timezone.localdate()
    require(who, Permission.VIEW_PROGRAMME)
    plan = selectors.standing_plan()
    owing = selectors.owing(plan, today) if plan else {}
    units = Department.objects.filter(pk__in=owing)
    shown = {
        "page": page_of(selectors.letters_listed(), request),
        "owing": [(unit, owing[unit.pk], owing[unit.pk][0].late(today)) for unit in units],
        "may_run": may(who, Permission.RUN_PROGRAMME),
        "today": today,
    }
    return render(request, "programme/letters.html", shown)


@require_GET
def show(request: HttpRequest, supervision_letter_id: int) -> HttpResponse:
    """一份督办函: as it was written, and what is still owed of it."""
    who, today = account(request), timezone.localdate()
    require(who, Permission.VIEW_PROGRAMME)
    letter = _letter(supervision_letter_id)
    still = selectors.still_owed(letter, today)
    lines = selectors.lines_in(letter)
    shown = {
        "letter": letter,
        "lines": [(one, _href(one), one.late(letter.on), (one.kind, one.key) in still)
                  for one in lines],
        "done": len(lines) - len(still),
        "may_answer": letter.answered_at is None and may(who, Permission.WORK_TASK, letter),
        "today": today,
    }  # fmt: skip
    return render(request, "programme/letter.html", shown)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, department_id: int) -> HttpResponse:
    """发督办函."""
    who, today = account(request), timezone.localdate()
    require(who, Permission.RUN_PROGRAMME)
    unit = get_object_or_404(Department, pk=department_id)
    form = LetterForm(
        request.POST or None, by=who, department=unit, today=today, initial=kept_fields(request)
    )
    plan = selectors.standing_plan()
    owed = selectors.owed_by(plan, unit, today) if plan else ()
    facts = [Fact(f"{one.title}，逾期 {one.late(today)} 日", one.words, _href(one)) for one in owed]
    back = reverse("supervision-letters")
    crumbs = (HOME, Link("督办函", back), Link(f"发给{unit.short_name}"))
    around = Around(
        back, "不发了", crumbs, tuple(facts or [Fact("到期没有办完的", "没有，不用发函")])
    )
    return filled(
        request, form, around, after=lambda made: reverse("supervision-letter", args=[made.pk])
    )


@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, supervision_letter_id: int) -> HttpResponse:
    """回复督办函."""
    who, letter = account(request), _letter(supervision_letter_id)
    require(who, Permission.WORK_TASK, letter)
    form = AnswerLetterForm(
        request.POST or None, by=who, letter=letter, initial=kept_fields(request)
    )
    here = reverse("supervision-letter", args=[letter.pk])
    crumbs = (HOME, Link("督办函", reverse("supervision-letters")), Link(letter.number, here),
              Link("回复"))  # fmt: skip
    facts = tuple(Fact(one.title, one.words) for one in selectors.lines_in(letter))
    return filled(request, form, Around(here, "先不回复", crumbs, facts))


@require_GET
def paper(request: HttpRequest, supervision_letter_id: int, form: str) -> HttpResponseBase:
    """督办函的 Word、PDF."""
    require(account(request), Permission.VIEW_PROGRAMME)
    letter = _letter(supervision_letter_id)
    back = reverse("supervision-letter", args=[letter.pk])
    return sent_as(request, letter_paper(letter), form, back)


def _letter(key: int) -> SupervisionLetter:
    rows = SupervisionLetter.objects.select_related("department", "plan", "by", "answered_by")
    return get_object_or_404(rows, pk=key)


def _href(one: Owed) -> str:
    return reverse(PAGES[one.kind], args=[one.page_key])
