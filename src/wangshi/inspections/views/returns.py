"""平台报送: what came, what is missing, one return row by row, and its receipt."""

from collections.abc import Iterator

from django.contrib import messages
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import may, require
from wangshi.accounts.requests import account
from wangshi.accounts.selectors import county
from wangshi.engine.identifiers import mask_phone
from wangshi.engine.tables.writing import OutCell
from wangshi.inspections import selectors
from wangshi.inspections.forms.returns import ReturnFilterForm
from wangshi.inspections.models import IdentityReturn, ReturnReceipt, ReturnRow
from wangshi.inspections.selectors import Part, Window
from wangshi.inspections.services import issue_receipt, rows_digest
from wangshi.inspections.workflow import InspectionRefused
from wangshi.shared.models import ImportBatch
from wangshi.shared.pages import Check, Fact, Link
from wangshi.shared.paging import page_of
from wangshi.shared.words import day_in_evidence, grouped, local

from .exporting import MOST_EXPORTED, workbook

PARTS = (
    (Part.ALL, "全部"),
    (Part.ADDED, "新增"),
    (Part.CHANGED, "变了"),
    (Part.LEFT, "退出"),
    (Part.PERSONS, "没有登记的个人"),
    (Part.LACKING, "要补报的"),
)
COLUMNS = (
    "行号", "名称（姓名）", "统一社会信用代码", "身份证件号码（打码）", "实际经营地址", "联系方式",
    "网店名称", "网址链接", "直播账号", "免于登记的情形", "超过额度标示", "年交易额（元）",
    "缺什么",
)  # fmt: skip


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """平台报送: this window's state on top, then every return."""
    who = account(request)
    require(who, Permission.VIEW_INSPECTION)
    today = timezone.localdate()
    newest = selectors.windows(today)[0]
    page = page_of(_asked(request), request)
    context = {
        "page": page,
        "rows": [(sent, selectors.timeliness(sent), selectors.days_late(sent)) for sent in page],
        "form": ReturnFilterForm(request.GET),
        "is_narrow": any(request.GET.get(name) for name in ("platform", "window")),
        "window": newest,
        "closed": selectors.missing(newest, today),
        "silent": selectors.silent_platforms(newest),
        "may_import": may(who, Permission.SUPERVISE_PLATFORM),
    }
    return render(request, "inspections/returns.html", context)


@require_GET
def show(request: HttpRequest, return_id: int) -> HttpResponse:
    """一份报送: its rows, what changed since the one before, what to ask for."""
    who = account(request)
    require(who, Permission.VIEW_INSPECTION)
    sent = _return(return_id)
    compared = selectors.difference(sent)
    which = _part(request)
    page = page_of(selectors.part(sent, compared.before, which), request)
    changed = selectors.changes(page.rows, compared.before) if which is Part.CHANGED else {}
    context = {
        "sent": sent,
        "page": page,
        "rows": [(row, mask_phone(row.phone), changed.get(row.pk, [])) for row in page],
        "which": which.value,
        "chips": _chips(sent, which, compared),
        "compared": compared,
        "facts": _facts(sent),
        "late": selectors.days_late(sent),
        "batches": _batches(sent),
        "receipts": sent.receipts.select_related("issued_by"),
        "may_supervise": may(who, Permission.SUPERVISE_PLATFORM),
        "export": _export(who, sent),
    }
    return render(request, "inspections/return.html", context)


@require_GET
def export(request: HttpRequest, return_id: int) -> FileResponse:
    """导出一份报送（或它的一部分）; identity numbers stay masked."""
    require(account(request), Permission.VIEW_INSPECTION)
    require(account(request), Permission.EXPORT)
    sent = _return(return_id)
    rows = selectors.part(sent, selectors.before(sent), _part(request))[:MOST_EXPORTED]
    return workbook(f"报送-{sent.pk}", COLUMNS, (tuple(_cells(row)) for row in rows))


