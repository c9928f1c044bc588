"""The presets fit the tables that offices and platforms really send."""

from collections import Counter
from pathlib import Path

import pytest

from wangshi.engine.identifiers import make_uscc
from wangshi.engine.tables import (
    Fault,
    Record,
    load_presets,
    open_table,
    preset,
    read_records,
    suggest_presets,
)
from wangshi.engine.tables.presets import _preset

DATA = Path(__file__).parents[4] / "shared/data"
EXPORT = (
    "商品ID,商品名称,规格,条码,折扣价,原价,活动,销售,店内一级分类,店内二级分类,图片,库存,描述,属性,"
    "好评率,想买人数,点赞数,最小订购数,标识,三级分类json,tag,美团一级分类,美团二级分类,美团三级分类,skuid\n"
)
MEITUAN = "1,样例茶,50g,690,3.5,5,,7,茶,推荐,http://p0.meituan.net/a.jpg,3,,,,,,1,,,,,,红茶,11\n"
ELEME = "1,样例茶,,690,3.5,5,7折,7,茶,,https://img.alicdn.com/a.jpg,3,,,,,,1,,,,,,,11\n"
SUBJECTS = {"operators", "listings", "returns", "complaints", "figures", "themed", "triage"}


def open_text(tmp_path: Path, content: str):
    path = tmp_path / "样例.csv"
    path.write_text(content)
    return open_table(path)


def test_every_preset_is_complete_on_its_own_titles():
    names = [item.name for item in load_presets()]
    assert names == [
        "complaints_12315",
        "figures_firm_sales",
        "figures_town_trade",
        "figures_unit_infrastructure",
        "figures_unit_logistics",
        "figures_unit_trade",
        "listings_eleme",
        "listings_meituan",
        "listings_plain",
        "register_enterprise",
        "register_province_system",
        "return_live",
        "return_shops",
        "themed_entries",
        "triage_texts",
    ]
    for item in load_presets():
        assert item.mapping([field.title_zh for field in item.schema.fields]).is_complete
        assert item.subject in SUBJECTS


@pytest.mark.parametrize(
    ("row", "name"), [(MEITUAN, "listings_meituan"), (ELEME, "listings_eleme")]
)
def test_exports_with_the_same_columns_are_told_apart_by_their_pictures(row, name, tmp_path):
    table = open_text(tmp_path, EXPORT + row)
    found = suggest_presets(table, subject="listings")[0]
    assert (found.name, "listings_" + found.platform) == (name, name)
    mapping = found.mapping(table.columns)
    assert mapping.unread == ()
    assert mapping.missing == ()


def test_categories_of_an_export_are_joined(tmp_path):
    table = open_text(tmp_path, EXPORT + MEITUAN)
    item = preset("listings_meituan")
    (record,) = read_records(table, item.schema, item.mapping(table.columns))
    assert isinstance(record, Record)
    assert record.text("shop_category") == "茶 / 推荐"
    assert record.text("platform_category") == "红茶"
    assert record.key == "1\x1f11"


def test_a_list_kept_by_hand_is_a_plain_list(tmp_path):
    table = open_text(tmp_path, "宝贝标题,售价,网店\n样例茶,3.5,虚构小店\n")
    assert [item.name for item in suggest_presets(table)] == ["listings_plain"]


def test_the_province_system_counts_capital_in_ten_thousands(tmp_path):
    content = (
        "市场主体名称,统一社会信用代码,登记状态,市场主体类型,成立日期,注册资本（万元）,住所（经营场所）\n"
        f"样例茶行,{make_uscc('990101', 1)},存续,有限责任公司,2023年8月7日,50,拾穗县甲木镇\n"
    )
    table = open_text(tmp_path, content)
    item = suggest_presets(table, subject="operators")[0]
    assert item.name == "register_province_system"
    (record,) = read_records(table, item.schema, item.mapping(table.columns))
    assert record.money("capital").amount == 500_000
    assert record.text("address") == "拾穗县甲木镇"


def test_no_preset_is_suggested_for_a_stranger(tmp_path):
    assert suggest_presets(open_text(tmp_path, "甲,乙\n1,2\n丙,丁\n")) == ()


def test_an_unknown_key_in_a_preset_is_a_programming_error():
    with pytest.raises(ValueError, match=r"x\.yaml: unknown nmae"):
        _preset({"nmae": "x"}, "x.yaml")
    with pytest.raises(KeyError):
        preset("no_such_preset")


@pytest.mark.real_data
@pytest.mark.parametrize(
    ("file", "name", "records", "faults", "remarks"),
    [
        ("enterprise_register/dev/shaanxi.csv.gz", "register_enterprise", 84_108, 2, 1),
        ("enterprise_register/dev/lueyang_subset.csv", "register_enterprise", 268, 0, 0),
        (
            "store_listings_2025/dev/meituan_kuaiyidian_20251109.csv.gz",
            *("listings_meituan", 5_405, 0, 0),
        ),
        (
            "store_listings_2025/dev/meituan_linlv_20251109.csv.gz",
            *("listings_meituan", 6_176, 0, 0),
        ),
        ("store_listings_2025/dev/eleme_jd_20251110.csv.gz", "listings_eleme", 8_350, 0, 0),
    ],
)
def test_real_files_are_read_by_the_preset_they_suggest(file, name, records, faults, remarks):
    table = open_table(DATA / file)
    item = suggest_presets(table)[0]
    found = Counter()
    for result in read_records(table, item.schema, item.mapping(table.columns)):
        found["fault" if isinstance(result, Fault) else "record"] += 1
        found["remark"] += len(result.remarks) if isinstance(result, Record) else 0
        if isinstance(result, Fault):
            assert result.column == "统一社会信用代码"
    assert item.name == name
    assert (found["record"], found["fault"], found["remark"]) == (records, faults, remarks)
