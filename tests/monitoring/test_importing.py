"""商品信息导入: what was seen is added once, found again by its number, never overwritten."""

from decimal import Decimal

import pytest
from django.utils import timezone

from wangshi.monitoring.models import Hit, Listing, Sighting
from wangshi.registry.models import Platform, Shop
from wangshi.shared import imports
from wangshi.shared.models import AuditRecord, ImportBatch

from .conftest import CLAIM, PLAIN

pytestmark = pytest.mark.django_db
MEITUAN_HEAD = (
    "商品ID,商品名称,规格,条码,折扣价,原价,活动,销售,店内一级分类,店内二级分类,图片,库存,描述,属性,好评率,"
    "想买人数,点赞数,最小订购数,标识,三级分类json,tag,美团一级分类,美团二级分类,美团三级分类,skuid"
)


def meituan(*rows: tuple[str, str, str, str]) -> bytes:
    """An export of an invented shop: number, title, price, shelf."""
    lines = [MEITUAN_HEAD]
    for number, title, price, shelf in rows:
        picture = "http://p0.meituan.net/yangli.jpg"
        lines.append(
            f"{number},{title},250g,,{price},39.8,9折,7,{shelf},茶,{picture},12,,产地: 虚构,"
            f",,,1,,,,食品,茶,绿茶,{number}"
        )
    return "\n".join(lines).encode()


def plain(*rows: str) -> bytes:
    return "\n".join(["平台,店铺名称,商品编号,商品名称,价格,看到日期,商品网址", *rows]).encode()


def bring_in(by, content: bytes, name: str = "样例.csv", **options: str) -> ImportBatch:
    given = {"platform": "", "shop": "样例山货铺", "seen_on": "2026-03-02", "sweep": "", **options}
    batch = imports.open_batch(
        "listings", [content], file_name=name, options=given, by=by, at=timezone.now()
    )
    imports.begin(batch, by=by, enqueue=lambda _: None)
    return imports.run(batch.pk)


def counts(batch: ImportBatch) -> tuple[int, int, int, int]:
    return batch.rows_new, batch.rows_changed, batch.rows_same, batch.rows_bad


def test_an_export_opens_its_shop_its_listings_and_what_was_seen(officer):
    batch = bring_in(officer, meituan(("11", PLAIN, "12.5", "茶"), ("12", CLAIM, "30", "茶")))
    assert (batch.state, batch.preset, counts(batch)) == ("done", "listings_meituan", (2, 0, 0, 0))
    shop = Shop.objects.get()
    assert (shop.platform.code, shop.platform.name, shop.name) == ("meituan", "美团", "样例山货铺")
    seen = Sighting.objects.get(listing__external_id="11")
    assert (seen.price, seen.reference_price, seen.sales, seen.stock) == (
        Decimal("12.50"),
        Decimal("39.80"),
        7,
        12,
    )
    assert (seen.category, seen.shelf) == ("食品 / 茶 / 绿茶", "茶 / 茶")
    assert seen.text == f"{PLAIN}\n产地: 虚构"
    assert timezone.localtime(seen.seen_at).isoformat() == "2026-03-02T00:00:00+08:00"


def test_what_comes_in_is_screened_at_once_and_only_once(officer):
    batch = bring_in(officer, meituan(("11", PLAIN, "12.5", "茶"), ("12", CLAIM, "30", "茶")))
    hit = Hit.objects.get()
    assert (hit.sighting.listing.external_id, hit.family, hit.state) == (
        "12",
        "absolute",
        "pending",
    )
    assert AuditRecord.objects.filter(verb="sightings.screened").count() == 1
    imports.importer_for("listings").finish(batch)
    assert Hit.objects.count() == 1
    assert AuditRecord.objects.filter(verb="sightings.screened").count() == 1


def test_the_same_file_again_changes_nothing(officer):
    content = meituan(("11", PLAIN, "12.5", "茶"), ("12", CLAIM, "30", "茶"))
    bring_in(officer, content)
    before = (Listing.objects.count(), Sighting.objects.count(), Hit.objects.count())
    assert counts(bring_in(officer, content)) == (0, 0, 2, 0)
    assert (Listing.objects.count(), Sighting.objects.count(), Hit.objects.count()) == before


