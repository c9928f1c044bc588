"""清单的筛选."""

from django import forms

from wangshi.complaints.selectors import ComplaintsAsked
from wangshi.complaints.triage import problem_titles
from wangshi.complaints.workflow import REPORT_TITLES, STATE_TITLES

WAITS = [
    ("", "全部"),
    ("open", "还没有办完的"),
    ("unnumbered", "还没有 12315 编号的"),
    ("unsorted", "类别等人定的"),
    ("entrusted", "委托过调解的"),
]


class ComplaintFilterForm(forms.Form):
    """投诉清单的筛选: a wrong value counts as none."""

    q = forms.CharField(label="查找", required=False, max_length=60)
    state = forms.ChoiceField(
        label="走到哪一步", required=False, choices=[("", "全部"), *STATE_TITLES.items()]
    )
    waits = forms.ChoiceField(label="要留意的", required=False, choices=WAITS)
    problem = forms.ChoiceField(
        label="问题类别",
        required=False,
        choices=lambda: [("", "全部"), *problem_titles().items()],
    )

    def asked(self) -> ComplaintsAsked:
        """The conditions, as far as they are understood."""
        self.is_valid()
        given = self.cleaned_data
        return ComplaintsAsked(
            text=given.get("q", ""),
            state=given.get("state", ""),
            waits=given.get("waits", ""),
            problem=given.get("problem", ""),
        )


class ReportFilterForm(forms.Form):
    """举报清单的筛选."""

    q = forms.CharField(label="查找", required=False, max_length=60)
    state = forms.ChoiceField(
        label="走到哪一步", required=False, choices=[("", "全部"), *REPORT_TITLES.items()]
    )

    def asked(self) -> tuple[str, str]:
        """The words and the state."""
        self.is_valid()
        return self.cleaned_data.get("q", ""), self.cleaned_data.get("state", "")
