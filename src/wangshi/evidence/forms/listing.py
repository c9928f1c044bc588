"""找证据."""

from django import forms

from wangshi.evidence.workflow import ORDER_TITLES, STATE_TITLES


class ExhibitFilter(forms.Form):
    """筛选电子证据."""

    words = forms.CharField(label="编号、名称或文件名", required=False, max_length=80)
    state = forms.ChoiceField(
        label="封存", required=False, choices=[("", "全部"), *STATE_TITLES.items()]
    )


class OrderFilter(forms.Form):
    """筛选取证单."""

    state = forms.ChoiceField(
        label="走到哪一步", required=False, choices=[("", "全部"), *ORDER_TITLES.items()]
    )
