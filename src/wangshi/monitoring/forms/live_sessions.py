"""上传直播文字，记下讲解的商品."""

import re
from datetime import datetime
from typing import Any, Final

from django import forms

from wangshi.accounts.models import Account
from wangshi.monitoring.models import Listing, LiveGoods, LiveSession
from wangshi.monitoring.selectors.live_sessions import offered_goods, offered_rooms
from wangshi.monitoring.services.contradictions import Stretch, name_goods
from wangshi.monitoring.services.live_sessions import SessionPlan, take_transcript
from wangshi.registry.models import LiveRoom

CLOCK: Final = re.compile(r"(?:(\d{1,2}):)?(\d{1,3}):([0-5]?\d)")
LIKE_CLOCK: Final = "写成 00:12:30 这样，时、分、秒"


class RoomChoice(forms.ModelChoiceField[LiveRoom]):
    """直播间: its name and platform."""

    def label_from_instance(self, obj: Any) -> str:
        """名称（平台）."""
        return f"{obj.name}（{obj.platform.name}）"


class TranscriptForm(forms.Form):
    """上传直播文字."""

    room = RoomChoice(
        label="直播间",
        queryset=LiveRoom.objects.none(),
        empty_label="选一个直播间",
        error_messages={"required": "选一个直播间", "invalid_choice": "从列出的直播间里选"},
    )
    started_at = forms.DateTimeField(
        label="开始时间",
        widget=forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"}),
        help_text="这场直播是什么时候开始的：命中的时刻从它算起",
        error_messages={"required": "填开始的日期和时间", "invalid": "写成 2026-11-23 20:00 这样"},
    )
    product = forms.CharField(
        label="卖什么",
        max_length=120,
        required=False,
        help_text="比如 食品(代用茶)；不填就从话里认，规则会判断得粗一些",
        error_messages={"max_length": "最多 120 个字"},
    )
    file = forms.FileField(
        label="直播文字",
        help_text="带时间的字幕：SRT、VTT，或者转写软件导出的 JSON，最大 20 MB",
        error_messages={"required": "选一份字幕文件", "empty": "这个文件是空的，换一份"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rooms: Any = self.fields["room"]
        rooms.queryset = offered_rooms()

    def act(self, *, by: Account, at: datetime) -> LiveSession:
        """The session that was taken in."""
        given = self.cleaned_data
        plan = SessionPlan(given["room"], given["started_at"], given["product"].strip())
        return take_transcript(plan, given["file"], by=by, at=at)


class GoodsForm(forms.Form):
    """讲解的商品."""

    listing = forms.ModelChoiceField(
        label="讲的是哪件商品",
        queryset=Listing.objects.none(),
        empty_label="选一件商品",
        help_text="只列出这家店已经看到过页面的商品",
        error_messages={"required": "选一件商品", "invalid_choice": "从列出的商品里选"},
    )
    begins = forms.CharField(
        label="从几点几分讲起", required=False, help_text=f"{LIKE_CLOCK}；不填就是从头"
    )
    ends = forms.CharField(label="讲到几点几分", required=False, help_text="不填就是到完")

    def __init__(self, *args: Any, session: LiveSession, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.session = session
        offered = list(offered_goods(session).values_list("pk", flat=True))
        listing: Any = self.fields["listing"]
        listing.queryset = Listing.objects.filter(pk__in=offered).order_by("title", "pk")

    def clean_begins(self) -> int | None:
        """毫秒."""
        return self._moment("begins")

    def clean_ends(self) -> int | None:
        """毫秒."""
        return self._moment("ends")

    def act(self, *, by: Account, at: datetime) -> LiveGoods:
        """The goods that were named."""
        given = self.cleaned_data
        stretch = Stretch(given["begins"], given["ends"])
        return name_goods(self.session, given["listing"], stretch=stretch, by=by, at=at)

    def _moment(self, name: str) -> int | None:
        written = self.cleaned_data[name].strip().replace("：", ":")
        if not written:
            return None
        found = CLOCK.fullmatch(written)
        if found is None:
            raise forms.ValidationError(f"时间要{LIKE_CLOCK}")
        hours, minutes, seconds = (int(part or 0) for part in found.groups())
        return ((hours * 60 + minutes) * 60 + seconds) * 1000
