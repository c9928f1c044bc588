"""登记维权服务站."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone

from wangshi.complaints import services
from wangshi.engine.identifiers import check_uscc
from wangshi.registry.models import Operator

from .base import MarkedForm, day_field


class StationForm(MarkedForm):
    title, button, done = "登记维权服务站", "登记服务站", "登记了。"
    lede = "平台、网站、市场、企业设的消费维权服务站：投诉先请它在约定的时限内答复"
    name = forms.CharField(
        label="名称", max_length=80, error_messages={"required": "写服务站的名称"}
    )
    uscc = forms.CharField(
        label="设站主体的信用代码", required=False, max_length=40, help_text="登记库里有的才填"
    )
    respondent_names = forms.CharField(
        label="管哪些店",
        required=False,
        max_length=2000,
        help_text="一行一个店名；投诉这些店，先想到这个站",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    contact = forms.CharField(
        label="联系人", max_length=40, error_messages={"required": "写联系人"}
    )
    phone = forms.CharField(label="电话", max_length=40, error_messages={"required": "写电话"})
    rules = forms.CharField(
        label="约定",
        required=False,
        max_length=2000,
        help_text="先行赔付、无理由退货等",
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    opened_on = day_field("设立日期")

    def __init__(self, *args: Any, **options: Any) -> None:
        initial = {"opened_on": timezone.localdate()} | (options.pop("initial", None) or {})
        super().__init__(*args, **options | {"initial": initial})

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
        fields = ("name", "respondent_names", "contact", "phone", "rules", "opened_on")
        new = services.NewStation(**{name: given[name] for name in fields}, operator=given["uscc"])
        return services.open_station(new, by=self.by)
