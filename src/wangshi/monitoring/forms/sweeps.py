"""安排和结束监测."""

from datetime import datetime
from typing import Any

from django import forms

from wangshi.accounts.models import Account
from wangshi.monitoring.models import Sweep, SweepKind
from wangshi.monitoring.selectors import families
from wangshi.monitoring.services import SweepPlan, close_sweep, open_sweep


class SweepForm(forms.Form):
    """安排监测."""

    title = forms.CharField(
        label="名称",
        max_length=120,
        help_text="比如：秋冬养生食品专项监测",
        error_messages={"required": "写上监测的名称", "max_length": "名称最多 120 个字"},
    )
    kind = forms.ChoiceField(
        label="类别",
        choices=SweepKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "选一个类别"},
    )
    starts_on = forms.DateField(
        label="开始日期",
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"required": "选开始日期", "invalid": "日期写成 2026-11-23 这样"},
    )
    ends_on = forms.DateField(
        label="结束日期",
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": "日期写成 2026-11-23 这样"},
    )
    purpose = forms.CharField(
        label="目的和范围", required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    families = forms.MultipleChoiceField(
        label="只看这些规则",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        choices=lambda: [(family.key, family.title) for family in families()],
        help_text="一个都不勾，就是全部规则",
    )

    def clean(self) -> dict[str, Any]:
        """It ends after it starts."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        starts_on, ends_on = cleaned.get("starts_on"), cleaned.get("ends_on")
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", f"结束日期要在 {starts_on:%Y-%m-%d} 或以后")
        return cleaned

    def act(self, *, by: Account, at: datetime) -> Sweep:
        """The sweep that was opened."""
        answers = self.cleaned_data
        plan = SweepPlan(
            title=answers["title"],
            kind=SweepKind(answers["kind"]),
            starts_on=answers["starts_on"],
            ends_on=answers["ends_on"],
            purpose=answers["purpose"],
            families=answers["families"],
        )
        return open_sweep(plan, by=by, at=at)


class CloseSweepForm(forms.Form):
    """结束监测."""

    conclusion = forms.CharField(
        label="监测结论", required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def act(self, sweep: Sweep, *, by: Account, at: datetime) -> Sweep:
        """The sweep that was closed."""
        return close_sweep(sweep, conclusion=self.cleaned_data["conclusion"], by=by, at=at)
