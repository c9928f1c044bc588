"""Columns find their fields, or the officer hears which are missing and which are likeliest."""

import pytest

from wangshi.engine.tables import (
    Field,
    Schema,
    Source,
    TableRefused,
    choose_columns,
    match_columns,
    require_complete,
)
from wangshi.engine.tables.converters import money, name, uscc

SCHEMA = Schema(
    "operators",
    "经营主体名录",
    (
        Field("name", "企业名称", name, required=True, aliases=("单位名称", "名称")),
        Field("uscc", "统一社会信用代码", uscc, required=True, aliases=("信用代码",)),
        Field("capital", "注册资金", money),
    ),
    key=("uscc",),
)


@pytest.mark.parametrize(
    ("columns", "how"),
    [
        (("企业名称", "统一社会信用代码"), "exact"),
        (("单位名称", "信用代码"), "exact"),
        ((" 企业 名称*", "统一社会信用代码："), "similar"),
        (("企业名称(全称)", "统一社会信用代码（18位）"), "bracketless"),
        (("＊企业名称", "統一社会信用代码"), "similar"),
    ],
)
def test_columns_are_found_by_what_offices_call_them(columns, how):
    mapping = match_columns(columns, SCHEMA)
    assert mapping.columns_of("name") == (columns[0],)
    assert mapping.sources[0].how == how


def test_a_column_feeds_one_field_only():
    mapping = match_columns(("名称", "信用代码", "名称 (3)"), SCHEMA)
    assert mapping.columns_of("name") == ("名称",)
    assert mapping.unread == ("名称 (3)",)
    assert [field.name for field in mapping.missing] == ["capital"]
    assert mapping.is_complete


def test_an_exact_name_wins_over_an_earlier_similar_one():
    assert match_columns(("企 业 名 称", "企业名称"), SCHEMA).columns_of("name") == ("企业名称",)


def test_wrong_columns_are_refused_with_the_likeliest():
    columns = ("公司名称", "社会信用代码证", "电话")
    with pytest.raises(TableRefused) as caught:
        require_complete(match_columns(columns, SCHEMA), SCHEMA, columns)
    refusal = caught.value
    assert refusal.code == "wrong_columns"
    assert "缺「企业名称」「统一社会信用代码」" in refusal.message_zh
    assert "公司名称、社会信用代码证、电话" in refusal.message_zh
    assert "「公司名称」可能就是「企业名称」" in refusal.what_next_zh
    assert "「社会信用代码证」可能就是「统一社会信用代码」" in refusal.what_next_zh


def test_nothing_alike_is_not_guessed():
    columns = ("甲", "乙")
    with pytest.raises(TableRefused) as caught:
        require_complete(match_columns(columns, SCHEMA), SCHEMA, columns)
    assert "可能" not in caught.value.what_next_zh


def test_an_officers_choice_stands():
    columns = ("甲", "乙", "丙")
    chosen = [Source("name", ("甲", "丙"), joiner=" "), Source("uscc", ("乙",))]
    mapping = choose_columns(columns, SCHEMA, chosen)
    assert mapping.columns_of("name") == ("甲", "丙")
    assert mapping.is_complete
    assert mapping.unread == ()


def test_a_chosen_column_must_be_there():
    with pytest.raises(TableRefused, match="没有「丁」这一列"):
        choose_columns(("甲",), SCHEMA, [Source("name", ("丁",))])


def test_a_schema_with_an_unknown_key_is_a_programming_error():
    with pytest.raises(ValueError, match="unknown key"):
        Schema("x", "样例", SCHEMA.fields, key=("nothing",))
