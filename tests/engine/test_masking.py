"""What is covered before the public reads a decision, and what is not."""

import pytest

from wangshi.engine.masking import mask, masked_name


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("电话 13800000001，打过", "电话 〔电话略〕，打过"),
        ("电话 138 0000 0001", "电话 〔电话略〕"),
        ("座机 0990-1234567 转 8", "座机 〔电话略〕 转 8"),
        ("身份证 11010119900101123X。", "身份证 〔证件号略〕。"),
        ("代码 91990101MA00000001", "代码 91990101MA00000001"),  # a credit code is public
        ("代码 911234567890123456", "代码 911234567890123456"),
        ("卡号 6222 0000 0000 0000 123", "卡号 〔账号略〕"),
        ("邮箱 a.b@example.com", "邮箱 〔邮箱略〕"),
        ("罚款 120,000 元，2026 年 5 月", "罚款 120,000 元，2026 年 5 月"),
        ("住拾穗县甲木镇样例路12号院3室", "住拾穗县甲木镇〔住址略〕"),
        ("张三和张三丰", "张某和张某"),
    ],
)
def test_numbers_homes_and_names_are_covered(text, masked):
    assert mask(text, names=["张三", "张三丰"]).text == masked


def test_a_double_surname_stays_whole():
    assert (masked_name("欧阳试填"), masked_name("李试填")) == ("欧阳某", "李某")


def test_covers_are_places_of_the_text_before():
    text = "甲：13800000001，乙：商业秘密"
    found = mask(text, words=["商业秘密"])
    assert [text[one.start : one.end] for one in found.covers] == ["13800000001", "商业秘密"]
    assert found.text == "甲：〔电话略〕，乙：〔略〕"
