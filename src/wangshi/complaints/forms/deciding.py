"""专席的表单: find out, number, accept, refuse, return, split, link, ask a station."""

from datetime import datetime

from django import forms
from django.db.models import Q

from wangshi.accounts.models import Department, DepartmentKind
from wangshi.complaints import services
from wangshi.complaints.codes import REFUSALS, titles
from wangshi.complaints.models import Complaint, ServiceStation
from wangshi.complaints.models.respondents import KIND_TITLES
from wangshi.complaints.selectors import complaints_seen, stations_for
from wangshi.engine.identifiers import check_uscc
from wangshi.engine.jurisdiction import Place, Respondent
from wangshi.registry.models import Operator
from wangshi.shared.lawshelf.selectors import violations

from .base import StepForm, told_field, words_field

ASKED_PLACES = (Place.DISCLOSED, Place.ACTUAL, Place.DOMICILE, Place.PLATFORM)


def violation_field() -> forms.ChoiceField:
    """涉嫌违法行为."""
    return forms.ChoiceField(
        label="涉嫌哪种违法行为",
        required=False,
        choices=lambda: [
            ("", "还说不准"),
            *((code, f"{code} {one.title}") for code, one in violations().by_code.items()),
        ],
    )


class PlaceForm(StepForm):
    title, button, done = "查清对象和地点", "写下查清的情况", "写下了，归谁管在页面上。"
    lede = "写县（区）名，例如 拾穗县；不知道的空着。有权的机关和理由会照条文列出来"
    step = "place"
    kind = forms.ChoiceField(label="对方是什么", choices=list(KIND_TITLES.items()))
    disclosed = forms.CharField(label="平台公示的地址在哪个县", required=False, max_length=40)
    unreachable = forms.BooleanField(label="照公示的地址联系不上", required=False)
    actual = forms.CharField(label="实际经营地在哪个县", required=False, max_length=40)
    domicile = forms.CharField(label="住所（登记地址）在哪个县", required=False, max_length=40)
    platform = forms.CharField(label="平台经营者住所在哪个县", required=False, max_length=40)
    uscc = forms.CharField(
        label="统一社会信用代码", required=False, max_length=40, help_text="对上登记库里的主体"
    )
    words = forms.CharField(
        label="怎么查的", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )

    def prepare(self) -> None:
        known = self.complaint.places
        for place in ASKED_PLACES:
            self.initial.setdefault(place.value, known.get(place.value, ""))
        self.initial.setdefault("kind", self.complaint.respondent_kind)
        self.initial.setdefault("unreachable", not self.complaint.reachable)
        if self.complaint.operator:
            self.initial.setdefault("uscc", self.complaint.operator.uscc or "")

    def clean_uscc(self) -> Operator | None:
        """An operator of the register, or nothing."""
        given = self.cleaned_data["uscc"]
        if not given.strip():
            return None
        code = check_uscc(given)
        found = Operator.objects.filter(uscc=code.normalised).first() if code.ok else None
        if found is None:
            raise forms.ValidationError("登记库里没有这个代码：核对一遍，或者空着")
        return found

    def act(self, at: datetime) -> object:
        given = self.cleaned_data
        placed = services.Placed(
            kind=Respondent(given["kind"]),
            places={place: given[place.value] for place in ASKED_PLACES},
            reachable=not given["unreachable"],
            operator=given["uscc"],
        )
        return services.place_complaint(
            self.complaint, placed, words=given["words"], **self.who_and_when(at)
        )


class NumberForm(StepForm):
    title, button, done = "填 12315 编号", "填上编号", "编号填上了。"
    lede = "在全国 12315 平台登记以后，把编号抄回来；一个编号只对一件"
    step = "number"
    external_number = forms.CharField(
        label="全国 12315 平台编号",
        max_length=40,
        error_messages={"required": "抄上全国 12315 平台的编号"},
    )

    def act(self, at: datetime) -> object:
        number = self.cleaned_data["external_number"]
        return services.number_complaint(
            self.complaint, external_number=number, **self.who_and_when(at)
        )


class SplitForm(StepForm):
    title, button, done = "拆成两件", "拆成两件", "拆开了：举报另开一件，期限从收到那天起。"
    lede = "投诉的部分走调解，举报的部分走核查；原文留着，两件都看得到"
    step = "split"
    complaint_text = words_field("投诉的部分", "写投诉的部分：争议的事实和要求", rows=6)
    report_text = words_field("举报的部分", "写举报的部分：商家做了什么违法的事", rows=6)
    violation = violation_field()

    def prepare(self) -> None:
        self.initial.setdefault("complaint_text", self.complaint.text)
        self.initial.setdefault("report_text", self.complaint.letter.text)

    def act(self, at: datetime) -> object:
        given = self.cleaned_data
        return services.split_letter(
            self.complaint,
            complaint_text=given["complaint_text"],
            report_text=given["report_text"],
            violation=given["violation"],
            **self.who_and_when(at),
        )


