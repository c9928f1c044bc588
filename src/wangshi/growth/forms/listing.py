"""卖家清单的筛选: every field is optional; a wrong one is simply not applied."""

from typing import Any

from django import forms

from wangshi.accounts.models import Town
from wangshi.growth.selectors import SellersAsked
from wangshi.growth.selectors.funnel import REACHED_WORDS
from wangshi.growth.workflow import CHANNEL_TITLES, STATE_TITLES

WAITS = {"due": "该联系了", "look_again": "声明该再看了"}


def _choices(titles: dict[Any, str]) -> list[tuple[str, str]]:
    return [("", "全部"), *((str(key), title) for key, title in titles.items())]


class SellerFilterForm(forms.Form):
    """筛选卖家."""

    q = forms.CharField(label="称呼、账号、卖什么", required=False, max_length=60)
    state = forms.ChoiceField(label="现在在", choices=_choices(STATE_TITLES), required=False)
    reached = forms.ChoiceField(label="走到过", choices=_choices(REACHED_WORDS), required=False)
    channel = forms.ChoiceField(label="在哪里卖", choices=_choices(CHANNEL_TITLES), required=False)
    waits = forms.ChoiceField(label="等着办的", choices=_choices(WAITS), required=False)
    town = forms.ModelChoiceField(
        Town.objects.all(), label="镇办", required=False, empty_label="全部"
    )

    def asked(self) -> SellersAsked:
        """筛选条件: only what makes sense."""
        self.is_valid()
        given = self.cleaned_data
        return SellersAsked(
            text=given.get("q", ""),
            state=given.get("state", ""),
            reached=given.get("reached", ""),
            channel=given.get("channel", ""),
            waits=given.get("waits", ""),
            town=given.get("town"),
        )
