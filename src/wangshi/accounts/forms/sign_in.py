"""Signing in, and a password of one's own."""

from typing import Any, Final

from django import forms
from django.contrib.auth.password_validation import get_default_password_validators
from django.core.exceptions import ValidationError

from wangshi.accounts.models import Account

RULES: Final = "至少 10 个字符，不能全是数字，不能和账号、姓名相近，不能是常见的密码"
RULE_WORDS: Final = {
    "password_too_short": "密码至少要 10 个字符，再加几个",
    "password_too_common": "这个密码太常见，换一个别人猜不到的",
    "password_entirely_numeric": "密码不能全是数字，加上字母",
    "password_too_similar": "密码不能和账号或姓名相近，换一个",
}


class SignInForm(forms.Form):
    """账号和密码."""

    username = forms.CharField(
        label="账号",
        max_length=40,
        error_messages={"required": "填账号"},
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )
    password = forms.CharField(
        label="密码",
        strip=False,
        max_length=128,
        error_messages={"required": "填密码"},
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class CodeForm(forms.Form):
    """动态口令: six digits from the phone."""

    code = forms.RegexField(
        regex=r"^\d{6}$",
        label="动态口令",
        help_text="手机验证器上现在显示的 6 位数字",
        error_messages={"required": "填手机上的 6 位数字", "invalid": "动态口令是 6 位数字"},
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "maxlength": "6"}
        ),
    )


class PasswordForm(forms.Form):
    """改密码: the old one is not asked for again right after a first sign-in."""

    old_password = forms.CharField(
        label="现在的密码",
        strip=False,
        max_length=128,
        error_messages={"required": "填现在的密码"},
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    new_password = forms.CharField(
        label="新密码",
        strip=False,
        max_length=128,
        help_text=RULES,
        error_messages={"required": "填新密码"},
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again_password = forms.CharField(
        label="新密码再填一遍",
        strip=False,
        max_length=128,
        error_messages={"required": "新密码再填一遍"},
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, account: Account, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.account = account
        if account.must_change_password:
            del self.fields["old_password"]

    def clean_old_password(self) -> str:
        """The password that opens the account now."""
        old = str(self.cleaned_data["old_password"])
        if not self.account.check_password(old):
            raise ValidationError("现在的密码不对，再填一次")
        return old

    def clean_new_password(self) -> str:
        """A password that keeps the rules, and is not the one it replaces."""
        new = str(self.cleaned_data["new_password"])
        wrong = password_faults(new, self.account)
        if wrong:
            raise ValidationError(wrong)
        if self.account.check_password(new):
            raise ValidationError("新密码不能和现在的一样，换一个")
        return new

    def clean(self) -> dict[str, Any]:
        """Both new passwords are the same."""
        new, again = self.cleaned_data.get("new_password"), self.cleaned_data.get("again_password")
        if new and again and new != again:
            self.add_error("again_password", "两次填的新密码不一样，再填一遍")
        return self.cleaned_data


def password_faults(password: str, account: Account) -> list[str]:
    """密码规矩: what this password breaks, in our own words."""
    wrong: list[str] = []
    for validator in get_default_password_validators():
        try:
            validator.validate(password, account)
        except ValidationError as refusal:
            wrong.extend(
                RULE_WORDS.get(str(fault.code), str(fault.message)) for fault in refusal.error_list
            )
    return wrong
