"""调解的表单: begin, meet, prove, pause, agree, end, tell."""

from datetime import datetime

from django import forms
from django.utils import timezone

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Permission
from wangshi.complaints import services
from wangshi.complaints.codes import ENDINGS, titles
from wangshi.complaints.disputes import disputes, goods_titles
from wangshi.complaints.models import Proof
from wangshi.complaints.selectors import mediators_for
from wangshi.complaints.workflow import WRITTEN_TITLES, Written

from .base import StepForm, day_field, told_field, words_field
from .deciding import violation_field


class MediationForm(StepForm):
    """调解人的一步."""

    right = Permission.MEDIATE_COMPLAINT


class MediatorForm(MediationForm):
    """要选调解人的一步."""

    mediator = forms.ModelChoiceField(
        Account.objects.none(),
        label="调解人",
        empty_label="选调解人",
        error_messages={"required": "选调解人"},
    )

    def prepare(self) -> None:
        field = self.fields["mediator"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = mediators_for(self.complaint)
        self.initial.setdefault("mediator", self.by.pk)


class MediateForm(MediatorForm):
    title, button, done = "开始调解", "开始调解", "开始调解了。"
    lede = "双方都同意才能调解；不同意的，记终止调解"
    step = "mediate"
    words = words_field("双方怎么同意的", "写明双方怎么同意的：电话、书面、当面，哪一天")

    def act(self, at: datetime) -> object:
        given = self.cleaned_data
        return services.begin_mediation(
            self.complaint,
            mediator=given["mediator"],
            words=given["words"],
            **self.who_and_when(at),
        )


class RecuseForm(MediatorForm):
    title, button, done = "记回避决定", "记回避决定", "记下了。"
    lede = "近亲属、利害关系要回避；由单位里另一位决定，调解期限照走"
    step = "recuse"
    reason = words_field("谁申请的、为什么、怎么决定", "写明谁申请的、为什么、决定回避还是不回避")

    def act(self, at: datetime) -> object:
        given = self.cleaned_data
        return services.replace_mediator(
            self.complaint,
            mediator=given["mediator"],
            reason=given["reason"],
            **self.who_and_when(at),
        )


class MeetForm(MediationForm):
    title, button, done = "安排现场调解", "记下安排", "记下了，双方在进度页和通知里看得到。"
    step = "meet"
    meeting = forms.CharField(
        label="时间、地点、调解人员",
        max_length=200,
        help_text="例如 11 月 30 日 9 时，甲木所调解室，李示范",
        error_messages={"required": "写时间、地点、调解人员"},
    )

    def act(self, at: datetime) -> object:
        meeting = self.cleaned_data["meeting"]
        return services.arrange_meeting(self.complaint, meeting=meeting, **self.who_and_when(at))


class ProveForm(MediationForm):
    title, button, done = "列举证清单", "要求双方举证", "清单列好了，谁举证、凭哪一条都写着。"
    lede = "耐用商品、装饰装修六个月内发现的瑕疵由经营者举证，别的谁主张谁举证；软件照条文算"
    step = "prove"
    dispute = forms.ChoiceField(label="争的是什么", choices=lambda: list(disputes().titles.items()))
    goods_kind = forms.ChoiceField(
        label="商品、服务的种类", choices=lambda: list(goods_titles().items())
    )
    got_on = day_field("哪天收到商品、接受服务", "不知道就空着：算不出六个月", required=False)
    due_on = day_field("什么时候以前举证")

    def prepare(self) -> None:
        self.initial.setdefault("dispute", self.complaint.dispute)
        self.initial.setdefault("goods_kind", self.complaint.goods_kind)
        self.initial.setdefault("got_on", self.complaint.got_on)
        self.initial.setdefault("due_on", services.usual_due(timezone.localdate()))

    def act(self, at: datetime) -> object:
        given = self.cleaned_data
        matter = services.Matter(given["dispute"], given["goods_kind"], given["got_on"])
        return services.ask_for_proofs(
            self.complaint, matter, due_on=given["due_on"], **self.who_and_when(at)
        )


class ProofForm(MediationForm):
    """一项举证的一步."""

    proof = forms.ModelChoiceField(
        Proof.objects.none(),
        label="哪一项",
        empty_label="选一项",
        error_messages={"required": "选是哪一项"},
    )

    def prepare(self) -> None:
        field = self.fields["proof"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = self.complaint.proofs.all()


class ShownForm(ProofForm):
    title, button, done = "收到举证", "记下收到", "记下了。"
    lede = "晚交的也收，记下晚了几天"
    step = "shown"
    words = words_field("收到了什么", "写收到了什么：几份、什么日子的、能说明什么", rows=3)

    def act(self, at: datetime) -> object:
        given = self.cleaned_data
        return services.take_proof(given["proof"], words=given["words"], **self.who_and_when(at))


class NotShownForm(ProofForm):
    title, button, done = "到期没有举证", "记为没有举证", "记下了：到期没有举证。"
    lede = "只是记事实：责任怎么分，由双方协商，或者由法院判"
    step = "not-shown"
    words = forms.CharField(label="说明", required=False, max_length=300)

    def act(self, at: datetime) -> object:
        given = self.cleaned_data
        return services.note_not_shown(
            given["proof"], words=given["words"], **self.who_and_when(at)
        )


class PauseForm(MediationForm):
    title, button, done = "记送检", "记下送检", "记下了，从送检那天起不计。"
    lede = "机构由双方商定，商定不了的由本局指定；费用由双方商定"
    step = "pause"
    institution = forms.CharField(
        label="机构，怎么定的",
        max_length=120,
        error_messages={"required": "写鉴定、检测机构，怎么定的"},
    )
    first_on = day_field("哪天送的")

    def prepare(self) -> None:
        self.initial.setdefault("first_on", timezone.localdate())

    def act(self, at: datetime) -> object:
        given = self.cleaned_data
        return services.pause_mediation(
            self.complaint,
            institution=given["institution"],
            first_on=given["first_on"],
            **self.who_and_when(at),
        )


class ResumeForm(MediationForm):
    title, button, done = "记检测结果", "记下结果", "记下了，接着算。"
    step = "resume"
    finding = words_field("结果", "写结果：机构怎么说", rows=3)
    last_on = day_field("哪天出来的")

    def prepare(self) -> None:
        self.initial.setdefault("last_on", timezone.localdate())

    def act(self, at: datetime) -> object:
        given = self.cleaned_data
        return services.resume_mediation(
            self.complaint,
            finding=given["finding"],
            last_on=given["last_on"],
            **self.who_and_when(at),
        )


class AgreeForm(MediationForm):
    title, button, done = (
        "写调解协议",
        "写下协议",
        "办结了。要调解书的，在文书里打印，双方签字、盖章。",
    )
    lede = "现场达成的应当制作调解书，即时履行或者双方同意不制作的除外"
    step = "agree"
    text = words_field("协议内容", "写协议内容：谁、什么时候、做什么", "会原样写进调解书")
    recovered = forms.DecimalField(
        label="退赔金额（元）",
        min_value=0,
        max_digits=12,
        decimal_places=2,
        help_text="没有就写 0",
        error_messages={"required": "写退赔金额，没有就写 0", "invalid": "金额写数字，例如 68"},
    )
    written = forms.ChoiceField(
        label="调解书",
        choices=list(WRITTEN_TITLES.items()),
        widget=forms.RadioSelect,
        error_messages={"required": "选做不做调解书"},
    )
    on = day_field("哪天达成的")

    def prepare(self) -> None:
        self.initial.setdefault("on", timezone.localdate())

    def act(self, at: datetime) -> object:
        given = self.cleaned_data
        agreement = services.Agreement(given["text"], given["recovered"], Written(given["written"]))
        return services.agree(self.complaint, agreement, on=given["on"], **self.who_and_when(at))


class EndForm(MediationForm):
    title, button, done = "终止调解", "终止调解", "终止了，7 个工作日内告知双方。"
    step = "end"
    ending = forms.ChoiceField(
        label="情形",
        choices=lambda: list(titles(ENDINGS).items()),
        widget=forms.RadioSelect,
        error_messages={"required": "八种情形选一种"},
    )
    reason = words_field("怎么回事", "写明是怎么回事，谁说的", "投诉人会看到这段话")
    on = day_field("哪天终止的")

    def prepare(self) -> None:
        self.initial.setdefault("on", timezone.localdate())

    def act(self, at: datetime) -> object:
        given = self.cleaned_data
        return services.end_mediation(
            self.complaint,
            ending=given["ending"],
            reason=given["reason"],
            on=given["on"],
            **self.who_and_when(at),
        )


class TellForm(MediationForm):
    title, button, done = "告知双方", "记下告知", "办结了。"
    lede = "连同仲裁、起诉等别的办法一起告知"
    step = "tell"
    told = told_field()
    words = words_field("怎么告知的", "写明怎么告知双方的，各是哪一天", rows=3)

    def act(self, at: datetime) -> object:
        words = self.cleaned_data["words"]
        return services.tell_both(
            self.complaint, told=self.way, words=words, **self.who_and_when(at)
        )


class FoundForm(MediationForm):
    title, button, done = "转为线索", "转为线索", "转为线索了，15 个工作日内核查。"
    lede = "不写投诉人的姓名、电话；要找投诉人的，走看身份的那一步"
    step = "found"
    headline = forms.CharField(
        label="一句话", max_length=200, error_messages={"required": "写一句话，说清是什么事"}
    )
    detail = forms.CharField(
        label="情况", required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )
    violation = violation_field()

    def act(self, at: datetime) -> object:
        given = self.cleaned_data
        suspicion = services.Suspicion(given["headline"], given["detail"], given["violation"])
        return services.raise_from_mediation(self.complaint, suspicion, **self.who_and_when(at))


class NoteForm(MediationForm):
    title, button, done = "记一笔", "记下这一笔", "记下了。"
    step = "note"
    words = words_field("这次做了什么", "写一句：这次做了什么")

    def act(self, at: datetime) -> object:
        words = self.cleaned_data["words"]
        return services.note_complaint(self.complaint, words=words, **self.who_and_when(at))
