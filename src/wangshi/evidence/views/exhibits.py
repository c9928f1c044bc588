"""电子证据: the list, taking it in, one of them."""

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import may, require
from wangshi.accounts.requests import account, kept_fields
from wangshi.evidence import selectors
from wangshi.evidence.forms import ExhibitFilter, PackageForm, TakingForm
from wangshi.evidence.models import Exhibit
from wangshi.evidence.strongroom import package_path
from wangshi.evidence.tasks import seal_waiting
from wangshi.evidence.workflow import PAPER_TITLES, EvidenceRefused
from wangshi.shared.pages import Fact
from wangshi.shared.paging import order_of, page_of
from wangshi.shared.words import day_in_evidence, local

from .seen import UNREADABLE, seen_exhibit, seen_subject

ORDERS = {"taken": ("received_at", "pk"), "-taken": ("-received_at", "-pk")}


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """证据清单."""
    who = account(request)
    require(who, Permission.VIEW_EVIDENCE)
    form = ExhibitFilter(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    found = selectors.matching(
        selectors.exhibits_for(who), asked.get("words", ""), asked.get("state", "")
    ).annotate(file_count=Count("files"))
    page = page_of(found.order_by(*order_of(request, ORDERS, default="-taken")), request)
    context = {
        "form": form,
        "page": page,
        "may_take": may(who, Permission.TAKE_EVIDENCE),
        "offered": list(selectors.offered_exhibits(who)),
    }
    return render(request, "evidence/exhibits.html", context)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """取证: files handed in by an officer; sealing goes on when the page is left."""
    who = account(request)
    require(who, Permission.TAKE_EVIDENCE)
    about = seen_subject(request)
    form = TakingForm(
        request.POST or None,
        request.FILES or None,
        by=who,
        about=about,
        initial=kept_fields(request),
    )
    if request.method == "POST" and form.is_valid():
        try:
            exhibit = form.act(at=timezone.now())
        except EvidenceRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            seal_waiting.enqueue(exhibit.pk)
            messages.success(request, f"收下了，编号 {exhibit.number}，正在封存。")
            return redirect("exhibit", exhibit.pk)
    context = {"form": form, "about": about, "lost_files": bool(form.errors and request.FILES)}
    status = UNREADABLE if form.errors else 200
    return render(request, "evidence/new_exhibit.html", context, status=status)


@require_http_methods(["GET", "POST"])
def package(request: HttpRequest) -> HttpResponse:
    """收进封好的包: verified first; what was wrong with it is told."""
    who = account(request)
    require(who, Permission.TAKE_EVIDENCE)
    about = seen_subject(request)
    form = PackageForm(
        request.POST or None,
        request.FILES or None,
        by=who,
        about=about,
        initial=kept_fields(request),
    )
    if request.method == "POST" and form.is_valid():
        try:
            exhibit = form.act(at=timezone.now())
        except EvidenceRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            seal_waiting.enqueue(exhibit.pk)
            messages.success(request, f"校验过，收进来了，编号 {exhibit.number}。")
            return redirect("exhibit", exhibit.pk)
    context = {"form": form, "about": about, "lost_files": bool(form.errors and request.FILES)}
    status = UNREADABLE if form.errors else 200
    return render(request, "evidence/take_package.html", context, status=status)


@require_GET
def show(request: HttpRequest, exhibit_id: int) -> HttpResponse:
    """一件证据: what it is, its seals, who had it, what may be done."""
    who = account(request)
    exhibit = seen_exhibit(request, exhibit_id)
    entries = selectors.entries_of(exhibit)
    package = selectors.package_at(package_path(exhibit.pk)) if exhibit.is_sealed else None
    today = timezone.localdate()
    may_take = may(who, Permission.TAKE_EVIDENCE, exhibit)
    context = {
        "exhibit": exhibit,
        "about": selectors.subject_of(exhibit.subject, who) if exhibit.subject else None,
        "files": list(exhibit.files.all()),
        "facts": _facts(exhibit),
        "is_missing": exhibit.is_sealed and package is None,
        "seals": selectors.seal_rows(package) if package else [],
        "checked": selectors.last_check(entries),
        "events": selectors.events(entries),
        "entry_count": len(entries),
        "chain_faults": list(selectors.breaks(entries)),
        "copies": [
            (copy, selectors.stands(copy, today), selectors.public_until(copy))
            for copy in exhibit.copies.select_related("made_by", "published_by").order_by("number")
        ],
        "papers": PAPER_TITLES.items(),
        "may_take": may_take,
        "may_hand_over": may_take
        and (exhibit.custodian_id == who.pk or not exhibit.custodian.is_active),
        "may_receive": exhibit.offered_to_id == who.pk,
        "may_publish": may(who, Permission.PUBLISH_EVIDENCE),
    }
    return render(request, "evidence/exhibit.html", context)


def _facts(exhibit: Exhibit) -> list[Fact]:
    began, ended = (day_in_evidence(local(at)) for at in (exhibit.started_at, exhibit.ended_at))
    facts = [
        Fact("类别", exhibit.get_kind_display()),
        Fact("网址", exhibit.page_url),
        Fact("提取起止", f"{began} 到 {ended}"),
        Fact("取证地点", exhibit.place),
        Fact("提取人", f"{exhibit.first_officer.name}（执法证 {exhibit.first_certificate}）"),
        Fact("第二名", f"{exhibit.second_officer.name}（执法证 {exhibit.second_certificate}）"),
        Fact("提取方法和过程", exhibit.method),
        Fact("提取内容", exhibit.content),
        Fact("原始存储介质", exhibit.medium),
        Fact("被检查人、提供人", exhibit.provider),
        Fact("现在由谁保管", _keeper(exhibit)),
    ]
    return [fact for fact in facts if fact.words]


def _keeper(exhibit: Exhibit) -> str:
    to = exhibit.offered_to
    return f"{exhibit.custodian.name}（已交给{to.name}，等点收）" if to else exhibit.custodian.name
