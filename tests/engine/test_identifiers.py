"""Codes and check digits: public examples, our own inventions, and an independent library."""

import csv
import gzip
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric as independent_id_card
from stdnum.cn import uscc as independent_uscc

from wangshi.engine.identifiers import (
    USCC_LETTERS,
    check_id_card,
    check_phone,
    check_url,
    check_uscc,
    id_card_check_digit,
    make_uscc,
    mask_id,
    mask_phone,
)

REGISTER = Path(__file__).parents[3] / "shared/data/enterprise_register/dev"


@pytest.mark.parametrize("code", ["9144030071526726XG", "91330100799655058B", "91110000802100433B"])
def test_codes_of_listed_companies_are_right(code):
    assert check_uscc(code).ok


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("9144030071526726xg", "9144030071526726XG"),  # lower case
        ("９１４４０３００７１５２６７２６ＸＧ", "9144030071526726XG"),  # full width
        (" 91440300 7152 6726-XG\u200b", "9144030071526726XG"),  # spaced, hyphened, zero width
        ("'9144030071526726XG", "9144030071526726XG"),  # the apostrophe of a text cell
    ],
)
def test_a_code_is_stored_in_one_form(typed, stored):
    check = check_uscc(typed)
    assert (check.ok, check.normalised) == (True, stored)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("", "没有填"),
        ("9.16107E+17", "科学计数"),
        ("9.16107275637765E+17", "科学计数"),
        ("610727100001234", "15 位注册号"),
        ("9144030071526726X", "17 位"),
        ("9144030O71526726XG", "第 8 位是字母 O"),
        ("91440300715I6726XG", "第 12 位是字母 I"),
        ("91440300715267中6XG"[:18], "不是信用代码用的字符"),
        ("H144030071526726XG", "登记管理部门"),
        ("91A4030071526726XG", "行政区划码"),
        ("9144030071526726XH", "校验码不对"),
        ("9144030071526726XG"[::-1], "登记管理部门"),
    ],
)
def test_a_wrong_code_says_what_is_wrong_with_it(code, words):
    check = check_uscc(code)
    assert not check.ok
    assert words in check.reason_zh


def test_a_code_whose_inner_check_digit_is_wrong_is_refused():
    inner_wrong = "91440300715267261"
    total = sum(USCC_LETTERS.index(c) * pow(3, i, 31) for i, c in enumerate(inner_wrong))
    check = check_uscc(inner_wrong + USCC_LETTERS[-total % 31])
    assert "主体标识码" in check.reason_zh


@given(st.integers(0, 999_999), st.integers(0, 31**6 - 1), st.sampled_from("123"))
def test_an_invented_code_is_right_for_us_and_for_an_independent_library(division, serial, kind):
    code = make_uscc(f"{division:06d}", serial, kind=kind)
    assert check_uscc(code).ok
    assert independent_uscc.is_valid(code)


@given(st.integers(0, 31**6 - 1), st.integers(0, 17), st.sampled_from(USCC_LETTERS))
def test_one_miscopied_letter_is_always_found(serial, place, letter):
    code = make_uscc("990101", serial)
    miscopied = code[:place] + letter + code[place + 1 :]
    assert check_uscc(miscopied).ok == (miscopied == code)


@given(st.text(USCC_LETTERS, min_size=17, max_size=19))
def test_we_never_accept_what_an_independent_library_refuses(code):
    if check_uscc(code).ok and code[0] not in "ANY":
        assert independent_uscc.is_valid(code)


def test_serials_and_divisions_out_of_range_are_programming_errors():
    with pytest.raises(ValueError, match="six digits"):
        make_uscc("12345", 1)
    with pytest.raises(ValueError, match="serial"):
        make_uscc("123456", 31**6)


@pytest.mark.real_data
@pytest.mark.parametrize(("file", "bad"), [("shaanxi", 2), ("national_sample", 562)])
def test_the_real_register_holds_the_known_number_of_bad_codes(file, bad):
    with gzip.open(REGISTER / f"{file}.csv.gz", "rt", encoding="utf-8", newline="") as stream:
        codes = [row["统一社会信用代码"] for row in csv.DictReader(stream)]
    # The national sample's README counts 570: eight of those only have a lower-case letter.
    assert sum(not check_uscc(code).ok for code in codes) == bad


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("11010519491231002X", ""),
        ("11010519491231002x", ""),
        ("110105194912310021", "校验码不对"),
        ("11010519491331002X", "不是一个真实的日期"),
        ("11010503491231002X", "出生年份"),
        ("110105491231002", "15 位"),
        ("1.10105194912E+17", "科学计数"),
        ("", "没有填"),
        ("1101051949123100", "18 位"),
    ],
)
def test_an_identity_number_is_checked(number, words):
    check = check_id_card(number)
    assert check.ok == (words == "")
    assert words in check.reason_zh


@given(st.dates(), st.integers(0, 999))
def test_identity_check_digits_agree_with_an_independent_library(born, serial):
    start = f"110105{born.year:04d}{born:%m%d}{serial:03d}"
    assert id_card_check_digit(start) == independent_id_card.calc_check_digit(start + "0")


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("138 0013 8000", "13800138000"),
        ("+86-13800138000", "13800138000"),
        ("１３８００１３８０００", "13800138000"),
        ("0916-4821234", "0916-4821234"),
        ("(0916)4821234转8", "0916-4821234-8"),
        ("4821234", "4821234"),
        ("400-100-1234", "4001001234"),
        ("12315", "12315"),
    ],
)
def test_a_phone_that_can_be_dialled_is_right(typed, stored):
    check = check_phone(typed)
    assert (check.ok, check.normalised) == (True, stored)


@pytest.mark.parametrize("typed", ["", "12800138000", "1380013800", "无", "0916"])
def test_a_phone_that_cannot_be_dialled_is_wrong(typed):
    assert not check_phone(typed).ok


def test_masks_keep_only_the_ends():
    assert mask_phone("138 0013 8000") == "138****8000"
    assert mask_phone("0916-4821234") == "********234"
    assert mask_phone("12315") == "*****"
    assert mask_id("11010519491231002x") == "110***********002X"
    assert mask_id("12345") == "*****"


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("https://shop.example.com/a?b=1", "https://shop.example.com/a?b=1"),
        (" shop.example.com/a ", "https://shop.example.com/a"),
        ("//img.example.com/a.jpg", "https://img.example.com/a.jpg"),
        ("http://网店.example", "http://网店.example"),
        ("http://10.0.0.1:8080/", "http://10.0.0.1:8080/"),
    ],
)
def test_an_address_on_the_web_is_right(typed, stored):
    check = check_url(typed)
    assert (check.ok, check.normalised) == (True, stored)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "javascript:alert(1)",
        "ftp://example.com",
        "file:///etc/passwd",
        "https://user:secret@example.com",
        "https://exa mple.com",
        "https://[::1",
        "https://example.com:99999",
        "https://localhost",
        "https://example.com/" + "a" * 3000,
        "淘宝店",
    ],
)
def test_what_is_no_address_is_refused(typed):
    assert not check_url(typed).ok
