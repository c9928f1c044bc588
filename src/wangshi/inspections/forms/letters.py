"""致函平台: what to demand, which shops, by when; and what came of a row."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django import forms

from wangshi.accounts.models import Account
from wangshi.engine.identifiers import check_url
from wangshi.engine.supervision import Matter
from wangshi.inspections.models import LetterRow, PlatformLetter
from wangshi.inspections.selectors.letters import Offered
from wangshi.inspections.services import LetterDraft, RowDraft, note_answer, send_letter
from wangshi.inspections.workflow import ANSWER_TITLES, Answer
from wangshi.registry.models import Platform

from .marked import MarkedForm, day_field, words_field

NAME_LENGTH = 120


class LetterForm(MarkedForm):
    """一封函."""

    demand = words_field("要平台做什么", "写清要平台做什么", rows=4)
    sent_on = day_field("发出日期")
    answer_by = day_field("答复期限")
    shops = forms.MultipleChoiceField(
        label="列入哪些店", required=False, widget=forms.CheckboxSelectMultiple
    )
    others = words_field("别的店", hint="一行一家：店名，空一格，网址（没有网址就只写店名）")

    def __init__(self, *args: Any, matter: Matter, offered: Sequence[Offered], **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.matter, self.offered = matter, {one.key: one for one in offered}
        field = self.fields["shops"]
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = [(one.key, f"{one.shop_name}\n{_beside(one)}") for one in offered]

    def clean_others(self) -> list[RowDraft]:
        """Each line a shop; a wrong address names its line."""
        return list(self._others(self.cleaned_data["others"]))

    def act(self, platform: Platform, *, by: Account, at: datetime) -> PlatformLetter:
        """The letter that was sent."""
        given = self.cleaned_data
        chosen = (self.offered[key] for key in given["shops"])
        rows = [RowDraft(one.shop_name, one.reason, one.url, one.shop) for one in chosen]
        draft = LetterDraft(
            matter=self.matter.key,
            demand=given["demand"],
            sent_on=given["sent_on"],
            answer_by=given["answer_by"],
            rows=[*rows, *given["others"]],
        )
        return send_letter(platform, draft, by=by, at=at)

    def _others(self, written: str) -> Iterator[RowDraft]:
        for number, line in enumerate(written.splitlines(), 1):
            name, _, address = line.strip().partition(" ")
            if not name:
                continue
            if len(name) > NAME_LENGTH:
                raise forms.ValidationError(f"第 {number} 行的店名超过 {NAME_LENGTH} 个字")
            checked = check_url(address) if address.strip() else None
            if checked is not None and not checked.ok:
                raise forms.ValidationError(f"第 {number} 行：{checked.reason_zh}")
            yield RowDraft(name, self.matter.title, checked.normalised if checked else "")


def _beside(one: Offered) -> str:
    return f"{one.reason}；{one.url}" if one.url else one.reason


class AnswerForm(MarkedForm):
    """记一行的进展."""

    kind = forms.ChoiceField(
        label="进展",
        choices=list(ANSWER_TITLES.items()),
        widget=forms.RadioSelect,
        error_messages={"required": "选这一行有什么进展"},
    )
    on = day_field("哪天")
    words = words_field("说明", hint="平台怎么说、复看时看到什么")

    def act(self, row: LetterRow, *, by: Account, at: datetime) -> None:
        """The progress that was noted."""
        given = self.cleaned_data
        note_answer(row, Answer(given["kind"]), on=given["on"], words=given["words"], by=by, at=at)
