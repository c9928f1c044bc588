"""案件: the list, one of them, a step."""

from typing import Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import may, require
from wangshi.accounts.requests import account, kept_fields
from wangshi.cases.models import Case
from wangshi.evidence.selectors import evidence_about
from wangshi.penalties import selectors
from wangshi.penalties.forms import STEP_FORMS, CaseFilterForm, StepForm
from wangshi.penalties.models import Docket
from wangshi.penalties.workflow import CASE_STEPS, StepRefused
from wangshi.shared.models import Attachment
from wangshi.shared.pages import Fact
from wangshi.shared.paging import order_of, page_of
from wangshi.shared.services import attachment_path, label, sent_already

from .acting import acted
from .seen import reader, seen_case

ORDERS: Final = {
    "filed": ("filed_on", "pk"),
    "-filed": ("-filed_on", "-pk"),
    "party": ("party", "-pk"),
    "-party": ("-party", "-pk"),
}
GIVEN: Final = ("approval", "measure", "letter")


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """案件清单: filtered, sorted, paged; each with its most pressing clock."""
    who, today = reader(request), timezone.localdate()
    form = CaseFilterForm(request.GET)
    found = selectors.cases_for(form.asked(), who)
    page = page_of(found.order_by(*order_of(request, ORDERS, default="-filed")), request)
    dockets = selectors.dockets_of(page.rows)
    rows = [(case, dockets[case.pk]) for case in page.rows]
    shown = {
        "form": form,
        "page": page,
        "rows": [(case, one, selectors.case_clock(one, today)) for case, one in rows],
        "asked": any(request.GET.get(name) for name in form.fields),
    }
    return render(request, "penalties/cases.html", shown)


@require_GET
def show(request: HttpRequest, case_id: int) -> HttpResponse:
    """一件案件: whose turn, what may be done, the clocks, the papers, what happened."""
    case, who = seen_case(request, case_id), account(request)
    story = selectors.case_story(case, who, timezone.localdate())
    docket = story.docket
    decision = getattr(docket, "decision", None)
    shown = {
        "case": case,
        "docket": docket,
        "story": story,
        "facts": _facts(case, docket),
        "decision": decision,
        "publication": getattr(decision, "publication", None),
        "sanction": selectors.sanction_words(decision) if decision else (),
        "proofs": [one for _, files in selectors.proofs_of(case) for one in files],
        "evidence": evidence_about(label(case.clue), who),
        "may_publish": may(who, Permission.PUBLISH_PENALTY),
    }
    return render(request, "penalties/case.html", shown)


@require_http_methods(["GET", "POST"])
def work(request: HttpRequest, case_id: int, slug: str) -> HttpResponse:
    """办案人员的一步."""
    return _take(request, case_id, slug, Permission.WORK_CASE)


@require_http_methods(["GET", "POST"])
def review(request: HttpRequest, case_id: int, slug: str) -> HttpResponse:
    """审核的一步."""
    return _take(request, case_id, slug, Permission.REVIEW_CASE)


@require_http_methods(["GET", "POST"])
def decide(request: HttpRequest, case_id: int, slug: str) -> HttpResponse:
    """负责人的一步."""
    return _take(request, case_id, slug, Permission.DECIDE_CASE)


def _take(request: HttpRequest, case_id: int, slug: str, right: Permission) -> HttpResponse:
    """走一步: the form, then the verb, once."""
    case, who = seen_case(request, case_id), account(request)
    require(who, right, case)
    if slug not in STEP_FORMS or CASE_STEPS[slug].right is not right:
        raise Http404
    if request.method == "POST" and sent_already(request.POST.get("mark", ""), by=who):
        return redirect("case", case.pk)
    initial = {name: request.GET[name] for name in GIVEN if name in request.GET}
    form = STEP_FORMS[slug](
        request.POST or None,
        request.FILES or None,
        case=case,
        by=who,
        initial=initial | kept_fields(request),
    )
    if request.method == "GET":
        try:
            form.admit()
        except StepRefused as refusal:
            messages.warning(request, str(refusal))
            return redirect("case", case.pk)
    if request.method == "POST" and form.is_valid() and acted(request, form):
        return redirect("case", case.pk)
    return _step_page(request, case, form)


@require_GET
def file(request: HttpRequest, case_id: int, file_id: int) -> HttpResponse:
    """送达的凭据: for whoever may see the case."""
    case = seen_case(request, case_id)
    owners = [owner for owner, _ in selectors.proofs_of(case)]
    found = get_object_or_404(Attachment, pk=file_id, owner__in=owners)
    path = attachment_path(found.sha256)
    if not path.exists():
        raise Http404
    response = HttpResponse(path.read_bytes(), content_type=found.kind)
    is_picture = found.kind.startswith("image/")
    response.headers["Content-Disposition"] = "inline" if is_picture else "attachment"
    response.headers["Cache-Control"] = "private, max-age=3600"
    return response


def _step_page(request: HttpRequest, case: Case, form: StepForm) -> HttpResponse:
    today = timezone.localdate()
    report = form.docket.reports.last() if form.docket.pk else None
    shown = {
        "case": case,
        "form": form,
        "docket": form.docket,
        "clocks": selectors.case_clocks(form.docket, today),
        "report": report,
        "proposed": selectors.sanction_words(report) if report else (),
        "hearing_right": selectors.hearing_reasons_of(report, form.docket) if report else (),
        "earlier": selectors.earlier_cases(case)[:5],
        "corrections": case.clue.corrections.all(),
        "lawful": selectors.lawful_range(form.docket.violation or case.clue.violation, today),
    }
    status = 422 if form.errors else 200
    return render(request, "penalties/step.html", shown, status=status)


def _facts(case: Case, docket: Docket) -> list[Fact]:
    return [
        Fact("案号", case.number),
        Fact("案由", case.cause),
        Fact("当事人", case.party),
        Fact("代码", docket.party_code),
        Fact("负责人", docket.party_person),
        Fact("住所", docket.party_address),
        Fact("办案人员", f"{case.first_officer.name}、{case.second_officer.name}"),
        Fact("立案", f"{case.filed_on}，{case.filed_by.name} 批准"),
    ]
