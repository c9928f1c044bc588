"""督查的表单: a round, a finding, its correction, the re-check."""

from datetime import datetime
from typing import Any

from django import forms

from wangshi.programme import services
from wangshi.programme.models import Finding, Supervision, Task
from wangshi.programme.workflow import ROUND_TITLES, RoundKind

from .acting import ActForm, day, line, words
from .meetings import unit


class RoundForm(ActForm):
    title, button, done = "开始一轮督查", "开始这一轮", "开始了。查出的问题一条条记。"

    kind = forms.ChoiceField(label="哪一种", choices=list(ROUND_TITLES.items()))
    name = line("叫什么", "写这一轮叫什么", "比如 第三季度进度督查")
    on = day("日期", "填日期")

    def act(self, at: datetime) -> Supervision:
        given = self.cleaned_data
        return services.open_round(
            kind=RoundKind(given["kind"]), title=given["name"], on=given["on"], by=self.by, at=at
        )


class NewFindingForm(ActForm):
    title, button, done = "记下问题", "记下问题", "记下了，单位看得到。"

    department = unit("哪个单位", "选哪个单位")
    task = forms.ModelChoiceField(
        Task.objects.none(), label="哪项任务", required=False, empty_label="不是哪一项任务的"
    )
    words = words("查出了什么", "写查出了什么")
    due_on = day("整改期限", "填整改期限")

    def __init__(self, *args: Any, supervision: Supervision, **options: Any) -> None:
        super().__init__(*args, **options)
        self.supervision = supervision
        task = self.fields["task"]
        if isinstance(task, forms.ModelChoiceField):
            task.queryset = Task.objects.filter(clause__plan=supervision.plan_id)

    def act(self, at: datetime) -> Finding:
        given = self.cleaned_data
        new = services.NewFinding(
            given["department"], given["words"], given["due_on"], given["task"]
        )
        return services.note_finding(self.supervision, new, by=self.by, at=at)


class FindingForm(ActForm):
    """一个问题上的动作."""

    def __init__(self, *args: Any, finding: Finding, **options: Any) -> None:
        super().__init__(*args, **options)
        self.finding = finding


class CorrectFindingForm(FindingForm):
    title, button, done = "报整改", "报整改", "报了，等复查。"
    lede = "说改好了，还不是改好了：创建办复查以后才算"

    words = words("怎么改的", "写怎么改的")

    def act(self, at: datetime) -> Finding:
        said = self.cleaned_data["words"]
        return services.correct_finding(self.finding, words=said, by=self.by, at=at)


class RecheckFindingForm(FindingForm):
    title, button, done = "复查整改", "记下复查", "记下了。"

    outcome = forms.ChoiceField(
        label="改好了没有",
        choices=[("fixed", "改好了"), ("unfixed", "没改好")],
        widget=forms.RadioSelect,
        error_messages={"required": "选一个：改好了没有"},
    )
    words = words("看到了什么", "写复查看到了什么")
    due_on = day("新的整改期限", "", "没改好的才填")

    def act(self, at: datetime) -> Finding:
        given = self.cleaned_data
        return services.recheck_finding(
            self.finding, fixed=given["outcome"] == "fixed", words=given["words"],
            due_on=given["due_on"], by=self.by, at=at,
        )  # fmt: skip