class LinkForm(StepForm):
    title, button, done = "和另一件连起来", "连起来", "连起来了，两件都留着。"
    lede = "重复的、相关的连起来，不删也不并；各件的期限各走各的"
    step = "link"
    other = forms.CharField(
        label="另一件的编号",
        max_length=40,
        error_messages={"required": "写另一件的编号，或者它的 12315 编号"},
    )
    words = words_field("为什么", "写一句：为什么是同一件，或者相关的一件", rows=2)

    def clean_other(self) -> Complaint:
        """A complaint this account may see."""
        number = self.cleaned_data["other"].strip()
        named = Q(number=number) | Q(external_number=number)
        found = complaints_seen(self.by).filter(named).first()
        if found is None:
            raise forms.ValidationError("没有这个编号的投诉：照清单上的编号抄")
        return found

    def act(self, at: datetime) -> object:
        given = self.cleaned_data
        return services.link_complaints(
            self.complaint, given["other"], words=given["words"], **self.who_and_when(at)
        )


class AcceptForm(StepForm):
    title, button, done = "受理", "受理这件投诉", "受理了，60 日的调解期限从今天算。"
    lede = "受理和告知一起记；由哪个单位调解，也在这里定"
    step = "accept"
    department = forms.ModelChoiceField(
        Department.objects.none(),
        label="由哪个单位调解",
        empty_label="选单位",
        error_messages={"required": "选由哪个单位调解"},
    )
    told = told_field()
    words = forms.CharField(
        label="说明", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )

    def prepare(self) -> None:
        kinds = (DepartmentKind.BUREAU, DepartmentKind.STATION)
        field = self.fields["department"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = Department.objects.filter(kind__in=kinds)

    def act(self, at: datetime) -> object:
        given = self.cleaned_data
        return services.accept_complaint(
            self.complaint,
            department=given["department"],
            told=self.way,
            words=given["words"],
            **self.who_and_when(at),
        )


class RefuseForm(StepForm):
    title, button, done = (
        "不予受理",
        "不予受理并告知",
        "记下了，理由和别的五种办法会显示在进度页上。",
    )
    lede = "第十七条列的情形只是判断时可以考虑的事实，不能凭它自动不受理"
    step = "refuse"
    ground = forms.ChoiceField(
        label="理由",
        choices=lambda: list(titles(REFUSALS).items()),
        widget=forms.RadioSelect,
        error_messages={"required": "七项里选一项"},
    )
    reason = words_field(
        "事实和理由", "写明事实和理由：凭什么这样认定", "投诉人会看到这段话；写看得懂的话"
    )
    told = told_field()

    def act(self, at: datetime) -> object:
        given = self.cleaned_data
        return services.refuse_complaint(
            self.complaint,
            ground=given["ground"],
            reason=given["reason"],
            told=self.way,
            **self.who_and_when(at),
        )


class ReturnForm(StepForm):
    title, button, done = "退回统一接收机构", "退回统一接收机构", "退回了。"
    lede = "只退分送来的；不能自行移送给别的部门"
    step = "return"
    reason = words_field("为什么", "写给统一接收机构：为什么本局没有处理权限，应当归谁")

    def act(self, at: datetime) -> object:
        reason = self.cleaned_data["reason"]
        return services.return_complaint(self.complaint, reason=reason, **self.who_and_when(at))


class ReferForm(StepForm):
    title, button, done = "请维权服务站先答复", "请服务站答复", "记下了，约定的时限内要有答复。"
    lede = "先和商家解决；受理的 7 个工作日照样在走"
    step = "refer"
    station = forms.ModelChoiceField(
        ServiceStation.objects.none(),
        label="哪个服务站",
        empty_label="选服务站",
        error_messages={"required": "选服务站"},
    )

    def prepare(self) -> None:
        field = self.fields["station"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = stations_for(self.complaint)

    def act(self, at: datetime) -> object:
        station = self.cleaned_data["station"]
        return services.refer_complaint(self.complaint, station, **self.who_and_when(at))


class AnswerForm(StepForm):
    title, button, done = "服务站的答复", "记下答复", "记下了。"
    lede = "消费者自己说满意了，才算解决"
    step = "answer"
    answer = words_field("服务站怎么答复的，消费者怎么说", "写服务站怎么答复的，消费者怎么说")
    settled = forms.ChoiceField(
        label="解决了吗",
        choices=[("yes", "消费者认可，撤回投诉"), ("no", "没有解决，照样决定受不受理")],
        widget=forms.RadioSelect,
        error_messages={"required": "选解决了，还是没有"},
    )

    def act(self, at: datetime) -> object:
        given = self.cleaned_data
        return services.answer_referral(
            self.complaint,
            answer=given["answer"],
            settled=given["settled"] == "yes",
            **self.who_and_when(at),
        )
