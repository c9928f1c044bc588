"""筛选报送."""

from django import forms
from django.utils import timezone

from wangshi.inspections.selectors.windows import windows
from wangshi.registry.models import Platform


def _windows() -> list[tuple[str, str]]:
    return [("", "全部"), *((one.key, str(one)) for one in windows(timezone.localdate()))]


class ReturnFilterForm(forms.Form):
    """筛选报送清单."""

    platform = forms.ModelChoiceField(
        Platform.objects.all(), label="平台", required=False, empty_label="全部"
    )
    window = forms.ChoiceField(label="哪一次", choices=_windows, required=False)
