"""评分: sheets, assessments, one item, the rows behind a number; the evaluator reads the same."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_GET, require_http_methods

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import may, require
from wangshi.accounts.requests import account, kept_fields
from wangshi.engine.indicators import Item
from wangshi.programme import selectors
from wangshi.programme.forms import (
    AssessmentForm,
    CheckedMarkForm,
    ItemProofForm,
    SelfMarkForm,
    SheetForm,
)
from wangshi.programme.models import Assessment
from wangshi.programme.selectors import Period, Query
from wangshi.programme.workflow import Side
from wangshi.shared.pages import Fact, Link
from wangshi.shared.paging import page_of

from .acting import Around, filled
from .plans import HOME

BEST_GAINS = 3


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """评分表和历次自评."""
    who = account(request)
    require(who, Permission.VIEW_SCORE)
    shown = {
        "shipped": selectors.shipped_sheets().values(),
        "taken": selectors.sheets_taken(),
        "assessments": Assessment.objects.select_related("sheet", "opened_by"),
        "queries": selectors.QUERIES.values(),
        "may_run": may(who, Permission.RUN_PROGRAMME),
    }
    return render(request, "programme/scores.html", shown)


@require_http_methods(["GET", "POST"])
def sheet(request: HttpRequest) -> HttpResponse:
    """导入评分表."""
    who = account(request)
    require(who, Permission.RUN_PROGRAMME)
    form = SheetForm(
        request.POST or None, request.FILES or None, by=who, initial=kept_fields(request)
    )
    back = reverse("scores")
    return filled(
        request, form, Around(back, "不导入了", (HOME, Link("评分", back), Link("导入评分表")))
    )


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """开始自评."""
    who = account(request)
    require(who, Permission.RUN_PROGRAMME)
    form = AssessmentForm(
        request.POST or None,
        by=who,
        today=timezone.localdate(),
        initial=kept_fields(request),
    )
    back = reverse("scores")
    around = Around(back, "不开始了", (HOME, Link("评分", back), Link("开始自评")))
    return filled(request, form, around, after=lambda made: reverse("assessment", args=[made.pk]))


@require_GET
def show(request: HttpRequest, assessment_id: int) -> HttpResponse:
    """一次自评: levels, items, what is missing, what moved, where the next point is cheapest."""
    who = account(request)
    require(who, Permission.VIEW_SCORE)
    assessment = _assessment(assessment_id)
    score = selectors.score_of(assessment)
    checked = {group.title: group for group in score.checked.groups}
    shown = {
        "assessment": assessment,
        "score": score,
        "groups": [
            (tallied, checked[tallied.title], score.of_group(group))
            for group, tallied in zip(score.sheet.groups, score.own.groups, strict=True)
        ],
        "best": score.gains[:BEST_GAINS],
        "may_run": may(who, Permission.RUN_PROGRAMME),
        "may_check": may(who, Permission.CHECK_SCORE),
        "may_build": may(who, Permission.EXPORT),
    }
    return render(request, "programme/assessment.html", shown)


def _assessment(assessment_id: int) -> Assessment:
    rows = Assessment.objects.select_related("sheet", "plan", "opened_by")
    return get_object_or_404(rows, pk=assessment_id)


@require_GET
def item(request: HttpRequest, assessment_id: int, number: str) -> HttpResponse:
    """一项指标: its rule, its numbers with their hashes, its proofs, the marks given."""
    who = account(request)
    require(who, Permission.VIEW_SCORE)
    assessment = _assessment(assessment_id)
    state = selectors.state_of(assessment, _item(assessment, number).number)
    shown = {
        "assessment": assessment,
        "state": state,
        "item": state.item,
        "proofs": selectors.with_files(list(state.proofs)),
        "marks": assessment.marks.filter(item=number).select_related("by").order_by("-pk"),
        "may_run": may(who, Permission.RUN_PROGRAMME),
        "may_check": may(who, Permission.CHECK_SCORE),
    }
    return render(request, "programme/item.html", shown)


def _item(assessment: Assessment, number: str) -> Item:
    try:
        return selectors.sheet_in(assessment).item(number)
    except KeyError:
        raise Http404 from None


@require_http_methods(["GET", "POST"])
def mark(request: HttpRequest, assessment_id: int, number: str, side: str) -> HttpResponse:
    """打分: the self-score or the checked one, never both by the same person."""
    who, assessment = account(request), _assessment(assessment_id)
    checking = side == Side.CHECKED
    require(who, Permission.CHECK_SCORE if checking else Permission.RUN_PROGRAMME)
    state = selectors.state_of(assessment, _item(assessment, number).number)
    form_of = CheckedMarkForm if checking else SelfMarkForm
    form = form_of(
        request.POST or None,
        by=who,
        assessment=assessment,
        item=state.item,
        side=Side(side),
        initial=_first(state.suggested, checking=checking) | kept_fields(request),
    )
    facts = (
        Fact("指标", state.item.title),
        Fact("打分规则", state.item.rule or "—"),
        Fact("算出来", f"{state.value_words} {state.fraction}".strip()),
        Fact("自评分", f"{state.own.points}，{state.own.reason}" if state.own else "还没有"),
    )
    return filled(request, form, _around(assessment, number, form.title, facts))


def _first(suggested: object, *, checking: bool) -> dict[str, object]:
    """Bands suggest the self-score; a checker begins with nothing."""
    return {} if checking or suggested is None else {"points": suggested}


@require_http_methods(["GET", "POST"])
def proof(request: HttpRequest, assessment_id: int, number: str) -> HttpResponse:
    """给一项指标交佐证."""
    who, assessment = account(request), _assessment(assessment_id)
    require(who, Permission.RUN_PROGRAMME)
    form = ItemProofForm(
        request.POST or None,
        request.FILES or None,
        by=who,
        item=_item(assessment, number),
        initial=kept_fields(request),
    )
    return filled(request, form, _around(assessment, number, "交佐证", ()))


def _around(assessment: Assessment, number: str, here: str, facts: tuple[Fact, ...]) -> Around:
    whole = reverse("assessment", args=[assessment.pk])
    href = reverse("assessment-item", args=[assessment.pk, number])
    crumbs = (Link("评分", reverse("scores")), Link(assessment.title, whole),
              Link(f"第 {number} 项", href), Link(here))  # fmt: skip
    return Around(href, "回到这一项", crumbs, facts)


@require_GET
def rows(request: HttpRequest, key: str) -> HttpResponse:
    """一个数的明细: the rows it was counted from, and the hash of the question."""
    who = account(request)
    require(who, Permission.VIEW_SCORE)
    query = selectors.QUERIES.get(key)
    if query is None:
        raise Http404
    period = _period(request)
    page = page_of(query.rows(period).order_by("-pk"), request)
    shown = {
        "query": query,
        "period": period,
        "page": page,
        "lines": [query.line(row) for row in page],
        "found": selectors.harvest(query, period),
        "opens": bool(query.page) and _opens(who, query),
    }
    return render(request, "programme/harvest.html", shown)


def _opens(who: Account, query: Query) -> bool:
    """Whether the records themselves may be opened; the evaluator reads the rows only."""
    return may(who, query.right)


def _period(request: HttpRequest) -> Period:
    today = timezone.localdate()
    try:
        since = parse_date(request.GET.get("since", "")) or today.replace(month=1, day=1)
        until = parse_date(request.GET.get("until", "")) or today
    except ValueError:
        return Period(today.replace(month=1, day=1), today)
    return Period(since, until)
