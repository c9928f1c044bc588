"""筛选和判断命中: the filters above the lists, and the two judgements."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, cast
from uuid import uuid4

from django import forms

from wangshi.accounts.models import Account, Town
from wangshi.cases.services import once
from wangshi.engine.codes import CodeRow
from wangshi.monitoring.models import Hit, HitLevel, Sweep
from wangshi.monitoring.selectors import absolute_exemptions, dismissal_reasons, families
from wangshi.monitoring.services import confirm_hit, dismiss_hit
from wangshi.monitoring.services.judging import NOTE_LENGTH

NUMBER_KEYS = 9
HARMS = [("", "全部"), ("3", "严重"), ("2", "较重"), ("1", "一般")]


def _sweeps() -> list[tuple[str, str]]:
    rows = Sweep.objects.values_list("pk", "title")[:100]
    return [("", "全部"), *((str(key), title) for key, title in rows)]


def _families() -> list[tuple[str, str]]:
    return [("", "全部"), *((family.key, family.title) for family in families())]


def _towns() -> list[tuple[str, str]]:
    return [
        ("", "全部"),
        *((str(key), name) for key, name in Town.objects.values_list("pk", "name")),
    ]


class QueueForm(forms.Form):
    """筛选命中; what came by a link (shop, rule, batch) stays."""

    state = forms.CharField(widget=forms.HiddenInput, required=False)
    sweep = forms.ChoiceField(label="监测", choices=_sweeps, required=False)
    family = forms.ChoiceField(label="规则类", choices=_families, required=False)
    level = forms.ChoiceField(
        label="级别", choices=[("", "全部"), *HitLevel.choices], required=False
    )
    harm = forms.ChoiceField(label="危害", choices=HARMS, required=False)
    town = forms.ChoiceField(label="镇办", choices=_towns, required=False)
    shop = forms.CharField(widget=forms.HiddenInput, required=False)
    rule = forms.CharField(widget=forms.HiddenInput, required=False)
    batch = forms.CharField(widget=forms.HiddenInput, required=False)
    violation = forms.CharField(widget=forms.HiddenInput, required=False)
    ground = forms.CharField(widget=forms.HiddenInput, required=False)


class ListingFilterForm(forms.Form):
    """筛选商品."""

    q = forms.CharField(label="商品名称", max_length=80, required=False)
    sweep = forms.ChoiceField(label="监测", choices=_sweeps, required=False)
    hits = forms.ChoiceField(
        label="命中", choices=[("", "全部"), ("1", "有命中的")], required=False
    )
    shop = forms.CharField(widget=forms.HiddenInput, required=False)
    batch = forms.CharField(widget=forms.HiddenInput, required=False)


def new_mark() -> str:
    """一张表的记号: sent twice, it acts once."""
    return str(uuid4())


class MarkedForm(forms.Form):
    """一次动作的表: its mark makes a double key press one act."""

    mark = forms.UUIDField(widget=forms.HiddenInput, initial=new_mark)


class ConfirmForm(MarkedForm):
    """确认命中."""

    note = forms.CharField(
        label="说明",
        max_length=NOTE_LENGTH,
        required=False,
        error_messages={"max_length": f"说明最多 {NOTE_LENGTH} 个字"},
    )

    def act(self, hit: Hit, *, by: Account, at: datetime, outcome: str) -> bool:
        """Whether it judged: false for a form that came before."""
        return once(
            str(self.cleaned_data["mark"]),
            lambda: confirm_hit(hit, note=self.cleaned_data["note"], by=by, at=at),
            by=by,
            outcome=outcome,
            at=at,
        )


class DismissForm(MarkedForm):
    """排除命中: the reasons in the order of the table, the first nine by number key."""

    ground = forms.ChoiceField(
        label="为什么排除",
        widget=forms.RadioSelect,
        error_messages={"required": "选一个排除的理由", "invalid_choice": "从列出的理由里选一个"},
    )
    note = forms.CharField(
        label="说明",
        max_length=NOTE_LENGTH,
        required=False,
        help_text="选“其他”的必须写明",
        error_messages={"max_length": f"说明最多 {NOTE_LENGTH} 个字"},
    )
    exemptions = forms.MultipleChoiceField(
        label="有下列情形的，不适用（逐项看过再判断）",
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, on: date, is_absolute: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reasons: tuple[CodeRow, ...] = dismissal_reasons(on)
        self._offer("ground", self.reasons)
        if is_absolute:
            self._offer("exemptions", absolute_exemptions(on))
        else:
            del self.fields["exemptions"]

    def _offer(self, name: str, rows: Sequence[CodeRow]) -> None:
        field = cast("forms.ChoiceField", self.fields[name])
        field.choices = [(row.code, row.title) for row in rows if row.code]

    @property
    def keyed_reasons(self) -> Sequence[tuple[str, CodeRow]]:
        """理由和它的数字键."""
        return [
            (str(number) if number <= NUMBER_KEYS else "", row)
            for number, row in enumerate(self.reasons, start=1)
        ]

    def act(self, hit: Hit, *, by: Account, at: datetime, outcome: str) -> bool:
        """Whether it judged: false for a form that came before."""
        return once(
            str(self.cleaned_data["mark"]),
            lambda: dismiss_hit(
                hit,
                ground=self.cleaned_data["ground"],
                note=self.cleaned_data["note"],
                exemptions=self.cleaned_data.get("exemptions", ()),
                by=by,
                at=at,
            ),
            by=by,
            outcome=outcome,
            at=at,
        )
