"""走一步的表单: each knows its step, its words and the verb it calls."""

import uuid
from abc import abstractmethod
from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.utils import timezone

from wangshi.accounts.models import Account
from wangshi.engine.identifiers import check_uscc
from wangshi.engine.registration import registration_steps
from wangshi.growth import services
from wangshi.growth.models import Seller
from wangshi.growth.selectors.sellers import in_hand
from wangshi.growth.workflow import SELLER_STEPS, RoadRefused, SellerState, next_state
from wangshi.registry.models import Operator
from wangshi.shared.licence_guide import GuideForm

DAY = "日期写成 2026-11-23 这样"


def _words(label: str, missing: str, hint: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": missing},
    )


class StepForm(forms.Form):
    """一步的表单: a hidden mark against a double click."""

    title: ClassVar[str]
    button: ClassVar[str]
    done: ClassVar[str]
    lede: ClassVar[str] = ""
    step: ClassVar[str] = ""

    mark = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: Any, seller: Seller, by: Account, **options: Any) -> None:
        initial = {"mark": uuid.uuid4().hex} | (options.pop("initial", None) or {})
        super().__init__(*args, **options | {"initial": initial})
        self.seller, self.by = seller, by

    def admit(self) -> None:
        """能不能打开: RoadRefused when the seller stands elsewhere by now."""
        if self.step in SELLER_STEPS:
            next_state(SellerState(self.seller.state), self.step)

    @abstractmethod
    def act(self, at: datetime) -> object:
        """Calls the verb; Refused and RoadRefused pass through."""


class VisitForm(StepForm):
    title, button, done = "记下联系经过", "记下联系经过", "记下了。"
    lede = "电话、群里、上门都行；只问情况、讲规定，不查东西、不取证"
    step = "visit"
    words = _words("怎么联系上的，对方怎么说", "写一句：怎么联系上的，对方怎么说")

    def act(self, at: datetime) -> object:
        return services.visit_seller(
            self.seller, words=self.cleaned_data["words"], by=self.by, at=at
        )


class NoteForm(StepForm):
    title, button, done = "记一笔", "记下这一笔", "记下了。"
    words = _words("这次做了什么", "写一句：这次做了什么")
    remind_on = forms.DateField(
        label="下次联系",
        required=False,
        help_text="不选，就不再提醒",
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": DAY},
    )

    def act(self, at: datetime) -> object:
        given = self.cleaned_data
        return services.note_seller(
            self.seller, words=given["words"], remind_on=given["remind_on"], by=self.by, at=at
        )


class GuideSellerForm(GuideForm, StepForm):
    title, button, done = "问清要不要办", "看结果", "问清了，结果和条文在下面。"
    lede = "照对方说的勾；情况变了（卖得多了、换了东西）再问一次，结果会跟着变"
    step = "guide"
    words = forms.CharField(
        label="说明", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )

    def act(self, at: datetime) -> object:
        words = self.cleaned_data["words"]
        return services.guide_seller(self.seller, self.answers(), words=words, by=self.by, at=at)


class SignForm(StepForm):
    title, button, done = "收下自我声明", "收下这份声明", "声明收下了，一年以后再看一次。"
    lede = "先打印声明，本人看过、签字，再收下"
    step = "exempt"
    signed_on = forms.DateField(
        label="签的日期",
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"required": "填签的日期", "invalid": DAY},
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        initial = {"signed_on": timezone.localdate()} | (options.pop("initial", None) or {})
        super().__init__(*args, **options | {"initial": initial})

    def act(self, at: datetime) -> object:
        day = self.cleaned_data["signed_on"]
        return services.sign_declaration(self.seller, signed_on=day, by=self.by, at=at)


