"""目标的页: what the plan promised, from which base, how far it is, against the time gone."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import may, require
from wangshi.accounts.requests import account
from wangshi.figures.selectors import number, range_words
from wangshi.programme import selectors
from wangshi.programme.selectors.targets import OUTLOOK_KINDS, OUTLOOK_TITLES, TargetLine

FULL = 100


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """方案的目标."""
    who, today = account(request), timezone.localdate()
    require(who, Permission.VIEW_PROGRAMME)
    plan = selectors.standing_plan()
    opens = may(who, Permission.VIEW_STATISTICS)
    lines = selectors.target_lines(plan, today) if plan else []
    shown = {"plan": plan, "lines": [_shown(line, opens) for line in lines]}
    return render(request, "programme/targets.html", shown)


def _shown(line: TargetLine, opens: bool) -> dict[str, Any]:
    found, gone = line.found, line.progress
    done = min(FULL, max(0, round(gone.done))) if gone and gone.done is not None else 0
    return {
        "line": line,
        "value": number(line.value),
        "base": number(line.base),
        "before": number(line.before),
        "actual": range_words(found.reconciled.low, found.reconciled.high) if found else "—",
        "href": _href(line) if opens and found else "",
        "bar": [(done, "b1"), (FULL - done, "b0")],
        "outlook": (OUTLOOK_TITLES[line.outlook], OUTLOOK_KINDS[line.outlook]),
    }


def _href(line: TargetLine) -> str:
    found = line.found
    if found is None:
        return ""
    return reverse("county-figure-period", args=[found.definition.key, found.period.key])
