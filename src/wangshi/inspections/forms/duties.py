"""记一项职责看得怎么样."""

from datetime import datetime

from django import forms

from wangshi.accounts.models import Account
from wangshi.cases.services import once
from wangshi.inspections.services import DutyLook, look_at_duty
from wangshi.inspections.workflow import FINDING_TITLES, DutyFinding
from wangshi.registry.models import Platform

from .marked import MarkedForm, day_field, words_field


class DutyForm(MarkedForm):
    """看了一项职责."""

    finding = forms.ChoiceField(
        label="看得怎么样",
        choices=list(FINDING_TITLES.items()),
        widget=forms.RadioSelect,
        error_messages={"required": "选做到还是没做到"},
    )
    evidence = words_field("凭什么", "写一句凭什么：在哪里看到的、看了谁的什么记录")
    page_url = forms.URLField(
        label="网址",
        required=False,
        max_length=500,
        assume_scheme="https",
        error_messages={"invalid": "网址要以 http:// 或 https:// 开头"},
    )
    looked_on = day_field("哪天看的")
    again_on = day_field("哪天复看", required=False, help_text="没做到的才用填；不填就按 30 日后")

    def act(
        self, platform: Platform, duty: str, *, by: Account, at: datetime, outcome: str
    ) -> bool:
        """Whether it was recorded: false for a form that came before."""
        given = self.cleaned_data
        look = DutyLook(
            duty=duty,
            finding=DutyFinding(given["finding"]),
            evidence=given["evidence"],
            page_url=given["page_url"],
            looked_on=given["looked_on"],
            again_on=given["again_on"],
        )
        return once(
            str(given["mark"]),
            lambda: look_at_duty(platform, look, by=by, at=at),
            by=by,
            outcome=outcome,
            at=at,
        )
