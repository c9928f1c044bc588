"""Forms about a shop owner's account, and those the owner fills in."""

from typing import Final

from django import forms

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Role

from .acts import ActForm

YES, NO = "yes", "no"
LONGEST: Final = 2000


def _words(label: str, missing: str, *, hint: str = "", rows: int = 4) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": missing, "max_length": f"最多 {LONGEST} 字：写要点"},
    )


class BindOwnerForm(ActForm):
    """绑定经营者账号: the account by its name, and how the person was checked."""

    username = forms.CharField(
        label="账号名",
        help_text="系统管理员开的、角色是“经营者”的账号；照登录时写的抄",
        max_length=40,
        error_messages={"required": "写经营者登录用的账号名"},
    )
    reason = forms.CharField(
        label="怎么核对的",
        help_text="看了谁的身份证、营业执照，哪天、在哪里",
        max_length=200,
        error_messages={"required": "写明怎么核对的：看了什么证件"},
    )

    def clean_username(self) -> Account:
        name = str(self.cleaned_data["username"]).strip()
        owners = Account.objects.filter(
            is_active=True, grants__role=Role.SHOP_OWNER, grants__ended_at__isnull=True
        )
        found = owners.filter(username=name).first()
        if found is None:
            raise forms.ValidationError(
                f"没有叫“{name}”的经营者账号：照账号名抄一遍；还没有的，请系统管理员开"
            )
        return found


class UnbindOwnerForm(ActForm):
    """解除绑定: with its reason."""

    reason = forms.CharField(
        label="为什么解除",
        help_text="换了人、店转让了、绑错了",
        max_length=200,
        error_messages={"required": "写明为什么解除"},
    )


class RemarkForm(ActForm):
    """资料不对: in the owner's own words."""

    words = _words(
        "哪里不对",
        "写一句：哪一项不对，应该是什么",
        hint="写清是哪一项、应该是什么，如：许可证去年换过新证，号码是……",
    )


class AnswerRemarkForm(ActForm):
    """答复资料意见: whether it was right, and what was done; nothing is chosen beforehand."""

    upheld = forms.ChoiceField(
        label="查下来怎样",
        choices=[(YES, "确实不对，已经改了"), (NO, "没有错，不用改")],
        widget=forms.RadioSelect,
        error_messages={"required": "选一个：不对已改，还是没有错"},
    )
    answer = _words(
        "答复",
        "写给店家的话：查了什么，改了哪里，或者为什么不改",
        hint="店家看得到",
    )
