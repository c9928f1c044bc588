"""任务的表单: issue by hand, and the steps a unit or the office takes."""

from datetime import date, datetime
from typing import Any

from django import forms

from wangshi.accounts.models import Department
from wangshi.programme import services
from wangshi.programme.models import Clause, Proof, SubPlan, Task
from wangshi.programme.selectors import TasksAsked, lead_of
from wangshi.programme.selectors.tasks import NO_AIM
from wangshi.programme.workflow import AIM_TITLES, TASK_TITLES

from .acting import ActForm, day, line, upload, words

FILE_HINT = "文件随迎检材料一起打包；没有文件的写清楚在哪里查"


class TaskFilterForm(forms.Form):
    """筛选任务."""

    q = forms.CharField(label="任务里的字", required=False, max_length=60)
    state = forms.ChoiceField(
        label="走到哪一步", required=False, choices=[("", "全部"), *TASK_TITLES.items()]
    )
    department = forms.ModelChoiceField(
        Department.objects.all(), label="单位", required=False, empty_label="全部"
    )
    aim = forms.ChoiceField(
        label="三个促发展",
        required=False,
        choices=[("", "全部"), *AIM_TITLES.items(), (NO_AIM, "没有定")],
    )
    late = forms.BooleanField(label="只看逾期的", required=False)

    def asked(self) -> TasksAsked:
        """筛选条件: only what makes sense."""
        self.is_valid()
        given = self.cleaned_data
        return TasksAsked(
            text=given.get("q", ""),
            state=given.get("state", ""),
            department=given.get("department"),
            late=bool(given.get("late")),
            aim=given.get("aim", ""),
        )


class IssueTaskForm(ActForm):
    title, button, done = "下达任务", "下达任务", "下达了，等单位签收。"

    what = line("任务", "写任务要做什么", "一句话，照条款说", most=300)
    lead = forms.ModelChoiceField(
        Department.objects.all(),
        label="牵头单位",
        empty_label="选单位",
        error_messages={"required": "选一个牵头单位"},
    )
    partners = forms.ModelMultipleChoiceField(
        Department.objects.all(), label="配合单位", required=False, help_text="可以选几个"
    )
    due_on = day("期限", "", "不填就没有期限")

    def __init__(self, *args: Any, clause: Clause, **options: Any) -> None:
        super().__init__(*args, **options)
        self.clause = clause

    def act(self, at: datetime) -> Task:
        """The task, issued."""
        given = self.cleaned_data
        new = services.NewTask(
            given["what"], given["lead"], tuple(given["partners"]), given["due_on"]
        )
        return services.issue_task(self.clause, new, by=self.by, at=at)


class TaskForm(ActForm):
    """一项任务上的一步."""

    def __init__(self, *args: Any, task: Task, **options: Any) -> None:
        super().__init__(*args, **options)
        self.task = task


class ReceiveForm(TaskForm):
    title, button, done = "签收", "签收任务", "签收了。"
    lede = "签收是说看到了、由本单位办；有不同意见，找创建办"

    def act(self, at: datetime) -> object:
        return services.receive_task(self.task, by=self.by, at=at)


class NoteForm(TaskForm):
    title, button, done = "记进展", "记下进展", "记下了。"
    words = words("做到哪里了", "写一句：做到哪里了")

    def act(self, at: datetime) -> object:
        return services.note_task(self.task, words=self.cleaned_data["words"], by=self.by, at=at)


class ReportForm(TaskForm):
    title, button, done = "报完成", "报完成", "报给创建办了，等验收。"
    words = words("完成了什么", "写一句：完成了什么")

    def act(self, at: datetime) -> object:
        return services.report_task(self.task, words=self.cleaned_data["words"], by=self.by, at=at)


class AcceptForm(TaskForm):
    title, button, done = "验收", "验收任务", "验收了。"
    words = words("看了什么，怎么样", "写一句：看了什么，怎么样")

    def act(self, at: datetime) -> object:
        said = self.cleaned_data["words"]
        return services.settle_task(self.task, accepted=True, words=said, by=self.by, at=at)


