"""找法规: one box and one choice; what was not asked is empty."""

from dataclasses import dataclass

from django import forms

TERMS, OFFENCES = "terms", "violations"


@dataclass(frozen=True)
class LawAsked:
    """要找的: words to look for, and which of the two lists."""

    text: str = ""
    kind: str = ""

    @property
    def is_nothing(self) -> bool:
        """什么也没问: the page then shows the beginning of each list."""
        return not self.text and not self.kind

    @property
    def wants_terms(self) -> bool:
        """列期限."""
        return self.kind in ("", TERMS)

    @property
    def wants_violations(self) -> bool:
        """列违法行为."""
        return self.kind in ("", OFFENCES)


class LawForm(forms.Form):
    """找期限、违法行为."""

    q = forms.CharField(label="名称、代码、条文里的字", required=False, max_length=40)
    kind = forms.ChoiceField(
        label="找什么",
        choices=[("", "全部"), (OFFENCES, "违法行为"), (TERMS, "期限")],
        required=False,
    )

    def asked(self) -> LawAsked:
        """条件; a wrong one is simply not applied."""
        self.is_valid()
        given = self.cleaned_data
        return LawAsked(given.get("q", "").strip(), given.get("kind", ""))
