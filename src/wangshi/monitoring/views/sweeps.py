"""监测: the list, one of them, opening, closing, screening again."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import may, require
from wangshi.accounts.requests import account, kept_fields
from wangshi.monitoring import selectors
from wangshi.monitoring.forms import CloseSweepForm, SweepForm
from wangshi.monitoring.models import Sweep
from wangshi.monitoring.selectors.sweeps import shop_count
from wangshi.monitoring.tasks import screen_sweep_again
from wangshi.monitoring.workflow import JudgementRefused
from wangshi.shared.pages import Fact
from wangshi.shared.paging import page_of


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """专项监测: the newest first."""
    who = account(request)
    require(who, Permission.VIEW_HIT)
    page = page_of(_sweeps(), request)
    counts = selectors.sweep_counts([sweep.pk for sweep in page])
    context = {
        "page": page,
        "rows": [(sweep, counts[sweep.pk]) for sweep in page],
        "may_open": may(who, Permission.OPEN_SWEEP),
    }
    return render(request, "monitoring/sweeps.html", context)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """安排监测."""
    who = account(request)
    require(who, Permission.OPEN_SWEEP)
    initial = {"starts_on": timezone.localdate()} | kept_fields(request)
    form = SweepForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            sweep = form.act(by=who, at=timezone.now())
        except JudgementRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("sweep", sweep.pk)
    status = 422 if form.errors else 200
    return render(request, "monitoring/new_sweep.html", {"form": form}, status=status)


@require_GET
def show(request: HttpRequest, sweep_id: int) -> HttpResponse:
    """一次监测: what was seen, what the rules found, what is left to do."""
    require(account(request), Permission.VIEW_HIT)
    return _page(request, get_object_or_404(_sweeps(), pk=sweep_id), CloseSweepForm())


@require_POST
def close(request: HttpRequest, sweep_id: int) -> HttpResponse:
    """结束监测."""
    who = account(request)
    require(who, Permission.OPEN_SWEEP)
    sweep = get_object_or_404(_sweeps(), pk=sweep_id)
    form = CloseSweepForm(request.POST)
    if form.is_valid():
        try:
            form.act(sweep, by=who, at=timezone.now())
        except JudgementRefused as refusal:
            messages.warning(request, str(refusal))
        return redirect("sweep", sweep.pk)
    return _page(request, sweep, form)


@require_POST
def screen_again(request: HttpRequest, sweep_id: int) -> HttpResponse:
    """重新筛查 with the rules that stand; it goes on when the page is left."""
    who = account(request)
    require(who, Permission.JUDGE_HIT)
    sweep = get_object_or_404(Sweep, pk=sweep_id)
    screen_sweep_again.enqueue(sweep.pk, who.pk)
    messages.info(request, "开始筛查了，两万条大约十秒；过一会儿刷新就能看到新的命中。")
    return redirect("sweep", sweep.pk)


def _sweeps() -> QuerySet[Sweep]:
    return Sweep.objects.select_related("opened_by", "closed_by")


def _page(request: HttpRequest, sweep: Sweep, form: CloseSweepForm) -> HttpResponse:
    who = account(request)
    counts = selectors.sweep_counts([sweep.pk])[sweep.pk]
    draws = list(sweep.spot_check_draws.all())
    progress = selectors.progress_of([made.pk for made in draws])
    context = {
        "draws": [(made, progress[made.pk]) for made in draws],
        "sweep": sweep,
        "counts": counts,
        "shops": shop_count(sweep),
        "bars": selectors.family_bars(sweep),
        "waiting": selectors.waiting_count(sweep),
        "facts": _facts(sweep),
        "form": form,
        "is_open": sweep.closed_at is None,
        "may_open": may(who, Permission.OPEN_SWEEP),
        "may_judge": may(who, Permission.JUDGE_HIT),
        "may_import": may(who, Permission.IMPORT_LISTINGS),
    }
    status = 422 if form.errors else 200
    return render(request, "monitoring/sweep.html", context, status=status)


def _facts(sweep: Sweep) -> tuple[Fact, ...]:
    titles = {family.key: family.title for family in selectors.families()}
    families = "、".join(titles.get(key, key) for key in sweep.rule_families)
    until = f"{sweep.ends_on:%Y-%m-%d}" if sweep.ends_on else "没有定结束日期"
    return (
        Fact("类别", sweep.get_kind_display()),
        Fact("时间", f"{sweep.starts_on:%Y-%m-%d} 到 {until}"),
        Fact("规则", families or "全部规则"),
        Fact("目的和范围", sweep.purpose),
        Fact("谁安排", sweep.opened_by.name),
        *([Fact("谁结束", sweep.closed_by.name)] if sweep.closed_by else []),
        *([Fact("监测结论", sweep.conclusion)] if sweep.conclusion else []),
    )
