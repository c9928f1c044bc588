"""信用台账的一页: one operator's facts, with where each comes from."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import require, visible
from wangshi.accounts.requests import account
from wangshi.penalties import selectors
from wangshi.registry.models import Operator


@require_GET
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """一个主体的信用台账."""
    who = account(request)
    require(who, Permission.VIEW_CASE)
    operators = visible(Operator.objects.all(), who, Permission.VIEW_OPERATOR)
    operator = get_object_or_404(operators, pk=pk)
    lines = selectors.operator_ledger(operator, who)
    return render(request, "penalties/ledger.html", {"operator": operator, "lines": lines})
