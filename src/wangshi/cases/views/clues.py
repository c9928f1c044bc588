"""线索的清单和一条线索的页."""

from collections.abc import Iterable

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import Refused, may, require
from wangshi.accounts.requests import account, kept_fields
from wangshi.cases.board import HARM_WORDS, WAITS_FOR
from wangshi.cases.clocks import ClueClock, clock_of
from wangshi.cases.conventions import conventions
from wangshi.cases.forms import ClueFilterForm, NewClueForm
from wangshi.cases.models import Case, Clue, OwnerAnswer
from wangshi.cases.selectors import clues_for, filtered, reads_files, standings
from wangshi.cases.story import STEP_PHOTOS, tell
from wangshi.cases.workflow import ClueOutcome, ClueState, StepRefused
from wangshi.engine.tables.writing import OutCell
from wangshi.evidence.selectors import evidence_about
from wangshi.shared.lawshelf.selectors import basis, passage
from wangshi.shared.models import Attachment
from wangshi.shared.pages import ClockBadge
from wangshi.shared.paging import order_of, page_of
from wangshi.shared.services import attachment_path, label

from .desk import workbook
from .seen import own_clue, seen_clue

ORDERS = {
    "received": ("received_at", "pk"),
    "-received": ("-received_at", "-pk"),
    "found": ("found_on", "pk"),
    "-found": ("-found_on", "-pk"),
    "harm": ("harm", "-pk"),
    "-harm": ("-harm", "-pk"),
}
COLUMNS = (
    "编号", "标题", "状态", "结果", "来源", "危害", "店名或账号", "镇办", "单位", "承办人",
    "发现日期", "登记时间", "决定日期", "期限",
)  # fmt: skip
MOST_EXPORTED = 50_000


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """线索清单: filtered, sorted, paged."""
    who = account(request)
    require(who, Permission.VIEW_CLUE)
    if not reads_files(who):
        return redirect("grid-answers")
    form = ClueFilterForm(request.GET)
    today, rules = timezone.localdate(), conventions()
    found = filtered(clues_for(who), form.asked(), today)
    order = order_of(request, ORDERS, default="-received")
    page = page_of(found.order_by(*order), request)
    facts = {one.pk: one.facts for one in standings(_on(page.rows))}
    context = {
        "form": form,
        "page": page,
        "rows": [_row(clue, clock_of(facts[clue.pk], today, rules)) for clue in page.rows],
        "may_export": may(who, Permission.EXPORT),
        "may_report": may(who, Permission.REPORT_CLUE),
    }
    return render(request, "cases/clues.html", context)


@require_GET
def export(request: HttpRequest) -> HttpResponseBase:
    """导出线索: the same filter, as a workbook."""
    who = account(request)
    require(who, Permission.VIEW_CLUE)
    require(who, Permission.EXPORT)
    today, rules = timezone.localdate(), conventions()
    found = filtered(clues_for(who), ClueFilterForm(request.GET).asked(), today)
    clues = list(found.order_by("-received_at", "-pk")[:MOST_EXPORTED])
    facts = {one.pk: one.facts for one in standings(found)}
    cells = [(*_cells(clue), clock_of(facts[clue.pk], today, rules).words) for clue in clues]
    return workbook("线索", COLUMNS, cells)


@require_GET
def show(request: HttpRequest, clue_id: int) -> HttpResponse:
    """一条线索: whose turn, what may be done, what there is, what happened."""
    clue, who = seen_clue(request, clue_id), account(request)
    story = tell(clue, who, timezone.localdate())
    breaches = story.violation.breaches if story.violation else ()
    context = {
        "story": story,
        "clue": clue,
        "badge": story.clock.badge(f"#clock-{story.clock.key}"),
        "breaches": [basis(breach.citation) for breach in breaches],
        "workings": [(clock, _article(clock)) for clock in story.clocks],
        "pictures_title": f"照片 {len(story.pictures)} 张" if story.pictures else "照片",
        "waits_for": _waits_for(story.standing.state),
        "operator_href": _operator_page(clue),
        "evidence": evidence_about(label(clue), who),
        "case_href": _case_page(clue, who),
    }
    return render(request, "cases/clue.html", context)


