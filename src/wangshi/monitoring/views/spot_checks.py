"""抽查没有命中的商品: the draws, one of them, and one listing at a time."""

from collections.abc import Iterator

from django.contrib import messages
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import may, require, visible
from wangshi.accounts.requests import account, kept_fields
from wangshi.cases.selectors import title_of
from wangshi.cases.workflow import StepRefused
from wangshi.engine.tables.writing import OutCell
from wangshi.monitoring import selectors
from wangshi.monitoring.forms import ClearForm, MissedForm, UnclearForm
from wangshi.monitoring.models import SpotCheck, SpotCheckDraw, SpotCheckState, Sweep
from wangshi.monitoring.services import (
    check_words,
    draw_spot_check,
    hand_over_missed,
    is_check_undoable,
    undo_spot_check,
)
from wangshi.monitoring.workflow import JudgementRefused
from wangshi.shared.pages import Fact
from wangshi.shared.paging import page_of
from wangshi.shared.words import grouped

from .exporting import workbook

COLUMNS = (
    "第几个", "商品", "店铺", "平台", "镇办", "网址", "看到时间", "判断", "谁判断", "何时",
    "违法行为", "原话", "说明", "线索",
)  # fmt: skip
JudgeForm = ClearForm | UnclearForm | MissedForm


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """抽查: the newest draw first, and what they say together."""
    who = account(request)
    require(who, Permission.VIEW_HIT)
    page = page_of(_draws(), request)
    progress = selectors.progress_of([made.pk for made in page])
    context = {
        "page": page,
        "rows": [(made, progress[made.pk]) for made in page],
        "missing": selectors.missing(),
        "unread": selectors.unread_count(who),
        "first": selectors.spot_checks(who).filter(state=SpotCheckState.PENDING).first(),
        "may_judge": may(who, Permission.JUDGE_HIT),
    }
    return render(request, "monitoring/spot_checks.html", context)


@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """抽查 a sweep, or what was imported for none, now."""
    who = account(request)
    require(who, Permission.JUDGE_HIT)
    key = request.POST.get("sweep", "")
    sweep = get_object_or_404(Sweep, pk=int(key)) if _is_key(key) else None
    try:
        made = draw_spot_check(sweep, by=who, at=timezone.now())
    except JudgementRefused as refusal:
        messages.warning(request, str(refusal))
        return redirect("sweep", sweep.pk) if sweep else redirect("spot-checks")
    return redirect("spot-check-draw", made.pk)


@require_GET
def show_draw(request: HttpRequest, draw_id: int) -> HttpResponse:
    """一次抽取: how it was drawn, whether it can be drawn again, and its listings."""
    who = account(request)
    require(who, Permission.VIEW_HIT)
    made = get_object_or_404(_draws(), pk=draw_id)
    page = page_of(_checks(made), request)
    context = {
        "made": made,
        "page": page,
        "progress": selectors.progress_of([made.pk])[made.pk],
        "facts": _facts(made),
        "replay": selectors.replay(made),
        "unread": _checks(made).filter(state=SpotCheckState.PENDING).first(),
        "may_judge": may(who, Permission.JUDGE_HIT),
        "export": reverse("spot-check-draw-export", args=[made.pk])
        if may(who, Permission.EXPORT)
        else "",
    }
    return render(request, "monitoring/spot_check_draw.html", context)


@require_GET
def export_draw(request: HttpRequest, draw_id: int) -> FileResponse:
    """导出一次抽取."""
    require(account(request), Permission.VIEW_HIT)
    require(account(request), Permission.EXPORT)
    made = get_object_or_404(_draws(), pk=draw_id)
    return workbook("抽查", COLUMNS, (tuple(_cells(check)) for check in _checks(made)))


