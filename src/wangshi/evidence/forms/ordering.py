"""派取证: which page, why, and what two officers say of how it is taken."""

from datetime import datetime
from typing import Any

from django import forms

from wangshi.accounts.models import Account
from wangshi.evidence.models import CaptureOrder
from wangshi.evidence.selectors import ExhibitSubject, certified_officers
from wangshi.evidence.services import Ordering, cancel_order, order_capture
from wangshi.evidence.workflow import REPEATS

from .acting import reason
from .taking import moment, words

METHOD = (
    "两名执法人员在单位用网市的取证程序打开上面的网址：全新的浏览器配置，记下收到的全部内容、"
    "跳转、对方地址和证书，截取整页，当场断网重放核对，算出校验值后封存。"
)


class OrderForm(forms.Form):
    """派机器取证."""

    page_url = forms.URLField(
        label="网址",
        max_length=500,
        assume_scheme="https",
        help_text="照浏览器地址栏抄；只去公网",
        error_messages={
            "required": "写上要取的网址",
            "invalid": "网址要从 http 开始，照浏览器地址栏抄",
        },
    )
    reason = reason("为什么取", "写进证据包和审计记录；比如：核查“根治失眠”的宣传")
    mobile = forms.BooleanField(
        label="用手机的样子打开", required=False, help_text="只在手机上才看得到的页面选这个"
    )
    follow = forms.CharField(
        label="看完接着点开",
        required=False,
        max_length=60,
        help_text="链接或者广告上的字，比如“立即领取”；点开的页面一起记下。不用就空着",
    )
    place = forms.CharField(
        label="取证地点",
        max_length=200,
        error_messages={"required": "写上取证地点，比如：甲木市场监管所二楼办公室"},
    )
    second_officer = forms.ModelChoiceField(
        queryset=Account.objects.none(),
        label="第二名执法人员",
        help_text="两人以上，都要有执法证号",
        error_messages={
            "required": "选第二名执法人员",
            "invalid_choice": "选名单里的执法员",
        },
    )
    method = words("提取方法和过程", "写明用什么、怎么提取的", hint="照实改", rows=4)
    provider = forms.CharField(label="被检查人", required=False, max_length=120)
    due_at = moment("什么时候取", "现在就取的空着；定了时间的，到时候自己取", required=False)
    every_days = forms.TypedChoiceField(
        label="要不要反复取",
        choices=list(REPEATS.items()),
        coerce=int,
        empty_value=None,
        initial=0,
        required=False,
        help_text="每次都是一张新的单子、一件新的证据",
    )
    last_on = forms.DateField(
        label="反复取的，取到哪天为止",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "日子要写成 2026-11-30 这样"},
    )

    def __init__(
        self, *args: Any, by: Account, about: ExhibitSubject | None, **options: Any
    ) -> None:
        first = {"method": METHOD, "page_url": about.page_url if about else ""}
        super().__init__(*args, **options | {"initial": first | (options.get("initial") or {})})
        self.by, self.about = by, about
        second = self.fields["second_officer"]
        if isinstance(second, forms.ModelChoiceField):
            second.queryset = certified_officers().exclude(pk=by.pk)

    def act(self, *, at: datetime) -> CaptureOrder:
        """The order; Refused and EvidenceRefused pass through."""
        answers = self.cleaned_data
        answers["every_days"] = answers["every_days"] or 0
        ordering = Ordering(**answers, subject=self.about.key if self.about else "")
        return order_capture(ordering, by=self.by, at=at)


class CancelForm(forms.Form):
    """撤回取证单."""

    reason = reason("撤回理由", "写进审计记录；比如：商家已经改好，不用再取")

    def act(self, order: CaptureOrder, *, by: Account, at: datetime) -> CaptureOrder:
        """The order, called back."""
        return cancel_order(order, reason=self.cleaned_data["reason"], by=by, at=at)
