"""Forms of the verbs: one each, what a person types and nothing else."""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from django import forms
from django.db.models import QuerySet

from wangshi.accounts.models import Town
from wangshi.engine.identifiers import CodeCheck, check_phone, check_url, check_uscc
from wangshi.registry.models import Operator, OperatorForm, OperatorKind, Platform, Shop
from wangshi.registry.selectors import exemption_choices, permit_choices
from wangshi.registry.services import NewOperator, OperatorFacts, ShopFacts

NOT_SAID: Final = ("", "没有写")
PLATFORM_CODE: Final = re.compile(r"[a-z0-9-]+")


class ActForm(forms.Form):
    """一次办理的表单: `mark` against double clicks, `version` against two hands at once."""

    use_required_attribute = False
    mark = forms.CharField(widget=forms.HiddenInput, max_length=64)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


def _checked(text: str, check: Any) -> str:
    """The normal form of a code, a phone or an address; the check's own words when wrong."""
    if not text:
        return ""
    result: CodeCheck = check(text)
    if not result.ok:
        raise forms.ValidationError(result.reason_zh)
    return result.normalised


def _offer(form: forms.Form, name: str, choices: Sequence[tuple[Any, str]]) -> None:
    """给一个选择项装上选项."""
    field = form.fields[name]
    if not isinstance(field, forms.ChoiceField):
        raise TypeError(f"{name} is no choice")
    field.choices = list(choices)


def _offer_rows(form: forms.Form, name: str, rows: QuerySet[Any]) -> None:
    """给一个选择项装上可选的记录."""
    field = form.fields[name]
    if not isinstance(field, forms.ModelChoiceField):
        raise TypeError(f"{name} is no choice of rows")
    field.queryset = rows


def _day(label: str, *, required: bool = False) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=required,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class OperatorEditForm(ActForm):
    """补充主体资料."""

    kind = forms.ChoiceField(
        label="网络经营者类别",
        help_text="《网络交易监督管理办法》第七条",
        choices=[NOT_SAID, *OperatorKind.choices],
        required=False,
    )
    phone = forms.CharField(label="电话", max_length=40, required=False)
    town = forms.ModelChoiceField(
        Town.objects.all(), label="镇办", required=False, empty_label="不在本县或不清楚"
    )
    exemption_ground = forms.ChoiceField(
        label="依法免于登记的情形",
        help_text="《电子商务法》第十条；已经登记的不选",
        required=False,
    )

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        """Grounds are those in force on the day."""
        super().__init__(*args, **kwargs)
        _offer(self, "exemption_ground", [("", "不适用"), *exemption_choices(on)])

    def clean_phone(self) -> str:
        return _checked(self.cleaned_data["phone"], check_phone)

    def facts(self) -> OperatorFacts:
        """填好的资料."""
        given = self.cleaned_data
        return OperatorFacts(
            kind=given["kind"],
            phone=given["phone"],
            town=given["town"],
            exemption_ground=given["exemption_ground"],
        )


class NewOperatorForm(OperatorEditForm):
    """补录主体: one the register does not hold."""

    name = forms.CharField(label="名称（自然人填姓名）", max_length=200)
    form = forms.ChoiceField(label="组织形式", choices=[("", "选一种"), *OperatorForm.choices])
    uscc = forms.CharField(label="统一社会信用代码", max_length=30, required=False)
    person = forms.CharField(label="法定代表人（经营者）", max_length=80, required=False)
    address = forms.CharField(label="住所（经营场所）", max_length=300, required=False)
    field_order = ("mark", "version", "name", "form", "uscc", "person", "address")

    def clean_uscc(self) -> str:
        return _checked(self.cleaned_data["uscc"], check_uscc)

    def clean(self) -> dict[str, Any]:
        """A code and an exemption exclude each other."""
        given = super().clean() or self.cleaned_data
        if given.get("uscc") and given.get("exemption_ground"):
            self.add_error("exemption_ground", "有信用代码就是已经登记，这里选“不适用”")
        return given

    def new(self) -> NewOperator:
        """补录的主体."""
        names = ("name", "form", "uscc", "person", "address")
        return NewOperator(**{name: self.cleaned_data[name] for name in names})