@require_http_methods(["GET", "POST"])
def show(request: HttpRequest, check_id: int) -> HttpResponse:
    """看一件抽中的; "no problem" leads straight to the next one."""
    check = _seen(request, check_id)
    form = ClearForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _judge(request, check, form)
    return _page(request, check, form, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def missed(request: HttpRequest, check_id: int) -> HttpResponse:
    """规则漏了: a page of its own, and the page behind the dialog."""
    check = _seen(request, check_id)
    require(account(request), Permission.JUDGE_HIT, check)
    form = MissedForm(request.POST or None, initial=kept_fields(request), on=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        return _judge(request, check, form)
    return _form_page(request, check, form)


@require_http_methods(["GET", "POST"])
def unclear(request: HttpRequest, check_id: int) -> HttpResponse:
    """说不准."""
    check = _seen(request, check_id)
    require(account(request), Permission.JUDGE_HIT, check)
    form = UnclearForm(request.POST or None, initial=kept_fields(request))
    if request.method == "POST" and form.is_valid():
        return _judge(request, check, form)
    return _form_page(request, check, form)


@require_POST
def undo(request: HttpRequest, check_id: int) -> HttpResponse:
    """撤回判断, and back to it."""
    check = _seen(request, check_id)
    try:
        undo_spot_check(check, by=account(request), at=timezone.now())
    except JudgementRefused as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, "已撤回，可以重新判断。")
    return redirect("spot-check", check.pk)


@require_POST
def hand_over(request: HttpRequest, check_id: int) -> HttpResponse:
    """转为线索: what the rules missed."""
    who = account(request)
    check = _seen(request, check_id)
    try:
        clue = hand_over_missed(check, by=who, at=timezone.now())
    except (JudgementRefused, StepRefused) as refusal:
        messages.warning(request, str(refusal))
        return redirect("spot-check", check.pk)
    messages.success(request, f"已转为线索 {clue.number}。")
    return (
        redirect("clue", clue.pk)
        if may(who, Permission.VIEW_CLUE, clue)
        else redirect("spot-check", check.pk)
    )


def _is_key(written: str) -> bool:
    return written.isascii() and written.isdigit() and len(written) < len("10000000000")


def _draws() -> QuerySet[SpotCheckDraw]:
    return SpotCheckDraw.objects.select_related("sweep", "drawn_by")


def _checks(made: SpotCheckDraw) -> QuerySet[SpotCheck]:
    rows = SpotCheck.objects.filter(draw=made).order_by("place")
    return rows.select_related(*selectors.spot_check_rows())


def _seen(request: HttpRequest, check_id: int) -> SpotCheck:
    who = account(request)
    require(who, Permission.VIEW_HIT)
    rows = visible(SpotCheck.objects.all(), who, Permission.VIEW_HIT)
    return get_object_or_404(rows.select_related(*selectors.spot_check_rows()), pk=check_id)


def _judge(request: HttpRequest, check: SpotCheck, form: JudgeForm) -> HttpResponse:
    """判断, then the next one nobody has read; what was missed stays to be handed over."""
    who = account(request)
    here = reverse("spot-check", args=[check.pk])
    try:
        form.act(check, by=who, at=timezone.now(), outcome=here)
    except JudgementRefused as refusal:
        form.add_error(None, str(refusal))
        check.refresh_from_db()
        if isinstance(form, ClearForm):
            return _page(request, check, form, status=409)
        return _form_page(request, check, form)
    if isinstance(form, MissedForm):
        return redirect(here)
    following = selectors.next_unread(check, who)
    if following is None:
        messages.success(request, "抽中的都看完了。")
        return redirect("spot-check-draw", check.draw_id)
    return redirect(f"{reverse('spot-check', args=[following])}?last={check.pk}")


def _form_page(
    request: HttpRequest, check: SpotCheck, form: UnclearForm | MissedForm
) -> HttpResponse:
    context = {
        "check": check,
        "form": form,
        "is_missed": isinstance(form, MissedForm),
        "is_pending": check.state == SpotCheckState.PENDING,
        "judged": check_words(check),
    }
    status = 422 if form.errors else 200
    return render(request, "monitoring/spot_check_judge.html", context, status=status)


def _page(request: HttpRequest, check: SpotCheck, form: ClearForm, *, status: int) -> HttpResponse:
    who, now = account(request), timezone.now()
    place = selectors.check_place(check)
    context = {
        "check": check,
        "sighting": check.sighting,
        "listing": check.sighting.listing,
        "shop": check.sighting.listing.shop,
        "form": form,
        "place": place,
        "previous": reverse("spot-check", args=[place.previous]) if place.previous else "",
        "following": reverse("spot-check", args=[place.following]) if place.following else "",
        "last": _last(request),
        "judged": check_words(check),
        "violation": title_of(check.violation) if check.violation else "",
        "undoable": is_check_undoable(check, who, now),
        "is_pending": check.state == SpotCheckState.PENDING,
        "is_missed": check.state == SpotCheckState.MISSED,
        "may_judge": may(who, Permission.JUDGE_HIT, check),
        "may_hand_over": may(who, Permission.HAND_OVER) and check.clue_id is None,
        "keys": who.keys_enabled,
    }
    return render(request, "monitoring/spot_check.html", context, status=status)


def _last(request: HttpRequest) -> SpotCheck | None:
    """刚判断的那件, while it can be taken back."""
    key = request.GET.get("last", "")
    if not _is_key(key):
        return None
    who = account(request)
    rows = selectors.spot_checks(who).select_related("sighting", "judged_by")
    check = rows.filter(pk=int(key)).first()
    return check if check is not None and is_check_undoable(check, who, timezone.now()) else None


def _facts(made: SpotCheckDraw) -> tuple[Fact, ...]:
    sweep = made.sweep
    return (
        Fact(
            "监测",
            sweep.title if sweep else "不属于哪次监测",
            reverse("sweep", args=[sweep.pk]) if sweep else "",
        ),
        Fact("抽取", f"{timezone.localtime(made.drawn_at):%Y-%m-%d %H:%M:%S}"),
        Fact("谁抽的", made.drawn_by.name if made.drawn_by else "导入之后自己抽"),
        Fact("总体", f"{grouped(made.frame)} 件没有命中，另有 {grouped(made.flagged)} 件有命中"),
        Fact("比例", f"{made.permille / 10:g}%"),
        Fact("种子", made.seed),
        Fact("总体的校验值", made.frame_sha256[:16]),
        Fact("规则版本", made.law_fingerprint[:12]),
    )


def _cells(check: SpotCheck) -> Iterator[OutCell]:
    sighting = check.sighting
    shop = sighting.listing.shop
    yield from (check.place, sighting.title, shop.name, shop.platform.name)
    yield from (shop.town.name if shop.town else "", sighting.page_url)
    yield timezone.localtime(sighting.seen_at).replace(tzinfo=None)
    yield from (check.get_state_display(), check.judged_by.name if check.judged_by else "")
    yield timezone.localtime(check.judged_at).replace(tzinfo=None) if check.judged_at else None
    yield title_of(check.violation) if check.violation else ""
    yield from (check.quote, check.note, check.clue.number if check.clue else "")
