"""举报的表单: to a clue, merged, repeated, elsewhere, told, numbered; and the look at a name."""

from datetime import datetime
from typing import Any, ClassVar

from django import forms

from wangshi.accounts.models import Town
from wangshi.complaints import services
from wangshi.complaints.codes import NOTICES, titles
from wangshi.complaints.models import ViolationReport
from wangshi.complaints.selectors import earlier_reports
from wangshi.complaints.selectors.masking import masked
from wangshi.complaints.workflow import ReportState, RoadRefused, Told

from .base import MarkedForm, told_field, words_field
from .deciding import violation_field


class ReportForm(MarkedForm):
    """一件举报的一步."""

    states: ClassVar[tuple[ReportState, ...]] = (ReportState.RECEIVED,)

    def __init__(self, *args: Any, report: ViolationReport, **options: Any) -> None:
        super().__init__(*args, **options)
        self.report = report
        self.prepare()

    def prepare(self) -> None:
        """Choices that depend on the report."""

    def admit(self) -> None:
        """能不能打开: RoadRefused when the report stands elsewhere by now."""
        if self.report.state not in self.states:
            said = self.report.get_state_display()
            raise RoadRefused(f"这件举报现在是“{said}”，不能{self.title}")


class RaiseForm(ReportForm):
    title, button, done = "转为线索", "转为线索", "转为线索了，举报人的身份没有带过去。"
    lede = "核查的人看不到是谁举报的：姓名、电话、只有举报人才知道的细节不要写"
    headline = forms.CharField(
        label="一句话", max_length=200, error_messages={"required": "写一句话，说清是什么事"}
    )
    detail = words_field("情况", "写反映的情况", "原文里的电话、证件号已经遮掉，再看一遍", rows=8)
    violation = violation_field()
    town = forms.ModelChoiceField(
        Town.objects.all(), label="在哪个镇办", required=False, empty_label="还不知道"
    )
    notice = forms.ChoiceField(
        label="要不要告知结果",
        required=False,
        help_text="法律、法规、规章规定要告知的才告知",
        choices=lambda: [("", "没有规定要告知"), *titles(NOTICES).items()],
    )

    def prepare(self) -> None:
        about = f"举报{self.report.respondent_name}"
        self.initial.setdefault("headline", about[:200])
        self.initial.setdefault("detail", masked(self.report.text))
        self.initial.setdefault("violation", self.report.violation)

    def act(self, at: datetime) -> object:
        given = self.cleaned_data
        suspicion = services.Suspicion(
            given["headline"], given["detail"], given["violation"], given["town"]
        )
        return services.raise_report(
            self.report, suspicion, notice=given["notice"], by=self.by, at=at
        )


class EarlierForm(ReportForm):
    """要选前一件的一步."""

    same_as = forms.ModelChoiceField(
        ViolationReport.objects.none(),
        label="和哪一件是同一人",
        empty_label="选前一件",
        error_messages={"required": "选前一件"},
    )

    def prepare(self) -> None:
        field = self.fields["same_as"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = earlier_reports(self.report)


class MergeForm(EarlierForm):
    title, button, done = "补充新事实，合并", "合并处理", "合并了，核查期限从这次收到起重新算。"
    lede = "同一人又说了新的事实：并到前一条线索里"
    detail = words_field("新的事实", "写新的事实：前一次没有说过的")

    def prepare(self) -> None:
        super().prepare()
        self.initial.setdefault("detail", masked(self.report.text))

    def act(self, at: datetime) -> object:
        given = self.cleaned_data
        return services.merge_report(
            self.report, given["same_as"], detail=given["detail"], by=self.by, at=at
        )


class RepeatForm(EarlierForm):
    title, button, done = "重复举报", "不再另行处理", "记下了，两件都留着。"
    lede = "同一人、同一事实、同一对象，才不再另行处理"
    reason = words_field("凭什么认定", "写明是同一人、同一事实：凭什么这样认定")

    def act(self, at: datetime) -> object:
        given = self.cleaned_data
        return services.close_as_repeated(
            self.report, given["same_as"], reason=given["reason"], by=self.by, at=at
        )


class ElsewhereForm(ReportForm):
    title, button, done = "本局没有权限", "告知举报人", "记下了。"
    lede = "告知举报人直接向有权的部门提出；不替他移送"
    words = words_field("告知了什么", "写明告知了什么：应当向哪个部门提出")
    told = told_field()

    def act(self, at: datetime) -> object:
        given = self.cleaned_data
        told = Told(given["told"])
        return services.send_elsewhere(
            self.report, words=given["words"], told=told, by=self.by, at=at
        )


class ResultForm(ReportForm):
    title, button, done = "告知结果", "记下告知", "告知了。"
    states = (ReportState.CHECKING,)
    words = words_field("告知的内容", "写告知的内容：查到什么、怎么处理")
    told = told_field()

    def act(self, at: datetime) -> object:
        given = self.cleaned_data
        told = Told(given["told"])
        return services.tell_result(self.report, words=given["words"], told=told, by=self.by, at=at)


class ReportNumberForm(ReportForm):
    title, button, done = "填 12315 编号", "填上编号", "编号填上了。"
    states = tuple(ReportState)
    external_number = forms.CharField(
        label="全国 12315 平台编号",
        max_length=40,
        error_messages={"required": "抄上全国 12315 平台的编号"},
    )

    def act(self, at: datetime) -> object:
        number = self.cleaned_data["external_number"]
        return services.number_report(self.report, external_number=number, by=self.by, at=at)


class LookForm(forms.Form):
    """看身份: a reason every time."""

    reason = forms.CharField(
        label="为什么要看",
        max_length=200,
        help_text="例如 联系投诉人约调解。谁、什么时候、为什么看的，都记在审计记录里",
        error_messages={"required": "写一句：为什么要看"},
    )
