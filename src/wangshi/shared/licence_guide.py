"""要不要办执照的问话: the questions of the engine as a form; nothing of it is kept here."""

from typing import Any, Final

from django import forms

from wangshi.engine.exemptions import (
    SELLER_TITLES,
    Answers,
    Goods,
    Seller,
    standing_exemption_law,
)

MOST_YUAN: Final = 10**12


class GuideForm(forms.Form):
    """三句话: who sells, what, and how much a year."""

    who = forms.ChoiceField(
        label="谁在卖",
        widget=forms.RadioSelect,
        choices=[(key.value, title) for key, title in SELLER_TITLES.items()],
        error_messages={"required": "选一个：是自己卖，还是公司、合作社卖"},
    )
    goods = forms.MultipleChoiceField(
        label="卖的是什么",
        help_text="卖几样就勾几样",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "至少勾一样卖的东西", "invalid_choice": "从列出的里面勾"},
    )
    turnover = forms.IntegerField(
        label="一年大约卖多少钱（元）",
        help_text="近一年，各个群、各个平台、各个账号加在一起；只卖自家产的、自家做的，可以不填",
        required=False,
        min_value=0,
        max_value=MOST_YUAN,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={
            "invalid": "写一个整数，比如 60000，不写“万”",
            "min_value": "不能小于 0",
            "max_value": "数太大了，核对一遍",
        },
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        goods: Any = self.fields["goods"]
        goods.choices = [(one.key, _spoken(one)) for one in standing_exemption_law().goods]

    def answers(self) -> Answers:
        """答的话, for the engine."""
        given = self.cleaned_data
        return Answers(Seller(given["who"]), tuple(given["goods"]), given["turnover"])


def _spoken(one: Goods) -> str:
    """The second line of a choice is written small."""
    return f"{one.title}\n{one.note}" if one.note else one.title
