"""致平台函: the list with what waits, one letter row by row, a new one, one row's progress."""

from collections.abc import Iterator

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import may, require
from wangshi.accounts.requests import account, kept_fields
from wangshi.accounts.selectors import county
from wangshi.cases.services import once
from wangshi.engine.supervision import standing_supervision
from wangshi.engine.tables.writing import OutCell
from wangshi.inspections import selectors
from wangshi.inspections.forms.letters import AnswerForm, LetterForm
from wangshi.inspections.models import LetterRow, PlatformLetter
from wangshi.inspections.selectors import RowState
from wangshi.registry.models import Platform
from wangshi.shared.pages import TimelineEvent
from wangshi.shared.paging import page_of

from .acting import answer
from .exporting import workbook

COLUMNS = (
    "序号",
    "网店名称",
    "网址",
    "为什么列入",
    "现在怎么样",
    "哪天",
    "平台",
    "函号",
    "答复期限",
)


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """致平台函: overdue rows first, then rows to look at again, then every letter."""
    who = account(request)
    require(who, Permission.VIEW_INSPECTION)
    today = timezone.localdate()
    context = {
        "page": page_of(selectors.letters(), request),
        "overdue": selectors.row_states(selectors.overdue_rows(today)[:20], today),
        "overdue_count": selectors.overdue_rows(today).count(),
        "waiting": selectors.row_states(selectors.waiting_rows()[:20], today),
        "waiting_count": selectors.waiting_rows().count(),
        "may_supervise": may(who, Permission.SUPERVISE_PLATFORM),
    }
    return render(request, "inspections/letters.html", context)


@require_GET
def show(request: HttpRequest, letter_id: int) -> HttpResponse:
    """一封函: to be printed; each row with how it stands."""
    who = account(request)
    require(who, Permission.VIEW_INSPECTION)
    letter = _letter(letter_id)
    states = _states(letter)
    context = {
        "letter": letter,
        "matter": standing_supervision().matter(letter.matter),
        "states": states,
        "open": sum(not one.is_closed for one in states),
        "overdue": sum(one.is_overdue for one in states),
        "county": county(),
        "may_supervise": may(who, Permission.SUPERVISE_PLATFORM),
        "export": reverse("platform-letter-export", args=[letter.pk])
        if may(who, Permission.EXPORT)
        else "",
    }
    return render(request, "inspections/letter.html", context)


@require_GET
def export(request: HttpRequest, letter_id: int) -> FileResponse:
    """导出一封函的名单和进展."""
    require(account(request), Permission.VIEW_INSPECTION)
    require(account(request), Permission.EXPORT)
    letter = _letter(letter_id)
    rows = (tuple(_cells(letter, one)) for one in _states(letter))
    return workbook(f"致平台函-{letter.pk}", COLUMNS, rows)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, platform_id: int, matter: str) -> HttpResponse:
    """写一封函: the demand and the day are proposed, the shops are chosen."""
    who = account(request)
    require(who, Permission.SUPERVISE_PLATFORM)
    platform = get_object_or_404(Platform, pk=platform_id)
    found = standing_supervision().matter(matter)
    if found is None:
        raise Http404
    today = timezone.localdate()
    over = selectors.rows_over(platform, today) if matter == "over_mark" else []
    initial = {
        "demand": found.demand,
        "sent_on": today,
        "answer_by": selectors.default_answer_by(found, today),
    } | kept_fields(request)
    form = LetterForm(
        request.POST or None,
        initial=initial,
        matter=found,
        offered=selectors.offered_rows(platform, matter, over),
    )

    def act() -> str:
        made: list[PlatformLetter] = []
        once(
            str(form.cleaned_data["mark"]),
            lambda: made.append(form.act(platform, by=who, at=timezone.now())),
            by=who,
            outcome=request.path,
            at=timezone.now(),
        )
        if not made:
            return reverse("platform-letters")
        messages.success(request, f"函已编号 {made[0].number}，打印签章后发出。")
        return reverse("platform-letter", args=[made[0].pk])

    shown = {"platform": platform, "matter": found}
    return answer(request, form, act, "inspections/new_letter.html", shown)


@require_http_methods(["GET", "POST"])
def row(request: HttpRequest, row_id: int) -> HttpResponse:
    """一行的进展: what came so far, and a form for what came now."""
    who = account(request)
    require(who, Permission.SUPERVISE_PLATFORM)
    found = get_object_or_404(LetterRow.objects.select_related("letter__platform"), pk=row_id)
    initial = {"on": timezone.localdate()} | kept_fields(request)
    form = AnswerForm(request.POST or None, initial=initial)

    def act() -> str:
        once(
            str(form.cleaned_data["mark"]),
            lambda: form.act(found, by=who, at=timezone.now()),
            by=who,
            outcome=request.path,
            at=timezone.now(),
        )
        messages.success(request, f"第 {found.place} 行记下了。")
        return reverse("platform-letter", args=[found.letter_id])

    events = [
        TimelineEvent(one.on, one.get_kind_display(), f"{one.by.name}：{one.words}")
        for one in found.answers.select_related("by").order_by("-pk")
    ]
    shown = {"row": found, "letter": found.letter, "events": events}
    return answer(request, form, act, "inspections/letter_row.html", shown)


def _letter(letter_id: int) -> PlatformLetter:
    rows = PlatformLetter.objects.select_related("platform", "issued_by")
    return get_object_or_404(rows, pk=letter_id)


def _states(letter: PlatformLetter) -> list[RowState]:
    rows = selectors.letter_rows().filter(letter=letter).order_by("place")
    return selectors.row_states(list(rows), timezone.localdate())


def _cells(letter: PlatformLetter, one: RowState) -> Iterator[OutCell]:
    row = one.row
    yield from (row.place, row.shop_name, row.url, row.reason, one.word, vars(row)["state_on"])
    yield from (letter.platform.name, letter.number, letter.answer_by)
