"""登记线索的表单: an officer's, and the six taps of a grid member."""

import uuid
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils import timezone

from wangshi.accounts.models import Account, Grid, Town
from wangshi.cases import services
from wangshi.cases.conventions import conventions
from wangshi.cases.models import Clue
from wangshi.cases.offences import choices as violation_choices
from wangshi.cases.workflow import SOURCE_TITLES, ClueSource
from wangshi.registry.models import Operator, Shop

from .photos import PhotosField
from .steps import offer_choices, words

TYPED_IN = (
    ClueSource.OFFICER,
    ClueSource.REPORT,
    ClueSource.COMPLAINT,
    ClueSource.SUPERIOR,
    ClueSource.TRANSFER,
)
OUTSIDE_NUMBERS = {ClueSource.REPORT, ClueSource.COMPLAINT, ClueSource.SUPERIOR}
TITLE_LENGTH = 60


class NewClueForm(forms.Form):
    """登记一条线索: by an officer, the 12315 desk or a liaison."""

    mark = forms.CharField(widget=forms.HiddenInput, max_length=64)
    operator = forms.ModelChoiceField(
        Operator.objects.all(), required=False, widget=forms.HiddenInput
    )
    shop = forms.ModelChoiceField(Shop.objects.all(), required=False, widget=forms.HiddenInput)
    source = forms.ChoiceField(
        label="从哪里来",
        choices=[(source, SOURCE_TITLES[source]) for source in TYPED_IN],
        widget=forms.RadioSelect,
        error_messages={"required": "选线索从哪里来"},
    )
    external_number = forms.CharField(
        label="原编号",
        help_text="举报、投诉、上级交办要填：12315 单号、交办文号照抄，不在这里另编",
        required=False,
        max_length=60,
    )
    title = forms.CharField(
        label="一句话说清",
        help_text="哪家、做了什么，如：虚构小铺卖的花茶说能治失眠",
        max_length=200,
        error_messages={"required": "写一句话，说清是什么事"},
    )
    found_on = forms.DateField(
        label="发现（收到材料）的日期",
        help_text="核查期限从这天的次日起算",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": "填发现或者收到材料的日期",
            "invalid": "日期写成 2026-11-23 这样",
        },
    )
    suspect_name = forms.CharField(label="店名或账号", required=False, max_length=120)
    page_url = forms.URLField(
        label="网址",
        required=False,
        max_length=500,
        assume_scheme="https",
        error_messages={"invalid": "网址要完整，如 https://example.com/item/1"},
    )
    violation = forms.ChoiceField(label="涉嫌什么违法行为", required=False)
    town = forms.ModelChoiceField(
        Town.objects.all(), label="镇办", required=False, empty_label="还不知道"
    )
    quote = forms.CharField(
        label="页面上的原话",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    detail = words("情况", "写明情况", rows=5)
    photos = PhotosField(label="材料照片", required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        initial = {"mark": uuid.uuid4().hex, "found_on": timezone.localdate()}
        super().__init__(*args, **options | {"initial": initial | (options.get("initial") or {})})
        today = timezone.localdate()
        offer_choices(
            self,
            "violation",
            [
                ("", "还说不准"),
                *violation_choices(today),
            ],
        )

    def clean_found_on(self) -> date:
        found: date = self.cleaned_data["found_on"]
        today = timezone.localdate()
        if found > today:
            raise forms.ValidationError(
                f"发现日期不能晚于今天：填 {today.month} 月 {today.day} 日或者更早"
            )
        return found

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        numbered = cleaned.get("source") in OUTSIDE_NUMBERS
        if numbered and not cleaned.get("external_number"):
            self.add_error("external_number", "填 12315 单号或者交办文号，没有的写“无”")
        return cleaned

    def act(self, *, by: Account, at: datetime) -> Clue:
        """登记: the mark makes a second click the first clue."""
        given = {name: self.cleaned_data[name] for name in COPIED}
        report = services.NewClue(
            source=ClueSource(self.cleaned_data["source"]),
            source_key=f"form:{self.cleaned_data['mark']}",
            **given,
        )
        return services.report_clue(report, by=by, at=at, photos=self.cleaned_data["photos"])


COPIED = (
    "title", "found_on", "external_number", "detail", "quote", "violation", "operator", "shop",
    "suspect_name", "page_url", "town",
)  # fmt: skip


class GridReportForm(forms.Form):
    """网格员上报: photo, kind, place, shop, a sentence, send."""

    mark = forms.CharField(widget=forms.HiddenInput, max_length=64)
    found_on = forms.DateField(widget=forms.HiddenInput, required=False)
    photos = PhotosField(
        label="拍一张",
        help_text="拍页面、拍货、拍包装，不进屋，不翻东西",
        required=False,
        camera=True,
    )
    kind = forms.ChoiceField(
        label="是哪种情况",
        widget=forms.RadioSelect,
        error_messages={"required": "点一个：是哪种情况"},
    )
    town = forms.ModelChoiceField(
        Town.objects.all(),
        label="镇办",
        empty_label="选镇办",
        error_messages={"required": "选在哪个镇"},
    )
    place = forms.CharField(label="具体在哪", required=False, max_length=200)
    shop = forms.CharField(
        label="哪家店、哪个号",
        max_length=120,
        error_messages={"required": "写店名或者账号，写个大概也行"},
    )
    words = forms.CharField(
        label="说一句",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, by: Account, **options: Any) -> None:
        initial = {"mark": uuid.uuid4().hex, "town": by.town_id, "place": _beat(by)}
        given = options.pop("initial", None) or {}
        super().__init__(*args, **options | {"initial": initial | given})
        self.by = by
        self.kinds = {kind.key: kind for kind in conventions().grid_kinds}
        offer_choices(self, "kind", [(kind.key, kind.word) for kind in self.kinds.values()])

    def act(self, at: datetime) -> Clue:
        """上报: a clue in the reporter's own name; a phone's calendar is not ahead of ours."""
        given = self.cleaned_data
        today = timezone.localdate(at)
        kind = self.kinds[given["kind"]]
        report = services.NewClue(
            source=ClueSource.GRID,
            source_key=f"form:{given['mark']}",
            title=f"{given['shop']}：{given['words'] or kind.word}"[:TITLE_LENGTH],
            found_on=min(given["found_on"] or today, today),
            detail=given["words"],
            violation=kind.violation,
            suspect_name=given["shop"],
            town=given["town"],
            grid=self._own_grid(given["town"]),
            place=given["place"],
        )
        return services.report_clue(report, by=self.by, at=at, photos=given["photos"])

    def _own_grid(self, town: Town) -> Grid | None:
        own = self.by.grid
        return own if own is not None and own.town_id == town.pk else None


def _beat(account: Account) -> str:
    return account.grid.name if account.grid else ""
