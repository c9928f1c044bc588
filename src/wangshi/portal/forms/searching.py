"""查公开的处罚决定."""

from django import forms


class SearchForm(forms.Form):
    """一栏: the party, the offence, the number."""

    q = forms.CharField(label="当事人、违法行为、文号", required=False, max_length=100)

    def words(self) -> str:
        """要查的话; nothing for what cannot be read."""
        return str(self.cleaned_data["q"]) if self.is_valid() else ""
