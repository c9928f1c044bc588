"""筛查: spans, reasons, kinds and exceptions as officers meet them."""

import pytest

from tests.engine import shipped
from wangshi.engine.screening import Item, Level

SCREENER = shipped.screener("portable")


def classes(text, product="", context="", price=None):
    item = Item(id="x", text=text, product=product, context=context, price=price)
    return {hit.evaluation_class for hit in SCREENER.screen(item)}


def test_spans_count_in_the_original_text():
    item = Item(id="x", text="  请看：刷 * 单 团队，國 家 級 品质")
    for hit in SCREENER.screen(item):
        quote = "……".join(item.body[start:end] for start, end in hit.spans[:3])
        assert quote == hit.quote


def test_a_hit_says_which_words_meet_which_element_and_the_article():
    hits = SCREENER.screen(Item(id="x", text="可治疗糖尿病", product="食品(茶)"))
    assert {hit.rule for hit in hits} == {"med-food-01"}
    assert hits[0].level is Level.FAIL
    assert hits[0].quote in hits[0].reason
    assert "第十七条" in hits[0].reason
    assert hits[0].exceptions


def test_a_review_hit_names_the_fact_to_look_up():
    hits = SCREENER.screen(Item(id="x", text="荣获国际博览会金奖"))
    assert hits
    assert all(hit.fact_to_check in hit.reason for hit in hits)


KINDS = [
    ("食品(代用茶)", "medical_claim_food"),
    ("化妆品(面霜)", "medical_claim_cosmetic"),
    ("日用品(护膝)", "medical_claim_device_or_unlicensed"),
    ("保健食品(胶囊)", "medical_claim_food"),
    ("医疗服务", "medical_claim_device_or_unlicensed"),
    ("", "medical_claim_device_or_unlicensed"),
]


@pytest.mark.parametrize(("product", "wanted"), KINDS)
def test_the_same_claim_is_another_offence_on_other_goods(product, wanted):
    assert wanted in classes("专业治疗湿疹，效果立竿见影", product)


def test_the_title_tells_the_kind_when_nobody_does():
    assert classes("蜂蜜 可治疗胃病") == {"medical_claim_food"}


SPARED = [
    ("本品不能代替药物治疗糖尿病", "denial"),
    ("严禁刷单，违者封号", "warning"),
    ("《糖尿病治疗手册》", "book title"),
    ("不得使用“国家级”“最佳”等用语", "quotation"),
    ("第十七条 禁止其他任何广告涉及疾病治疗功能", "statute"),
    ("三明治机 早餐机", "name"),
    ("特级初榨橄榄油 一级大豆油", "official grade"),
    ("第一届运动会纪念章", "ordinal"),
]


@pytest.mark.parametrize(("text", "why"), SPARED, ids=[why for _, why in SPARED])
def test_words_that_make_no_claim_are_spared(text, why):
    assert classes(text) == set()


@pytest.mark.parametrize("context", ["买家评价", "新闻标题", "法律条文", "监管或公共提示"])
def test_what_is_not_an_advert_is_not_screened_as_one(context):
    assert classes("全国销量第一 国家级品质") == {"absolute_terms"}
    assert classes("全国销量第一 国家级品质", context=context) == set()


def test_a_number_outside_its_range_is_no_hit():
    assert "false_publicity" in classes("15元一饼的老班章", "食品(普洱茶)")
    assert "false_publicity" not in classes("150元一饼的老班章", "食品(普洱茶)")


def test_title_and_detail_are_read_together():
    hits = SCREENER.screen(Item(id="x", title="花茶", detail="可治疗糖尿病", product="食品"))
    assert hits[0].spans[0][0] == 3


def test_no_claim_runs_from_the_title_into_the_detail():
    apart = Item(id="x", title="试用装 三盒", detail="旧款没了 不再补货", product="茶具")
    together = Item(id="x", title="用了三盒斑点没了", product="茶具")
    assert not SCREENER.screen(apart)
    assert {hit.rule for hit in SCREENER.screen(together)} == {"false-01"}


SELLERS = [
    "收到货满意请联系客服 全国销量第一",
    "收到货7天内包退 顶级面料",
    "收到货先验货再付款 国家级品质",
]


@pytest.mark.parametrize("text", SELLERS)
def test_a_seller_who_speaks_of_receiving_the_goods_writes_no_review(text):
    assert "absolute_terms" in classes(text)


BUYERS = ["收到货了，质量很好，全国销量第一真不是吹的", "今天收到货 感觉不错 顶级面料"]


@pytest.mark.parametrize("text", BUYERS)
def test_a_buyer_who_tells_what_came_is_no_advertiser(text):
    assert classes(text) == set()


WARNINGS = [
    "过量饮酒有害健康", "白酒 52度 过度饮酒有损健康", "长期酗酒危害身体健康",
    "饮酒过量不利于健康 请适度",
]  # fmt: skip


@pytest.mark.parametrize("text", WARNINGS)
def test_the_warning_on_alcohol_promises_nothing(text):
    assert classes(text, "白酒") == set()
    assert "other" in classes(f"{text} 每天一杯健康长寿", "白酒")


def test_an_empty_item_has_no_hits():
    assert SCREENER.screen(Item(id="x")) == ()
