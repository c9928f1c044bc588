"""Forms of a proposed link: confirmed with a note, or rejected with a ground."""

from typing import Any, Final

from django import forms

from .acts import ActForm

OTHER: Final = "other"
GROUNDS: Final = (
    ("name_only", "只是名称相近，不是同一家"),
    ("namesake", "是同名的另一家"),
    ("borrowed", "亮的执照、代码或者电话是别人的"),
    ("moved_on", "店已经转给了别人"),
    (OTHER, "其他（写在说明里）"),
)


class ConfirmLinkForm(ActForm):
    """确认关联."""

    note = forms.CharField(label="怎么核实的", max_length=300, required=False)


class RejectLinkForm(ActForm):
    """不是这一家: with a ground; nothing is chosen beforehand."""

    ground = forms.ChoiceField(
        label="为什么不是",
        choices=GROUNDS,
        widget=forms.RadioSelect,
        error_messages={"required": "选一个理由"},
    )
    note = forms.CharField(
        label="说明", help_text="选“其他”的必须写", max_length=300, required=False
    )

    def clean(self) -> dict[str, Any]:
        """The last ground says nothing by itself."""
        given = super().clean() or self.cleaned_data
        if given.get("ground") == OTHER and not given.get("note"):
            self.add_error("note", "写一句为什么不是")
        return given

    def reason(self) -> str:
        """写进记录的理由."""
        title = dict(GROUNDS)[self.cleaned_data["ground"]].partition("（")[0]
        note = self.cleaned_data["note"]
        return f"{title}：{note}" if note else title