class PrepareForm(StepForm):
    title, button, done = "办照办到哪里了", "记下这一步", "记下了。"
    lede = "一步一步帮着办，每次写一句；几天没动会提醒"
    key = forms.ChoiceField(
        label="哪一步",
        choices=[(step.key, step.title) for step in registration_steps()],
        error_messages={"required": "选一步", "invalid_choice": "从列出的几步里选"},
    )
    done_already = forms.ChoiceField(
        label="办好了吗",
        choices=[("yes", "办好了"), ("no", "还没办好")],
        widget=forms.RadioSelect,
        error_messages={"required": "选办好了，还是没办好"},
    )
    words = forms.CharField(
        label="说明",
        required=False,
        max_length=300,
        help_text="没办好的，写卡在哪里",
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def act(self, at: datetime) -> object:
        given = self.cleaned_data
        return services.note_preparation(
            self.seller,
            key=given["key"],
            done=given["done_already"] == "yes",
            words=given["words"],
            by=self.by,
            at=at,
        )


class ApplyForm(StepForm):
    title, button, done = "交了登记申请", "记下交了申请", "记下了，几天后问结果。"
    step = "register"
    words = _words(
        "在哪里交的，哪天交的", "写一句：在哪里交的，哪天交的", "比如 11 月 20 日在政务大厅窗口交的"
    )

    def act(self, at: datetime) -> object:
        return services.apply_registration(
            self.seller, words=self.cleaned_data["words"], by=self.by, at=at
        )


class LicenseForm(StepForm):
    title, button, done = "记下领了执照", "记下领了执照", "领照了，已经归到经营主体。"
    lede = "照执照填；登记库里已有的，只填代码"
    step = "license"
    uscc = forms.CharField(
        label="统一社会信用代码",
        max_length=40,
        help_text="执照上的 18 位",
        error_messages={"required": "照执照填 18 位代码"},
    )
    name = forms.CharField(
        label="执照上的名称", required=False, max_length=200, help_text="登记库里还没有的才填"
    )
    person = forms.CharField(label="经营者", required=False, max_length=40)
    address = forms.CharField(label="经营场所", required=False, max_length=300)
    issued_on = forms.DateField(
        label="核准日期",
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": DAY},
    )

    def act(self, at: datetime) -> object:
        given = self.cleaned_data
        fields = ("uscc", "name", "person", "address", "issued_on")
        licensed = services.Licensed(**{name: given[name] for name in fields})
        return services.license_seller(self.seller, licensed, by=self.by, at=at)


class LinkForm(StepForm):
    title, button, done = "对上已有的主体", "对上这个主体", "对上了。"
    lede = "登记库里已经有这个人的执照，只是不知道他在群里卖"
    uscc = forms.CharField(
        label="统一社会信用代码", max_length=40, error_messages={"required": "填 18 位代码"}
    )

    def clean_uscc(self) -> Operator:
        """A code of the register."""
        code = check_uscc(self.cleaned_data["uscc"])
        found = Operator.objects.filter(uscc=code.normalised).first() if code.ok else None
        if found is None:
            raise forms.ValidationError("登记库里没有这个代码：核对一遍，或者记“领了执照”")
        return found

    def act(self, at: datetime) -> object:
        return services.link_operator(self.seller, self.cleaned_data["uscc"], by=self.by, at=at)


class RefuseForm(StepForm):
    title, button, done = "记下不肯办", "记下不肯办", "记下了；要查处的，转为线索。"
    lede = "先讲清规定和好处；对方还是不办，把劝过的话写下来"
    step = "refuse"
    words = _words("劝过什么，对方怎么说", "写一句：劝过什么，对方怎么说")

    def act(self, at: datetime) -> object:
        return services.refuse_seller(
            self.seller, words=self.cleaned_data["words"], by=self.by, at=at
        )


class LoseForm(StepForm):
    title, button, done = "记下联系不上", "记下联系不上", "记下了；再看到时接着走。"
    step = "lose"
    words = _words("怎么找过，几次", "写一句：怎么找过，几次")

    def act(self, at: datetime) -> object:
        return services.lose_seller(
            self.seller, words=self.cleaned_data["words"], by=self.by, at=at
        )


class HandOverForm(StepForm):
    title, button, done = "转为线索", "转为线索", "已经转为线索，由分派员派给该办的单位。"
    lede = "发现、联系、辅导、劝说的经过都带进线索，不用再写一遍"

    def admit(self) -> None:
        if in_hand(self.seller):
            raise RoadRefused(f"已经转为线索 {self.seller.clue}，正在办，不用再转")
        if SellerState(self.seller.state) is not SellerState.REFUSED:
            raise RoadRefused("先引导：对方不肯办，记下怎么劝过，再转为线索")

    def act(self, at: datetime) -> object:
        return services.hand_over_seller(self.seller, by=self.by, at=at)
