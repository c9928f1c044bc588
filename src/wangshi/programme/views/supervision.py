"""督查: the rounds, one round with its findings, corrections and re-checks."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import may, require
from wangshi.accounts.requests import account, kept_fields
from wangshi.programme import selectors
from wangshi.programme.forms import (
    CorrectFindingForm,
    NewFindingForm,
    RecheckFindingForm,
    RoundForm,
)
from wangshi.programme.models import Finding, Supervision
from wangshi.shared.pages import Fact, Link
from wangshi.shared.paging import page_of

from .acting import Around, filled
from .plans import HOME


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """各轮督查."""
    who = account(request)
    require(who, Permission.VIEW_PROGRAMME)
    shown = {
        "page": page_of(selectors.rounds_listed(), request),
        "may_run": may(who, Permission.RUN_PROGRAMME),
    }
    return render(request, "programme/rounds.html", shown)


@require_GET
def show(request: HttpRequest, round_id: int) -> HttpResponse:
    """一轮督查: each finding, whose it is, how it stands."""
    who = account(request)
    require(who, Permission.VIEW_PROGRAMME)
    one = get_object_or_404(Supervision, pk=round_id)
    shown = {
        "round": one,
        "findings": [(finding, _next(finding, who)) for finding in selectors.findings_in(one)],
        "may_run": may(who, Permission.RUN_PROGRAMME),
        "today": timezone.localdate(),
    }
    return render(request, "programme/round.html", shown)


def _next(finding: Finding, who: Account) -> Link | None:
    """What this account may do about it now."""
    waits = finding.corrected_at is not None and finding.fixed is None
    if waits and may(who, Permission.RUN_PROGRAMME):
        return Link("复查", reverse("finding-recheck", args=[finding.pk]))
    if not finding.fixed and may(who, Permission.WORK_TASK, finding):
        return Link("报整改", reverse("finding-correct", args=[finding.pk]))
    return None


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """开始一轮."""
    who = account(request)
    require(who, Permission.RUN_PROGRAMME)
    form = RoundForm(
        request.POST or None,
        by=who,
        initial={"on": timezone.localdate()} | kept_fields(request),
    )
    back = reverse("rounds")
    around = Around(back, "不开始了", (HOME, Link("督查", back), Link("开始一轮")))
    return filled(request, form, around, after=lambda made: reverse("round", args=[made.pk]))


@require_http_methods(["GET", "POST"])
def finding(request: HttpRequest, round_id: int) -> HttpResponse:
    """记下问题."""
    who, one = account(request), get_object_or_404(Supervision, pk=round_id)
    require(who, Permission.RUN_PROGRAMME)
    form = NewFindingForm(
        request.POST or None, by=who, supervision=one, initial=kept_fields(request)
    )
    return filled(request, form, _around(one, "记下问题"))


@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, finding_id: int) -> HttpResponse:
    """报整改."""
    who, found = account(request), _finding(finding_id)
    require(who, Permission.WORK_TASK, found)
    form = CorrectFindingForm(
        request.POST or None, by=who, finding=found, initial=kept_fields(request)
    )
    return filled(request, form, _around(found.supervision, "报整改", found))


@require_http_methods(["GET", "POST"])
def recheck(request: HttpRequest, finding_id: int) -> HttpResponse:
    """复查整改."""
    who, found = account(request), _finding(finding_id)
    require(who, Permission.RUN_PROGRAMME)
    form = RecheckFindingForm(
        request.POST or None, by=who, finding=found, initial=kept_fields(request)
    )
    return filled(request, form, _around(found.supervision, "复查", found))


def _finding(finding_id: int) -> Finding:
    return get_object_or_404(Finding.objects.select_related("supervision"), pk=finding_id)


def _around(one: Supervision, here: str, found: Finding | None = None) -> Around:
    href = reverse("round", args=[one.pk])
    crumbs = (HOME, Link("督查", reverse("rounds")), Link(one.title, href), Link(here))
    facts = [Fact("这一轮", one.title)]
    if found is not None:
        facts += [Fact("问题", found.words), Fact("整改期限", f"{found.due_on:%Y-%m-%d}")]
        facts += [Fact("整改情况", found.correction)] if found.correction else []
    return Around(href, "回到这一轮", crumbs, tuple(facts))
