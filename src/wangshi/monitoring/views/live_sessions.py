"""直播: the sessions whose words were taken in, one of them, and what was said of its goods."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import may, require
from wangshi.accounts.requests import account, kept_fields
from wangshi.engine.transcripts import clock_words
from wangshi.monitoring.forms.live_sessions import GoodsForm, TranscriptForm
from wangshi.monitoring.models import Hit, HitState, LiveSession
from wangshi.monitoring.selectors.live_sessions import (
    CUES,
    cue_lines,
    live_sessions,
    side_by_side,
    spoken_hits,
)
from wangshi.monitoring.workflow import JudgementRefused
from wangshi.shared.pages import Fact
from wangshi.shared.paging import page_of, page_of_list


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """直播清单: the newest first."""
    who = account(request)
    require(who, Permission.VIEW_HIT)
    page = page_of(live_sessions(request.GET.dict()), request)
    context = {
        "page": page,
        "room": request.GET.get("room", ""),
        "is_narrow": any(request.GET.get(name) for name in ("q", "room")),
        "may_take": may(who, Permission.IMPORT_LISTINGS),
    }
    return render(request, "monitoring/live_sessions.html", context)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """上传直播文字."""
    who = account(request)
    require(who, Permission.IMPORT_LISTINGS)
    initial = {"room": request.GET.get("room", "")} | kept_fields(request)
    form = TranscriptForm(request.POST or None, request.FILES or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            session = form.act(by=who, at=timezone.now())
        except JudgementRefused as refusal:
            form.add_error("file", str(refusal))
        else:
            messages.success(request, "直播文字收下了，命中在下面。")
            return redirect("live-session", session.pk)
    status = 422 if form.errors else 200
    return render(request, "monitoring/new_live_session.html", {"form": form}, status=status)


@require_GET
def show(request: HttpRequest, session_id: int) -> HttpResponse:
    """一场直播: hits by the clock, contradictions side by side, goods, and the words."""
    require(account(request), Permission.VIEW_HIT)
    session = get_object_or_404(_sessions(), pk=session_id)
    return _page(request, session, GoodsForm(session=session))


@require_POST
def goods(request: HttpRequest, session_id: int) -> HttpResponse:
    """记下讲解的商品, and compare."""
    who = account(request)
    require(who, Permission.JUDGE_HIT)
    session = get_object_or_404(_sessions(), pk=session_id)
    form = GoodsForm(request.POST, session=session)
    if form.is_valid():
        try:
            named = form.act(by=who, at=timezone.now())
        except JudgementRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            found = named.contradictions.count()
            told = f"比对完了，{found} 处矛盾。" if found else "比对完了，没有找到矛盾。"
            messages.success(request, told)
            return redirect("live-session", session.pk)
    return _page(request, session, form)


def _sessions() -> QuerySet[LiveSession]:
    return LiveSession.objects.select_related(
        "room__platform", "room__operator", "listing__shop", "taken_by", "transcript"
    )


def _page(request: HttpRequest, session: LiveSession, form: GoodsForm) -> HttpResponse:
    who = account(request)
    spoken = spoken_hits(session)
    pairs = side_by_side(spoken)
    in_pairs = {pair.spoken.hit.pk for pair in pairs}
    cues: list[dict[str, Any]] = session.transcript.cues
    page = page_of_list(cues, request, size=CUES)
    context = {
        "session": session,
        "spoken": [one for one in spoken if one.hit.pk not in in_pairs],
        "pairs": pairs,
        "first_pending": next((one.href for one in spoken if _is_pending(one.hit)), ""),
        "goods": session.goods.select_related("listing", "named_by"),
        "facts": _facts(session),
        "page": page,
        "lines": cue_lines(page.rows, spoken),
        "form": form,
        "may_judge": may(who, Permission.JUDGE_HIT),
    }
    status = 422 if form.errors else 200
    return render(request, "monitoring/live_session.html", context, status=status)


def _is_pending(hit: Hit) -> bool:
    return hit.state == HitState.PENDING


def _facts(session: LiveSession) -> tuple[Fact, ...]:
    transcript, remarks = session.transcript, "；".join(session.transcript.remarks)
    taken = timezone.localtime(session.taken_at)
    return (
        Fact("时长", clock_words(session.duration_ms)),
        Fact("字幕", f"{session.cue_count} 条，{session.letters} 个字（{transcript.written}）"),
        Fact("卖什么", session.product or "没有填，从话里认"),
        Fact("谁上传", f"{session.taken_by.name}，{taken:%Y-%m-%d %H:%M}"),
        Fact("文件", transcript.file_name),
        Fact("文件校验值", transcript.sha256),
        *([Fact("读的时候补正的", remarks)] if remarks else []),
    )
