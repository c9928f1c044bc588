"""统计的筛选: a wrong field is said and left out; the figures below say what they counted."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from wangshi.accounts.models import Department, Town
from wangshi.cases.selectors import title_of, violations
from wangshi.cases.workflow import SOURCE_TITLES

from .selectors import NONE, Asked
from .selectors.times import CLOCK_TITLES, FACE_TITLES

A_YEAR = timedelta(days=365)
LONGEST_KEY = 60


def _day(label: str) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": f"{label}要写成 2026-11-23 这样"},
    )


def _choice(label: str) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        required=False,
        error_messages={"invalid_choice": f"没有这个{label}，从列出的里面选"},
    )


def _hidden() -> forms.CharField:
    return forms.CharField(required=False, max_length=LONGEST_KEY, widget=forms.HiddenInput)


class RuleFilter(forms.Form):
    """筛选命中: what hits know of themselves."""

    since = _day("开始日期")
    until = _day("结束日期")
    town = _choice("镇办")
    violation = _choice("违法行为")

    def __init__(self, given: Any, today: date) -> None:
        self.today = today
        # The page first opens on the last year; a form that was sent says its period itself.
        unsaid = "since" not in given and "until" not in given
        super().__init__({**given.dict(), "since": today - A_YEAR} if unsaid else given)
        self._fill()

    def _fill(self) -> None:
        self._offer("town", ((str(town.pk), town.name) for town in Town.objects.all()), "不详")
        heads = [each.code for each in violations() if not each.part_of]
        self._offer("violation", ((code, f"{code} {title_of(code)}") for code in heads), "没有写")

    def _offer(self, name: str, choices: Any, none: str) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", "全部"), *choices, (NONE, none)]

    def clean(self) -> dict[str, Any]:
        """The period runs forwards."""
        given = super().clean() or {}
        since, until = given.get("since"), given.get("until")
        if since and until and since > until:
            raise ValidationError({"until": f"结束日期不能早于开始日期 {since:%Y-%m-%d}"})
        return given

    def asked(self) -> Asked:
        """条件: only what was given and makes sense."""
        self.is_valid()
        return Asked(**{name: value for name, value in self.cleaned_data.items() if value})


class OverviewFilter(RuleFilter):
    """筛选总览和明细: the last four come from a bar or a tile, and stay in the address."""

    department = _choice("单位")
    source = _choice("来源")
    rule = _hidden()
    ground = _hidden()
    clock = _hidden()
    face = _hidden()

    field_order = ("since", "until", "town", "department", "source", "violation")

    def _fill(self) -> None:
        super()._fill()
        units = ((str(each.pk), each.short_name) for each in Department.objects.all())
        self._offer("department", units, "未分派")
        source = self.fields["source"]
        if isinstance(source, forms.ChoiceField):
            source.choices = [("", "全部"), *((str(k), v) for k, v in SOURCE_TITLES.items())]

    def clean_clock(self) -> str:
        """A clock that does not exist asks for nothing."""
        word = str(self.cleaned_data["clock"])
        return word if word in CLOCK_TITLES else ""

    def clean_face(self) -> str:
        """A face that does not exist asks for nothing."""
        word = str(self.cleaned_data["face"])
        return word if word in FACE_TITLES else ""
