"""批复的表单: extensions, proposals, disputes and letters are answered, never by who asked."""

from datetime import datetime
from typing import Any

from django import forms

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import may, require
from wangshi.cases import services
from wangshi.cases.models import Clue
from wangshi.cases.workflow import StepRefused
from wangshi.shared.pages import Fact

from .steps import StepForm, offer_choices, words

YES, NO = "yes", "no"


class AnswerForm(StepForm):
    """批或者不批: no judgement is preselected; a refusal says why."""

    refusal_needs = "写明理由"

    choice = forms.ChoiceField(
        label="批不批",
        widget=forms.RadioSelect,
        error_messages={"required": "先选批还是不批"},
    )
    answer = forms.CharField(
        label="意见",
        help_text="不批或者退回的，要写明理由",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        if cleaned.get("choice") == NO and not cleaned.get("answer", "").strip():
            self.add_error("answer", self.refusal_needs)
        return cleaned

    @property
    def approves(self) -> bool:
        """选的是批."""
        return bool(self.cleaned_data["choice"] == YES)

    def asked(self) -> list[Fact]:
        """等批的内容: what was asked, by whom, when."""
        return []


class AnswerExtensionForm(AnswerForm):
    permission, step = Permission.APPROVE_EXTENSION, "extend"
    title, button, done = "批复延长申请", "交批复", "已批复。"
    refusal_needs = "写明为什么不批"

    def offer(self) -> None:
        offer_choices(
            self,
            "choice",
            [
                (YES, "批准延长"),
                (NO, "不批，按原期限办"),
            ],
        )
        self.extension = _open(self.clue, "extensions", "没有等批的延长申请")

    def asked(self) -> list[Fact]:
        one = self.extension
        return [Fact("申请人", one.asked_by.name), Fact("理由", one.reason)]

    def act(self, at: datetime) -> object:
        answer = self.cleaned_data["answer"]
        return services.answer_extension(
            self.extension, approve=self.approves, answer=answer, **self.who(at)
        )


class AnswerProposalForm(AnswerForm):
    permission, step = Permission.APPROVE_FILING, "approve"
    title, button, done = "批复审批表", "交批复", "已批复。"
    refusal_needs = "写明退回要补正什么"

    def offer(self) -> None:
        self.proposal = _open(self.clue, "proposals", "没有等批的审批表")
        title = self.proposal.get_outcome_display()
        offer_choices(
            self,
            "choice",
            [
                (YES, f"批准{title}"),
                (NO, "退回补正"),
            ],
        )

    def asked(self) -> list[Fact]:
        one = self.proposal
        facts = [
            Fact("提请", one.get_outcome_display()),
            Fact("提请人", one.asked_by.name),
            Fact("事实和理由", one.reason),
        ]
        if one.second_officer:
            facts += [
                Fact("案由", one.cause),
                Fact("当事人", one.party),
                Fact("第二名执法人员", one.second_officer.name),
            ]
        return facts

    def act(self, at: datetime) -> object:
        answer = self.cleaned_data["answer"]
        return services.answer_proposal(
            self.proposal, approve=self.approves, answer=answer, **self.who(at)
        )


class SettleForm(AnswerForm):
    permission, step = Permission.SETTLE_DISPUTE, "uphold"
    title, button, done = "复核异议", "交复核意见", "复核意见已交，发现人看得到。"

    answer = words("复核意见", "写明复核意见：看了什么、为什么", rows=4)

    def offer(self) -> None:
        self.dispute = _open(self.clue, "disputes", "没有等复核的异议", unanswered="reopened")
        self.fields["choice"].label = "怎样处置"
        offer_choices(
            self,
            "choice",
            [
                (YES, "异议成立，重办\n核查期限从今天重新起算"),
                (NO, "维持原来的结果"),
            ],
        )

    def asked(self) -> list[Fact]:
        one = self.dispute
        return [
            Fact("提出人", one.raised_by.name),
            Fact("异议", one.reason),
            Fact("当时的结果", one.get_outcome_display()),
            Fact("决定人", one.decided_by.name),
        ]

    def act(self, at: datetime) -> object:
        words_ = self.cleaned_data["answer"]
        return services.settle_dispute(
            self.dispute, reopen=self.approves, settlement=words_, **self.who(at)
        )


class AnswerLetterForm(StepForm):
    permission, step = Permission.ASSIGN_CLUE, "answer_letter"
    title, button, done = "答复督办单", "交答复", "督办单已答复。"

    answer = words("答复", "写明为什么拖了、现在到哪一步、哪天办完")

    @classmethod
    def admit(cls, clue: Clue, by: Account) -> None:
        """Who checks it, or who should have assigned it."""
        if not may(by, Permission.VERIFY_CLUE, clue):
            require(by, cls.permission, clue)

    def offer(self) -> None:
        self.letter = _open(self.clue, "letters", "没有等答复的督办单", unanswered="answered_at")

    def asked(self) -> list[Fact]:
        """督办单: its number, who issued it, what it demands and by when."""
        one = self.letter
        return [
            Fact("文号", one.number),
            Fact("签发人", one.issued_by.name),
            Fact("要求", one.demand),
            Fact("答复期限", one.answer_by),
        ]

    def act(self, at: datetime) -> object:
        return services.answer_letter(
            self.letter, answer=self.cleaned_data["answer"], **self.who(at)
        )


def _open(clue: Clue, name: str, none: str, *, unanswered: str = "approved") -> Any:
    row = getattr(clue, name).filter(**{f"{unanswered}__isnull": True}).first()
    if row is None:
        raise StepRefused(none)
    return row
