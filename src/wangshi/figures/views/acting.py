"""填表的页: one form a page, shown again with what was typed when it is refused."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from wangshi.figures.forms import ActForm
from wangshi.figures.workflow import FiguresRefused
from wangshi.shared.pages import Fact, Link
from wangshi.shared.services import first_time


@dataclass(frozen=True)
class Around:
    """表单周围: where it leads back to, the crumbs above it, what stands beside it."""

    back: str
    back_word: str
    crumbs: tuple[Link, ...]
    facts: tuple[Fact, ...] = ()
    facts_title: str = "上一期报的"


def filled(
    request: HttpRequest,
    form: ActForm,
    around: Around,
    after: Callable[[Any], str] | None = None,
) -> HttpResponse:
    """填表: the page, or after a good form the way on."""
    if request.method == "POST" and form.is_valid():
        acted, made = _act(request, form)
        if acted:
            return redirect(after(made) if after and made is not None else around.back)
    context = {"form": form, "around": around}
    return render(request, "figures/form.html", context, status=422 if form.errors else 200)


def _act(request: HttpRequest, form: ActForm) -> tuple[bool, object]:
    """Acts once: the mark of a form that came before is not acted on again."""
    now, mark, made = timezone.now(), form.cleaned_data["mark"], None
    try:
        with transaction.atomic():
            if first_time(mark, by=form.by, outcome=request.path, at=now):
                made = form.act(now)
                messages.success(request, form.done)
    except FiguresRefused as refusal:
        _say(form, refusal)
        return False, None
    return True, made


def _say(form: ActForm, refusal: FiguresRefused) -> None:
    """Beside the cell that is wrong; what belongs to no cell stands on top."""
    for key, said in refusal.cells.items():
        name = f"cell_{key}" if f"cell_{key}" in form.fields else key
        form.add_error(name if name in form.fields else None, said)
    if not refusal.cells:
        form.add_error(None, str(refusal))
