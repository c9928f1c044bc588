"""筛选: the list of checks, and the list of shops that are due."""

from typing import Any, Final

from django import forms

from wangshi.accounts.models import Town
from wangshi.display.selectors import (
    DUE_TITLES,
    NO_TOWN,
    OPEN,
    OPEN_TITLE,
    PROBLEM,
    SHARES,
    WHOLE,
    ChecksAsked,
    DueAsked,
)
from wangshi.display.workflow import AGE_TITLES
from wangshi.engine.display import SECTION_TITLES, VERDICT_TITLES
from wangshi.registry.models import Platform

ANY: Final = ("", "全部")
EVERY: Final = "every"


class DrawForm(forms.Form):
    """抽几成: of the shops drawn this month, or of all."""

    drawn = forms.ChoiceField(
        label="抽",
        required=False,
        choices=[("", "不抽"), *((str(rate), words) for rate, words in SHARES.items())],
    )

    def drawn_share(self) -> int:
        """千分之几; a wrong one is none."""
        self.is_valid()
        return int(self.cleaned_data.get("drawn") or 0)


class PlaceForm(DrawForm):
    """平台和镇办: a town nobody knows is a choice of its own."""

    q = forms.CharField(label="店名、主体", required=False, max_length=100)
    platform = forms.ModelChoiceField(
        Platform.objects.all(), label="平台", required=False, empty_label="全部"
    )
    town = forms.ChoiceField(label="镇办", required=False)
    field_order = ("q", "platform", "town")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["town"]
        if isinstance(field, forms.ChoiceField):
            towns = Town.objects.order_by("code").values_list("pk", "name")
            field.choices = [ANY, *((str(pk), name) for pk, name in towns), (NO_TOWN, "不明")]

    def place(self) -> dict[str, Any]:
        """平台、镇办、文字: a wrong one is not applied."""
        self.is_valid()
        given = self.cleaned_data
        town = given.get("town", "")
        named = town not in ("", NO_TOWN)
        return {
            "text": given.get("q", ""),
            "platform": given.get("platform"),
            "town": Town.objects.filter(pk=town).first() if named else None,
            "no_town": town == NO_TOWN,
            "drawn": self.drawn_share(),
        }


class ChecksForm(PlaceForm):
    """筛选检查."""

    section = forms.ChoiceField(
        label="哪一样", required=False, choices=[ANY, *SECTION_TITLES.items()]
    )
    verdict = forms.ChoiceField(
        label="结论",
        required=False,
        choices=[ANY, (WHOLE, "该亮的"), (PROBLEM, "有问题的"), *VERDICT_TITLES.items()],
    )
    age = forms.ChoiceField(label="新旧", required=False, choices=[ANY, *AGE_TITLES.items()])
    which = forms.ChoiceField(
        label="哪几次", required=False, choices=[("", "每店最近一次"), (EVERY, "每一次")]
    )

    def asked(self) -> ChecksAsked:
        """筛选条件; a verdict without a section is of the licence."""
        place = self.place()
        given = self.cleaned_data
        verdict = given.get("verdict", "")
        return ChecksAsked(
            **place,
            section=given.get("section", "") or ("licence" if verdict else ""),
            verdict=verdict,
            age=given.get("age", ""),
            every=given.get("which") == EVERY,
        )


class DueForm(PlaceForm):
    """筛选该查的."""

    why = forms.ChoiceField(
        label="为什么",
        required=False,
        choices=[("", "该查的"), *DUE_TITLES.items(), (OPEN, OPEN_TITLE)],
    )

    def asked(self) -> DueAsked:
        """筛选条件."""
        return DueAsked(**self.place(), why=self.cleaned_data.get("why", ""))
