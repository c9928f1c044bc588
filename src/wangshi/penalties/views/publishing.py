"""公示: the masking preview, keeping it, publishing it, taking it back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import may, require
from wangshi.accounts.requests import account
from wangshi.cases.models import Case
from wangshi.penalties import selectors, services
from wangshi.penalties.forms import (
    MarkedForm,
    MaskForm,
    RepairDecisionForm,
    RepairForm,
    WithdrawForm,
)
from wangshi.penalties.workflow import CaseOutcome, StepRefused

from .acting import acted
from .seen import seen_case


@never_cache
@require_http_methods(["GET", "POST"])
def preview(request: HttpRequest, case_id: int) -> HttpResponse:
    """公示稿: what is covered, before anybody keeps it; names to cover stand in no address."""
    case, who = seen_case(request, case_id), account(request)
    decision = getattr(getattr(case, "docket", None), "decision", None)
    if decision is None or decision.outcome != CaseOutcome.PENALTY:
        messages.warning(request, "还没有作出行政处罚决定，没有要公示的。")
        return redirect("case", case.pk)
    form = MaskForm(request.POST or None)
    wanted = form.wanted()
    publication = getattr(decision, "publication", None)
    shown = {
        "case": case,
        "decision": decision,
        "form": form,
        "draft": selectors.publication_draft(decision, wanted.words),
        "publication": publication,
        "repairs": selectors.repairs_of(publication),
        "repair_from": selectors.repair_from(publication) if publication else None,
        "may_prepare": who in (case.first_officer, case.second_officer)
        and may(who, Permission.WORK_CASE, case),
        "may_publish": may(who, Permission.PUBLISH_PENALTY, case),
    }
    return render(request, "penalties/publication.html", shown)


@require_POST
def prepare(request: HttpRequest, case_id: int) -> HttpResponse:
    """留下公示稿, as previewed."""
    case, who = seen_case(request, case_id), account(request)
    require(who, Permission.WORK_CASE, case)
    form = MaskForm(request.POST)
    try:
        services.prepare_publication(case, form.wanted(), by=who, at=timezone.now())
        messages.success(request, "公示稿做好了，请另一位看过遮盖再公示。")
    except StepRefused as refusal:
        messages.warning(request, str(refusal))
    return redirect("case-publication", case.pk)


@require_POST
def publish(request: HttpRequest, case_id: int) -> HttpResponse:
    """公示."""
    case, who = seen_case(request, case_id), account(request)
    require(who, Permission.PUBLISH_PENALTY, case)
    try:
        services.publish(case, by=who, at=timezone.now())
        messages.success(request, "公示了，公众在网站上看得到。")
    except StepRefused as refusal:
        messages.warning(request, str(refusal))
    return redirect("case-publication", case.pk)


@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, case_id: int) -> HttpResponse:
    """撤回公示."""
    case, who = seen_case(request, case_id), account(request)
    require(who, Permission.PUBLISH_PENALTY, case)
    return _filled_in(request, case, WithdrawForm(request.POST or None, case=case, by=who))


@require_http_methods(["GET", "POST"])
def repair(request: HttpRequest, case_id: int) -> HttpResponse:
    """受理信用修复申请."""
    case, who = seen_case(request, case_id), account(request)
    require(who, Permission.WORK_CASE, case)
    return _filled_in(request, case, RepairForm(request.POST or None, case=case, by=who))


@require_http_methods(["GET", "POST"])
def repair_decide(request: HttpRequest, case_id: int) -> HttpResponse:
    """决定信用修复."""
    case, who = seen_case(request, case_id), account(request)
    require(who, Permission.PUBLISH_PENALTY, case)
    return _filled_in(request, case, RepairDecisionForm(request.POST or None, case=case, by=who))


def _filled_in(request: HttpRequest, case: Case, form: MarkedForm) -> HttpResponse:
    if request.method == "POST" and form.is_valid() and acted(request, form):
        return redirect("case-publication", case.pk)
    status = 422 if form.errors else 200
    return render(request, "penalties/plain.html", {"case": case, "form": form}, status=status)
