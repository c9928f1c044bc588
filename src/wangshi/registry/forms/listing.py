"""清单的筛选: every field is optional; a wrong one is simply not applied."""

from typing import Any, Final

from django import forms

from wangshi.accounts.models import Town
from wangshi.registry.models import OperatorForm, OperatorKind, OperatorStatus, Platform
from wangshi.registry.selectors import OperatorsAsked, ShopsAsked

ALL: Final = ("", "全部")
YES_NO: Final = {"yes": True, "no": False}


def _choices(kinds: Any) -> list[tuple[str, str]]:
    return [ALL, *kinds.choices]


class OperatorFilterForm(forms.Form):
    """筛选主体."""

    q = forms.CharField(label="名称、代码、电话", required=False, max_length=100)
    form = forms.ChoiceField(label="组织形式", choices=_choices(OperatorForm), required=False)
    kind = forms.ChoiceField(label="网络经营者类别", choices=_choices(OperatorKind), required=False)
    status = forms.ChoiceField(label="状态", choices=_choices(OperatorStatus), required=False)
    town = forms.ModelChoiceField(
        Town.objects.all(), label="镇办", required=False, empty_label="全部"
    )
    shop = forms.ChoiceField(
        label="网店", choices=[ALL, ("yes", "有网店"), ("no", "没有网店")], required=False
    )
    batch = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)

    def asked(self) -> OperatorsAsked:
        """筛选条件."""
        self.is_valid()
        given = self.cleaned_data
        return OperatorsAsked(
            text=given.get("q", ""),
            form=given.get("form", ""),
            kind=given.get("kind", ""),
            status=given.get("status", ""),
            town=given.get("town"),
            has_shop=YES_NO.get(given.get("shop", "")),
            batch=given.get("batch"),
        )


class ShopFilterForm(forms.Form):
    """筛选网店."""

    q = forms.CharField(label="店名、网址、亮照代码", required=False, max_length=200)
    platform = forms.ModelChoiceField(
        Platform.objects.all(), label="平台", required=False, empty_label="全部"
    )
    town = forms.ModelChoiceField(
        Town.objects.all(), label="镇办", required=False, empty_label="全部"
    )
    linked = forms.ChoiceField(
        label="主体", choices=[ALL, ("yes", "已关联"), ("no", "还没关联")], required=False
    )
    open = forms.ChoiceField(
        label="是否关闭", choices=[ALL, ("yes", "开着"), ("no", "已关闭")], required=False
    )

    def asked(self) -> ShopsAsked:
        """筛选条件."""
        self.is_valid()
        given = self.cleaned_data
        return ShopsAsked(
            text=given.get("q", ""),
            platform=given.get("platform"),
            town=given.get("town"),
            linked=YES_NO.get(given.get("linked", "")),
            is_open=YES_NO.get(given.get("open", "")),
        )
