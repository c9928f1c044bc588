"""一行商品信息读成什么: which shop, which listing, what was seen and when."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Final

from django.utils import timezone

from wangshi.engine.tables import Fault, Record
from wangshi.monitoring.models import Listing, Sighting

from .shops import ShopKey

TITLE_LENGTH: Final = 500
NUMBER_LENGTH: Final = 80
LARGEST_COUNT: Final = 2_147_483_647
LARGEST_PRICE: Final = Decimal(10) ** 10
CENT: Final = Decimal("0.01")
# What a listing says; two sightings with the same of all these said the same.
WORDS: Final = (
    "title", "detail", "category", "specification", "price", "reference_price", "promotion",
    "shelf", "barcode", "page_url", "image_url",
)  # fmt: skip
EXTRA: Final = {
    "positive_rate": "好评率",
    "wanted_count": "想买人数",
    "like_count": "点赞数",
    "minimum_order": "最小订购数",
    "marks": "标识",
    "tag": "标签",
    "operator_name": "经营者名称",
    "uscc": "统一社会信用代码",
}


@dataclass(frozen=True)
class Origin:
    """这份文件从哪来: what holds for every row that does not say it itself."""

    platform: str
    shop: str
    seen_at: datetime
    sweep_id: int | None
    batch_id: int | None
    received_at: datetime


@dataclass(frozen=True)
class SeenRow:
    """读好的一行: a sighting not yet saved, and whose it is."""

    row_number: int
    shop: ShopKey
    number: str
    sighting: Sighting


def moment_of(day: date) -> datetime:
    """只知道哪天看到的: the first moment of that day, here."""
    return timezone.make_aware(datetime.combine(day, time.min))


def read_row(record: Record, origin: Origin) -> SeenRow | Fault:
    """The row in the room's words, or what stands in its way."""
    shop = _shop(record, origin)
    day = record.day("seen_on")
    seen_at = moment_of(day) if day else origin.seen_at
    fault = _fault(record, shop, seen_at, origin)
    if fault:
        return fault
    return SeenRow(record.row_number, shop, _number(record), _sighting(record, seen_at, origin))


def remarks_of(record: Record) -> Iterator[Fault]:
    """Figures too large to be true are left out and named."""
    for name, title in (("sold", "销量"), ("stock", "库存")):
        if record.number(name) is not None and _count(record, name) is None:
            yield _out_of_range(record, name, title)
    for name, title in (("price", "价格"), ("original_price", "原价")):
        if record.number(name) is not None and _price(record, name) is None:
            yield _out_of_range(record, name, title)


def _out_of_range(record: Record, name: str, title: str) -> Fault:
    return Fault(
        record.row_number, title, str(record.number(name))[:60], f"{title}的数不对：核对后再导一次"
    )


def _fault(record: Record, shop: ShopKey, seen_at: datetime, origin: Origin) -> Fault | None:
    title = record.text("title")
    if len(title) > TITLE_LENGTH:
        words = f"商品名称有 {len(title)} 个字，最多 {TITLE_LENGTH} 个：检查是不是填错了列"
        return Fault(record.row_number, "商品名称", title[:60], words)
    if not shop.name:
        words = "不知道是哪家店：导入时填店名，或者表里加“店铺名称”一列"
        return Fault(record.row_number, "店铺名称", "", words)
    if seen_at > origin.received_at:
        words = "看到日期不能晚于今天：改成看到的那一天"
        return Fault(record.row_number, "看到日期", f"{timezone.localdate(seen_at)}", words)
    return None


def _shop(record: Record, origin: Origin) -> ShopKey:
    name = record.text("shop_name") or origin.shop
    platform = record.text("platform_name") or origin.platform
    return ShopKey.of(platform, name, record.text("shop_url"))


def _number(record: Record) -> str:
    """平台商品号: item and variant; else the address; else what it is called."""
    parts = dict.fromkeys(part for part in (record.text("item_id"), record.text("sku_id")) if part)
    written = "/".join(parts) or record.text("item_url")
    if not written:
        written = f"{record.text('title')}\x1f{record.text('spec')}"
        return f"title:{digest(written)[:40]}"
    return written if len(written) <= NUMBER_LENGTH else f"long:{digest(written)[:40]}"


def _sighting(record: Record, seen_at: datetime, origin: Origin) -> Sighting:
    sighting = Sighting(
        sweep_id=origin.sweep_id,
        batch_id=origin.batch_id,
        seen_at=seen_at,
        title=record.text("title"),
        detail="\n".join(
            part for part in (record.text("description"), record.text("attributes")) if part
        ),
        category=record.text("platform_category") or record.text("category"),
        specification=record.text("spec"),
        price=_price(record, "price"),
        reference_price=_price(record, "original_price"),
        promotion=record.text("promotion"),
        sales=_count(record, "sold"),
        stock=_count(record, "stock"),
        shelf=record.text("shop_category"),
        barcode=record.text("barcode"),
        page_url=record.text("item_url"),
        image_url=record.text("image_url"),
        extra={title: record.text(name) for name, title in EXTRA.items() if record.text(name)},
    )
    sighting.content_sha256 = content_digest(sighting)
    return sighting


def content_digest(sighting: Sighting) -> str:
    """内容校验值: over what the listing said, prices included; not over when it was seen."""
    return digest("\x1f".join(str(getattr(sighting, name)) for name in WORDS))


def digest(words: str) -> str:
    """SHA-256 of the words."""
    return hashlib.sha256(words.encode()).hexdigest()


def _price(record: Record, name: str) -> Decimal | None:
    amount = record.number(name)
    if amount is None or not 0 <= amount < LARGEST_PRICE:
        return None
    return amount.quantize(CENT)


def _count(record: Record, name: str) -> int | None:
    number = record.number(name)
    return int(number) if number is not None and 0 <= number <= LARGEST_COUNT else None


def listing_of(row: SeenRow, shop_id: int) -> Listing:
    """A listing first seen in this row."""
    return Listing(
        shop_id=shop_id,
        external_id=row.number,
        title=row.sighting.title,
        first_seen_at=row.sighting.seen_at,
    )
