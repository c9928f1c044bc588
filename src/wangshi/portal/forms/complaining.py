"""投诉、举报的网页: one question group a page; what was answered is carried along, never stored."""

import uuid
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, Final

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from wangshi.complaints.disputes import disputes, goods_titles
from wangshi.complaints.identities import Person
from wangshi.complaints.models.respondents import KIND_TITLES
from wangshi.complaints.services import About, Dispute, NewLetter
from wangshi.complaints.workflow import AGENCY_TITLES, WANT_TITLES, Agency, Asked, Want
from wangshi.engine.identifiers import check_phone
from wangshi.engine.jurisdiction import Respondent

from .materials import MaterialsField

MOST_TEXT: Final = 4000


@dataclass(frozen=True)
class Group:
    """一问: its heading, what stands under it, and the fields it asks for."""

    title: str
    lede: str
    fields: tuple[str, ...]


ABOUT: Final = Group(
    "您要说的是哪一家？",
    "店名、招牌、直播间名都行；写得越准，越快找到。",
    ("kind", "respondent", "platform", "url", "address"),
)
LAST: Final = Group(
    "提交前看一遍",
    "有不对的，点“改”。照片、截图、录音在这里加。",
    ("materials", "honest", "may_publish", "may_delegate"),
)


class AskingForm(forms.Form):
    """一问一页: fields of one group are shown, those of the others are carried hidden."""

    groups: ClassVar[tuple[Group, ...]]

    mark = forms.CharField(widget=forms.HiddenInput, max_length=64)
    kind = forms.ChoiceField(
        label="在哪里买的、看到的",
        choices=list(KIND_TITLES.items()),
        widget=forms.RadioSelect,
        error_messages={"required": "选一个：在哪里买的、看到的"},
    )
    respondent = forms.CharField(
        label="商家的名称",
        max_length=120,
        error_messages={"required": "写商家的名称：店名、招牌、直播间名都行；没有名称没法查"},
    )
    platform = forms.CharField(
        label="哪个平台", required=False, max_length=60, help_text="在平台上买的才填"
    )
    url = forms.URLField(
        label="网址",
        required=False,
        max_length=500,
        assume_scheme="https",
        error_messages={"invalid": "网址要完整，如 https://example.com/shop"},
    )
    address = forms.CharField(
        label="商家的地址", required=False, max_length=300, help_text="页面上写的、门店在哪里"
    )
    text = forms.CharField(
        label="怎么回事",
        max_length=MOST_TEXT,
        help_text="哪天、出了什么问题、和商家说过没有",
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": "写清楚怎么回事"},
    )
    materials = MaterialsField(
        label="照片、截图、录音", help_text="一次最多 9 个，每个 20 MB 以内；以后还能补"
    )
    honest = forms.BooleanField(
        label="我说的是真实情况", error_messages={"required": "看过以后打勾：我说的是真实情况"}
    )

    def __init__(self, data: Any = None, files: Any = None, **options: Any) -> None:
        initial = {"mark": uuid.uuid4().hex} | (options.pop("initial", None) or {})
        super().__init__(data, files, **options | {"initial": initial})

    def wrong_until(self, at: int) -> int | None:
        """第几问要改: the first group up to `at` with an error; None when all is well."""
        for number, group in enumerate(self.groups[: at + 1]):
            if any(name in self.errors for name in group.fields):
                return number
        return None

    def only(self, at: int) -> None:
        """只留这一问的错: the other pages show theirs."""
        kept = set(self.groups[at].fields)
        for name in [each for each in self.errors if each not in kept]:
            del self.errors[name]

    def about(self) -> About:
        """关于谁."""
        given = self.cleaned_data
        return About(
            name=given["respondent"],
            kind=Respondent(given["kind"]),
            address=given["address"],
            platform=given["platform"],
            url=given["url"],
        )

    @property
    def uploads(self) -> list[UploadedFile[Any]]:
        """带来的文件."""
        return list(self.cleaned_data["materials"])


