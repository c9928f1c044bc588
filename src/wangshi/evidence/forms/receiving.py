"""收进封好的包."""

from datetime import datetime
from typing import Any

from django import forms

from wangshi.accounts.models import Account
from wangshi.evidence.intake import LARGEST, MEGABYTE
from wangshi.evidence.models import Exhibit
from wangshi.evidence.selectors import ExhibitSubject, certified_officers
from wangshi.evidence.services import Arrival, take_package


class PackageForm(forms.Form):
    """收一个证据包: one that this office sealed elsewhere."""

    package = forms.FileField(
        label="封好的证据包（.wacz）",
        help_text="用 wangshi capture、wangshi seal 封的，原样传，不要解开、改名后缀；"
        f"不超过 {LARGEST // MEGABYTE} MB",
        error_messages={"required": "选一个封好的证据包", "empty": "这是个空文件，换一个有内容的"},
    )
    second_officer = forms.ModelChoiceField(
        queryset=Account.objects.none(),
        label="第二名执法人员",
        help_text="包里写了执法人员的，要是包里的另一位",
        error_messages={
            "required": "选第二名执法人员",
            "invalid_choice": "选名单里的执法员",
        },
    )

    def __init__(
        self, *args: Any, by: Account, about: ExhibitSubject | None, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.by, self.about = by, about
        second = self.fields["second_officer"]
        if isinstance(second, forms.ModelChoiceField):
            second.queryset = certified_officers().exclude(pk=by.pk)

    def act(self, *, at: datetime) -> Exhibit:
        """The exhibit it became; Refused and EvidenceRefused pass through."""
        answers = self.cleaned_data
        arrival = Arrival(answers["second_officer"], self.about.key if self.about else "")
        return take_package(arrival, answers["package"], by=self.by, at=at)
