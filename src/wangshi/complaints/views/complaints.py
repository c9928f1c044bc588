"""投诉: the list, one of them, a step, its files, who wrote it."""

from typing import Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import may, require
from wangshi.accounts.requests import account, kept_fields
from wangshi.complaints import selectors, services
from wangshi.complaints.codes import CHANNELS, titles
from wangshi.complaints.disputes import disputes, goods_titles
from wangshi.complaints.forms import (
    STEP_FORMS,
    ComplaintFilterForm,
    IntakeForm,
    LookForm,
    StepForm,
)
from wangshi.complaints.models import Complaint, ViolationReport
from wangshi.complaints.papers import papers_for
from wangshi.complaints.workflow import RoadRefused
from wangshi.shared.models import Attachment
from wangshi.shared.pages import Fact
from wangshi.shared.paging import order_of, page_of
from wangshi.shared.services import attachment_path, label
from wangshi.shared.words import yuan

from .acting import acted
from .seen import reader, seen_complaint

ORDERS: Final = {
    "received": ("letter__received_at", "pk"),
    "-received": ("-letter__received_at", "-pk"),
    "respondent": ("respondent_name", "-pk"),
    "-respondent": ("-respondent_name", "-pk"),
}
PICTURES: Final = ("image/jpeg", "image/png", "image/webp")


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """投诉清单: filtered, sorted, paged; each with its clock."""
    who, today = reader(request), timezone.localdate()
    form = ComplaintFilterForm(request.GET)
    found = selectors.complaints_for(form.asked(), who)
    page = page_of(found.order_by(*order_of(request, ORDERS, default="-received")), request)
    shown = {
        "form": form,
        "page": page,
        "rows": [
            (one, selectors.complaint_clock(one, today), selectors.category_of(one))
            for one in page.rows
        ],
        "asked": any(request.GET.get(name) for name in form.fields),
        "may_take": may(who, Permission.TAKE_COMPLAINT),
        "reads_reports": selectors.reads_reports(who),
        "mappings": selectors.waiting_mappings(),
        "walk_ins": selectors.open_walk_ins().count(),
    }
    return render(request, "complaints/complaints.html", shown)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """登记来件."""
    who = account(request)
    require(who, Permission.TAKE_COMPLAINT)
    form = IntakeForm(request.POST or None, by=who, initial=kept_fields(request))
    if request.method == "POST" and form.is_valid():
        try:
            filed = form.act(timezone.now())
        except RoadRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"登记了。进度码 {filed.code}，念给对方，或者写在回执上。")
            return _to(filed)
    status = 422 if form.errors else 200
    return render(request, "complaints/new.html", {"form": form}, status=status)


@require_GET
def show(request: HttpRequest, complaint_id: int) -> HttpResponse:
    """一件投诉: whose turn, what may be done, what is to be seen first, what happened."""
    complaint, who = seen_complaint(request, complaint_id), account(request)
    today = timezone.localdate()
    story = selectors.complaint_story(complaint, who, today)
    shown = {
        "complaint": complaint,
        "story": story,
        "today": today,
        "facts": _facts(complaint, story.wants),
        "letter_facts": _letter_facts(complaint),
        "may_look": story.has_identity and may(who, Permission.VIEW_IDENTITY, complaint),
        "may_take": may(who, Permission.TAKE_COMPLAINT, complaint),
        "may_mediate": may(who, Permission.MEDIATE_COMPLAINT, complaint),
        "reads_reports": selectors.reads_reports(who),
        "papers": papers_for(complaint),
    }
    return render(request, "complaints/complaint.html", shown)


@require_http_methods(["GET", "POST"])
def take(request: HttpRequest, complaint_id: int, slug: str) -> HttpResponse:
    """走一步: the form, then the verb, once."""
    complaint, who = seen_complaint(request, complaint_id), account(request)
    require(who, STEP_FORMS[slug].right, complaint)
    initial = {
        name: request.GET[name] for name in ("proof", "other", "code") if name in request.GET
    }
    form = STEP_FORMS[slug](
        request.POST or None, complaint=complaint, by=who, initial=initial | kept_fields(request)
    )
    if request.method == "GET":
        try:
            form.admit()
        except RoadRefused as refusal:
            messages.warning(request, str(refusal))
            return redirect("complaint", complaint.pk)
    if request.method == "POST" and form.is_valid() and acted(request, form):
        return redirect("complaint", complaint.pk)
    return _step_page(request, complaint, form)


