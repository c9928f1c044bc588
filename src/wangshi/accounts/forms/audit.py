"""Looking for audit records."""

from django import forms

from wangshi.accounts.selectors import AuditQuestion
from wangshi.accounts.verbs import VERBS

DAY = {"invalid": "日期写成 2026-11-23 这样"}


def _day(label: str) -> forms.DateField:
    picker = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=False, error_messages=DAY, widget=picker)


class AuditFilter(forms.Form):
    """筛选审计记录."""

    actor = forms.CharField(label="何人（姓名或账号）", required=False, max_length=80)
    verb = forms.ChoiceField(
        label="何事",
        required=False,
        choices=[("", "全部"), *sorted(VERBS.items(), key=lambda pair: pair[1])],
    )
    subject = forms.CharField(label="何物（记录里的写法）", required=False, max_length=80)
    since = _day("从")
    until = _day("到")

    def question(self) -> AuditQuestion:
        """What is asked, as far as it was written properly."""
        self.is_valid()
        return AuditQuestion(**self.cleaned_data)
