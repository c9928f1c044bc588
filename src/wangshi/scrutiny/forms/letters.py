"""专用信函: one to be posted, and how it came back."""

from datetime import datetime

from django import forms

from wangshi.accounts.models import Account
from wangshi.registry.models import Operator
from wangshi.scrutiny.models import ContactLetter
from wangshi.scrutiny.services import LetterDraft, note_letter_result, send_contact_letter
from wangshi.scrutiny.workflow import RESULT_TITLES, LetterResult

from .marked import ActForm, day_field, line_field


class LetterForm(ActForm):
    """寄一封专用信函."""

    title, button, away = "寄专用信函", "给这封信编号", "不寄了"
    lede = "编号以后打印签章，由邮局寄出；结果回来记一笔"

    address = line_field("寄到哪里", "填登记的住所（经营场所）", 300, "按登记的写，不写别处")
    why = line_field("为什么联系", "写一句：哪天怎么联系、没有联系上")
    postal_number = line_field("邮件号", "填邮件号：退回来要凭它对", 40)
    sent_on = day_field("寄出日期")

    def act(self, operator: Operator, *, by: Account, at: datetime) -> ContactLetter:
        """The letter."""
        given = self.cleaned_data
        draft = LetterDraft(
            given["address"], given["postal_number"], given["why"], given["sent_on"]
        )
        return send_contact_letter(operator, draft, by=by, at=at)


class LetterResultForm(ActForm):
    """记信的结果."""

    title, button, away = "记信的结果", "记下结果", "先不记"
    lede = "记下以后不能改"

    result = forms.ChoiceField(
        label="怎么样了",
        choices=list(RESULT_TITLES.items()),
        widget=forms.RadioSelect,
        error_messages={"required": "选有人签收还是无人签收"},
    )
    on = day_field("哪天")
    words = line_field(
        "说明", "写一句：谁签收的，或者邮局写的退回原因", hint="谁签收的；邮局写的退回原因"
    )

    def act(self, letter: ContactLetter, *, by: Account, at: datetime) -> ContactLetter:
        """The letter with its result."""
        given = self.cleaned_data
        result = LetterResult(given["result"])
        return note_letter_result(
            letter, result, on=given["on"], words=given["words"], by=by, at=at
        )
