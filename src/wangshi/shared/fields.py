"""表单项怎么画: one look at a bound Django field, ready for `parts/field.html`."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BaseForm, BoundField
from django.forms.utils import ErrorList
from django.utils.functional import Promise
from django.utils.safestring import SafeString

OPTIONAL = "选填"
# Django's own words are vague; ours say what to do. A form's own words are never replaced.
PLAIN_WORDS: dict[str, str] = {
    "required": "填写{label}",
    "invalid": "{label}的写法不对，照说明里的样子改",
    "invalid_choice": "{label}里没有这一项，从列出的里面选",
    "max_length": "{label}最多 {limit_value} 个字，现在有 {show_value} 个",
    "min_length": "{label}至少 {limit_value} 个字，现在只有 {show_value} 个",
    "max_value": "{label}不能大于 {limit_value}",
    "min_value": "{label}不能小于 {limit_value}",
    "empty": "{label}是个空文件，换一个有内容的",
}
SHAPE_WORDS: dict[tuple[str, str], str] = {
    ("group", "required"): "选择{label}",
    ("file", "required"): "选一个文件：{label}",
    ("tick", "required"): "看过以后打勾：{label}",
}


@dataclass(frozen=True)
class Choice:
    """一个选项: its label, and a second line in small type when the label has two lines."""

    id: str
    widget: SafeString
    label: str
    note: str


@dataclass(frozen=True)
class FieldView:
    """一个表单项: `shape` is line, file, tick, group or hidden."""

    field: BoundField
    shape: str
    id: str
    hint: str
    wrong: tuple[str, ...]
    need: str
    width: str

    @property
    def described(self) -> str:
        """说明和错误的编号: what `aria-describedby` points to."""
        hint = [f"{self.id}-hint"] if self.hint else []
        wrong = [f"{self.id}-wrong"] if self.wrong else []
        return " ".join(hint + wrong)

    @property
    def widget(self) -> SafeString:
        """控件: the Django widget with our attributes."""
        given = self.field.field.widget.attrs
        attrs: dict[str, Any] = {}
        if self.described:
            attrs["aria-describedby"] = self.described
        if self.wrong:
            attrs["aria-invalid"] = "true"
        if self.width:
            attrs["class"] = f"{given.get('class', '')} {self.width}".strip()
        return self.field.as_widget(attrs=attrs)

    @property
    def choices(self) -> tuple[Choice, ...]:
        """选项."""
        if self.shape != "group":
            return ()
        return tuple(_choice(option) for option in self.field)


def _choice(option: Any) -> Choice:
    label, _, note = str(option.choice_label).partition("\n")
    return Choice(option.id_for_label, option.tag(), label, note)


def field_view(field: BoundField, *, need: str | None = None, width: str = "") -> FieldView:
    """表单项的样子: optional fields say so unless `need` says otherwise."""
    shape = _shape(field)
    if need is None:
        need = "" if field.field.required or shape == "tick" else OPTIONAL
    return FieldView(
        field=field,
        shape=shape,
        id=field.auto_id or field.html_name,
        hint=str(field.help_text),
        wrong=said(field),
        need=need,
        width=width or _width(field.field.widget),
    )


def _shape(field: BoundField) -> str:
    widget = field.field.widget
    if field.is_hidden:
        return "hidden"
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return "group"
    if isinstance(widget, forms.CheckboxInput):
        return "tick"
    return "file" if isinstance(widget, forms.FileInput) else "line"


def _width(widget: forms.Widget) -> str:
    return "w-date" if isinstance(widget, forms.DateInput) else ""


def said(field: BoundField) -> tuple[str, ...]:
    """错误怎么说: what to do, in the same words in the summary and at the field."""
    wrong = field.errors.as_data() if isinstance(field.errors, ErrorList) else ()
    return tuple(words for error in wrong for words in _plain(field, error))


def _plain(field: BoundField, error: ValidationError) -> list[str]:
    code = error.code or ""
    words = SHAPE_WORDS.get((_shape(field), code)) or PLAIN_WORDS.get(code)
    if isinstance(field.field, forms.DateField) and code == "invalid":
        words = "{label}要写成 2026-11-23 这样"
    if isinstance(field.field.widget, forms.Select) and code == "required":
        words = "选择{label}"
    if words is None or not isinstance(error.message, Promise):
        return [str(message) for message in error.messages]
    return [words.format_map({"label": field.label, **(error.params or {})})]


@dataclass(frozen=True)
class Fault:
    """要改的一处: the words, and the id of the control they are about."""

    words: str
    target: str


def faults(bound: Iterable[BaseForm]) -> tuple[Fault, ...]:
    """错误汇总: what is wrong with whole forms first, then field by field, in page order."""
    found: list[Fault] = []
    for form in bound:
        found.extend(Fault(str(words), "") for words in form.non_field_errors())
        for field in form:
            found.extend(Fault(words, _target(field)) for words in said(field))
    return tuple(found)


def _target(field: BoundField) -> str:
    shape = _shape(field)
    if shape == "hidden":
        return ""
    name = field.auto_id or field.html_name
    return f"{name}_0" if shape == "group" else name
