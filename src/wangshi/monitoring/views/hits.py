"""复核命中: the queue, one hit at a time, and what is ready to become a clue."""

from collections.abc import Iterator

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import may, require, visible
from wangshi.accounts.requests import account, kept_fields
from wangshi.cases.workflow import StepRefused
from wangshi.engine.tables.writing import OutCell
from wangshi.monitoring import selectors
from wangshi.monitoring.forms import ConfirmForm, DismissForm, QueueForm
from wangshi.monitoring.models import Hit, HitState
from wangshi.monitoring.selectors import Wanted
from wangshi.monitoring.services import (
    confirmed_of,
    hand_over,
    hand_over_chosen,
    is_undoable,
    judged_words,
    undo_judgement,
)
from wangshi.monitoring.workflow import ABSOLUTE_FAMILY, JudgementRefused
from wangshi.registry.models import Shop
from wangshi.shared.pages import Link
from wangshi.shared.paging import page_of

from .exporting import MOST_EXPORTED, workbook

COLUMNS = (
    "编号", "商品", "店铺", "平台", "镇办", "规则", "规则名称", "涉嫌违法行为", "级别", "危害",
    "原话", "依据", "为什么", "看到时间", "网址", "状态", "谁判断", "何时",
    "排除理由", "说明", "线索",
)  # fmt: skip


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """待复核命中: the gravest first."""
    who = account(request)
    require(who, Permission.VIEW_HIT)
    wanted = Wanted.read(request.GET.dict())
    page = page_of(selectors.queue_rows(wanted, who), request)
    context = {
        "page": page,
        "review_only": selectors.review_only({hit.rule for hit in page.rows}),
        "form": QueueForm({"state": HitState.PENDING, **request.GET.dict()}),
        "states": _state_links(wanted, who),
        "query": wanted.query,
        "is_pending": wanted.values["state"] == HitState.PENDING,
        "ready": selectors.ready_count(who),
        "may_judge": may(who, Permission.JUDGE_HIT),
        "may_hand_over": may(who, Permission.HAND_OVER),
        "may_import": may(who, Permission.IMPORT_LISTINGS),
        "export": reverse("hits-export") if may(who, Permission.EXPORT) else "",
    }
    return render(request, "monitoring/hits.html", context)


@require_GET
def export(request: HttpRequest) -> FileResponse:
    """导出命中: the same filter, as a workbook."""
    who = account(request)
    require(who, Permission.VIEW_HIT)
    require(who, Permission.EXPORT)
    hits = selectors.queue_rows(Wanted.read(request.GET.dict()), who)[:MOST_EXPORTED]
    return workbook("命中", COLUMNS, (tuple(_cells(hit)) for hit in hits.iterator(chunk_size=2000)))


@require_http_methods(["GET", "POST"])
def show(request: HttpRequest, hit_id: int) -> HttpResponse:
    """复核一条命中; a confirmation leads straight to the next one."""
    hit = _seen(request, hit_id)
    form = ConfirmForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _judge(request, hit, form)
    return _page(request, hit, form, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def dismiss(request: HttpRequest, hit_id: int) -> HttpResponse:
    """排除一条命中: the page behind the dialog, and the whole way without script."""
    hit = _seen(request, hit_id)
    require(account(request), Permission.JUDGE_HIT, hit)
    form = _dismiss_form(hit, request.POST or None, initial=kept_fields(request))
    if request.method == "POST" and form.is_valid():
        return _judge(request, hit, form)
    return _dismiss_page(request, hit, form)


@require_POST
def undo(request: HttpRequest, hit_id: int) -> HttpResponse:
    """撤回判断, and back to the hit."""
    hit = _seen(request, hit_id)
    try:
        undo_judgement(hit, by=account(request), at=timezone.now())
    except JudgementRefused as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, "已撤回，可以重新判断。")
    return redirect(_address(hit.pk, _wanted(request)))


