"""审计记录: what was done, by whom, and whether the chain still holds."""

from time import perf_counter

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from wangshi.accounts.forms.audit import AuditFilter
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import require
from wangshi.accounts.requests import account
from wangshi.accounts.selectors import audit_page, names_of
from wangshi.accounts.sentences import read
from wangshi.accounts.services import check_audit

LONGEST = len(str(2**63)) - 1


@require_GET
def audit(request: HttpRequest) -> HttpResponse:
    """审计记录清单."""
    require(account(request), Permission.VIEW_AUDIT)
    form = AuditFilter(request.GET)
    page = audit_page(
        form.question(), before=_number(request, "before"), after=_number(request, "after")
    )
    names = names_of(page.lines)
    shown = {"form": form, "page": page, "lines": [read(line, names) for line in page.lines]}
    return render(request, "accounts/audit.html", shown)


def _number(request: HttpRequest, name: str) -> int | None:
    asked = request.GET.get(name, "")
    usable = asked.isascii() and asked.isdigit() and len(asked) < LONGEST
    return int(asked) if usable else None


@require_http_methods(["GET", "POST"])
def audit_check(request: HttpRequest) -> HttpResponse:
    """核对审计链: every record from the first to the last, each fault by its number."""
    me = account(request)
    require(me, Permission.VIEW_AUDIT)
    if request.method == "GET":
        return render(request, "accounts/audit_check.html")
    started = perf_counter()
    checked = check_audit(by=me)
    shown = {"checked": checked, "seconds": round(perf_counter() - started, 1)}
    return render(request, "accounts/audit_check.html", shown)