def test_one_listing_on_two_shelves_of_a_file_is_seen_once(officer):
    batch = bring_in(officer, meituan(("11", PLAIN, "12.5", "茶"), ("11", PLAIN, "12.5", "推荐")))
    assert counts(batch) == (1, 0, 1, 0)
    assert Sighting.objects.count() == 1


def test_another_day_adds_a_sighting_and_keeps_the_old_one(officer):
    bring_in(officer, meituan(("11", PLAIN, "12.5", "茶")))
    batch = bring_in(officer, meituan(("11", f"{PLAIN} 新包装", "9.9", "茶")), seen_on="2026-03-09")
    assert counts(batch) == (0, 1, 0, 0)
    listing = Listing.objects.get()
    assert listing.title == f"{PLAIN} 新包装"
    assert [seen.price for seen in listing.sightings.order_by("seen_at")] == [
        Decimal("12.50"),
        Decimal("9.90"),
    ]


def test_rows_may_name_their_own_platform_shop_and_day(officer):
    rows = (
        f"橙集商城,样例甲店,1,{PLAIN},10,2026-03-01,https://shop.invalid/1",
        f"橙集商城,样例乙店,1,{PLAIN},11,2026-03-01,",
        f",,2,{PLAIN},12,,",
    )
    batch = bring_in(officer, plain(*rows), shop="样例丙店")
    assert counts(batch) == (3, 0, 0, 0)
    assert sorted(Shop.objects.values_list("name", "platform__name")) == [
        ("样例丙店", "没有写明平台"),
        ("样例乙店", "橙集商城"),
        ("样例甲店", "橙集商城"),
    ]
    assert Platform.objects.count() == 2
    assert Sighting.objects.get(price=10).page_url == "https://shop.invalid/1"


def test_a_row_nobody_can_place_is_named_and_the_rest_comes_in(officer):
    rows = (
        f"橙集商城,,1,{PLAIN},10,,",
        f"橙集商城,样例甲店,2,{PLAIN},10,2999-01-01,",
        f"橙集商城,样例甲店,3,{'长' * 501},10,,",
        f"橙集商城,样例甲店,4,{PLAIN},10,,",
    )
    batch = bring_in(officer, plain(*rows), shop="")
    assert counts(batch) == (1, 0, 0, 3)
    messages = [fault.message for fault in batch.faults.all()]
    assert "不知道是哪家店" in messages[0]
    assert "不能晚于今天" in messages[1]
    assert "501 个字" in messages[2]


def test_a_trial_run_counts_and_writes_nothing(officer):
    content = meituan(("11", PLAIN, "12.5", "茶"), ("11", PLAIN, "12.5", "推荐"))
    options = {"platform": "", "shop": "样例山货铺", "seen_on": "2026-03-02", "sweep": ""}
    batch = imports.open_batch(
        "listings", [content], file_name="样例.csv", options=options, by=officer, at=timezone.now()
    )
    batch = imports.check(batch.pk)
    assert counts(batch) == (1, 0, 1, 0)
    assert (Shop.objects.count(), Listing.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("given", "field", "words"),
    [
        ({"seen_on": "2999-01-01"}, "seen_on", "不能晚于今天"),
        ({"seen_on": "去年"}, "seen_on", "2026-11-23"),
        ({"shop": "店" * 121}, "shop", "120"),
        ({"sweep": "999"}, "sweep", "999"),
    ],
)
def test_options_that_cannot_be_are_refused_in_plain_words(db, given, field, words):
    form = imports.importer_for("listings").form(given)
    assert not form.is_valid()
    assert words in str(form.errors[field])


def test_no_day_given_means_today(db):
    form = imports.importer_for("listings").form({})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["seen_on"] == timezone.localdate()


def test_a_grid_member_may_not_import_listings(grid_member, client):
    client.force_login(grid_member)
    assert client.get("/imports/new/listings/").status_code == 404