@require_GET
def ready(request: HttpRequest) -> HttpResponse:
    """已确认待移交: one button a shop."""
    who = account(request)
    require(who, Permission.VIEW_HIT)
    page = page_of(selectors.ready_shops_rows(who), request, size=20)
    context = {
        "page": page,
        "shops": selectors.ready_shops(page.rows, who),
        "plan": selectors.hand_over_plan(who, timezone.now()),
        "may_hand_over": may(who, Permission.HAND_OVER),
        "pending": selectors.pending_count(who),
    }
    return render(request, "monitoring/ready.html", context)


@require_POST
def hand_over_page(request: HttpRequest, hit_id: int) -> HttpResponse:
    """转为线索: the confirmed hits of this page."""
    hit = _seen(request, hit_id)
    beside = Hit.objects.filter(sighting=hit.sighting_id, state=HitState.CONFIRMED, clue=None)
    return _hand_over(request, list(beside) or [hit], _address(hit.pk, _wanted(request)))


@require_POST
def hand_over_together(request: HttpRequest) -> HttpResponse:
    """一起移交今天选的: the shops that the page listed."""
    who = account(request)
    require(who, Permission.HAND_OVER)
    listed = {int(key) for key in request.POST.getlist("shop") if key.isascii() and key.isdigit()}
    try:
        clues = hand_over_chosen(listed, by=who, at=timezone.now())
    except (JudgementRefused, StepRefused) as refusal:
        messages.warning(request, str(refusal))
    else:
        left = len(listed) - len(clues)
        more = f"另有 {left} 家刚才变了，没有移交。" if left else ""
        messages.success(request, f"已转为 {len(clues)} 条线索。{more}")
    return redirect("hits-ready")


@require_POST
def hand_over_shop(request: HttpRequest, shop_id: int) -> HttpResponse:
    """转为线索: all that was confirmed of a shop."""
    require(account(request), Permission.HAND_OVER)
    shop = get_object_or_404(Shop, pk=shop_id)
    return _hand_over(request, confirmed_of(shop), reverse("hits-ready"))


def _hand_over(request: HttpRequest, hits: list[Hit], back: str) -> HttpResponse:
    who = account(request)
    try:
        clue = hand_over(hits, by=who, at=timezone.now())
    except (JudgementRefused, StepRefused) as refusal:
        messages.warning(request, str(refusal))
        return redirect(back)
    messages.success(request, f"已转为线索 {clue.number}，{len(hits)} 条命中都在里面。")
    return redirect("clue", clue.pk) if may(who, Permission.VIEW_CLUE, clue) else redirect(back)


def _seen(request: HttpRequest, hit_id: int) -> Hit:
    who = account(request)
    require(who, Permission.VIEW_HIT)
    hits = visible(Hit.objects.all(), who, Permission.VIEW_HIT)
    return get_object_or_404(hits.select_related(*selectors.review_rows()), pk=hit_id)


def _wanted(request: HttpRequest) -> Wanted:
    return Wanted.read(request.GET.dict())


def _address(hit_id: int, wanted: Wanted, **more: int) -> str:
    asked = [wanted.query, *(f"{name}={value}" for name, value in more.items())]
    query = "&".join(part for part in asked if part)
    return reverse("hit", args=[hit_id]) + (f"?{query}" if query else "")


def _judge(request: HttpRequest, hit: Hit, form: ConfirmForm | DismissForm) -> HttpResponse:
    """判断, then the next pending hit of the same queue."""
    who, wanted = account(request), _wanted(request)
    try:
        form.act(hit, by=who, at=timezone.now(), outcome=reverse("hit", args=[hit.pk]))
    except JudgementRefused as refusal:
        form.add_error(None, str(refusal))
        hit.refresh_from_db()
        if isinstance(form, DismissForm):
            return _dismiss_page(request, hit, form)
        return _page(request, hit, form, status=409)
    following = selectors.next_pending(hit, wanted, who)
    if following is None:
        messages.success(request, "这一队都看完了。")
        return redirect(_address(hit.pk, wanted))
    return redirect(_address(following, wanted, last=hit.pk))


