"""自查的表单: a text or a table to be checked, and the same texts carried to the download."""

import json
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import MaxLengthValidator

from wangshi.engine.screening import Item
from wangshi.engine.screening.intake import read_items
from wangshi.engine.tables import Fault, TableRefused
from wangshi.portal.allowance import (
    MOST_DETAIL,
    MOST_FILE_BYTES,
    MOST_ROWS,
    MOST_TABLE_CHARACTERS,
    MOST_TITLE,
    TABLE_LIMITS,
)

CONTEXTS: Final = (
    ("商品页面", "商品页面：标题、详情、图片上的字"),
    ("直播间", "直播间：主播要说的话、弹窗、公屏"),
    ("社交账号", "朋友圈、群、短视频、公众号"),
    ("标签包装", "标签、包装、说明书"),
    ("店堂", "店里的牌子、海报、传单"),
)
CARRIED: Final = ("id", "title", "detail", "product", "context", "price")


class TextForm(forms.Form):
    """一段文字: what is sold, where it is said, the words themselves."""

    product = forms.CharField(
        label="卖的是什么",
        help_text="例如 茶叶、面膜、培训班。不同的东西，规矩不同",
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"list": "kinds", "autocomplete": "off"}),
    )
    context = forms.ChoiceField(label="话写在哪里", choices=CONTEXTS, initial="商品页面")
    title = forms.CharField(
        label="标题",
        help_text=f"最多 {MOST_TITLE} 个字",
        # No max_length: a browser would cut what is pasted, and say nothing.
        validators=[MaxLengthValidator(MOST_TITLE)],
        required=False,
    )
    detail = forms.CharField(
        label="详情",
        help_text=f"把要发的话粘贴在这里，最多 {MOST_DETAIL} 个字；再长就分几次查",
        validators=[MaxLengthValidator(MOST_DETAIL)],
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    price = forms.DecimalField(
        label="价格（元）",
        help_text="写了价格，价格方面的话查得更准",
        min_value=0,
        max_value=10**9,
        max_digits=12,
        decimal_places=2,
        required=False,
        error_messages={"invalid": "价格写成数字，例如 12.50"},
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    keep = forms.BooleanField(
        label="同意把这段话留给本县作匿名材料，用来改进规则（可以不勾；先删掉店名、人名）",
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """One of the two must say something."""
        asked: dict[str, Any] = super().clean() or {}
        said = self.errors.keys() & {"title", "detail"}
        if not said and not asked.get("title") and not asked.get("detail"):
            self.add_error("detail", "把要查的话填进来：标题、详情，至少写一样")
        return asked

    def item(self) -> Item:
        """要查的一条."""
        asked = self.cleaned_data
        price = asked["price"]
        return Item(
            id="1",
            title=asked["title"],
            detail=asked["detail"].replace("\r\n", "\n"),
            product=asked["product"],
            context=asked["context"],
            price=None if price is None else float(price),
        )


@dataclass(frozen=True)
class ReadTable:
    """读过的表: what can be checked, and the rows that could not be read."""

    items: tuple[Item, ...]
    faults: tuple[Fault, ...]


class TableForm(forms.Form):
    """一张表: every row a text; read from a temporary copy that is gone with the request."""

    file = forms.FileField(
        label="表格文件",
        help_text=(
            f"XLSX 或 CSV，最多 2 MB、{MOST_ROWS} 行、共 {MOST_TABLE_CHARACTERS // 10_000} 万字。"
            "列名写 标题、详情、卖的是什么、价格，多出来的列不看"
        ),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
    )
    product = forms.CharField(
        label="卖的是什么",
        help_text="表里没有这一列时，按这里写的查",
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"list": "kinds", "autocomplete": "off"}),
    )

    def clean_file(self) -> "UploadedFile[Any]":
        """Refused by size and name before anything is read."""
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if (file.size or 0) > MOST_FILE_BYTES:
            raise ValidationError("文件超过 2 MB：拆成几份，分别查")
        if not (file.name or "").lower().endswith((".xlsx", ".csv")):
            raise ValidationError("这里只收 .xlsx 和 .csv：用 Excel 或 WPS 另存为其中一种")
        return file

    def clean(self) -> dict[str, Any]:
        """读表: whatever is wrong with it is said at the file."""
        asked: dict[str, Any] = super().clean() or {}
        if "file" in asked:
            try:
                asked["table"] = _read(asked["file"], asked.get("product") or "")
            except TableRefused as refusal:
                self.add_error("file", f"{refusal.message_zh}。{refusal.what_next_zh}")
            except ValidationError as refusal:
                self.add_error("file", refusal)
        return asked

    @property
    def table(self) -> ReadTable:
        """读出的表; only after the form was found valid."""
        found: ReadTable = self.cleaned_data["table"]
        return found


class CarriedForm(forms.Form):
    """带着的文字: what the page of results gives back, so that nothing had to be kept."""

    items = forms.CharField(widget=forms.HiddenInput)

    def clean_items(self) -> tuple[Item, ...]:
        """Read as strictly as it was written."""
        refusal = ValidationError("要下载的内容不完整：回到自查页，再查一次")
        try:
            rows = json.loads(self.cleaned_data["items"])
            items = tuple(Item(**dict(zip(CARRIED, row, strict=True))) for row in rows)
        except (ValueError, TypeError, RecursionError) as fault:
            raise refusal from fault
        if not 0 < len(items) <= MOST_ROWS or not all(map(_is_whole, items)):
            raise refusal
        return items


def carried(items: Sequence[Item]) -> str:
    """带走的写法: one JSON list, read again by CarriedForm."""
    rows = [[getattr(item, name) for name in CARRIED] for item in items]
    return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))


def _is_whole(item: Item) -> bool:
    texts = (item.id, item.title, item.detail, item.product, item.context)
    is_text = all(isinstance(each, str) for each in texts)
    is_price = item.price is None or isinstance(item.price, int | float)
    return is_text and is_price and len(item.body) <= MOST_TABLE_CHARACTERS


def _read(file: "UploadedFile[Any]", product: str) -> ReadTable:
    """Beyond the limits reading stops at once: nobody waits for ten thousand rows."""
    items: list[Item] = []
    faults: list[Fault] = []
    characters = 0
    with tempfile.TemporaryDirectory(prefix="wangshi-") as folder:
        path = Path(folder) / "table"
        with path.open("wb") as copy:
            copy.writelines(file.chunks())
        for row in read_items(path, name=file.name or "", limits=TABLE_LIMITS):
            if isinstance(row, Fault):
                faults.append(row)
                continue
            items.append(_plain(row.item, row.row_number, product))
            characters += len(items[-1].body)
            _refuse_too_much(len(items) + len(faults), characters)
    if not items:
        raise ValidationError("表里没有能查的文字：看看列名下面是不是空的")
    return ReadTable(tuple(items), tuple(faults))


def _refuse_too_much(rows: int, characters: int) -> None:
    if rows > MOST_ROWS:
        raise ValidationError(f"一次最多查 {MOST_ROWS} 行，这张表不止：拆成几张，分别查")
    if characters > MOST_TABLE_CHARACTERS:
        most = MOST_TABLE_CHARACTERS // 10_000
        raise ValidationError(f"一次最多查 {most} 万字，这张表不止：拆成几张，分别查")


def _plain(item: Item, row_number: int, product: str) -> Item:
    """One shape for all: a whole text stands in the detail; the row is what one finds again."""
    return Item(
        id=str(row_number),
        title=item.title,
        detail="\n".join(part for part in (item.text, item.detail) if part),
        product=item.product or item.shelf or product,
        context=item.context,
        price=item.price,
    )
