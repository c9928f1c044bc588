"""登记卖家: by an officer at the desk, and by a grid member in six taps."""

import uuid
from datetime import date, datetime
from typing import Any, Final

from django import forms
from django.utils import timezone

from wangshi.accounts.models import Account, Town
from wangshi.cases.models import Clue
from wangshi.cases.selectors import clues_for
from wangshi.engine.exemptions import standing_exemption_law
from wangshi.growth import services
from wangshi.growth.models import Seller
from wangshi.growth.workflow import (
    CHANNEL_TITLES,
    SOURCE_TITLES,
    Channel,
    RoadRefused,
    SellerSource,
)

# What a grid member can tell by looking: few enough for a thumb.
SEEN_GOODS: Final = ("own_produce", "homemade_food", "prepacked_food", "ordinary", "other")
SEEN_WORDS: Final = {
    "own_produce": "自家农产品",
    "homemade_food": "自制食品",
    "prepacked_food": "包装食品",
    "ordinary": "日用百货",
    "other": "看不准",
}


class NewSellerForm(forms.Form):
    """登记卖家: where, what, who as far as known, and how it was found."""

    mark = forms.CharField(widget=forms.HiddenInput, max_length=64)
    name = forms.CharField(
        label="怎么称呼",
        max_length=80,
        help_text="昵称、店号、外号都行",
        error_messages={"required": "写怎么称呼这个卖家，昵称也行"},
    )
    channel = forms.ChoiceField(
        label="在哪里卖",
        choices=list(CHANNEL_TITLES.items()),
        widget=forms.RadioSelect,
        error_messages={"required": "选一个：在哪里卖"},
    )
    account = forms.CharField(label="群名、账号、直播间", required=False, max_length=120)
    url = forms.URLField(
        label="链接",
        required=False,
        max_length=500,
        assume_scheme="https",
        error_messages={"invalid": "链接要完整，如 https://example.com/u/1"},
    )
    sells = forms.CharField(
        label="卖什么",
        max_length=200,
        help_text="照看到的写，比如 土蜂蜜、核桃、手工香肠",
        error_messages={"required": "写卖的是什么"},
    )
    town = forms.ModelChoiceField(
        Town.objects.all(),
        label="哪个镇办的",
        empty_label="选镇办",
        error_messages={"required": "选在哪个镇办"},
    )
    place = forms.CharField(label="住在哪里", required=False, max_length=200)
    person = forms.CharField(label="姓名", required=False, max_length=40)
    phone = forms.CharField(label="电话", required=False, max_length=40)
    source = forms.ChoiceField(
        label="怎么发现的",
        choices=list(SOURCE_TITLES.items()),
        error_messages={"required": "选怎么发现的"},
    )
    origin = forms.CharField(
        label="线索编号", required=False, max_length=40, help_text="投诉、命中里看到的，照抄编号"
    )
    found_on = forms.DateField(
        label="哪天看到的", widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    words = forms.CharField(
        label="说明", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, by: Account, **options: Any) -> None:
        initial = {"mark": uuid.uuid4().hex, "found_on": timezone.localdate(), "source": "officer"}
        super().__init__(*args, **options | {"initial": initial | (options.get("initial") or {})})
        self.by = by

    def clean_found_on(self) -> date:
        """Not tomorrow."""
        found: date = self.cleaned_data["found_on"]
        if found > timezone.localdate():
            raise forms.ValidationError("不能晚于今天：填看到的那一天")
        return found

    def clean_origin(self) -> Clue | None:
        """A clue that this account may read."""
        number = self.cleaned_data["origin"].strip()
        if not number:
            return None
        clue = clues_for(self.by).filter(number=number).first()
        if clue is None:
            raise forms.ValidationError("没有这个编号的线索：照线索页上的编号抄，或者空着")
        return clue

    def act(self, at: datetime) -> Seller:
        """登记: the mark makes a second click the first seller."""
        given = self.cleaned_data
        new = services.NewSeller(
            name=given["name"],
            channel=Channel(given["channel"]),
            sells=given["sells"],
            town=given["town"],
            source=SellerSource(given["source"]),
            found_on=given["found_on"],
            account=given["account"],
            url=given["url"],
            person=given["person"],
            phone=given["phone"],
            place=given["place"],
            origin=given["origin"],
            source_key=f"form:{given['mark']}",
            words=given["words"],
        )
        return services.find_seller(new, by=self.by, at=at)


class GridSellerForm(forms.Form):
    """网格员登记卖家: where, what, whose, send; the town is the member's own."""

    mark = forms.CharField(widget=forms.HiddenInput, max_length=64)
    channel = forms.ChoiceField(
        label="在哪里卖",
        choices=list(CHANNEL_TITLES.items()),
        widget=forms.RadioSelect,
        error_messages={"required": "点一个：在哪里卖"},
    )
    goods = forms.ChoiceField(
        label="卖什么",
        choices=[(key, SEEN_WORDS[key]) for key in SEEN_GOODS],
        widget=forms.RadioSelect,
        error_messages={"required": "点一个：卖什么"},
    )
    name = forms.CharField(
        label="怎么称呼、哪个群",
        max_length=80,
        error_messages={"required": "写昵称、群名，写个大概也行"},
    )
    words = forms.CharField(
        label="说一句", required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, by: Account, **options: Any) -> None:
        initial = {"mark": uuid.uuid4().hex} | (options.pop("initial", None) or {})
        super().__init__(*args, **options | {"initial": initial})
        self.by = by

    def act(self, at: datetime) -> Seller:
        """登记: in the member's own town and grid, found today."""
        given, town = self.cleaned_data, self.by.town
        if town is None:
            raise RoadRefused("您的账号还没有写明在哪个镇，请所里补上")
        titles = {one.key: one.title for one in standing_exemption_law().goods}
        new = services.NewSeller(
            name=given["name"],
            channel=Channel(given["channel"]),
            sells=titles[given["goods"]],
            goods=(given["goods"],),
            town=town,
            grid=self.by.grid,
            source=SellerSource.GRID,
            found_on=timezone.localdate(at),
            source_key=f"form:{given['mark']}",
            words=given["words"],
        )
        return services.find_seller(new, by=self.by, at=at)
