"""查一家店: the page to be read, the sheet with what it shows, and the officer's verdicts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import uuid4

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from wangshi.accounts.models import Account
from wangshi.cases.services import Demand, once
from wangshi.display.models import DisplayCheck, LicencePicture
from wangshi.display.selectors import Seen
from wangshi.display.services import Look, ask_to_show, record_check
from wangshi.display.workflow import Way
from wangshi.engine.display import (
    SECTION_TITLES,
    VERDICT_TITLES,
    Item,
    Section,
    Shown,
    Verdict,
    standing_display_law,
)
from wangshi.evidence.models import Exhibit
from wangshi.registry.models import Shop

MOST_TEXT: Final = 200_000
MOST_FILE: Final = 5_000_000
VALUE: Final = "v_"
SEEN, UNSEEN = "seen", "unseen"
CHOICES: Final = {
    Section.LICENCE: (Verdict.SHOWN, Verdict.MISSING, Verdict.DIFFERS),
    Section.PERMIT: (Verdict.SHOWN, Verdict.MISSING, Verdict.DIFFERS, Verdict.NOT_DUE),
    Section.MARK: (Verdict.SHOWN, Verdict.MISSING, Verdict.DIFFERS, Verdict.NOT_DUE),
}


class ReadForm(forms.Form):
    """读页面: exactly one of pasted text, a file, a picture, a capture."""

    source_text = forms.CharField(
        label="页面上的字",
        required=False,
        max_length=MOST_TEXT,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="在店铺的亮照页全选、复制，粘贴到这里；网页源码也行",
        error_messages={"max_length": f"最多 {MOST_TEXT} 个字：只复制亮照的那一页"},
    )
    file = forms.FileField(
        label="网页文件或二维码图片",
        required=False,
        help_text="HTML、TXT，或者 PNG、JPG 的二维码；最大 5 MB",
    )
    picture = forms.FileField(
        label="执照图片",
        required=False,
        help_text="PNG、JPG，正着、横着、倒着的都认；最大 5 MB",
    )
    exhibit = forms.ModelChoiceField(
        Exhibit.objects.none(), label="取证机器取的网页", required=False, empty_label="不用"
    )

    def __init__(
        self, *args: Any, exhibits: QuerySet[Exhibit], pictures: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if not pictures:
            del self.fields["picture"]
        field = self.fields["exhibit"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = exhibits
        if not exhibits.exists():
            del self.fields["exhibit"]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        sources = ("source_text", "file", "picture", "exhibit")
        if not self.errors and sum(bool(given.get(one)) for one in sources) != 1:
            raise forms.ValidationError("粘贴文字、选一个文件、选一张图、选一件证据，只选一样")
        for name, said in (("file", "只存亮照的那一页"), ("picture", "缩小一些，或者只截执照")):
            file = given.get(name)
            if file is not None and file.size > MOST_FILE:
                self.add_error(name, f"文件最大 5 MB：{said}")
        return given


@dataclass(frozen=True)
class Source:
    """照着什么填的: a capture, a picture that was read, or neither."""

    exhibit: Exhibit | None = None
    picture: LicencePicture | None = None

    def way(self, page_text: str) -> Way:
        """怎么看的."""
        if self.exhibit is not None:
            return Way.CAPTURE
        if self.picture is not None:
            return Way.PICTURE
        return Way.PAGE if page_text.strip() else Way.SHEET


class SheetForm(forms.Form):
    """检查表: what the page shows, item by item, then the three verdicts."""

    # Not `mark`: that is the third of the three.
    once = forms.UUIDField(widget=forms.HiddenInput)
    after = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    sheet = forms.CharField(widget=forms.HiddenInput, max_length=20)
    exhibit_id = forms.IntegerField(widget=forms.HiddenInput, required=False)
    picture_id = forms.IntegerField(widget=forms.HiddenInput, required=False)
    page_text = forms.CharField(widget=forms.HiddenInput, required=False, max_length=MOST_TEXT)
    reached = forms.ChoiceField(
        label="看到页面了吗",
        choices=[
            (SEEN, "看到了"),
            (UNSEEN, "看不到\n打不开、要登录、要验证、要在手机应用里看；不算没亮"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "选看到了，还是看不到"},
    )
    link = forms.CharField(
        label="亮照系统的链接",
        required=False,
        max_length=500,
        help_text="页面用链接亮照的，把网址复制到这里；二维码扫出来的网址也写这里",
    )
    permits = forms.CharField(
        label="页面上的许可、备案号",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="一行一个",
    )
    marks = forms.CharField(
        label="页面用的标志和号码",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="一行一个，如：地理标志 2019年第12号；没有号码的只写标志",
    )
    why = forms.CharField(
        label="说明",
        required=False,
        max_length=300,
        help_text="看不到的写为什么；结论和填的内容对不上的也写",
    )

    def __init__(
        self, *args: Any, shop: Shop, items: tuple[Item, ...], by: Account, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.shop, self.items, self.by = shop, items, by
        for item in items:
            self.fields[f"{VALUE}{item.key}"] = forms.CharField(
                label=item.title, required=False, max_length=300
            )
        for section, choices in CHOICES.items():
            self.fields[section.value] = forms.ChoiceField(
                label=SECTION_TITLES[section],
                required=False,
                choices=[(one.value, VERDICT_TITLES[one]) for one in choices],
                widget=forms.RadioSelect,
            )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("reached") == SEEN:
            for section in Section:
                if not given.get(section.value):
                    self.add_error(section.value, f"选{SECTION_TITLES[section]}的结论")
        if given.get("reached") == UNSEEN and not given.get("why", "").strip():
            self.add_error("why", "写一句为什么看不到：打不开、要登录、要在手机应用里看")
        if given.get("sheet") not in standing_display_law().kinds:
            raise forms.ValidationError("先选用哪张表，再填")
        return given

    @property
    def values(self) -> list[Any]:
        """逐项的格子."""
        return [self[f"{VALUE}{item.key}"] for item in self.items]

    @property
    def verdicts(self) -> list[Any]:
        """三个结论的格子."""
        return [self[section.value] for section in Section]

    def seen(self) -> Seen:
        """看到的: also of a form that is not whole yet; a page not seen shows nothing."""
        given = getattr(self, "cleaned_data", {})
        if given.get("reached") == UNSEEN:
            return Seen(given.get("sheet", ""), wall=given.get("why", "").strip() or "没有看到页面")
        values = {one.key: given.get(f"{VALUE}{one.key}", "") for one in self.items}
        return Seen(
            sheet=given.get("sheet", ""),
            values={key: value.strip() for key, value in values.items() if value.strip()},
            permits=_lines(given.get("permits", "")),
            marks=_lines(given.get("marks", "")),
            link=given.get("link", "").strip(),
        )

    def act(self, source: Source, path: str, at: datetime) -> list[DisplayCheck]:
        """记下: once a form; what was made, nothing the second time."""
        made: list[DisplayCheck] = []
        mark = str(self.cleaned_data["once"])
        once(mark, lambda: made.append(self._record(source, at)), by=self.by, outcome=path, at=at)
        return made

    def _record(self, source: Source, at: datetime) -> DisplayCheck:
        given = self.cleaned_data
        return record_check(
            self.shop,
            Look(
                on=timezone.localdate(at),
                way=source.way(given["page_text"]),
                seen=self.seen(),
                verdicts=self._verdicts(),
                why=given["why"],
                page_text=given["page_text"],
                exhibit=source.exhibit,
                picture=source.picture,
            ),
            by=self.by,
            at=at,
            after=given["after"],
        )

    def _verdicts(self) -> Mapping[Section, Verdict]:
        given = self.cleaned_data
        if given["reached"] == UNSEEN:
            return dict.fromkeys(Section, Verdict.UNREACHABLE)
        return {section: Verdict(given[section.value]) for section in Section}


def filled(shown: Shown | None, *, sheet: str, after: int) -> dict[str, Any]:
    """预先填好的: what was read; never a verdict."""
    initial: dict[str, Any] = {"once": str(uuid4()), "after": after, "sheet": sheet}
    if shown is None:
        return initial
    initial |= {f"{VALUE}{key}": value for key, value in shown.values.items()}
    initial |= {"permits": "\n".join(shown.permits), "marks": "\n".join(shown.marks)}
    if shown.link is not None:
        initial["link"] = shown.link.url
    return initial | ({"why": shown.wall} if shown.wall else {})


class AskForm(forms.Form):
    """发改正要求: what to put right, and by when."""

    mark = forms.UUIDField(widget=forms.HiddenInput, initial=lambda: str(uuid4()))
    demand = forms.CharField(
        label="要改什么（店家看得到）",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "写明要改什么：哪个页面、缺哪一项、怎么改"},
    )
    due_on = forms.DateField(
        label="改到哪天",
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"required": "选一个日子：改到哪天", "invalid": "日期写成 2026-11-23 这样"},
    )

    def act(self, check: DisplayCheck, *, by: Account, at: datetime, path: str) -> None:
        """发出: once a form."""
        given = self.cleaned_data
        demand = Demand(given["demand"], given["due_on"])
        once(
            str(given["mark"]),
            lambda: ask_to_show(check, demand=demand, by=by, at=at),
            by=by,
            outcome=path,
            at=at,
        )


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())