@never_cache
@require_http_methods(["GET", "POST"])
def identity(request: HttpRequest, complaint_id: int) -> HttpResponse:
    """看投诉人的身份: a reason first, then the name, once."""
    complaint = seen_complaint(request, complaint_id)
    require(account(request), Permission.VIEW_IDENTITY, complaint)
    return look(request, complaint)


def look(request: HttpRequest, matter: Complaint | ViolationReport) -> HttpResponse:
    """看身份的一页: for a complaint or a report."""
    form = LookForm(request.POST or None)
    person = None
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            person = services.look_at_identity(
                matter, reason=reason, by=account(request), at=timezone.now()
            )
        except RoadRefused as refusal:
            form.add_error(None, str(refusal))
    is_report = isinstance(matter, ViolationReport)
    shown = {"matter": matter, "form": form, "person": person, "is_report": is_report}
    status = 422 if form.errors else 200
    return render(request, "complaints/identity.html", shown, status=status)


@require_GET
def file(request: HttpRequest, complaint_id: int, file_id: int) -> HttpResponseBase:
    """一个附件: for whoever may see the complaint."""
    complaint = seen_complaint(request, complaint_id)
    return sent(get_object_or_404(Attachment, pk=file_id, owner=label(complaint.letter)))


def sent(found: Attachment) -> HttpResponse:
    """附件的字节: pictures are shown, everything else is downloaded."""
    path = attachment_path(found.sha256)
    if not path.exists():
        raise Http404
    is_picture = found.kind in PICTURES
    kind = found.kind if is_picture else "application/octet-stream"
    response = HttpResponse(path.read_bytes(), content_type=kind)
    response.headers["Content-Disposition"] = "inline" if is_picture else "attachment"
    response.headers["Cache-Control"] = "private, max-age=3600"
    return response


def _step_page(request: HttpRequest, complaint: Complaint, form: StepForm) -> HttpResponse:
    shown = {
        "complaint": complaint,
        "form": form,
        "competence": selectors.competence(complaint),
        "clocks": selectors.complaint_clocks(complaint, timezone.localdate()),
    }
    status = 422 if form.errors else 200
    return render(request, "complaints/step.html", shown, status=status)


def _to(filed: services.Filed) -> HttpResponse:
    if filed.complaint is not None:
        return redirect("complaint", filed.complaint.pk)
    if filed.report is not None:
        return redirect("violation-report", filed.report.pk)
    raise Http404


def _facts(complaint: Complaint, wants: str) -> list[Fact]:
    return [
        Fact("商家", complaint.respondent_name),
        Fact("在哪里买的", f"{complaint.get_respondent_kind_display()} {complaint.platform_name}"),
        Fact("商家的地址", complaint.respondent_address),
        Fact("买了什么", complaint.goods),
        Fact("商品的种类", goods_titles().get(complaint.goods_kind, "")),
        Fact("争的是什么", disputes().kind(complaint.dispute).title),
        Fact("订单号", complaint.order_number),
        Fact("付了多少", f"{yuan(complaint.price)} 元" if complaint.price is not None else ""),
        Fact("收到商品", _day(complaint.got_on)),
        Fact("知道有问题", _day(complaint.knew_on)),
        Fact("想让商家怎么做", wants),
        Fact("要多少", f"{yuan(complaint.amount)} 元" if complaint.amount is not None else ""),
    ]


def _letter_facts(complaint: Complaint) -> list[Fact]:
    letter = complaint.letter
    return [
        Fact("渠道", titles(CHANNELS).get(letter.channel, letter.channel)),
        Fact("收到", f"{timezone.localtime(letter.received_at):%Y-%m-%d %H:%M}"),
        Fact("谁在投诉", f"{letter.get_agency_display()} {letter.agency_note}".strip()),
        Fact("同意公示投诉信息", "同意" if letter.may_publish else "没有同意"),
        Fact("同意委托调解", "同意" if letter.may_delegate else "没有同意"),
    ]


def _day(day: object) -> str:
    return str(day) if day else ""
