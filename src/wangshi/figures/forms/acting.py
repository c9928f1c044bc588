"""表单的共同处: a hidden mark against a double click, the words on the page, one verb."""

import uuid
from abc import abstractmethod
from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.forms import ClearableFileInput

from wangshi.accounts.models import Account

DAY_WORDS = "日期写成 2026-11-23 这样"


class ActForm(forms.Form):
    """一个动作的表单."""

    title: str
    button: ClassVar[str]
    done: ClassVar[str]
    lede: str = ""

    mark = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: Any, by: Account, **options: Any) -> None:
        initial = {"mark": uuid.uuid4().hex} | (options.pop("initial", None) or {})
        super().__init__(*args, **options | {"initial": initial})
        self.by = by

    @property
    def takes_files(self) -> bool:
        """有没有文件要传."""
        return any(isinstance(each.widget, ClearableFileInput) for each in self.fields.values())

    @abstractmethod
    def act(self, at: datetime) -> object:
        """Calls the verb; FiguresRefused passes through."""


def line(label: str, missing: str, hint: str = "", most: int = 200) -> forms.CharField:
    """一行字."""
    return forms.CharField(
        label=label,
        help_text=hint,
        required=bool(missing),
        max_length=most,
        error_messages={"required": missing},
    )


def words(label: str, missing: str, hint: str = "", rows: int = 3) -> forms.CharField:
    """一段话."""
    return forms.CharField(
        label=label,
        help_text=hint,
        required=bool(missing),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": missing},
    )


def day(label: str, missing: str, hint: str = "") -> forms.DateField:
    """一个日期."""
    return forms.DateField(
        label=label,
        help_text=hint,
        required=bool(missing),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"required": missing, "invalid": DAY_WORDS},
    )