class ReturnForm(TaskForm):
    title, button, done = "退回再做", "退回再做", "退回了。"
    words = words("差在哪里", "写一句：差在哪里")

    def act(self, at: datetime) -> object:
        said = self.cleaned_data["words"]
        return services.settle_task(self.task, accepted=False, words=said, by=self.by, at=at)


class ProofForm(TaskForm):
    title, button, done = "交佐证", "交佐证", "收下了。"
    lede = "系统里已有的（线索、检查、取证……）会自己找到，不用再交"
    name = line("名称", "写佐证的名称", "比如 培训签到表、印发的通知")
    happened_on = day("哪天的事", "填事情发生的那一天")
    words = words("说明", "", rows=2)
    file = upload("文件", "", FILE_HINT)

    def act(self, at: datetime) -> object:
        given = self.cleaned_data
        new = services.NewProof(
            given["name"], given["happened_on"], given["words"], file=given["file"]
        )
        lead = lead_of(self.task)
        if lead is None:
            raise services.ProgrammeRefused("任务没有牵头单位：请创建办重新下达")
        return services.add_proof(new, task=self.task, department=lead, by=self.by, at=at)


class SubPlanForm(TaskForm):
    title, button, done = "交子方案", "交子方案", "收下了。"
    lede = "牵头单位自己的实施方案；一份可以管几项任务"
    name = line("名称", "写子方案的名称")
    covers = forms.ModelMultipleChoiceField(
        Task.objects.none(),
        label="管哪几项任务",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "选它管哪几项任务"},
    )
    file = upload("文件", "选子方案的文件")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.lead = lead_of(self.task)
        covers = self.fields["covers"]
        if isinstance(covers, forms.ModelMultipleChoiceField):
            covers.queryset = Task.objects.filter(
                clause__plan=self.task.clause.plan_id,
                units__department=self.lead,
                units__part="lead",
            )
            covers.initial = [self.task.pk]

    def act(self, at: datetime) -> SubPlan:
        given = self.cleaned_data
        if self.lead is None:
            raise services.ProgrammeRefused("任务没有牵头单位：请创建办重新下达")
        return services.file_sub_plan(
            self.lead, title=given["name"], tasks=given["covers"], file=given["file"],
            by=self.by, at=at,
        )  # fmt: skip


class WithdrawForm(ActForm):
    title, button, done = "撤回佐证", "撤回佐证", "撤回了。用过它打分的指标会提示重看。"
    reason = line("为什么撤回", "写一句：为什么撤回")

    def __init__(self, *args: Any, proof: Proof, **options: Any) -> None:
        super().__init__(*args, **options)
        self.proof = proof

    def act(self, at: datetime) -> Proof:
        """Struck out, with its reason."""
        reason = self.cleaned_data["reason"]
        return services.withdraw_proof(self.proof, reason=reason, by=self.by, at=at)


class StageForm(ActForm):
    title, button, done = "记阶段", "记下这一步", "记下了。"
    lede = "凭什么说进入（完成）了这个阶段：会议、文件、结果"
    side = forms.ChoiceField(
        label="进入还是完成",
        choices=[("entry", "进入"), ("exit", "完成")],
        widget=forms.RadioSelect,
        error_messages={"required": "选一个：进入还是完成"},
    )
    on = day("日期", "填日期")
    words = words("凭什么", "写一句：凭什么", rows=2)

    def __init__(self, *args: Any, clause: Clause, today: date, **options: Any) -> None:
        options["initial"] = {"on": today} | (options.get("initial") or {})
        super().__init__(*args, **options)
        self.clause = clause

    def act(self, at: datetime) -> object:
        given = self.cleaned_data
        return services.mark_stage(
            self.clause, side=given["side"], on=given["on"], words=given["words"],
            by=self.by, at=at,
        )  # fmt: skip
