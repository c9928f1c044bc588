"""规则的页: how right each rule was, and what it looks for."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import may, require
from wangshi.accounts.requests import account
from wangshi.cases.selectors import title_of
from wangshi.monitoring.selectors import refused_rules, rule_record, rules_by_id, rules_in_use
from wangshi.shared.pages import Link
from wangshi.shared.paging import page_of
from wangshi.statistics.board import address
from wangshi.statistics.forms import RuleFilter
from wangshi.statistics.rulebook import RuleRow, grounds, rule_row
from wangshi.statistics.selectors import (
    RuleCount,
    dismissal_grounds,
    outcome_lines,
    outcome_rows,
    overall,
    rule_counts,
)
from wangshi.statistics.workbooks import file_name, rule_sheets

from .asking import conditions, periods, workbook

ORDERS: dict[str, Callable[[RuleRow], Any]] = {
    "hits": lambda row: row.count.hits,
    "judged": lambda row: row.count.accuracy.judged,
    "low": lambda row: (row.count.accuracy.judged > 0, row.count.accuracy.low),
}

SHOWN: dict[str, Callable[[RuleCount], bool]] = {
    "loud": lambda each: each.hits > 0,
    "fallen": lambda each: each.is_review_only,
    "all": lambda each: True,
}


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """每条规则的准确率."""
    require(account(request), Permission.VIEW_STATISTICS)
    today = timezone.localdate()
    form = RuleFilter(request.GET, today)
    asked = form.asked()
    counted = rule_counts(asked)
    shown = filter(SHOWN[_shown(request)], counted)
    context = {
        "form": form,
        "rows": _sorted([rule_row(each, asked) for each in shown], request),
        "extent": _extent(request, counted),
        "overall": overall(asked),
        "reviewed_href": address("reviewed", asked),
        "said": conditions(form, asked),
        "periods": periods(asked, today),
        "may_tune": may(account(request), Permission.TUNE_RULES),
        "in_use": rules_in_use(),
        "refused": refused_rules(),
    }
    return render(request, "statistics/rules.html", context)


@require_GET
def export(request: HttpRequest) -> HttpResponseBase:
    """导出规则的准确率: figures only."""
    require(account(request), Permission.VIEW_STATISTICS)
    today = timezone.localdate()
    form = RuleFilter(request.GET, today)
    asked = form.asked()
    sheets = rule_sheets(rule_counts(asked), conditions(form, asked))
    return workbook(file_name("规则准确率", today), sheets)


@require_GET
def show(request: HttpRequest, rule_id: str) -> HttpResponse:
    """一条规则: what it looks for, what it spares, by which article, and how right it was."""
    who = account(request)
    require(who, Permission.VIEW_STATISTICS)
    today = timezone.localdate()
    form = RuleFilter(request.GET, today)
    asked = form.asked()
    row = next((rule_row(each, asked) for each in rule_counts(asked) if each.id == rule_id), None)
    if row is None:
        raise Http404(f"没有这条规则：{rule_id}")
    mine = asked.but(rule=rule_id)
    context = {
        "row": row,
        "rule": row.count.rule,
        "violation_title": title_of(row.count.rule.violation) if row.count.rule else "",
        "grounds": grounds(dismissal_grounds(mine), mine),
        "said": conditions(form, asked),
        "periods": periods(asked, today),
        "may_judge": may(who, Permission.JUDGE_HIT),
        "may_tune": may(who, Permission.TUNE_RULES),
    }
    return render(request, "statistics/rule.html", context)


@require_GET
def outcomes(request: HttpRequest, rule_id: str) -> HttpResponse:
    """一条规则计了哪些结果: every one that its accuracy counts, and how."""
    who = account(request)
    require(who, Permission.VIEW_STATISTICS)
    record = rule_record(rule_id)
    if rule_id not in rules_by_id() and not record.verdicts:
        raise Http404(f"没有这条规则：{rule_id}")
    page = page_of(outcome_rows(record), request)
    context = {
        "record": record,
        "page": page,
        "lines": outcome_lines(page.rows, record.verdicts, who),
    }
    return render(request, "statistics/outcomes.html", context)


def _extent(request: HttpRequest, counted: tuple[RuleCount, ...]) -> tuple[Link, ...]:
    """Most rules are silent most of the time; they are one link away."""
    asked = request.GET.copy()
    here = _shown(request)
    asked.pop("show", None)
    rows = [("loud", "有命中的规则"), ("fallen", "只作提示的"), ("all", "全部规则")]
    return tuple(
        Link(
            word,
            f"?{asked.urlencode()}&show={key}".replace("?&", "?"),
            sum(map(SHOWN[key], counted)),
            here=key == here,
        )
        for key, word in rows
    )


def _shown(request: HttpRequest) -> str:
    asked = request.GET.get("show", "")
    return asked if asked in SHOWN else "loud"


def _sorted(rows: list[RuleRow], request: HttpRequest) -> list[RuleRow]:
    """The loudest first, unless another order was asked for."""
    asked = request.GET.get("s") or "-hits"
    key = ORDERS.get(asked.removeprefix("-"), ORDERS["hits"])
    return sorted(rows, key=key, reverse=asked.startswith("-"))
