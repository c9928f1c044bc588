"""专项资金的页: every fund from budget to result, one fund, one project with what was paid."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import may, require
from wangshi.accounts.requests import account, kept_fields
from wangshi.programme.forms.funds import PROJECT_FORMS, FundForm, ProjectForm
from wangshi.programme.models import Fund, FundProject
from wangshi.programme.selectors import funds as selectors
from wangshi.programme.workbooks import funds_workbook
from wangshi.shared.pages import Fact, Link
from wangshi.shared.words import yuan

from .acting import Around, filled
from .plans import HOME

FUNDS = "专项资金"
RIGHTS = {
    "pay": Permission.WORK_TASK,
    "result": Permission.WORK_TASK,
    "audit": Permission.RUN_PROGRAMME,
}


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """专项资金: budget, given, paid, results."""
    who = account(request)
    require(who, Permission.VIEW_PROGRAMME)
    shown = {
        "lines": selectors.fund_lines(),
        "may_run": may(who, Permission.RUN_PROGRAMME),
        "may_export": may(who, Permission.EXPORT),
    }
    return render(request, "programme/funds.html", shown)


@require_GET
def export(request: HttpRequest) -> FileResponse:
    """导出专项资金."""
    who = account(request)
    require(who, Permission.VIEW_PROGRAMME)
    require(who, Permission.EXPORT)
    return funds_workbook(selectors.fund_lines(), selectors.every_project())


@require_GET
def show(request: HttpRequest, fund_id: int) -> HttpResponse:
    """一笔资金: its projects."""
    who = account(request)
    require(who, Permission.VIEW_PROGRAMME)
    fund = get_object_or_404(Fund, pk=fund_id)
    shown = {
        "fund": fund,
        "lines": selectors.project_lines(fund),
        "left": fund.amount - selectors.given_of(fund),
        "may_run": may(who, Permission.RUN_PROGRAMME),
    }
    return render(request, "programme/fund.html", shown)


@require_GET
def project(request: HttpRequest, project_id: int) -> HttpResponse:
    """一个项目: what was paid, what looks paid before, what came of it."""
    who = account(request)
    require(who, Permission.VIEW_PROGRAMME)
    found = _project(project_id)
    vouchers = selectors.vouchers_of(found)
    named = selectors.alike_named(vouchers)
    shown = {
        "project": found,
        "paid": selectors.paid_of(found),
        "vouchers": [
            (one, [(named[like["voucher"]], like["why"]) for like in one.alike]) for one in vouchers
        ],
        "may_work": may(who, Permission.WORK_TASK, found),
        "may_run": may(who, Permission.RUN_PROGRAMME),
    }
    return render(request, "programme/fund_project.html", shown)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """登记专项资金."""
    who = account(request)
    require(who, Permission.RUN_PROGRAMME)
    initial = {"year": timezone.localdate().year} | kept_fields(request)
    form = FundForm(request.POST or None, by=who, initial=initial)
    back = reverse("funds")
    around = Around(back, "不登记了", (HOME, Link(FUNDS, back), Link("登记")))
    return filled(request, form, around, after=lambda made: reverse("fund", args=[made.pk]))


@require_http_methods(["GET", "POST"])
def project_new(request: HttpRequest, fund_id: int) -> HttpResponse:
    """批一个项目."""
    who = account(request)
    require(who, Permission.RUN_PROGRAMME)
    fund = get_object_or_404(Fund, pk=fund_id)
    form = ProjectForm(request.POST or None, by=who, fund=fund, initial=kept_fields(request))
    back = reverse("fund", args=[fund.pk])
    left = yuan(fund.amount - selectors.given_of(fund))
    facts = (Fact("资金", str(fund)), Fact("预算还剩", f"{left} 元"))
    crumbs = (HOME, Link(FUNDS, reverse("funds")), Link(str(fund), back), Link("批项目"))
    return filled(request, form, Around(back, "不批了", crumbs, facts))


@require_http_methods(["GET", "POST"])
def take(request: HttpRequest, project_id: int, slug: str) -> HttpResponse:
    """付款、报结果、核查."""
    who, found = account(request), _project(project_id)
    _may(who, found, slug)
    form = PROJECT_FORMS[slug](
        request.POST or None, by=who, project=found, initial=kept_fields(request)
    )
    back = reverse("fund-project", args=[found.pk])
    facts = (
        Fact("项目", found.title),
        Fact("给谁", found.payee),
        Fact("还剩", f"{yuan(found.amount - selectors.paid_of(found))} 元"),
        *([Fact("结果", found.result)] if found.result else []),
    )
    crumbs = (HOME, Link(FUNDS, reverse("funds")), Link(found.title, back), Link(form.title))
    return filled(request, form, Around(back, "回到项目", crumbs, facts))


def _may(who: Account, found: FundProject, slug: str) -> None:
    if not may(who, RIGHTS[slug], found):
        raise Http404


def _project(project_id: int) -> FundProject:
    rows = FundProject.objects.select_related("fund", "department", "operator")
    return get_object_or_404(rows, pk=project_id)