def _case_page(clue: Clue, who: Account) -> str:
    """立案以后的案件页: for whoever may open it; the room above keeps it."""
    case = Case.objects.filter(clue=clue).first() if clue.outcome == ClueOutcome.FILED else None
    return reverse("case", args=[case.pk]) if case and may(who, Permission.VIEW_CASE, case) else ""


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """登记线索."""
    who = account(request)
    require(who, Permission.REPORT_CLUE)
    if not reads_files(who):
        return redirect("grid")
    initial = {name: request.GET[name] for name in ("shop", "operator") if name in request.GET}
    form = NewClueForm(
        request.POST or None, request.FILES or None, initial=initial | kept_fields(request)
    )
    if request.method == "POST" and form.is_valid():
        try:
            clue = form.act(by=who, at=timezone.now())
        except StepRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("clue", clue_id=clue.pk)
    context = {"form": form, "lost_photos": bool(form.errors and request.FILES)}
    return render(request, "cases/new_clue.html", context, status=422 if form.errors else 200)


@require_GET
def letter(request: HttpRequest, clue_id: int) -> HttpResponse:
    """督办单: the latest one, as it is printed."""
    clue = seen_clue(request, clue_id)
    latest = clue.letters.select_related("issued_by", "answered_by").order_by("id").last()
    if latest is None:
        raise Http404
    return render(request, "cases/letter.html", {"clue": clue, "letter": latest})


@require_GET
def file(request: HttpRequest, clue_id: int, file_id: int) -> HttpResponse:
    """一张照片: evidence for those who work on it, a report's own photo for its finder too."""
    owners = _owners(request, clue_id)
    return photo(get_object_or_404(Attachment, pk=file_id, owner__in=owners))


def photo(found: Attachment) -> HttpResponse:
    """照片的字节: shown in the page, kept by the browser for an hour."""
    path = attachment_path(found.sha256)
    if not path.exists():
        raise Http404
    response = HttpResponse(path.read_bytes(), content_type=found.kind)
    response["Content-Disposition"] = "inline"
    response["Cache-Control"] = "private, max-age=3600"
    return response


def _row(clue: Clue, clock: ClueClock) -> tuple[Clue, ClueClock, ClockBadge]:
    page = reverse("clue", args=[clue.pk])
    return clue, clock, clock.badge(f"{page}#clock-{clock.key}")


def _on(clues: Iterable[Clue]) -> QuerySet[Clue]:
    return Clue.objects.filter(pk__in=[clue.pk for clue in clues])


def _article(clock: ClueClock) -> str:
    found = passage(clock.law.strip("《》"), clock.article) if clock.article else None
    return found.article.text if found else ""


def _cells(clue: Clue) -> tuple[OutCell, ...]:
    return (
        clue.number,
        clue.title,
        clue.get_state_display(),
        clue.get_outcome_display(),
        clue.get_source_display(),
        HARM_WORDS[clue.harm],
        clue.shop.name if clue.shop else clue.suspect_name,
        clue.town.name if clue.town else "",
        clue.department.short_name if clue.department else "",
        clue.handler.name if clue.handler else "",
        clue.found_on,
        timezone.localtime(clue.received_at).replace(tzinfo=None),
        clue.decided_on,
    )


def _waits_for(state: ClueState) -> str:
    if state is ClueState.CLOSED:
        return "已了结。发现人提出异议的，会换一个人复核。"
    return f"现在{WAITS_FOR[state]}。轮到您时会出现在您的办件台上。"


def _operator_page(clue: Clue) -> str:
    if clue.operator_id is None:
        return ""
    try:
        return reverse("operator", args=[clue.operator_id])
    except NoReverseMatch:
        return ""


def _owners(request: HttpRequest, clue_id: int) -> list[str]:
    try:
        clue = seen_clue(request, clue_id)
    except Refused:
        return [label(own_clue(request, clue_id))]
    steps = clue.steps.filter(name__in=STEP_PHOTOS)
    answers = OwnerAnswer.objects.filter(correction__clue=clue)
    return [label(clue), *map(label, steps), *map(label, answers)]
