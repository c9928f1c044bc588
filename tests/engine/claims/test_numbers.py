"""Certificate numbers: their kinds, formats and check digits; all of these are invented."""

import pytest

from wangshi.engine.claims import Channel, ChannelText, extract_claims
from wangshi.engine.claims.numbers import ean_13, mod_11_10, patent_check


def check_digit(check, body, letters="0123456789X"):
    return next(body + letter for letter in letters if check(body + letter))


SC = "SC" + check_digit(mod_11_10, "1149901019990", "0123456789")
PATENT = "ZL" + check_digit(patent_check, "209930999999")
BARCODE = check_digit(ean_13, "690000000001", "0123456789")


def numbers(text):
    claims = extract_claims(ChannelText(Channel.DETAIL, text))
    return [claim for claim in claims if claim.attribute.value == "number"]


RIGHT = [
    (f"生产许可证编号：{SC}", "food_made"),
    (f"专利号{PATENT}", "patent"),
    (f"条码 {BARCODE}", "barcode"),
    ("国食健注G20990001", "health_food"),
    ("国药准字Z20990001", "drug"),
    ("粤G妆网备字2099000001", "cosmetic"),
    ("国械注准20993010001", "device"),
    ("检测报告编号：WT2099-000123", "report"),
    ("鉴定证书 NGTC20990101", "gem"),
]


@pytest.mark.parametrize(("text", "kind"), RIGHT)
def test_each_kind_of_number_is_known_by_its_form(text, kind):
    (claim,) = numbers(text)
    assert (claim.value.key, claim.fault) == (kind, "")


WRONG = [
    (SC[:-1] + str((int(SC[-1]) + 1) % 10), "校验位不对"),
    (SC[:-1], "应是 14 位，这里是 13 位"),
    (BARCODE[:-1] + str((int(BARCODE[-1]) + 1) % 10), "校验位不对"),
]


@pytest.mark.parametrize(("number", "fault"), WRONG)
def test_a_number_that_cannot_be_right_says_why(number, fault):
    (claim,) = numbers(f"编号 {number}")
    assert fault in claim.fault


def test_spelled_and_spaced_digits_are_one_number():
    digits = "零一二三四五六七八九"
    spelled = "SC" + "".join(digits[int(digit)] for digit in SC[2:])
    assert numbers(spelled)[0].value == numbers(SC)[0].value == numbers(" ".join(SC))[0].value
    spaced = numbers(" ".join(SC))[0]
    assert " ".join(SC)[spaced.start : spaced.end] == " ".join(SC)


def test_the_check_digits_are_those_of_the_standards():
    # GB/T 17710 gives 0794 with check digit 5 for MOD 11,10.
    assert mod_11_10("07945")
    assert ean_13("6901234567892")
    assert not ean_13("6901234567893")
