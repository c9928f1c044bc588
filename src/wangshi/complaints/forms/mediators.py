"""名册和委托的表单: list an organisation, appoint somebody, entrust a mediation, take it back."""

from datetime import datetime, timedelta
from typing import Any, Final

from django import forms
from django.utils import timezone

from wangshi.accounts.models import Department, Town
from wangshi.accounts.permissions import Permission
from wangshi.complaints import services
from wangshi.complaints.models import MediationBody, Mediator
from wangshi.complaints.selectors import appointed_mediators, standing_bodies
from wangshi.complaints.workflow import BODY_TITLES, RESULT_TITLES, BodyKind, Result

from .base import MarkedForm, StepForm, day_field, words_field

USUAL_DAYS: Final = 20
BACK: Final = {each: RESULT_TITLES[each] for each in (Result.AGREED, Result.FAILED)}


def short(label: str, missing: str = "", hint: str = "", *, most: int = 80) -> forms.CharField:
    """一行字的栏: required where something is said for the case that it is missing."""
    return forms.CharField(
        label=label,
        max_length=most,
        required=bool(missing),
        help_text=hint,
        error_messages={"required": missing},
    )


class BodyForm(MarkedForm):
    title, button, done = "登记调解组织", "登记调解组织", "登记了。"
    lede = "消费者协会或者依法成立的其他调解组织，投诉可以委托它调解"
    name = short("名称", "写调解组织的名称")
    kind = forms.ChoiceField(
        label="哪一种", choices=list(BODY_TITLES.items()), widget=forms.RadioSelect,
        error_messages={"required": "选是哪一种"},
    )  # fmt: skip
    basis = short("凭什么成立", "写凭什么成立：登记证号、批准文件", most=200)
    contact = short("联系人", "写联系人", most=40)
    phone = short("电话", "写电话", most=40)
    listed_on = day_field("列入名册的日子")

    def __init__(self, *args: Any, **options: Any) -> None:
        initial = {"listed_on": timezone.localdate()} | (options.pop("initial", None) or {})
        super().__init__(*args, **options | {"initial": initial})

    def act(self, at: datetime) -> object:
        given = self.cleaned_data
        fields = ("name", "basis", "contact", "phone", "listed_on")
        facts = {name: given[name] for name in fields}
        return services.list_body(
            services.NewBody(**facts, kind=BodyKind(given["kind"])), by=self.by
        )


class MediatorForm(MarkedForm):
    title, button, done = "聘任调解员", "聘任这位调解员", "聘任了。"
    lede = "本局单位里的，或者调解组织的；聘期里才能接委托"
    name = short("姓名", "写调解员的姓名", most=40)
    body = forms.ModelChoiceField(
        MediationBody.objects.none(), label="哪个调解组织的", required=False, empty_label="不是"
    )
    department = forms.ModelChoiceField(
        Department.objects.all(), label="本局哪个单位的", required=False, empty_label="不是"
    )
    field = short("擅长什么", hint="例如 家电、预付卡、装修", most=120)
    town = forms.ModelChoiceField(
        Town.objects.all(), label="管哪个镇", required=False, empty_label="全县"
    )
    phone = short("电话", most=40)
    appointed_on = day_field("聘任自")
    until = day_field("聘任至")

    def __init__(self, *args: Any, **options: Any) -> None:
        initial = {"appointed_on": timezone.localdate()} | (options.pop("initial", None) or {})
        super().__init__(*args, **options | {"initial": initial})
        field = self.fields["body"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = standing_bodies()

    def act(self, at: datetime) -> object:
        given = self.cleaned_data
        names = ("name", "appointed_on", "until", "body", "department", "field", "town", "phone")
        new = services.NewMediator(**{name: given[name] for name in names})
        return services.appoint_mediator(new, by=self.by)


class OneMediatorForm(MarkedForm):
    """关于一位调解员的."""

    def __init__(self, *args: Any, mediator: Mediator, **options: Any) -> None:
        super().__init__(*args, **options)
        self.mediator = mediator


class AppointmentForm(OneMediatorForm):
    title, button, done = "续聘、解聘", "改聘期", "改了。"
    until = day_field("聘任至", "解聘的写今天")
    reason = short("为什么", "写一句：续聘还是解聘，为什么", most=200)

    def act(self, at: datetime) -> object:
        given = self.cleaned_data
        return services.change_appointment(
            self.mediator, until=given["until"], reason=given["reason"], by=self.by
        )


class TrainingForm(OneMediatorForm):
    title, button, done = "记培训", "记下这次培训", "记下了。"
    training = short("学了什么", "写学了什么", most=120)
    hours = forms.IntegerField(
        label="学时", min_value=1, max_value=400,
        error_messages={"required": "写学时", "invalid": "学时写整数，例如 4"},
    )  # fmt: skip
    on = day_field("哪天")

    def act(self, at: datetime) -> object:
        given = self.cleaned_data
        return services.note_training(
            self.mediator, title=given["training"], hours=given["hours"], on=given["on"], by=self.by
        )


class EntrustForm(StepForm):
    title, button, done = "委托调解", "委托给它调解", "委托了。交回以前，60 日照走。"
    lede = "双方都同意才能委托；受托的组织以本局名义调解，不得再委托"
    step = "entrust"
    right = Permission.MEDIATE_COMPLAINT
    body = forms.ModelChoiceField(
        MediationBody.objects.none(), label="哪个调解组织", empty_label="选一个",
        error_messages={"required": "选调解组织；名册里没有的先登记"},
    )  # fmt: skip
    mediator = forms.ModelChoiceField(
        Mediator.objects.none(), label="哪位调解员", required=False, empty_label="由它安排"
    )
    complainant = short(
        "投诉人怎么同意的", "写投诉人怎么同意的：来件里勾了，还是哪天电话说的", most=200
    )
    respondent = short("被投诉人怎么同意的", "写被投诉人怎么同意的：哪天、谁说的", most=200)
    due_on = day_field("什么时候以前交回")

    def prepare(self) -> None:
        bodies, mediators = self.fields["body"], self.fields["mediator"]
        if isinstance(bodies, forms.ModelChoiceField):
            bodies.queryset = standing_bodies()
        if isinstance(mediators, forms.ModelChoiceField):
            mediators.queryset = appointed_mediators(timezone.localdate())
        self.initial.setdefault("due_on", timezone.localdate() + timedelta(days=USUAL_DAYS))
        if self.complaint.letter.may_delegate:
            self.initial.setdefault("complainant", "来件里勾了“同意委托调解”")

    def act(self, at: datetime) -> object:
        given = self.cleaned_data
        names = ("body", "complainant", "respondent", "due_on", "mediator")
        new = services.NewEntrustment(**{name: given[name] for name in names})
        return services.entrust_mediation(self.complaint, new, **self.who_and_when(at))


class BackForm(StepForm):
    title, button, done = (
        "记交回的结果",
        "记下结果",
        "记下了。谈成的写调解协议，没有谈成的接着调解或者终止。",
    )
    step = "back"
    right = Permission.MEDIATE_COMPLAINT
    result = forms.ChoiceField(
        label="结果", choices=list(BACK.items()), widget=forms.RadioSelect,
        error_messages={"required": "选谈成了没有"},
    )  # fmt: skip
    words = words_field("怎么说的", "写受托的组织怎么说的：谈成了什么，或者为什么没有谈成")

    def act(self, at: datetime) -> object:
        given = self.cleaned_data
        return services.take_back(
            self.complaint,
            result=Result(given["result"]),
            words=given["words"],
            **self.who_and_when(at),
        )
