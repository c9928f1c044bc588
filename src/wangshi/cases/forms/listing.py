"""线索清单的筛选: every field is optional; a wrong one is simply not applied."""

from datetime import date
from typing import Any

from django import forms

from wangshi.accounts.models import Department, Town
from wangshi.cases.workflow import OUTCOME_TITLES, SOURCE_TITLES, STATE_TITLES
from wangshi.engine.clocks import ClockState

CLOCKS = {
    ClockState.LATE: "已逾期",
    ClockState.TODAY: "今天到期",
    ClockState.SOON: "剩 2 个工作日内",
    ClockState.REST: "已暂停",
}
HARMS = {"3": "严重", "2": "较重", "1": "一般"}


def _choices(titles: dict[Any, str]) -> list[tuple[str, str]]:
    return [("", "全部"), *((str(key), title) for key, title in titles.items())]


def _day(label: str) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class ClueFilterForm(forms.Form):
    """筛选线索."""

    q = forms.CharField(label="编号、店名、标题", required=False, max_length=60)
    state = forms.ChoiceField(label="状态", choices=_choices(STATE_TITLES), required=False)
    clock = forms.ChoiceField(label="期限", choices=_choices(CLOCKS), required=False)
    source = forms.ChoiceField(label="来源", choices=_choices(SOURCE_TITLES), required=False)
    outcome = forms.ChoiceField(label="结果", choices=_choices(OUTCOME_TITLES), required=False)
    harm = forms.ChoiceField(label="危害", choices=_choices(HARMS), required=False)
    town = forms.ModelChoiceField(
        Town.objects.all(), label="镇办", required=False, empty_label="全部"
    )
    department = forms.ModelChoiceField(
        Department.objects.all(), label="单位", required=False, empty_label="全部"
    )
    violation = forms.CharField(label="违法行为代码", required=False, max_length=10)
    since = _day("登记自")
    until = _day("登记至")

    def asked(self) -> dict[str, Any]:
        """筛选条件: only what was filled in and makes sense."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if _given(value)}


def _given(value: Any) -> bool:
    return isinstance(value, date) or value not in (None, "")
