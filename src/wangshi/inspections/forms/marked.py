"""一次动作的表: its mark makes a double click one act; its days are written one way."""

from typing import Any
from uuid import uuid4

from django import forms


def new_mark() -> str:
    """A mark no other form has."""
    return str(uuid4())


class MarkedForm(forms.Form):
    """一次动作的表."""

    mark = forms.UUIDField(widget=forms.HiddenInput, initial=new_mark)


def day_field(label: str, **kwargs: Any) -> forms.DateField:
    """日期: as a browser sends it."""
    return forms.DateField(
        label=label,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"required": f"选{label}", "invalid": f"{label}写成 2026-11-23 这样"},
        **kwargs,
    )


def words_field(label: str, missing: str = "", rows: int = 3, hint: str = "") -> forms.CharField:
    """说明: required when `missing` says what to write."""
    return forms.CharField(
        label=label,
        required=bool(missing),
        max_length=2000,
        help_text=hint,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": missing, "max_length": f"{label}最多 2000 个字"},
    )
