"""疑点: the filters of the list; dismissing one, handing one over."""

from datetime import datetime
from typing import Any

from django import forms

from wangshi.accounts.models import Account, Town
from wangshi.cases.models import Clue
from wangshi.engine.false_registration import standing_signs
from wangshi.scrutiny.models import Suspicion
from wangshi.scrutiny.selectors import SuspicionsAsked
from wangshi.scrutiny.services import dismiss_suspicion, hand_over_suspicion
from wangshi.scrutiny.workflow import GROUND_TITLES, STATE_TITLES, SuspicionState

from .marked import ActForm, words_field

ALL = "all"


class SuspicionFilterForm(forms.Form):
    """筛选疑点."""

    reason = forms.ChoiceField(label="哪一种", required=False)
    state = forms.ChoiceField(
        label="状态",
        required=False,
        choices=[
            ("", STATE_TITLES[SuspicionState.PENDING]),
            *[(key.value, title) for key, title in STATE_TITLES.items() if key != "pending"],
            (ALL, "全部"),
        ],
    )
    town = forms.ModelChoiceField(
        Town.objects.all(), label="镇办", required=False, empty_label="全部"
    )
    gone = forms.ChoiceField(
        label="现在还看到吗", required=False, choices=[("", "还看到"), ("yes", "不再看到")]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["reason"]
        if isinstance(field, forms.ChoiceField):
            titles = [(one.key, one.title) for one in standing_signs().signs]
            field.choices = [("", "全部"), *titles]

    def asked(self) -> SuspicionsAsked:
        """筛选条件; a wrong one is not applied."""
        self.is_valid()
        given = self.cleaned_data
        state = given.get("state") or SuspicionState.PENDING.value
        return SuspicionsAsked(
            reason=given.get("reason", ""),
            state="" if state == ALL else state,
            town=given.get("town"),
            gone=given.get("gone") == "yes",
        )


class DismissForm(ActForm):
    """排除疑点: nothing is chosen beforehand."""

    title, button, away = "排除这个疑点", "排除这个疑点", "不排除了"
    lede = "排除以后不再提醒；依据变了，会标出来"

    ground = forms.ChoiceField(
        label="为什么排除",
        choices=list(GROUND_TITLES.items()),
        widget=forms.RadioSelect,
        error_messages={"required": "选一个排除的理由"},
    )
    note = words_field("说明", hint="选“其他”的必须写；问过谁、看过什么")

    def act(self, suspicion: Suspicion, *, by: Account, at: datetime) -> Suspicion:
        """The dismissed suspicion."""
        given = self.cleaned_data
        return dismiss_suspicion(
            suspicion, ground=given["ground"], note=given["note"], by=by, at=at
        )


class HandOverForm(ActForm):
    """转为线索."""

    title, button = "转为线索", "转为线索"
    lede = "疑点只是迹象。转为线索以后照线索核查，核查期限从今天起算"

    note = words_field("您看过什么，为什么要查", "写一句：您看过什么，为什么要查")

    def act(self, suspicion: Suspicion, *, by: Account, at: datetime) -> Clue:
        """The clue."""
        return hand_over_suspicion(suspicion, note=self.cleaned_data["note"], by=by, at=at)
