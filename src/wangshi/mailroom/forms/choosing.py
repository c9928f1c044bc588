"""要收哪些: two columns of ticks, and an address for mail."""

from django import forms

from wangshi.mailroom.services import Wish
from wangshi.mailroom.workflow import NEWS_TITLES, Channel, NewsKind

KINDS = [(kind.value, NEWS_TITLES[kind]) for kind in NewsKind]


class WishForm(forms.Form):
    """要收哪些通知."""

    desk = forms.MultipleChoiceField(
        label="网市里告诉我",
        choices=KINDS,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="不要的去掉勾；办件台上照样有",
    )
    address = forms.EmailField(
        label="邮箱",
        required=False,
        max_length=200,
        help_text="留空就不寄。信里只写编号和要做什么，不写是谁的事",
        error_messages={"invalid": "邮箱要写成 lisi@bureau.example 这样"},
    )
    mail = forms.MultipleChoiceField(
        label="寄信告诉我", choices=KINDS, required=False, widget=forms.CheckboxSelectMultiple
    )

    def wish(self) -> Wish:
        """What was chosen, for the service."""
        kept = self.cleaned_data
        chosen = {Channel.DESK: kept["desk"], Channel.MAIL: kept["mail"]}
        wanted = {(NewsKind(kind), channel) for channel, kinds in chosen.items() for kind in kinds}
        return Wish(kept["address"], frozenset(wanted))


def wish_data(wish: Wish) -> dict[str, object]:
    """The choice as the form shows it first."""
    by_channel = {
        channel.value: [kind.value for kind, way in wish.wanted if way is channel]
        for channel in Channel
    }
    return {"address": wish.address, **by_channel}
