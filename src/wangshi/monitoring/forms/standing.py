"""恢复规则、定下限."""

from datetime import datetime
from decimal import Decimal

from django import forms

from wangshi.accounts.models import Account
from wangshi.engine.standing import FLOOR, HIGHEST_FLOOR
from wangshi.monitoring.models import RuleFloor, RuleRestoration
from wangshi.monitoring.services import restore_rule, set_floor
from wangshi.monitoring.services.standing import REASON_LENGTH

STEP = 5
ALLOWED = "只能比五成严，最高九成：从列出的里面选"


def _reason() -> forms.CharField:
    return forms.CharField(
        label="理由",
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="看了哪些命中，为什么这样定；写进审计记录",
        error_messages={
            "required": "写明理由：看了哪些命中，为什么这样定",
            "max_length": f"理由最多 {REASON_LENGTH} 个字",
        },
    )


class RestoreForm(forms.Form):
    """恢复规则."""

    reason = _reason()

    def act(self, rule: str, *, by: Account, at: datetime) -> RuleRestoration:
        """The rule starts anew."""
        return restore_rule(rule, reason=self.cleaned_data["reason"], by=by, at=at)


class FloorForm(forms.Form):
    """定下限."""

    floor = forms.TypedChoiceField(
        label="至少要有多少属实",
        coerce=Decimal,
        choices=[
            (str(Decimal(percent) / 100), f"{percent}%")
            for percent in range(round(FLOOR * 100), round(HIGHEST_FLOOR * 100) + 1, STEP)
        ],
        help_text="只能比五成严，不能更松",
        error_messages={"required": ALLOWED, "invalid_choice": ALLOWED},
    )
    reason = _reason()

    def act(self, rule: str, *, by: Account, at: datetime) -> RuleFloor:
        """The floor from now on."""
        given = self.cleaned_data
        return set_floor(given["floor"], rule=rule, reason=given["reason"], by=by, at=at)
