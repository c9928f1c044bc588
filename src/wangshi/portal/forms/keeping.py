"""令牌和材料的表单."""

from django import forms


class TokenForm(forms.Form):
    """发令牌."""

    name = forms.CharField(
        label="给谁、做什么",
        help_text="例如 某平台县级运营中心，上新前自查",
        max_length=80,
        error_messages={"required": "写明给谁、做什么"},
    )


class ReasonForm(forms.Form):
    """理由."""

    reason = forms.CharField(
        label="理由", max_length=200, error_messages={"required": "写明理由，会记在审计记录里"}
    )
