"""一张表的一条路: done once, or shown again with what stands in its way."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from wangshi.accounts.requests import account
from wangshi.cases.services import once
from wangshi.cases.workflow import StepRefused
from wangshi.scrutiny.forms import ActForm
from wangshi.scrutiny.workflow import ScrutinyRefused
from wangshi.shared.pages import Fact, Link

TEMPLATE: Final = "scrutiny/act.html"


@dataclass(frozen=True)
class Way:
    """表单从哪里来、回哪里去: the crumbs, the page behind it, what stands beside it."""

    crumbs: tuple[tuple[str, str], ...]
    back: str
    subject: str
    facts: tuple[Fact, ...] = ()

    @property
    def links(self) -> list[Link]:
        """面包屑."""
        return [Link(word, href) for word, href in self.crumbs]


def act(
    request: HttpRequest, form: ActForm, verb: Callable[[], object], way: Way, said: str
) -> HttpResponse:
    """Done once and back, or the form again; 422 when it was refused."""
    if request.method == "POST" and form.is_valid() and _done(request, form, verb, way, said):
        return redirect(way.back)
    shown: dict[str, Any] = {"form": form, "way": way}
    return render(request, TEMPLATE, shown, status=422 if form.errors else 200)


def _done(
    request: HttpRequest, form: ActForm, verb: Callable[[], object], way: Way, said: str
) -> bool:
    mark = str(form.cleaned_data["mark"])
    by, at = account(request), timezone.now()
    try:
        fresh = once(mark, verb, by=by, outcome=way.back, at=at)
    except (ScrutinyRefused, StepRefused) as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, said if fresh else "这份表单刚才已经交过，没有重复办。")
    return True
