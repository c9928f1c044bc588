"""地址: what is everybody's, an operator's addresses, and whose name stood on a payment page."""

from datetime import date, datetime
from typing import Any, Final

from django import forms
from django.core.files.uploadedfile import UploadedFile

from wangshi.accounts.models import Account
from wangshi.registry.models import Operator, Shop
from wangshi.scrutiny.models import PayeeSeen, PictureSeen, Premise, SharedPlace
from wangshi.scrutiny.services import (
    PlaceDraft,
    PremiseDraft,
    declare_shared,
    end_premise,
    end_shared,
    note_payee,
    note_picture,
    note_premise,
)
from wangshi.scrutiny.workflow import PLACE_TITLES, SORT_TITLES

from .marked import ActForm, day_field, line_field

LARGEST: Final = 10 * 1024 * 1024


class SharedForm(ActForm):
    """登记公用的地址、电话."""

    title, button, away = "登记公用的地址、电话", "登记这一处", "不登记了"
    lede = "登记以后，凭它就不再把几家连在一起；集群场所写明能容几家，超了还是会提醒"

    sort = forms.ChoiceField(
        label="是什么",
        choices=list(SORT_TITLES.items()),
        widget=forms.RadioSelect,
        error_messages={"required": "选是地址还是电话"},
    )
    value = line_field("地址或者电话", "填地址（到门牌）或者电话", 300)
    whose = line_field("是谁的", "写是谁的：代办机构、市场、村委会、集群场所的托管企业")
    proof = line_field("凭什么", "写凭什么：哪一份材料，或者谁说的", 300)
    capacity = forms.IntegerField(
        label="最多容几个主体",
        min_value=1,
        max_value=100_000,
        required=False,
        help_text="只有集群场所填",
    )
    since = day_field("从哪天起")

    def act(self, *, by: Account, at: datetime) -> SharedPlace:
        """The declared place."""
        given = self.cleaned_data
        draft = PlaceDraft(
            sort=given["sort"],
            value=given["value"],
            whose=given["whose"],
            proof=given["proof"],
            since=given["since"],
            capacity=given["capacity"],
        )
        return declare_shared(draft, by=by, at=at)


class EndSharedForm(ActForm):
    """不再是公用的."""

    title, button, away = "不再按公用的看", "不再按公用的看", "还是公用的"

    reason = line_field("为什么", "写一句为什么不再是公用的")

    def act(self, place: SharedPlace, *, on: date, by: Account) -> SharedPlace:
        """The ended place."""
        return end_shared(place, reason=self.cleaned_data["reason"], on=on, by=by)


class PremiseForm(ActForm):
    """登记一处地址."""

    title, button, away = "登记一处地址", "登记这一处", "不登记了"
    lede = "一照多址：每一处做什么用、凭什么用、执照上写没写"

    kind = forms.ChoiceField(
        label="做什么用",
        choices=list(PLACE_TITLES.items()),
        widget=forms.RadioSelect,
        error_messages={"required": "选这一处做什么用"},
    )
    address = line_field("地址（网址）", "写地址；网络场所写网址", 300)
    purpose = line_field("具体用途", longest=100, hint="门店、仓库、直播间")
    proof = line_field("使用证明", hint="产权证、租赁合同、平台出具的材料；没有就空着")
    listed = forms.BooleanField(label="执照上写着这一处", required=False)
    outside = forms.BooleanField(label="在登记机关辖区以外", required=False)
    trades = forms.BooleanField(
        label="网络场所能下单、付款", required=False, help_text="只有网络经营场所看这一项"
    )
    since = day_field("从哪天起")

    def act(self, operator: Operator, *, by: Account, at: datetime) -> Premise:
        """The noted premise."""
        given = {name: self.cleaned_data[name] for name in self.fields if name != "mark"}
        return note_premise(operator, PremiseDraft(**given), by=by, at=at)


class EndPremiseForm(ActForm):
    """不再用这一处."""

    title, button, away = "不再用这一处", "记下不再用", "还在用"

    on = day_field("用到哪天为止")

    def act(self, premise: Premise, *, by: Account) -> Premise:
        """The ended premise."""
        return end_premise(premise, on=self.cleaned_data["on"], by=by)


class PayeeForm(ActForm):
    """记收款人."""

    title, button, away = "记收款人", "记下收款人", "不记了"
    lede = "试买到付款那一步，看收款人写的是谁；不要真的付款，不写整个账号"

    payee = line_field("收款人", "照付款页写收款人的名称", 120)
    how = line_field("怎么看到的", "写怎么看到的：哪一件商品、付款页写着什么")
    seen_on = day_field("哪天看到的")

    def act(self, shop: Shop, *, by: Account, at: datetime) -> PayeeSeen:
        """What was seen."""
        given = self.cleaned_data
        return note_payee(
            shop, payee=given["payee"], seen_on=given["seen_on"], how=given["how"], by=by, at=at
        )


class PictureForm(ActForm):
    """记店里的一张照片."""

    title, button, away = "记店里的照片", "记下这张照片", "不记了"
    lede = "从店里另存商品图、门头照再选进来；只留指纹，不留照片。证照到“查亮照”里传，比代码"

    picture = forms.FileField(
        label="照片",
        help_text="JPG、PNG 或 WebP，10 MB 以内",
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        error_messages={"required": "选一张照片", "empty": "这个文件是空的：重新另存一次"},
    )
    what = line_field("照的是什么", "写照的是什么：门头、仓库、还是哪一件商品", 120)
    seen_on = day_field("哪天看到的")

    def clean_picture(self) -> UploadedFile[Any]:
        """Too large a file is refused before it is opened."""
        picture: UploadedFile[Any] = self.cleaned_data["picture"]
        if (picture.size or 0) > LARGEST:
            raise forms.ValidationError("照片超过 10 MB：存小一点再选")
        return picture

    def act(self, shop: Shop, *, by: Account, at: datetime) -> PictureSeen:
        """What was seen."""
        given = self.cleaned_data
        facts = {"what": given["what"], "seen_on": given["seen_on"]}
        return note_picture(shop, picture=given["picture"], **facts, by=by, at=at)
