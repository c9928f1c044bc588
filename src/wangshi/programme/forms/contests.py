"""计分异议的表单."""

from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar

from django import forms

from wangshi.accounts.models import Department
from wangshi.engine.unit_scores import standing_score_rules
from wangshi.programme import services
from wangshi.programme.models import Contest

from .acting import ActForm, line


def _items() -> list[tuple[str, str]]:
    return [(item.key, item.title) for item in standing_score_rules().items]


class ContestForm(ActForm):
    title: ClassVar[str] = "对计分提异议"
    button: ClassVar[str] = "提异议"
    done: ClassVar[str] = "提了，等创建办答复。"

    item = forms.ChoiceField(label="哪一项", choices=_items)
    words = line("为什么不对", "写为什么不对", "哪一件算错了，凭什么", most=500)

    def __init__(self, *args: Any, department: Department, year: int, **options: Any) -> None:
        super().__init__(*args, **options)
        self.department, self.year = department, year

    def act(self, at: datetime) -> Contest:
        given = self.cleaned_data
        return services.contest_score(
            self.department, year=self.year, item=given["item"], words=given["words"],
            by=self.by, at=at,
        )  # fmt: skip


class AnswerContestForm(ActForm):
    title: ClassVar[str] = "答复异议"
    button: ClassVar[str] = "答复异议"
    done: ClassVar[str] = "答复了。"

    words = line("答复", "写答复", most=500)
    given_back = forms.DecimalField(
        label="改几分",
        max_digits=4,
        decimal_places=1,
        initial=0,
        help_text="不成立填 0；扣错了填要还的分；加错了填负数",
        error_messages={
            "required": "填改几分，不改填 0", "invalid": "这一格要填数字，如 5 或 -2",
            "max_decimal_places": "最多一位小数", "max_digits": "这个数太大",
            "max_whole_digits": "这个数太大",
        },
    )  # fmt: skip

    def __init__(self, *args: Any, contest: Contest, **options: Any) -> None:
        super().__init__(*args, **options)
        self.contest = contest

    def act(self, at: datetime) -> Contest:
        given = self.cleaned_data
        back: Decimal = given["given_back"]
        return services.answer_contest(
            self.contest, words=given["words"], given_back=back, by=self.by, at=at
        )