class ComplainForm(AskingForm):
    """投诉商家: six questions."""

    groups = (
        ABOUT,
        Group(
            "买了什么？",
            "不记得的空着；日子关系到谁来举证，想一想再写。",
            ("goods", "dispute", "goods_kind", "order_number", "price", "got_on", "knew_on"),
        ),
        Group("怎么回事？", "照实写，写得清楚，调解会快得多。", ("text",)),
        Group(
            "您想让商家怎么做？", "可以选几项。写清楚要多少钱，调解会快得多。", ("wants", "amount")
        ),
        Group(
            "怎么联系您？",
            "封存起来，只用来办这件事，经办人每看一次都有记录。",
            ("name", "phone", "home", "agency", "agency_note"),
        ),
        LAST,
    )

    goods = forms.CharField(
        label="买了什么、接受了什么服务",
        max_length=200,
        help_text="例如 核桃 5 斤",
        error_messages={"required": "写买了什么，例如 核桃 5 斤"},
    )
    dispute = forms.ChoiceField(
        label="出了哪种问题", choices=lambda: list(disputes().titles.items())
    )
    goods_kind = forms.ChoiceField(
        label="是哪一种", choices=lambda: list(goods_titles().items()), initial="other"
    )
    order_number = forms.CharField(label="订单号", required=False, max_length=80)
    price = forms.DecimalField(
        label="付了多少元",
        required=False,
        min_value=0,
        max_digits=12,
        decimal_places=2,
        error_messages={"invalid": "写数字，例如 68"},
    )
    got_on = forms.DateField(
        label="哪天收到、接受服务的",
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    knew_on = forms.DateField(
        label="哪天发现有问题的",
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"required": "写哪天发现有问题的，大约也行"},
    )
    wants = forms.MultipleChoiceField(
        label="想让商家怎么做",
        choices=list(WANT_TITLES.items()),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "至少选一项"},
    )
    amount = forms.DecimalField(
        label="一共要多少元？",
        required=False,
        min_value=0,
        max_digits=12,
        decimal_places=2,
        help_text="没有发票也可以写，例如 68",
        error_messages={"invalid": "写数字，例如 68"},
    )
    name = forms.CharField(
        label="姓名", max_length=40, error_messages={"required": "写真实姓名：投诉要用真实身份"}
    )
    phone = forms.CharField(
        label="电话", max_length=20, error_messages={"required": "写电话：约调解要打给您"}
    )
    home = forms.CharField(
        label="通讯地址", max_length=200, error_messages={"required": "写通讯地址：文书要寄得到"}
    )
    agency = forms.ChoiceField(
        label="这是谁的事",
        choices=list(AGENCY_TITLES.items()),
        widget=forms.RadioSelect,
        initial=Agency.SELF,
    )
    agency_note = forms.CharField(
        label="委托书、推选书的情况",
        required=False,
        max_length=300,
        help_text="替别人投诉的，要授权委托书原件和您的身份证明；一起投诉的可以推选两名代表人",
    )
    may_publish = forms.BooleanField(
        label="同意公示投诉信息（不含姓名、电话、地址）",
        required=False,
        help_text="选填，不影响处理",
    )
    may_delegate = forms.BooleanField(
        label="同意由消费者协会等组织调解", required=False, help_text="选填，不影响处理"
    )

    def clean_phone(self) -> str:
        """A telephone that can be called."""
        given: str = "".join(self.cleaned_data["phone"].split())
        if not check_phone(given).ok:
            raise forms.ValidationError("写 11 位手机号，或者带区号的座机，例如 0916-1234567")
        return given

    def clean_knew_on(self) -> date:
        """Not tomorrow."""
        return _past(self.cleaned_data["knew_on"])

    def clean_got_on(self) -> date | None:
        """Not tomorrow."""
        given = self.cleaned_data["got_on"]
        return _past(given) if given else None

    def clean(self) -> dict[str, Any]:
        """Who speaks for another says by what right."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        agent = given.get("agency") == Agency.AGENT
        if agent and not given.get("agency_note", "").strip():
            self.add_error("agency_note", "写明委托书：谁委托的，委托什么，原件什么时候交")
        return given

    def letter(self, asked: Asked) -> NewLetter:
        """这份来件."""
        given = self.cleaned_data
        return NewLetter(
            asked=asked,
            text=given["text"],
            about=self.about(),
            mark=given["mark"],
            person=Person(given["name"], given["phone"], given["home"]),
            dispute=Dispute(
                goods=given["goods"],
                kind=given["dispute"],
                knew_on=given["knew_on"],
                goods_kind=given["goods_kind"],
                order_number=given["order_number"],
                price=given["price"],
                got_on=given["got_on"],
                wants=tuple(Want(each) for each in given["wants"]),
                amount=given["amount"],
            ),
            agency=Agency(given["agency"]),
            agency_note=given["agency_note"],
            may_publish=given["may_publish"],
            may_delegate=given["may_delegate"],
        )


class ReportForm(AskingForm):
    """举报商家: four questions; one may stay unnamed."""

    groups = (
        ABOUT,
        Group("违法的是什么？", "看到什么写什么：哪天、在哪里、说了什么、卖的什么。", ("text",)),
        Group(
            "留不留联系方式？",
            "可以不留。留了也不告诉商家和核查的人；法律规定要告知结果的，要留了才能告诉您。",
            ("name", "phone"),
        ),
        Group(LAST.title, LAST.lede, ("materials", "honest")),
    )

    name = forms.CharField(label="姓名", required=False, max_length=40)
    phone = forms.CharField(label="电话", required=False, max_length=20)

    def letter(self, asked: Asked) -> NewLetter:
        """这份来件."""
        given = self.cleaned_data
        return NewLetter(
            asked=asked,
            text=given["text"],
            about=self.about(),
            mark=given["mark"],
            person=Person(given["name"], given["phone"]),
        )


class CodeForm(forms.Form):
    """凭进度码看."""

    code = forms.CharField(
        label="进度码",
        max_length=40,
        help_text="例如 核桃 4827 青山 1390；空格写不写都行",
        error_messages={"required": "写进度码：提交的时候给您的那一串"},
    )


class SayForm(forms.Form):
    """还有话要说: more material, or a withdrawal."""

    code = forms.CharField(widget=forms.HiddenInput, max_length=40)
    words = forms.CharField(
        label="说一句", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    materials = MaterialsField(label="照片、截图、录音")


class WithdrawForm(forms.Form):
    """已经和解，撤回."""

    code = forms.CharField(widget=forms.HiddenInput, max_length=40)
    words = forms.CharField(
        label="商家怎么处理的，为什么撤回",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "写一句：商家怎么处理的，为什么撤回"},
    )


def _past(day: date) -> date:
    if day > timezone.localdate():
        raise forms.ValidationError("不能晚于今天")
    return day
