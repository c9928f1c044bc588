"""One line has one key, however it was written."""

import pytest

from wangshi.engine.matching.phones import phone_keys


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("13900000001", "139-0000-0001"),
        ("13900000001", "139 0000 0001；0916-4820001"),
        ("0916-4820001", "(0916)4820001"),
    ],
)
def test_one_line_has_one_key(one, other):
    first, second = phone_keys([one, other])
    assert first == second > 0


def test_what_is_no_number_has_no_key():
    assert phone_keys(["", "样例", "12315", "1390000"]).tolist() == [0, 0, 0, 0]


def test_two_lines_have_two_keys():
    assert len(set(phone_keys(["13900000001", "13900000002", "0916-4820001"]))) == 3
