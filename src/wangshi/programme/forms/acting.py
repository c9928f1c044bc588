"""表单的共同处: a hidden mark against a double click, the words on the page, one verb."""

import uuid
from abc import abstractmethod
from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.forms import ClearableFileInput

from wangshi.accounts.models import Account

LARGEST_FILE = 50 * 1024 * 1024
DAY_WORDS = "日期写成 2026-11-23 这样"


class ActForm(forms.Form):
    """一个动作的表单."""

    title: ClassVar[str]
    button: ClassVar[str]
    done: ClassVar[str]
    lede: ClassVar[str] = ""

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
        """Calls the verb; ProgrammeRefused passes through."""


def words(label: str, missing: str, hint: str = "", rows: int = 4) -> forms.CharField:
    """一段话."""
    return forms.CharField(
        label=label,
        help_text=hint,
        required=bool(missing),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": missing},
    )


def line(label: str, missing: str, hint: str = "", most: int = 200) -> forms.CharField:
    """一行字."""
    return forms.CharField(
        label=label,
        help_text=hint,
        required=bool(missing),
        max_length=most,
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


class SizedFile(forms.FileField):
    """不太大的文件."""

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Refused before anything of it is read."""
        if data is not None and getattr(data, "size", 0) > LARGEST_FILE:
            raise forms.ValidationError("文件超过 50 MB：压缩图片，或者分几份交")
        return super().clean(data, initial)


def upload(label: str, missing: str, hint: str = "") -> forms.FileField:
    """一个文件."""
    return SizedFile(
        label=label,
        help_text=hint,
        required=bool(missing),
        error_messages={
            "required": missing,
            "empty": "这个文件是空的：换一个再交",
            "invalid": "没有收到文件：再选一次",
        },
    )
