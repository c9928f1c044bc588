"""规则的状态: restoring one that fell, and asking more of one or of all."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import require
from wangshi.accounts.requests import account, kept_fields
from wangshi.engine.standing import return_bar
from wangshi.monitoring import selectors
from wangshi.monitoring.forms import FloorForm, RestoreForm
from wangshi.monitoring.workflow import JudgementRefused


@require_http_methods(["GET", "POST"])
def restore(request: HttpRequest, rule_id: str) -> HttpResponse:
    """恢复降级的规则."""
    who = account(request)
    require(who, Permission.TUNE_RULES)
    form = RestoreForm(request.POST or None, initial=kept_fields(request))
    if request.method == "POST" and form.is_valid():
        try:
            form.act(_known(rule_id), by=who, at=timezone.now())
        except JudgementRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "已恢复：这条规则的结果从现在起重新计。")
            return redirect("rule", rule_id)
    record = selectors.rule_record(_known(rule_id))
    context = {"form": form, "record": record, "bar": return_bar(record.course.floor)}
    status = 422 if form.errors else 200
    return render(request, "monitoring/restore_rule.html", context, status=status)


@require_http_methods(["GET", "POST"])
def floor(request: HttpRequest, rule_id: str = "") -> HttpResponse:
    """定下限: of this rule, or of all."""
    who = account(request)
    require(who, Permission.TUNE_RULES)
    rule = _known(rule_id) if rule_id else ""
    form = FloorForm(request.POST or None, initial=kept_fields(request))
    if request.method == "POST" and form.is_valid():
        try:
            row = form.act(rule, by=who, at=timezone.now())
        except JudgementRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"下限定为 {row.floor:.0%}，马上生效。")
            return redirect("rule", rule_id) if rule else redirect("rules")
    record = selectors.rule_record(rule) if rule else None
    status = 422 if form.errors else 200
    context = {"form": form, "record": record}
    return render(request, "monitoring/rule_floor.html", context, status=status)


def _known(rule_id: str) -> str:
    """A rule of the book, or one that left it and still has hits."""
    if rule_id not in selectors.rules_by_id() and not selectors.rule_records({rule_id}):
        raise Http404(f"没有这条规则：{rule_id}")
    return rule_id
