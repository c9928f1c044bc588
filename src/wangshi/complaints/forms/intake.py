"""专席登记来件: by telephone, post or at the window; the same facts as the public page asks for."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone

from wangshi.complaints import services
from wangshi.complaints.codes import CHANNELS, titles
from wangshi.complaints.disputes import disputes, goods_titles
from wangshi.complaints.identities import Person
from wangshi.complaints.models.respondents import KIND_TITLES
from wangshi.complaints.workflow import (
    AGENCY_TITLES,
    ASKED_TITLES,
    WANT_TITLES,
    Agency,
    Asked,
    Want,
)
from wangshi.engine.jurisdiction import Respondent

from .base import MarkedForm, day_field, words_field


class IntakeForm(MarkedForm):
    title, button, done = "登记来件", "登记这件来件", "登记了。"
    lede = "电话、来信、来访照对方说的记；姓名、电话、地址封存，每看一次都留记录"
    asked = forms.ChoiceField(
        label="对方要什么", choices=list(ASKED_TITLES.items()), widget=forms.RadioSelect,
        error_messages={"required": "选对方要什么"},
    )  # fmt: skip
    channel = forms.ChoiceField(label="怎么来的", choices=lambda: list(titles(CHANNELS).items()))
    external_number = forms.CharField(
        label="12315 编号", required=False, max_length=40, help_text="已经有的抄上"
    )
    respondent = forms.CharField(
        label="商家的名称", max_length=120, help_text="店名、招牌、直播间名都行",
        error_messages={"required": "写商家的名称：没有名称，没法查也没法找人调解"},
    )  # fmt: skip
    kind = forms.ChoiceField(label="在哪里买的", choices=list(KIND_TITLES.items()))
    platform = forms.CharField(label="哪个平台", required=False, max_length=60)
    address = forms.CharField(label="商家的地址", required=False, max_length=300)
    text = words_field("怎么回事", "写清楚怎么回事：哪天、买了什么、出了什么问题", rows=6)
    goods = forms.CharField(label="买了什么", required=False, max_length=200)
    dispute = forms.ChoiceField(label="争的是什么", choices=lambda: list(disputes().titles.items()))
    goods_kind = forms.ChoiceField(
        label="商品、服务的种类", choices=lambda: list(goods_titles().items()), initial="other"
    )
    order_number = forms.CharField(label="订单号", required=False, max_length=80)
    price = forms.DecimalField(
        label="付了多少元", required=False, min_value=0, max_digits=12, decimal_places=2
    )
    got_on = day_field("哪天收到、接受服务的", required=False)
    knew_on = day_field("哪天知道有问题的", required=False)
    wants = forms.MultipleChoiceField(
        label="想让商家怎么做", required=False, choices=list(WANT_TITLES.items()),
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    amount = forms.DecimalField(
        label="一共要多少元", required=False, min_value=0, max_digits=12, decimal_places=2
    )
    name = forms.CharField(label="姓名", required=False, max_length=40)
    phone = forms.CharField(label="电话", required=False, max_length=40)
    home = forms.CharField(label="通讯地址", required=False, max_length=200)
    agency = forms.ChoiceField(
        label="谁在投诉", choices=list(AGENCY_TITLES.items()), initial=Agency.SELF
    )
    agency_note = forms.CharField(
        label="委托书、推选书的情况", required=False, max_length=300,
        help_text="代投诉要授权委托书原件和受托人身份证明；一起投诉的可以推选两名代表人",
    )  # fmt: skip

    def __init__(self, *args: Any, **options: Any) -> None:
        initial = {"knew_on": timezone.localdate()} | (options.pop("initial", None) or {})
        super().__init__(*args, **options | {"initial": initial})

    def act(self, at: datetime) -> services.Filed:
        """收件."""
        return services.file_letter(self.letter(), by=self.by, at=at)

    def letter(self) -> services.NewLetter:
        """这份来件."""
        given = self.cleaned_data
        asked = Asked(given["asked"])
        return services.NewLetter(
            asked=asked,
            text=given["text"],
            about=services.About(
                given["respondent"],
                Respondent(given["kind"]),
                given["address"],
                given["platform"],
            ),
            mark=given["mark"],
            person=Person(given["name"], given["phone"], given["home"]),
            dispute=None if asked is Asked.REPORT else self._dispute(),
            channel=given["channel"],
            agency=Agency(given["agency"]),
            agency_note=given["agency_note"],
            external_number=given["external_number"].strip(),
        )

    def _dispute(self) -> services.Dispute:
        given = self.cleaned_data
        return services.Dispute(
            goods=given["goods"] or "没有写明",
            kind=given["dispute"],
            knew_on=given["knew_on"] or timezone.localdate(),
            goods_kind=given["goods_kind"],
            order_number=given["order_number"],
            price=given["price"],
            got_on=given["got_on"],
            wants=tuple(Want(each) for each in given["wants"]),
            amount=given["amount"],
        )
