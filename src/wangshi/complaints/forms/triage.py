"""定问题类别."""

from datetime import datetime

from django import forms

from wangshi.complaints import services
from wangshi.complaints.triage import problem_titles

from .base import StepForm


class SortForm(StepForm):
    title, button, done = "定问题类别", "定下这一类", "定下了，下次训练照着学。"
    lede = "软件的建议在这件的页上；人定的作数"
    step = "sort"
    code = forms.ChoiceField(
        label="问题类别",
        choices=lambda: [("", "选一类"), *problem_titles().items()],
        error_messages={"required": "选是哪一类"},
    )

    def act(self, at: datetime) -> object:
        return services.sort_complaint(
            self.complaint, code=self.cleaned_data["code"], **self.who_and_when(at)
        )
