"""一步的表单: a hidden mark against a double click, the version of the page, the words."""

import uuid
from abc import abstractmethod
from datetime import datetime
from typing import Any, ClassVar

from django import forms

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Permission
from wangshi.complaints.models import Complaint
from wangshi.complaints.workflow import TOLD_TITLES, ComplaintState, Told, step_from

DAY = "日期写成 2026-11-23 这样"


def words_field(label: str, missing: str, hint: str = "", *, rows: int = 4) -> forms.CharField:
    """写一段话的栏."""
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": missing},
    )


def day_field(label: str, hint: str = "", *, required: bool = True) -> forms.DateField:
    """填日子的栏."""
    return forms.DateField(
        label=label,
        help_text=hint,
        required=required,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"required": f"填{label}", "invalid": DAY},
    )


def told_field() -> forms.ChoiceField:
    """怎么告知的."""
    return forms.ChoiceField(
        label="怎么告知的",
        choices=list(TOLD_TITLES.items()),
        widget=forms.RadioSelect,
        error_messages={"required": "选怎么告知的"},
    )


class MarkedForm(forms.Form):
    """带记号的表单: sent twice, it acts once."""

    title: ClassVar[str]
    button: ClassVar[str]
    done: ClassVar[str]
    lede: ClassVar[str] = ""

    mark = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: Any, by: Account, **options: Any) -> None:
        initial = {"mark": uuid.uuid4().hex} | (options.pop("initial", None) or {})
        super().__init__(*args, **options | {"initial": initial})
        self.by = by

    @abstractmethod
    def act(self, at: datetime) -> object:
        """Calls the verb; Refused and RoadRefused pass through."""


class StepForm(MarkedForm):
    """一件投诉的一步: knows its step, who may take it, and the page it was drawn with."""

    step: ClassVar[str]
    right: ClassVar[Permission] = Permission.TAKE_COMPLAINT

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, complaint: Complaint, **options: Any) -> None:
        drawn = {"version": complaint.steps.count()}
        initial = drawn | (options.pop("initial", None) or {})
        super().__init__(*args, **options | {"initial": initial})
        self.complaint = complaint
        self.prepare()

    def prepare(self) -> None:
        """Choices that depend on the complaint."""

    def admit(self) -> None:
        """能不能打开: RoadRefused when the complaint stands elsewhere by now."""
        step_from(ComplaintState(self.complaint.state), self.step)

    def who_and_when(self, at: datetime) -> dict[str, Any]:
        """What every verb asks for."""
        return {"by": self.by, "at": at, "version": self.cleaned_data["version"]}

    @property
    def way(self) -> Told:
        """怎么告知的."""
        return Told(self.cleaned_data["told"])
