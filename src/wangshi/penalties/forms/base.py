"""一步的表单: a hidden mark against a double click, the version of the page, the words."""

import uuid
from abc import abstractmethod
from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar, TypeAlias

from django import forms
from django.utils import timezone

from wangshi.accounts.models import Account
from wangshi.cases.models import Case
from wangshi.penalties.models import Docket
from wangshi.penalties.selectors.listing import docket_of
from wangshi.penalties.workflow import CASE_STEPS, CaseState, step_from

DAY = "日期写成 2026-11-23 这样"
Choices: TypeAlias = "list[tuple[str, str]]"


def words_field(
    label: str, missing: str = "", hint: str = "", *, rows: int = 3, required: bool = True
) -> forms.CharField:
    """写一段话的栏."""
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=6000,
        required=required,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": missing or f"填{label}"},
    )


def line_field(
    label: str, missing: str = "", hint: str = "", *, most: int = 200, required: bool = True
) -> forms.CharField:
    """写一行的栏."""
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=most,
        required=required,
        error_messages={"required": missing or f"填{label}"},
    )


def day_field(label: str, hint: str = "", *, required: bool = True) -> forms.DateField:
    """填日子的栏."""
    return forms.DateField(
        label=label,
        help_text=hint,
        required=required,
        initial=timezone.localdate if required else None,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"required": f"填{label}", "invalid": DAY},
    )


def moment_field(label: str, hint: str = "", *, required: bool = True) -> forms.DateTimeField:
    """填日子和钟点的栏."""
    return forms.DateTimeField(
        label=label,
        help_text=hint,
        required=required,
        widget=forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"}),
        error_messages={"required": f"填{label}", "invalid": "时间写成 2026-11-23 14:30 这样"},
    )


def money_field(label: str, hint: str = "", *, required: bool = False) -> forms.DecimalField:
    """填金额的栏: yuan, only figures."""
    return forms.DecimalField(
        label=label,
        help_text=hint,
        required=required,
        min_value=Decimal(0),
        max_digits=14,
        decimal_places=2,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        error_messages={
            "required": f"填{label}",
            "invalid": f"{label}只写数字，单位元，如 5000 或者 68.50，不写“元”“万”",
            "min_value": f"{label}写 0 或者更多",
            "max_decimal_places": f"{label}最多两位小数",
        },
    )


def choice_field(
    label: str, choices: Choices, missing: str = "", hint: str = "", *, required: bool = True
) -> forms.ChoiceField:
    """选一项的栏."""
    return forms.ChoiceField(
        label=label,
        help_text=hint,
        choices=choices,
        required=required,
        widget=forms.RadioSelect,
        error_messages={"required": missing or f"选{label}"},
    )


def officer_field(label: str) -> "forms.ModelChoiceField[Account]":
    """选人的栏: who may be chosen is set when the form is made."""
    return forms.ModelChoiceField(
        Account.objects.none(),
        label=label,
        empty_label=f"选{label}",
        error_messages={"required": f"选{label}"},
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
        """Calls the verb; Refused and StepRefused pass through."""


class StepForm(MarkedForm):
    """一件案件的一步: knows its step and the page it was drawn with."""

    step: ClassVar[str]

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, case: Case, **options: Any) -> None:
        self.case = case
        self.docket: Docket = docket_of(case)
        drawn = {"version": self.docket.steps.count() if self.docket.pk else 0}
        initial = drawn | (options.pop("initial", None) or {})
        super().__init__(*args, **options | {"initial": initial})
        self.prepare()

    def prepare(self) -> None:
        """Choices and starting values that depend on the case."""

    def admit(self) -> None:
        """能不能打开: StepRefused when the case stands elsewhere by now."""
        step_from(CaseState(self.docket.state), self.step)

    def who_and_when(self, at: datetime) -> dict[str, Any]:
        """What every verb asks for."""
        return {"by": self.by, "at": at, "version": self.cleaned_data["version"]}

    @property
    def article(self) -> str:
        """这一步的依据."""
        return CASE_STEPS[self.step].article

    def choose(self, name: str, found: Any) -> None:
        """Who or what may be chosen in this field."""
        field = self.fields[name]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = found
