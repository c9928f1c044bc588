"""平台: one line each, the duty sheet of one, and one duty looked at."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import may, require
from wangshi.accounts.requests import account, kept_fields
from wangshi.accounts.selectors import county
from wangshi.engine.supervision import standing_supervision
from wangshi.inspections import selectors
from wangshi.inspections.forms.duties import DutyForm
from wangshi.registry.models import Platform
from wangshi.shared.paging import page_of

from .acting import answer


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """平台: how many duties are met, what came last, which rows of letters wait."""
    who = account(request)
    require(who, Permission.VIEW_INSPECTION)
    today = timezone.localdate()
    page = page_of(Platform.objects.order_by("name", "pk"), request)
    scores = selectors.duty_scores(page.rows, today)
    last = selectors.last_returns(page.rows)
    late = selectors.overdue_counts(page.rows, today)
    context = {
        "page": page,
        "rows": [(one, scores[one.pk], last.get(one.pk), late.get(one.pk, 0)) for one in page.rows],
    }
    return render(request, "inspections/platforms.html", context)


@require_GET
def show(request: HttpRequest, platform_id: int) -> HttpResponse:
    """一个平台: its duties, its returns, the letters sent to it; made to be printed."""
    who = account(request)
    require(who, Permission.VIEW_INSPECTION)
    platform = get_object_or_404(Platform.objects.select_related("operator"), pk=platform_id)
    today = timezone.localdate()
    states = selectors.duties_of(platform)
    context = {
        "platform": platform,
        "states": [(one, one.is_due(today)) for one in states],
        "score": selectors.duty_scores([platform], today)[platform.pk],
        "returns": selectors.returns().filter(platform=platform)[:6],
        "letters": selectors.letters().filter(platform=platform)[:6],
        "matters": selectors.matters(),
        "county": county(),
        "today": today,
        "may_supervise": may(who, Permission.SUPERVISE_PLATFORM),
    }
    return render(request, "inspections/platform.html", context)


@require_http_methods(["GET", "POST"])
def duty(request: HttpRequest, platform_id: int, key: str) -> HttpResponse:
    """看一项职责: what the law says, what to look at, every finding so far."""
    who = account(request)
    require(who, Permission.SUPERVISE_PLATFORM)
    platform = get_object_or_404(Platform, pk=platform_id)
    found = standing_supervision().duty(key)
    if found is None:
        raise Http404
    here = reverse("platform", args=[platform.pk])
    initial = {"looked_on": timezone.localdate()} | kept_fields(request)
    form = DutyForm(request.POST or None, initial=initial)

    def act() -> str:
        if form.act(platform, key, by=who, at=timezone.now(), outcome=here):
            messages.success(request, f"记下了：{found.title}。")
        return here

    checks = platform.duty_checks.filter(duty=key).select_related("by")
    shown = {"platform": platform, "duty": found, "checks": checks}
    return answer(request, form, act, "inspections/duty.html", shown)
