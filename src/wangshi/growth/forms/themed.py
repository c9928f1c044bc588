"""专题名录的表单: the list narrowed, an entry made, values noted with their source and day."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone

from wangshi.accounts.models import Account, Town
from wangshi.growth import services
from wangshi.growth.models import ThemedEntry
from wangshi.growth.selectors import ThemedAsked
from wangshi.growth.services import NewEntry, Told
from wangshi.growth.themes import SOURCE_TITLES, THEME_FIELDS, Theme, ValueSource

SHOWN = {"": "在名录里的", "ended": "移出了的"}


class ThemedFilterForm(forms.Form):
    """筛选名录."""

    theme = forms.CharField(required=False, widget=forms.HiddenInput)
    q = forms.CharField(label="主体、产品、品牌", required=False, max_length=60)
    town = forms.ModelChoiceField(
        Town.objects.all(), label="镇办", required=False, empty_label="全部"
    )
    show = forms.ChoiceField(label="看哪些", choices=list(SHOWN.items()), required=False)

    def asked(self) -> ThemedAsked:
        """筛选条件: only what makes sense."""
        self.is_valid()
        given = self.cleaned_data
        theme = given.get("theme", "")
        return ThemedAsked(
            theme=Theme(theme) if theme in set(Theme) else Theme.TRAVEL,
            text=given.get("q", ""),
            town=given.get("town"),
            ended=given.get("show") == "ended",
        )


class ValuesForm(forms.Form):
    """记新的数: a field for each item of the theme, and where they come from."""

    source = forms.ChoiceField(label="来源", choices=list(SOURCE_TITLES.items()))
    origin = forms.CharField(
        label="出处",
        max_length=120,
        help_text="哪份表、哪个平台的名单、谁去看的",
        error_messages={"required": "写出处：哪份表、哪个平台、谁去看的"},
    )
    as_of = forms.DateField(
        label="哪天的数",
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"required": "填哪天的数", "invalid": "日期写成 2026-11-23 这样"},
    )

    def __init__(self, *args: Any, theme: Theme, **options: Any) -> None:
        initial = {"as_of": timezone.localdate()} | (options.pop("initial", None) or {})
        super().__init__(*args, **options | {"initial": initial})
        self.theme = theme
        for one in THEME_FIELDS[theme]:
            self.fields[one.key] = forms.CharField(label=one.title, required=False, max_length=200)

    def values(self) -> dict[str, str]:
        """填了的各项."""
        return {one.key: self.cleaned_data[one.key] for one in THEME_FIELDS[self.theme]}

    def told(self) -> Told:
        """从哪里来的."""
        given = self.cleaned_data
        return Told(ValueSource(given["source"]), given["origin"], given["as_of"])

    def note(self, entry: ThemedEntry, *, by: Account, at: datetime) -> int:
        """How many values were new."""
        return services.note_values(entry, values=self.values(), told=self.told(), by=by, at=at)


class NewEntryForm(ValuesForm):
    """列入名录: who, which product, and what is known of it."""

    name = forms.CharField(
        label="主体名称", max_length=200, error_messages={"required": "写主体的名称"}
    )
    uscc = forms.CharField(label="信用代码", max_length=18, required=False, help_text="没有就空着")
    product = forms.CharField(
        label="产品、服务", max_length=120, error_messages={"required": "写产品或者服务"}
    )
    town = forms.ModelChoiceField(
        Town.objects.all(), label="镇办", required=False, empty_label="不知道"
    )
    field_order = ("name", "uscc", "product", "town")

    def act(self, *, by: Account, at: datetime) -> ThemedEntry:
        """The entry, with what was filled in."""
        given = self.cleaned_data
        new = NewEntry(self.theme, given["name"], given["product"], given["uscc"], given["town"])
        return services.enter_themed(new, values=self.values(), told=self.told(), by=by, at=at)


class EndEntryForm(forms.Form):
    """移出名录."""

    reason = forms.CharField(
        label="为什么移出",
        max_length=200,
        help_text="关了、不做了、和哪一条是同一家",
        error_messages={"required": "写为什么移出"},
    )

    def act(self, entry: ThemedEntry, *, by: Account, at: datetime) -> ThemedEntry:
        """Taken out today."""
        day = timezone.localdate(at)
        return services.end_entry(entry, reason=self.cleaned_data["reason"], on=day, by=by, at=at)