@require_POST
def receipt_issue(request: HttpRequest, return_id: int) -> HttpResponse:
    """开回执."""
    sent = _return(return_id)
    try:
        receipt = issue_receipt(sent, by=account(request), at=timezone.now())
    except InspectionRefused as refusal:
        messages.warning(request, str(refusal))
        return redirect("return", sent.pk)
    return redirect("return-receipt", receipt.pk)


@require_GET
def receipt(request: HttpRequest, receipt_id: int) -> HttpResponse:
    """回执: to be printed; worked out again each time it is looked at."""
    require(account(request), Permission.VIEW_INSPECTION)
    rows = ReturnReceipt.objects.select_related("identity_return__platform", "issued_by")
    found = get_object_or_404(rows, pk=receipt_id)
    digest, count = rows_digest(found.identity_return)
    line = selectors.audit_line(found)
    check = (
        Check("库里的行和回执一致", "passed", f"{grouped(count)} 行，校验值相同")
        if digest == found.digest
        else Check("库里的行和回执", "failed", "开回执之后又导入过：以最新的回执为准")
    )
    context = {
        "receipt": found,
        "sent": found.identity_return,
        "county": county(),
        "checks": [check],
        "line": line,
    }
    return render(request, "inspections/receipt.html", context)


def _asked(request: HttpRequest) -> QuerySet[IdentityReturn]:
    form = ReturnFilterForm(request.GET)
    form.is_valid()
    rows = selectors.returns()
    if platform := form.cleaned_data.get("platform"):
        rows = rows.filter(platform=platform)
    if key := form.cleaned_data.get("window"):
        window = selectors.window_of(key)
        rows = rows.filter(year=window.year, month=window.month)
    return rows


def _return(return_id: int) -> IdentityReturn:
    return get_object_or_404(IdentityReturn.objects.select_related("platform"), pk=return_id)


def _part(request: HttpRequest) -> Part:
    asked = request.GET.get("part", "")
    return Part(asked) if asked in list(Part) else Part.ALL


def _chips(sent: IdentityReturn, which: Part, compared: selectors.Difference) -> list[Link]:
    counts = {
        Part.ADDED: compared.added,
        Part.CHANGED: compared.changed,
        Part.LEFT: compared.left,
    }
    here = reverse("return", args=[sent.pk])
    return [
        Link(word, f"{here}?part={one.value}" if one else here, counts.get(one), one is which)
        for one, word in PARTS
        if compared.before is not None or one not in counts
    ]


def _facts(sent: IdentityReturn) -> list[Fact]:
    due = selectors.deadline(Window(sent.year, sent.month)).due_on
    reported = day_in_evidence(sent.reported_on) if sent.reported_on else "没有写明"
    return [
        Fact("平台", sent.platform.name, reverse("platform", args=[sent.platform_id])),
        Fact("报送的是谁", sent.get_kind_display()),
        Fact("报送窗口", f"{sent.year} 年 {sent.month} 月，到 {due} 止"),
        Fact("平台报送日期", f"{reported}（{selectors.timeliness(sent)}）"),
        Fact("怎么来的", sent.get_origin_display()),
        Fact("第一次导入", day_in_evidence(local(sent.opened_at))),
    ]


def _batches(sent: IdentityReturn) -> list[ImportBatch]:
    keys = sent.rows.order_by().values_list("batch_id", flat=True).distinct()
    return list(ImportBatch.objects.filter(pk__in=keys).order_by("-pk")[:5])


def _export(who: Account, sent: IdentityReturn) -> str:
    return reverse("return-export", args=[sent.pk]) if may(who, Permission.EXPORT) else ""


def _cells(row: ReturnRow) -> Iterator[OutCell]:
    yield from (row.row_number, row.name, row.uscc, row.id_shown, row.address, row.phone)
    yield from (row.shop_name, row.url, row.account_id)
    yield selectors.ground_title(row.exemption_ground) if row.person_key else ""
    yield from ("是" if row.over_mark else "", row.turnover, "、".join(row.lacking))
