"""找证据."""

from django import forms

from wangshi.evidence.workflow import STATE_TITLES


class ExhibitFilter(forms.Form):
    """筛选电子证据."""

    words = forms.CharField(label="编号、名称或文件名", required=False, max_length=80)
    state = forms.ChoiceField(
        label="封存", required=False, choices=[("", "全部"), *STATE_TITLES.items()]
    )
