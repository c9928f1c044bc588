"""一次动作的表: its mark makes a double click one act; its days are written one way."""

from typing import Any, ClassVar
from uuid import uuid4

from django import forms


def new_mark() -> str:
    """A mark no other form has."""
    return str(uuid4())


class ActForm(forms.Form):
    """一次动作的表: how its page is headed, and what its button says."""

    title: ClassVar[str]
    lede: ClassVar[str] = ""
    button: ClassVar[str]
    away: ClassVar[str] = "先不办"

    mark = forms.UUIDField(widget=forms.HiddenInput, initial=new_mark)


def day_field(label: str, **kwargs: Any) -> forms.DateField:
    """日期: as a browser sends it."""
    return forms.DateField(
        label=label,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"required": f"选{label}", "invalid": f"{label}写成 2026-11-23 这样"},
        **kwargs,
    )


def line_field(
    label: str, missing: str = "", longest: int = 200, hint: str = ""
) -> forms.CharField:
    """一行字: required when `missing` says what to write."""
    return forms.CharField(
        label=label,
        required=bool(missing),
        max_length=longest,
        help_text=hint,
        error_messages={"required": missing, "max_length": f"{label}最多 {longest} 个字"},
    )


def words_field(
    label: str, missing: str = "", longest: int = 300, hint: str = ""
) -> forms.CharField:
    """几行字."""
    field = line_field(label, missing, longest, hint)
    field.widget = forms.Textarea(attrs={"rows": 3, "maxlength": longest})
    return field