def _dismiss_form(hit: Hit, *args: object, **kwargs: object) -> DismissForm:
    return DismissForm(
        *args, on=timezone.localdate(), is_absolute=hit.family == ABSOLUTE_FAMILY, **kwargs
    )


def _dismiss_page(request: HttpRequest, hit: Hit, form: DismissForm) -> HttpResponse:
    context = {
        "hit": hit,
        "form": form,
        "is_pending": hit.state == HitState.PENDING,
        "judged": judged_words(hit),
        "back": _address(hit.pk, _wanted(request)),
        "query": request.GET.urlencode(),
    }
    status = 422 if form.errors else 200
    return render(request, "monitoring/dismiss.html", context, status=status)


def _page(request: HttpRequest, hit: Hit, form: ConfirmForm, *, status: int) -> HttpResponse:
    who, wanted, now = account(request), _wanted(request), timezone.now()
    review = selectors.review(hit, by=who, on=timezone.localdate(now))
    confirmed = [
        panel.hit
        for panel in review.panels
        if panel.hit.state == HitState.CONFIRMED and panel.hit.clue_id is None
    ]
    place = selectors.place_of(hit, wanted, who)
    context = {
        "review": review,
        "hit": hit,
        "form": form,
        "dismiss_form": _dismiss_form(hit, auto_id="dismiss-%s"),
        "place": place,
        "previous": _address(place.previous, wanted) if place.previous else "",
        "following": _address(place.following, wanted) if place.following else "",
        "query": wanted.query,
        "last": _last(request, who),
        "judged": judged_words(hit),
        "undoable": is_undoable(hit, who, now),
        "confirmed": confirmed if hit.state == HitState.CONFIRMED else [],
        "is_pending": hit.state == HitState.PENDING,
        "may_judge": may(who, Permission.JUDGE_HIT, hit),
        "may_hand_over": may(who, Permission.HAND_OVER),
        "may_see_rules": may(who, Permission.VIEW_STATISTICS),
        "may_link": may(who, Permission.EDIT_OPERATOR, hit.shop),
        "keys": who.keys_enabled,
    }
    return render(request, "monitoring/hit.html", context, status=status)


def _last(request: HttpRequest, who: Account) -> Hit | None:
    """刚判断的那条, while it can be taken back."""
    asked = request.GET.get("last", "")
    if not (asked.isascii() and asked.isdigit() and len(asked) < len("10000000000")):
        return None
    hits = visible(Hit.objects.all(), who, Permission.VIEW_HIT)
    hit = hits.select_related("sighting", "judged_by").filter(pk=int(asked)).first()
    return hit if hit is not None and is_undoable(hit, who, timezone.now()) else None


def _state_links(wanted: Wanted, who: Account) -> tuple[Link, ...]:
    counts = selectors.shares(wanted, who)
    now = wanted.values["state"]
    rows = [*((str(state.value), str(state.label)) for state in HitState), ("all", "全部")]
    return tuple(
        Link(
            word=word,
            href="?" + (Wanted({**wanted.values, "state": state}).query or "state=pending"),
            count=sum(counts.values()) if state == "all" else counts.get(state, 0),
            here=state == now,
        )
        for state, word in rows
    )


def _cells(hit: Hit) -> Iterator[OutCell]:
    sighting = hit.sighting
    yield from (hit.pk, sighting.title, hit.shop.name, hit.shop.platform.name)
    yield from (hit.town.name if hit.town else "", hit.rule, hit.title, hit.violation)
    yield from (hit.get_level_display(), hit.harm, hit.quote, hit.article, hit.reason)
    yield from (timezone.localtime(sighting.seen_at).replace(tzinfo=None), sighting.page_url)
    yield from (hit.get_state_display(), hit.judged_by.name if hit.judged_by else "")
    yield timezone.localtime(hit.judged_at).replace(tzinfo=None) if hit.judged_at else None
    yield selectors.reason_title(hit.ground) if hit.ground else ""
    yield from (hit.note, hit.clue.number if hit.clue else "")
