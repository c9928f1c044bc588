"""食品网络经营报告的表单."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone

from wangshi.accounts.models import Account, Town
from wangshi.growth import services
from wangshi.growth.models import FoodStart, Seller
from wangshi.registry.models import Operator


def _day(label: str, missing: str) -> forms.DateField:
    return forms.DateField(
        label=label,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"required": missing, "invalid": "日期写成 2026-11-23 这样"},
    )


class FoodStartForm(forms.Form):
    """登记开始网上卖食品: whose, where, since when."""

    uscc = forms.CharField(
        label="信用代码",
        max_length=18,
        required=False,
        help_text="经营主体的 18 位代码；从卖家页上来的不用填",
    )
    seller = forms.ModelChoiceField(Seller.objects.all(), required=False, widget=forms.HiddenInput)
    town = forms.ModelChoiceField(
        Town.objects.all(),
        label="镇办",
        empty_label="选镇办",
        error_messages={"required": "选在哪个镇办"},
    )
    where = forms.CharField(
        label="在哪里卖",
        max_length=120,
        help_text="平台和店名，或者群名、账号",
        error_messages={"required": "写在哪个平台、哪个群、哪个账号卖"},
    )
    started_on = _day("哪天开始网上卖的", "填开始网上卖的日期")

    def clean(self) -> dict[str, Any]:
        """Somebody's: the code of an operator, or the seller of the page."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        whose: Operator | Seller | None = given.get("seller")
        if code := given.get("uscc", "").strip().upper():
            whose = Operator.objects.filter(uscc=code).first()
            if whose is None:
                self.add_error("uscc", "登记库里没有这个代码：核对一遍，或者先补录主体")
                return given
        if whose is None:
            self.add_error("uscc", "填经营主体的信用代码")
        given["whose"] = whose
        return given

    def act(self, *, by: Account, at: datetime) -> FoodStart:
        """The record, its clock running."""
        given = self.cleaned_data
        return services.note_food_start(
            given["whose"],
            town=given["town"],
            where=given["where"],
            started_on=given["started_on"],
            by=by,
            at=at,
        )


class FoodReportForm(forms.Form):
    """收到报告."""

    reported_on = _day("哪天报告的", "填报告的日期")

    def __init__(self, *args: Any, **options: Any) -> None:
        initial = {"reported_on": timezone.localdate()} | (options.pop("initial", None) or {})
        super().__init__(*args, **options | {"initial": initial})

    def act(self, start: FoodStart, *, by: Account, at: datetime) -> FoodStart:
        """The clock stops."""
        day = self.cleaned_data["reported_on"]
        return services.take_food_report(start, reported_on=day, by=by, at=at)
