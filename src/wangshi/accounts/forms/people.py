"""Accounts and roles, as the administrators write them down."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from wangshi.accounts.models import Account, Department, Grid, Town
from wangshi.accounts.permissions import ROLES, Role
from wangshi.accounts.services import Person

REASON = {"required": "写明理由，例如文号、谁批的"}


class AccountFilter(forms.Form):
    """筛选账号."""

    q = forms.CharField(label="姓名或账号", required=False, max_length=40)
    department = forms.ModelChoiceField(
        label="单位", queryset=Department.objects.all(), required=False, empty_label="全部"
    )
    state = forms.ChoiceField(
        label="状态",
        required=False,
        choices=[("", "全部"), ("active", "在用"), ("stopped", "已停用")],
    )


class AccountForm(forms.Form):
    """账号资料."""

    username = forms.RegexField(
        regex=r"^[a-z0-9][a-z0-9._-]{1,39}$",
        label="账号",
        help_text="登录用，小写字母和数字，开通后不能改，例如 lishifan",
        error_messages={
            "required": "填账号",
            "invalid": "账号用小写字母、数字、点、横线，2 到 40 个字符",
        },
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )
    name = forms.CharField(label="姓名", max_length=40, error_messages={"required": "填姓名"})
    department = forms.ModelChoiceField(
        label="单位", queryset=Department.objects.all(), required=False, empty_label="没有单位"
    )
    town = forms.ModelChoiceField(
        label="镇办",
        help_text="网格员和镇办的人要选",
        queryset=Town.objects.all(),
        required=False,
        empty_label="不限镇办",
    )
    grid = forms.ModelChoiceField(
        label="网格",
        help_text="只有网格员要选，要和镇办一致",
        queryset=Grid.objects.select_related("town"),
        required=False,
        empty_label="没有网格",
    )
    certificate_number = forms.CharField(
        label="执法证号", help_text="有执法证的填", max_length=30, required=False
    )
    mark = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, account: Account | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.account = account
        if account is not None:
            del self.fields["username"]

    def clean_grid(self) -> Grid | None:
        """A grid lies in the town that was chosen."""
        grid: Grid | None = self.cleaned_data["grid"]
        town = self.cleaned_data.get("town")
        if grid is not None and grid.town != town:
            raise ValidationError(f"{grid}不在所选的镇办，把镇办改成{grid.town}，或者另选网格")
        return grid

    def person(self) -> Person:
        """What was written down, for the service."""
        kept = self.cleaned_data
        return Person(
            username=self.account.username if self.account else kept["username"],
            name=kept["name"],
            department=kept["department"],
            town=kept["town"],
            grid=kept["grid"],
            certificate_number=kept["certificate_number"],
        )


def account_form_data(account: Account) -> dict[str, Any]:
    """The account as the form shows it first."""
    return {
        "name": account.name,
        "department": account.department_id,
        "town": account.town_id,
        "grid": account.grid_id,
        "certificate_number": account.certificate_number,
    }


class ReasonForm(forms.Form):
    """理由: an act that needs one."""

    reason = forms.CharField(label="理由", max_length=200, error_messages=REASON)


class GrantForm(forms.Form):
    """授予角色."""

    role = forms.ChoiceField(
        label="角色",
        choices=[("", "选一个角色")]
        + [(role.value, ROLES[role].title) for role in Role if role is not Role.COMMAND_LINE],
        error_messages={"required": "选一个角色", "invalid_choice": "从列出的角色里选一个"},
    )
    reason = forms.CharField(
        label="理由",
        max_length=200,
        help_text="留在经过里，例如：县局〔2026〕3 号分工通知",
        error_messages=REASON,
    )
