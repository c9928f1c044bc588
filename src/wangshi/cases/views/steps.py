"""走一步的页: one form a step, shown again with what was typed when it is refused."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from wangshi.accounts.models import Account
from wangshi.accounts.requests import account, kept_fields
from wangshi.cases.clocks import clocks_of
from wangshi.cases.forms import STEP_FORMS, StepForm
from wangshi.cases.models import Clue
from wangshi.cases.selectors import clues_for, facts_of, once_held, who_moved
from wangshi.cases.services import once
from wangshi.cases.story import main_clock
from wangshi.cases.workflow import ChangedMeanwhile, ClueState, StepRefused, step_from
from wangshi.shared.services import sent_already

from .seen import seen_clue

CONFIRMED, AGAIN = "confirmed", "again"


@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, clue_id: int, slug: str) -> HttpResponse:
    """走一步: the form, a look at what was filled in where it matters, then the verb."""
    kind = STEP_FORMS[slug]
    who = account(request)
    if request.method == "POST" and sent_already(request.POST.get("mark", ""), by=who):
        return redirect(where_to(clue_id, who))
    try:
        clue = seen_clue(request, clue_id)
    except Http404:
        return _gone(request, kind, clue_id)
    kind.admit(clue, who)
    try:
        form = opened(kind, clue, who, request)
    except StepRefused as refusal:
        return _not_open(request, kind, clue, str(refusal))
    if request.method == "POST" and form.is_valid():
        return _filled_in(request, form, clue)
    return _shown(request, form, clue)


def _filled_in(request: HttpRequest, form: StepForm, clue: Clue) -> HttpResponse:
    if AGAIN in request.POST:
        return _shown(request, form, clue)
    if form.checked_first and CONFIRMED not in request.POST:
        checked = _context(form, clue) | {"facts": form.facts()}
        return render(request, "cases/check.html", checked)
    if take(form, account(request), request):
        return redirect(where_to(clue.pk, account(request)))
    return _shown(request, form, clue)


def _shown(request: HttpRequest, form: StepForm, clue: Clue) -> HttpResponse:
    status = 422 if form.errors else 200
    return render(request, "cases/step.html", _context(form, clue), status=status)


def _not_open(request: HttpRequest, kind: type[StepForm], clue: Clue, words: str) -> HttpResponse:
    if request.method == "GET":
        messages.warning(request, words)
        return redirect("clue", clue_id=clue.pk)
    return _refused(request, kind, clue, words)


def opened(kind: type[StepForm], clue: Clue, who: Account, request: HttpRequest) -> StepForm:
    """The form of an open step; StepRefused when the clue stands elsewhere by now."""
    if request.method == "GET":
        step_from(ClueState(clue.state), kind.step)
    return kind(
        request.POST or None,
        request.FILES or None,
        clue=clue,
        by=who,
        version=clue.steps.count(),
        initial=kept_fields(request),
    )


def take(form: StepForm, who: Account, request: HttpRequest) -> bool:
    """Acts once; a refusal goes into the form, with the newest version for the next try."""
    now = timezone.now()
    mark = form.cleaned_data["mark"]
    try:
        fresh = once(mark, lambda: form.act(now), by=who, outcome=request.path, at=now)
    except StepRefused as refusal:
        form.add_error(None, str(refusal))
        if isinstance(refusal, ChangedMeanwhile):
            _renew(form)
        return False
    if fresh:
        messages.success(request, form.done)
    return True


def where_to(clue_id: int, who: Account) -> str:
    """Back to the clue, or to the desk when it has left this account's reach."""
    stays = clues_for(who).filter(pk=clue_id).exists()
    return reverse("clue", args=[clue_id]) if stays else reverse("desk")


def _renew(form: StepForm) -> None:
    given = QueryDict(mutable=True)
    for name in form.data:
        given[name] = form.data[name]
    given["version"] = str(form.clue.steps.count())
    form.data = given


def _context(form: StepForm, clue: Clue) -> dict[str, Any]:
    clock = main_clock(clocks_of(facts_of(clue), timezone.localdate()))
    asked = form.asked() if hasattr(form, "asked") else []
    return {
        "form": form,
        "clue": clue,
        "badge": clock.badge(f"{reverse('clue', args=[clue.pk])}#clock-{clock.key}"),
        "asked": asked,
        "has_files": form.is_multipart(),
        "confirmed": CONFIRMED,
    }


def _gone(request: HttpRequest, kind: type[StepForm], clue_id: int) -> HttpResponse:
    """It left this office while the form was being filled in: nothing typed is lost."""
    clue = once_held(account(request), clue_id) if request.method == "POST" else None
    if clue is None:
        raise Http404
    return _refused(request, kind, clue, who_moved(clue), stays=False)


def _refused(
    request: HttpRequest, kind: type[StepForm], clue: Clue, words: str, *, stays: bool = True
) -> HttpResponse:
    """The thing to answer is gone: say so, and show what had been typed."""
    typed = [
        (str(field.label), request.POST.get(name, ""))
        for name, field in kind.base_fields.items()
        if request.POST.get(name) and name not in {"mark", "version"}
    ]
    context = {"clue": clue, "title": kind.title, "words": words, "typed": typed, "stays": stays}
    return render(request, "cases/refused.html", context, status=422)
