"""改正和复看的表单: an officer's three, and the owner's own words."""

import uuid
from datetime import date, datetime
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.module_loading import import_string

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Permission
from wangshi.cases import services
from wangshi.cases.clocks import calendar
from wangshi.cases.conventions import conventions
from wangshi.cases.models import Correction
from wangshi.cases.workflow import StepRefused
from wangshi.shared.pages import Fact

from .photos import PhotosField
from .steps import StepForm, words

FIXED, UNFIXED = "fixed", "unfixed"
DEMAND_MISSING = "写明要改什么：哪个页面、哪句话、怎么改"
DAY_MISSING = "选一个日子：改到哪天"


def demand_field(*, required: bool = True, hint: str = "") -> forms.CharField:
    """要改什么: the operator reads it as it is written."""
    field = words(
        "要改什么（店家看得到）",
        DEMAND_MISSING,
        hint=hint or "写给店家看：哪个页面、哪句话、怎么改；不写谁报的",
        rows=3,
    )
    field.required = required
    return field


def day_field(*, required: bool = True) -> forms.DateField:
    """改到哪天: filled in with the county's usual length."""
    return forms.DateField(
        label="改到哪天",
        required=required,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": DAY_MISSING, "invalid": "日期写成 2026-11-23 这样"},
    )


def usual_day(today: date) -> date:
    """平常改到哪天: by the county's own file."""
    return calendar().workday_after(today, conventions().correction_days)


class AskCorrectionForm(StepForm):
    permission, step = Permission.VERIFY_CLUE, "ask_correction"
    title, button, done = "要求改正", "发出改正要求", "已要求改正，到期复看。"
    lede = "绑定了账号的店家在自己的页上看到，能说改好了；没有绑定的，当面或者电话告诉他。"
    checked_first = True

    demand = demand_field()
    due_on = day_field()

    def offer(self) -> None:
        self.initial.setdefault("due_on", usual_day(timezone.localdate()))

    def act(self, at: datetime) -> object:
        given = self.cleaned_data
        demand = services.Demand(given["demand"], given["due_on"])
        return services.ask_correction(self.clue, demand=demand, **self.who(at))


class RecheckForm(StepForm):
    permission, step = Permission.VERIFY_CLUE, "recheck"
    title, button, done = "复看", "记下复看结果", "复看结果已记下，店家看得到。"
    asked_title = "当时要求改的"
    lede = "看一遍当时有问题的地方。别的商品也有同样说法的，写在里面。"

    result = forms.ChoiceField(
        label="改好没有",
        choices=[(FIXED, "已改好"), (UNFIXED, "没改好\n下一步可以重新核查、立案，或者再限期改正")],
        widget=forms.RadioSelect,
        error_messages={"required": "选一个：已改好，还是没改好"},
    )
    seen = words(
        "看到什么（店家看得到）",
        "写明看了哪里、看到什么；店家看得到",
        hint="哪天看的、看了哪个页面、现在写的是什么",
        rows=3,
    )
    photos = PhotosField(label="截图、照片", required=False, help_text="JPG、PNG 或 WebP，可以不附")

    def offer(self) -> None:
        found = self.clue.corrections.order_by("pk").last()
        if found is None or not found.is_open:
            raise StepRefused("没有等复看的改正要求")
        self.correction: Correction = found

    def asked(self) -> list[Fact]:
        """What was asked, what the owner says, and what monitoring has seen since."""
        one = self.correction
        answers = [
            Fact("店家说改好了" if said.fixed else "店家有不同意见", said.words)
            for said in one.answers.all()
        ]
        return [
            Fact("要改什么", one.demand),
            Fact("改到哪天", one.due_on),
            *answers,
            *(Fact("提示", sign) for sign in signs_since(one)),
        ]

    def act(self, at: datetime) -> object:
        given = self.cleaned_data
        return services.recheck(
            self.correction,
            fixed=given["result"] == FIXED,
            seen=given["seen"],
            photos=given["photos"],
            **self.who(at),
        )


class WorkAgainForm(StepForm):
    permission, step = Permission.VERIFY_CLUE, "work_again"
    title, button, done = "没改好，重新核查", "重新核查", "已重新核查，期限从明天起算。"
    lede = "原来的决定收回，核查期限从今天重新起算；够立案条件的，接着填立案审批表。"

    reason = words("为什么重新核查", "写明为什么重新核查：哪里没改、打算怎么办", rows=3)

    def act(self, at: datetime) -> object:
        return services.work_again(self.clue, reason=self.cleaned_data["reason"], **self.who(at))


class OwnerAnswerForm(forms.Form):
    """店家答复: a sentence and, if they like, photos from the phone."""

    mark = forms.CharField(widget=forms.HiddenInput, max_length=64)
    words = words("改了哪里", "写一句：改了哪里", hint="如：标题和详情页里的那句话删掉了", rows=3)
    photos = PhotosField(
        label="照片、截图",
        help_text="改好以后的页面截一张，执法员看得快；可以不附",
        required=False,
    )

    def __init__(
        self, *args: Any, correction: Correction, fixed: bool, by: Account, **options: Any
    ) -> None:
        initial = {"mark": uuid.uuid4().hex} | (options.pop("initial", None) or {})
        super().__init__(*args, **options | {"initial": initial})
        self.correction, self.fixed, self.by = correction, fixed, by
        if not fixed:
            field = self.fields["words"]
            field.label, field.help_text = "您的说法", "哪里您认为不是这样，有什么可以证明"
            field.error_messages["required"] = "写一句：哪里您认为不是这样"
            self.fields["photos"].help_text = "证照、进货票据、授权书可以拍下来；可以不附"

    def act(self, at: datetime) -> object:
        """答复: the verb tells the officer."""
        given = self.cleaned_data
        return services.answer_correction(
            self.correction,
            fixed=self.fixed,
            words=given["words"],
            photos=given["photos"],
            by=self.by,
            at=at,
        )


def signs_since(correction: Correction) -> list[str]:
    """别的室看到的: hints only; the officer looks for himself."""
    return [
        sign for path in settings.WANGSHI_SIGNS for sign in import_string(path)(correction.clue)
    ]
