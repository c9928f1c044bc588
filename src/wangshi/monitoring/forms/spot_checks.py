"""看抽中的商品: no problem, missed, or nobody can tell."""

from datetime import date, datetime
from typing import Any

from django import forms

from wangshi.accounts.models import Account
from wangshi.cases.selectors import violations
from wangshi.cases.services import once
from wangshi.monitoring.models import SpotCheck
from wangshi.monitoring.services import Missed, clear_spot_check, find_missed, leave_unclear
from wangshi.monitoring.services.judging import NOTE_LENGTH
from wangshi.monitoring.services.spot_judging import QUOTE_LENGTH

from .hits import MarkedForm


def _note(hint: str = "", missing: str = "") -> forms.CharField:
    return forms.CharField(
        label="说明",
        max_length=NOTE_LENGTH,
        required=bool(missing),
        help_text=hint,
        error_messages={"required": missing, "max_length": f"说明最多 {NOTE_LENGTH} 个字"},
    )


class ClearForm(MarkedForm):
    """没有问题."""

    note = _note()

    def act(self, check: SpotCheck, *, by: Account, at: datetime, outcome: str) -> bool:
        """Whether it judged: false for a form that came before."""
        return once(
            str(self.cleaned_data["mark"]),
            lambda: clear_spot_check(check, note=self.cleaned_data["note"], by=by, at=at),
            by=by,
            outcome=outcome,
            at=at,
        )


class UnclearForm(MarkedForm):
    """说不准."""

    note = _note("缺什么、要看什么才知道", "写明为什么说不准：缺什么、要看什么才知道")

    def act(self, check: SpotCheck, *, by: Account, at: datetime, outcome: str) -> bool:
        """Whether it judged: false for a form that came before."""
        return once(
            str(self.cleaned_data["mark"]),
            lambda: leave_unclear(check, note=self.cleaned_data["note"], by=by, at=at),
            by=by,
            outcome=outcome,
            at=at,
        )


class MissedForm(MarkedForm):
    """规则漏了: which violation, in which words."""

    violation = forms.ChoiceField(
        label="涉嫌什么违法行为",
        error_messages={
            "required": "选涉嫌什么违法行为",
            "invalid_choice": "从列出的违法行为里选一个",
        },
    )
    quote = forms.CharField(
        label="页面上的原话",
        max_length=QUOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="从网页原文里照抄有问题的那句",
        error_messages={
            "required": "从页面上照抄漏掉的那句话",
            "max_length": f"原话最多 {QUOTE_LENGTH} 个字：只抄有问题的那句",
        },
    )
    note = _note("问题在图片或者价格里的，写明在哪里看到的")

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["violation"]
        if isinstance(field, forms.ChoiceField):
            rows = [(each.code, f"{each.code} {each.title}") for each in violations().in_force(on)]
            field.choices = [("", "选一个"), *rows]

    def act(self, check: SpotCheck, *, by: Account, at: datetime, outcome: str) -> bool:
        """Whether it judged: false for a form that came before."""
        given = self.cleaned_data
        missed = Missed(given["violation"], given["quote"])
        return once(
            str(given["mark"]),
            lambda: find_missed(check, missed, note=given["note"], by=by, at=at),
            by=by,
            outcome=outcome,
            at=at,
        )
