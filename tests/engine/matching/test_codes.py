"""A code is read however it was typed; a slip is put right only where check digits agree."""

import numpy as np
import pytest

from wangshi.engine.identifiers import make_uscc
from wangshi.engine.matching.codes import code_divisions, code_keys, repaired, sound_codes
from wangshi.engine.matching.texts import pack

CODE = make_uscc("610727", 4321)


@pytest.mark.parametrize(
    "written",
    [
        CODE,
        CODE.lower(),
        f" {CODE[:6]} {CODE[6:]} ",
        f"{CODE[:8]}-{CODE[8:]}",
        "".join(chr(ord(char) + 0xFEE0) for char in CODE),
    ],
)
def test_one_code_however_it_was_typed(written):
    first, second = code_keys(pack([CODE, written]))
    assert first == second
    assert sound_codes(pack([written])).all()
    assert code_divisions(pack([written])).tolist() == [610727]


@pytest.mark.parametrize("written", ["", "样例", CODE[:17], CODE + "1", CODE[:-1] + "I", "9" * 18])
def test_what_is_no_code_is_not_taken_for_one(written):
    assert not sound_codes(pack([written])).any()


@pytest.mark.parametrize(("right", "wrong"), [("1", "I"), ("0", "O"), ("2", "Z"), ("5", "S")])
def test_a_letter_that_codes_do_not_have_is_put_right(right, wrong):
    serial = next(n for n in range(9999) if right in make_uscc("610725", n)[9:17])
    code = make_uscc("610725", serial)
    at = code.index(right, 9)
    slipped = code[:at] + wrong + code[at + 1 :]
    owners, keys = repaired((slipped,), np.array([0]))
    assert code_keys(pack([code]))[0] in keys
    assert set(owners) == {0}


def test_no_code_is_no_key():
    assert code_keys(pack(["", "无"])).tolist() == [0, 0]