class ShopForm(ActForm):
    """网店资料: as its page shows it."""

    name = forms.CharField(label="店名", max_length=120)
    url = forms.CharField(label="网址", max_length=500, required=False)
    shown_name = forms.CharField(
        label="亮照名称", help_text="营业执照页面上写的名称", max_length=200, required=False
    )
    shown_uscc = forms.CharField(
        label="亮照代码", help_text="照页面写，错的也照写", max_length=30, required=False
    )
    phone = forms.CharField(label="客服电话", max_length=40, required=False)
    town = forms.ModelChoiceField(
        Town.objects.all(), label="镇办", required=False, empty_label="不在本县或不清楚"
    )

    def clean_url(self) -> str:
        return _checked(self.cleaned_data["url"], check_url)

    def clean_phone(self) -> str:
        return _checked(self.cleaned_data["phone"], check_phone)

    def facts(self) -> ShopFacts:
        """填好的资料."""
        names = ("name", "url", "shown_name", "shown_uscc", "phone", "town")
        return ShopFacts(**{name: self.cleaned_data[name] for name in names})


class NewShopForm(ShopForm):
    """登记网店."""

    platform = forms.ModelChoiceField(Platform.objects.all(), label="平台", empty_label="选一个")
    external_id = forms.CharField(
        label="平台店铺号", help_text="网址里或店铺信息页上的编号", max_length=80
    )
    field_order = ("mark", "version", "platform", "external_id")

    def clean(self) -> dict[str, Any]:
        """The same number on the same platform is the same shop."""
        given = super().clean() or self.cleaned_data
        same = Shop.objects.filter(
            platform=given.get("platform"), external_id=given.get("external_id", "")
        ).first()
        if same:
            self.add_error("external_id", f"这个店铺号已经登记过：{same.name}。去网店清单里查它")
        return given


class PlatformForm(ActForm):
    """登记平台."""

    name = forms.CharField(label="名称", max_length=60)
    code = forms.CharField(
        label="代码", help_text="小写字母、数字、短横，如 meituan；导入时用它认平台", max_length=30
    )
    domain = forms.CharField(label="域名", max_length=100, required=False)

    def clean_code(self) -> str:
        code = str(self.cleaned_data["code"])
        if not PLATFORM_CODE.fullmatch(code):
            raise forms.ValidationError("代码只用小写字母、数字和短横，如 meituan")
        return code


class LinkForm(ActForm):
    """关联主体: one of those offered; nothing is chosen beforehand."""

    operator = forms.ModelChoiceField(
        Operator.objects.none(),
        label="这家店是谁的",
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": "选一个主体；都不是，用上面的查找"},
    )
    note = forms.CharField(label="怎么确认的", max_length=300, required=False)

    def __init__(self, *args: Any, offered: list[tuple[int, str]], **kwargs: Any) -> None:
        """`offered` are the keys with their two lines."""
        super().__init__(*args, **kwargs)
        _offer_rows(self, "operator", Operator.objects.filter(pk__in=[key for key, _ in offered]))
        _offer(self, "operator", offered)


class ReasonForm(ActForm):
    """解除关联: with its reason."""

    reason = forms.CharField(label="为什么解除", max_length=300)


class CloseForm(ActForm):
    """网店已关闭."""

    closed_on = _day("从哪天起", required=True)


class PermitForm(ActForm):
    """补录许可证."""

    kind = forms.ChoiceField(label="种类")
    number = forms.CharField(label="证号", max_length=60)
    valid_from = _day("有效期自")
    valid_to = _day("有效期至")

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        """Kinds are those in force on the day."""
        super().__init__(*args, **kwargs)
        _offer(self, "kind", [("", "选一种"), *permit_choices(on)])

    def clean(self) -> dict[str, Any]:
        """A permit does not end before it begins."""
        given = super().clean() or self.cleaned_data
        begins, ends = given.get("valid_from"), given.get("valid_to")
        if begins and ends and ends < begins:
            self.add_error("valid_to", f"有效期至要在 {begins:%Y-%m-%d} 或以后")
        return given


class LiveRoomForm(ActForm):
    """补录直播间."""

    platform = forms.ModelChoiceField(
        Platform.objects.all(), label="平台", empty_label="选一个平台"
    )
    account_id = forms.CharField(label="直播账号", max_length=80, help_text="平台上的账号或房间号")
    name = forms.CharField(label="直播间名称", max_length=120)
    shop = forms.ModelChoiceField(
        Shop.objects.none(),
        label="卖哪家网店的货",
        help_text="这个主体名下的网店；不是自己的店可以不选",
        required=False,
        empty_label="没有，或者不清楚",
    )

    def __init__(self, *args: Any, operator: Operator, **kwargs: Any) -> None:
        """Shops are those of the operator."""
        super().__init__(*args, **kwargs)
        _offer_rows(self, "shop", operator.shops.select_related("platform"))


class LicenceForm(ActForm):
    """补录营业执照."""

    number = forms.CharField(label="证照号", max_length=40)
    issuer = forms.CharField(label="登记机关", max_length=80, required=False)
    issued_on = _day("核准日期")
    valid_to = _day("有效期至")
