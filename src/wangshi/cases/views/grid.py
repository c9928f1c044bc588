"""网格员的手机页: report in six taps, and hear what became of it."""

from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import require
from wangshi.accounts.requests import account, kept_fields
from wangshi.cases.clocks import check_deadline, promised_due
from wangshi.cases.endings import told
from wangshi.cases.forms import STEP_FORMS, GridReportForm
from wangshi.cases.models import Clue, Dispute
from wangshi.cases.selectors import Correcting, own_reports, similar, standings
from wangshi.cases.workflow import ClueState, StepRefused
from wangshi.shared.paging import page_of

from .seen import own_clue
from .steps import opened, take

SIZE = 20


@dataclass(frozen=True)
class Answer:
    """一个回音: what was reported, where it stands, and what the finder may do."""

    clue: Clue
    word: str
    tone: str
    words: str
    when: str
    may_dispute: bool


@require_http_methods(["GET", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """上报线索: photo, kind, place, shop, a sentence, send."""
    who = account(request)
    require(who, Permission.REPORT_CLUE)
    form = GridReportForm(
        request.POST or None, request.FILES or None, by=who, initial=kept_fields(request)
    )
    if request.method == "POST" and form.is_valid():
        try:
            clue = form.act(timezone.now())
        except StepRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _received(clue))
            return redirect("grid-answers")
    context = {
        "form": form,
        "who": who,
        "answered": own_reports(who).filter(state=ClueState.CLOSED).count(),
        "lost_photos": bool(form.errors and request.FILES),
    }
    return render(request, "cases/grid.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def queued(request: HttpRequest) -> JsonResponse:
    """存过的上报: one report a phone kept while it had no signal; GET says whose turn it is.

    A report sent twice is the first one (its mark); what is wrong is told, and stays on the phone.
    """
    who = account(request)
    require(who, Permission.REPORT_CLUE)
    if request.method == "GET":
        return JsonResponse({"who": who.username, "token": get_token(request)})
    form = GridReportForm(request.POST, request.FILES, by=who)
    if form.is_valid():
        try:
            clue = form.act(timezone.now())
        except StepRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _received(clue))
            return JsonResponse({"number": clue.number}, status=201)
    wrong = [words for errors in form.errors.values() for words in errors]
    return JsonResponse({"wrong": wrong}, status=422)


@login_not_required
@require_GET
def worker(request: HttpRequest) -> HttpResponse:
    """上报页的离线脚本: beside the page, so that it may look after it and nothing else."""
    answer = render(request, "cases/grid_worker.js", content_type="text/javascript")
    answer["Cache-Control"] = "no-cache"
    return answer


@require_GET
def answers(request: HttpRequest) -> HttpResponse:
    """回音: each report, who has it, what was answered, and the way to disagree."""
    who = account(request)
    require(who, Permission.REPORT_CLUE)
    today = timezone.localdate()
    mine = own_reports(who)
    this_year = mine.filter(received_at__year=today.year)
    page = page_of(mine, request, size=SIZE)
    context = {
        "page": page,
        "answers": _answers(page.rows, today),
        "reported": this_year.count(),
        "answered": this_year.filter(state=ClueState.CLOSED).count(),
    }
    return render(request, "cases/grid_answers.html", context)


@require_http_methods(["GET", "POST"])
def dispute(request: HttpRequest, clue_id: int) -> HttpResponse:
    """提出异议: by who reported it, in one sentence."""
    clue = own_clue(request, clue_id)
    who = account(request)
    require(who, Permission.DISPUTE_CLUE, clue)
    try:
        form = opened(STEP_FORMS["dispute"], clue, who, request)
    except StepRefused as refusal:
        messages.warning(request, str(refusal))
        return redirect("grid-answers")
    if request.method == "POST" and form.is_valid() and take(form, who, request):
        return redirect("grid-answers")
    context = {"form": form, "clue": clue}
    return render(request, "cases/grid_dispute.html", context, status=422 if form.errors else 200)


def _received(clue: Clue) -> str:
    known = similar(clue).first()
    words = f"收到了，编号 {clue.number}。"
    if known is None:
        return words
    when = timezone.localdate(known.received_at)
    return (
        f"{words}这家店 {when.month} 月 {when.day} 日有人报过同一种情况，正在办；两件会放在一起看。"
    )


def _answers(clues: tuple[Clue, ...], today: date) -> list[Answer]:
    keys = [clue.pk for clue in clues]
    standing = standings(Clue.objects.filter(pk__in=keys))
    facts = {one.pk: one.facts for one in standing}
    settled = {
        one.clue_id: one
        for one in Dispute.objects.filter(clue__in=keys, reopened__isnull=False).order_by("pk")
    }
    looked = {one.pk: one.correcting for one in standing}
    return [
        _answer(
            clue,
            check_deadline(facts[clue.pk]).due_on,
            settled.get(clue.pk),
            _looked(looked[clue.pk]),
        )
        for clue in clues
    ]


def _looked(correcting: Correcting | None) -> str:
    """改没改好: what the recheck found, for whoever reported it."""
    if correcting is None:
        return ""
    if correcting.fixed is None:
        return f"\n要求最晚 {correcting.due_on:%m-%d} 改好，到期复看。"
    return "\n复看过了：已改好。" if correcting.fixed else "\n复看过了：没改好，接着办。"


def _answer(clue: Clue, due: date | None, settled: Dispute | None, looked: str) -> Answer:
    received = timezone.localdate(clue.received_at)
    since = f"{received:%m-%d} 上报"
    if clue.state == ClueState.CLOSED and clue.replied_at and clue.replied_by:
        replied = timezone.localdate(clue.replied_at)
        took = (replied - received).days
        length = f"用了 {took} 日" if took else "当天就答复"
        when = f"{since}，{replied:%m-%d} 答复，{length}。答复人 {clue.replied_by.name}"
        upheld = settled is not None and settled.raised_at >= clue.replied_at
        words = (
            f"{clue.reply}\n复核过了：{settled.settlement}" if upheld and settled else clue.reply
        )
        said = f"{words}{looked}"
        return Answer(clue, clue.get_outcome_display(), "good", said, when, not upheld)
    if clue.state == ClueState.DISPUTED:
        return Answer(clue, "在复核", "soon", "您提的异议已收到，换一个人复核。", since, False)
    if clue.state == ClueState.DECIDED:
        by = promised_due("reply", clue.decided_on) if clue.decided_on else None
        last = f"，最晚 {by:%m-%d} 告诉您" if by else ""
        return Answer(clue, "有结果了", "blue", told(clue.ground), since + last, False)
    office = clue.department.name if clue.department else ""
    words = f"归{office}办。" if office else "刚收到，正在找该办的单位。"
    last = f"，最晚 {due.month} 月 {due.day} 日查完" if due else "，在等检测结果"
    return Answer(clue, "在办", "blue", words, since + last, False)
