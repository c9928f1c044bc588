"""终结、审核、告知的表单."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django import forms

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Role
from wangshi.penalties import services
from wangshi.penalties.codes import EXEMPT, KINDS, WAYS, WEIGHTY, asks_of, table, titles
from wangshi.penalties.models import Approval
from wangshi.penalties.selectors.sanctions import lawful_range
from wangshi.penalties.workflow import (
    OUTCOME_TITLES,
    TIER_TITLES,
    CaseOutcome,
    Tier,
)

from .base import (
    StepForm,
    choice_field,
    day_field,
    line_field,
    money_field,
    words_field,
)
from .proofs import ProofField

HANDLINGS = [
    (one.value, title) for one, title in OUTCOME_TITLES.items() if one != CaseOutcome.TERMINATED
]
ASKED = "asked_"


class SanctionFields(StepForm):
    """罚什么的几栏."""

    warning = forms.BooleanField(label="警告", required=False)
    fine = money_field("罚款（元）", "没有的不填")
    income = money_field("没收违法所得（元）", "没有的不填")
    goods = line_field("没收的物品", most=300, required=False)
    goods_value = money_field("没收物品的价值（元）", "没有的不填")
    others = forms.MultipleChoiceField(
        label="别的处罚",
        choices=list(titles(KINDS).items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    others_words = line_field(
        "别的处罚的内容", hint="哪个证、停多久、从哪天起", most=300, required=False
    )

    @property
    def sanction(self) -> services.Sanctioned:
        """填的处罚."""
        given = self.cleaned_data
        return services.Sanctioned(
            warning=given["warning"],
            fine=given["fine"] or Decimal(0),
            income=given["income"] or Decimal(0),
            goods=given["goods"],
            goods_value=given["goods_value"] or Decimal(0),
            others=tuple(given["others"]),
            others_words=given["others_words"],
        )


class ConcludeForm(SanctionFields):
    step, title, button, done = "conclude", "调查终结，送审核", "送审核", "送审核了。"

    course = words_field("案件来源、调查经过、采取的措施", rows=4)
    facts = words_field("调查认定的事实", hint="时间、网址、做了什么，多少钱", rows=5)
    proofs = words_field("主要证据", hint="每样证明什么；封存的电子证据自动列在报告里", rows=4)
    nature = words_field("违法行为性质", hint="违反了哪部法律的哪一条")
    basis = words_field("处理依据", hint="照哪一条处理，写到款、项")
    handling = choice_field("处理意见", HANDLINGS)
    ground = forms.ChoiceField(
        label="不予处罚的理由",
        required=False,
        help_text="只在不予处罚时选；选了要逐项写明下面的事实，由负责人决定，系统不替您认定",
    )
    tier = choice_field("裁量阶次", list(TIER_TITLES.items()))
    discretion = words_field("自由裁量的理由", hint="对照裁量基准：为什么是这个阶次")
    weighty = forms.MultipleChoiceField(
        label="应当法制审核的情形",
        choices=list(titles(WEIGHTY).items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="有一项就做法制审核，拟处罚的还要集体讨论；都没有的做案件审核",
    )
    field_order = (
        "course", "facts", "proofs", "nature", "basis", "handling", "warning", "fine", "income",
        "goods", "goods_value", "others", "others_words", "tier", "discretion", "ground",
    )  # fmt: skip

    def prepare(self) -> None:
        self._asks = {
            row.code or "": [
                (f"{ASKED}{row.code}_{at}", ask) for at, ask in enumerate(asks_of(row))
            ]
            for row in table(EXEMPT)
        }
        field = self.fields["ground"]
        if isinstance(field, forms.ChoiceField):
            rows = [(row.code or "", f"{row.title}（{row.article}）") for row in table(EXEMPT)]
            field.choices = [("", "不是不予处罚"), *rows]
        for code, asks in self._asks.items():
            for name, ask in asks:
                title = titles(EXEMPT)[code]
                self.fields[name] = words_field(f"{title}：{ask}", required=False, rows=2)
        self.initial.setdefault("tier", Tier.ORDINARY)
        self._remember()

    def _remember(self) -> None:
        """送回来再送的，照上一份填."""
        last = self.docket.reports.last() if self.docket.pk else None
        lawful = lawful_range(self.docket.violation, self.case.filed_on)
        if lawful:
            self.fields["basis"].help_text += f"。法定幅度：{lawful}"
        if last is None:
            return
        for name in ("course", "facts", "proofs", "nature", "basis", "handling", "tier"):
            self.initial.setdefault(name, getattr(last, name))
        for name in ("discretion", "warning", "fine", "income", "goods", "others", "weighty"):
            self.initial.setdefault(name, getattr(last, name))

    def act(self, at: datetime) -> object:
        given = self.cleaned_data
        found = services.Findings(
            handling=CaseOutcome(given["handling"]),
            tier=Tier(given["tier"]),
            sanction=self.sanction,
            ground=given["ground"],
            asked={ask: given[name] for name, ask in self._asks.get(given["ground"], [])},
            weighty=tuple(given["weighty"]),
            **{name: given[name] for name in services.PARTS},
        )
        return services.conclude(self.case, found, **self.who_and_when(at))


class PassForm(StepForm):
    step, title, button, done = "pass", "审核通过", "同意处理意见", "审核通过，交给负责人。"
    lede = "看七项：管辖、当事人、事实和证据、定性、依据、程序、处理是不是适当（第五十三条）。"

    opinion = words_field("审核意见", rows=5)

    def act(self, at: datetime) -> object:
        return services.review(
            self.case, passed=True, opinion=self.cleaned_data["opinion"], **self.who_and_when(at)
        )


class BackForm(PassForm):
    step, title, button, done = "back", "审核退回", "退回补充、纠正", "退回了。"

    def act(self, at: datetime) -> object:
        return services.review(
            self.case, passed=False, opinion=self.cleaned_data["opinion"], **self.who_and_when(at)
        )


class AgreeForm(StepForm):
    step, title, button = "agree", "同意拟处罚，去告知", "同意拟处罚"
    done = "同意了，由办案人员送达告知书。"

    words = words_field("意见", required=False)

    def act(self, at: datetime) -> object:
        return services.agree(self.case, words=self.cleaned_data["words"], **self.who_and_when(at))


class SendBackForm(StepForm):
    step, title, button, done = "send-back", "退回补充调查", "退回", "退回了。"

    words = words_field("要补充调查什么")

    def act(self, at: datetime) -> object:
        return services.send_back(
            self.case, words=self.cleaned_data["words"], **self.who_and_when(at)
        )


class DeliveryForm(StepForm):
    """送达的几栏."""

    way = choice_field(
        "送达方式", [(row.code or "", f"{row.title}\n{row.text('proof')}") for row in table(WAYS)]
    )
    on = day_field("送达的日子", "公告送达写公告发布的日子，三十日以后算作送达")
    receiver = line_field("收件人", hint="公告、没有送到的不填", most=120, required=False)
    proof = words_field("凭据", "写凭据：谁签收的、邮件号、截屏在哪里")
    picture = ProofField(
        label="凭据的照片、截屏", help_text="送达回证、邮件回执、发送记录、张贴的照片"
    )
    result = choice_field("结果", [("yes", "送到了"), ("no", "没有送到：再换一种方式送")])

    def prepare(self) -> None:
        self.initial.setdefault("result", "yes")

    @property
    def delivery(self) -> services.Delivery:
        """填的送达."""
        given = self.cleaned_data
        return services.Delivery(
            given["way"],
            given["on"],
            given["receiver"],
            given["proof"],
            given["result"] == "yes",
            given["picture"],
        )


class NotifyForm(DeliveryForm):
    step, title, button, done = "notify", "送达告知书", "记下送达", "记下了。"
    lede = "文书在案件页里下载、打印；没有送到的也记一次，再换一种方式送。"

    def act(self, at: datetime) -> object:
        return services.serve_notice(self.case, self.delivery, **self.who_and_when(at))


class StatementForm(StepForm):
    step, title, button, done = "statement", "记陈述申辩", "记下", "记下了，写进决定书。"
    lede = "当事人提出的都要复核；成立的应当采纳，不得因为申辩加重处罚。"

    on = day_field("提出的日子")
    words = words_field("当事人提出的事实、理由和证据", rows=4)
    adopted = choice_field("复核下来", [("yes", "采纳"), ("no", "不采纳")])
    why = words_field("复核的情况和理由")

    def act(self, at: datetime) -> object:
        given = self.cleaned_data
        said = services.Said(given["on"], given["words"], given["adopted"] == "yes", given["why"])
        return services.take_statement(self.case, said, **self.who_and_when(at))


class HearingForm(StepForm):
    step, title, button, done = (
        "hearing",
        "记听证申请",
        "记下申请",
        "记下了，听证期间不计入办案期限。",
    )

    on = day_field("提出的日子")

    def act(self, at: datetime) -> object:
        return services.ask_hearing(self.case, on=self.cleaned_data["on"], **self.who_and_when(at))


class HearingDayForm(StepForm):
    step, title, button, done = (
        "hearing-day",
        "通知听证",
        "定下听证",
        "定下了，到文书里出听证通知书。",
    )

    held_on = day_field("举行的日子", "通知要在七个工作日以前")
    place = line_field("地点")
    chair = forms.ModelChoiceField(
        Account.objects.none(),
        label="主持人",
        empty_label="选主持人",
        error_messages={"required": "选主持人"},
    )

    def prepare(self) -> None:
        handlers = [self.case.first_officer_id, self.case.second_officer_id]
        roles = [Role.LEGAL_REVIEWER, Role.OFFICER, Role.BUREAU_ADMIN]
        held = Account.objects.filter(grants__role__in=roles, grants__ended_at=None, is_active=True)
        self.choose("chair", held.exclude(pk__in=handlers).distinct().order_by("name"))

    def act(self, at: datetime) -> object:
        given = self.cleaned_data
        return services.set_hearing(
            self.case,
            held_on=given["held_on"],
            place=given["place"],
            chair=given["chair"],
            **self.who_and_when(at),
        )


class HeardForm(StepForm):
    step, title, button, done = "heard", "听证结束，送法制审核", "送法制审核", "送法制审核了。"

    findings = words_field("听证报告的意见", rows=5)

    def act(self, at: datetime) -> object:
        return services.end_hearing(
            self.case, findings=self.cleaned_data["findings"], **self.who_and_when(at)
        )


class AnswerForm(StepForm):
    step, title, button, done = "answer", "批复", "批复", "批复了。"

    approval = forms.ModelChoiceField(
        Approval.objects.none(),
        label="哪一件请示",
        empty_label="选请示",
        error_messages={"required": "选哪一件请示", "invalid_choice": "这件请示已经批复过了"},
    )
    verdict = choice_field("批不批", [("yes", "批准"), ("no", "不批准")])
    answer = words_field("批复意见", required=False)
    together = forms.BooleanField(label="经负责人集体讨论决定", required=False)

    def prepare(self) -> None:
        self.choose("approval", Approval.objects.filter(docket__case=self.case, approved=None))

    def act(self, at: datetime) -> object:
        given: dict[str, Any] = self.cleaned_data
        return services.answer_approval(
            given["approval"],
            approve=given["verdict"] == "yes",
            answer=given["answer"],
            together=given["together"],
            **self.who_and_when(at),
        )
