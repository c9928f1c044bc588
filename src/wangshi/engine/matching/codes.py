"""成列的信用代码: keys, divisions, and whether check digits hold, for many codes at once."""

from functools import cache
from typing import Final

import numpy as np

from wangshi.engine.identifiers import USCC_LETTERS, check_registration_number, uscc_slips
from wangshi.engine.matching.placing import Codes
from wangshi.engine.matching.tables import code_table
from wangshi.engine.matching.texts import Flags, Keys, Places, Texts, pack

_LENGTH, _OLD_LENGTH, _FIGURES = 18, 15, 10
_DIVISION: Final = slice(2, 8)
_NO_LETTER: Final = 99


def code_keys(codes: Texts) -> Keys:
    """代码的键: of the letters and figures, in capitals; 0 for none."""
    return codes.folded(code_table()).whole_keys()


def code_divisions(codes: Texts) -> Codes:
    """代码里的区划: places 3 to 8 where they are figures, else 0."""
    folded = codes.folded(code_table())
    figures = folded.matrix(np.arange(len(folded)), _LENGTH)[:, _DIVISION].astype(np.int32) - 48
    right = ((figures >= 0) & (figures < _FIGURES)).all(axis=1) & (folded.lengths == _LENGTH)
    divisions = figures @ np.array([100_000, 10_000, 1_000, 100, 10, 1], np.int32)
    return np.where(right, divisions, 0).astype(np.int32)


def sound_codes(codes: Texts) -> Flags:
    """代码是否合规: eighteen letters with both check digits, or fifteen figures with theirs."""
    folded = codes.folded(code_table())
    values = _values()[folded.matrix(np.arange(len(folded)), _LENGTH)]
    sound = (values < _NO_LETTER).all(axis=1) & (folded.lengths == _LENGTH)
    weights = np.array([pow(3, place, 31) for place in range(17)])
    sound &= (values[:, :17] @ weights + values[:, 17]) % 31 == 0
    sound &= _organisation_holds(folded)
    for row in np.flatnonzero(folded.lengths == _OLD_LENGTH):
        sound[row] = check_registration_number(folded.text(int(row))).ok
    return np.asarray(sound)


def repaired(codes: tuple[str, ...], rows: Places) -> tuple[Places, Keys]:
    """可能的改正: for each of these rows the sound codes one slip away, as keys."""
    slips = [(int(row), slip) for row in rows for slip in set(uscc_slips(codes[int(row)]))]
    texts = pack([slip for _, slip in slips])
    sound = np.flatnonzero(sound_codes(texts))
    owners = np.array([owner for owner, _ in slips], np.int64)
    return owners[sound], code_keys(texts.taken(sound))


def _organisation_holds(folded: Texts) -> Flags:
    """GB 11714: the ninth to the seventeenth place."""
    units = folded.matrix(np.arange(len(folded)), _LENGTH)[:, 8:17].astype(np.int32)
    values = np.where(units >= ord("A"), units - ord("A") + 10, units - ord("0"))
    total = values[:, :8] @ np.array([3, 7, 9, 10, 5, 8, 4, 2])
    check = -total % 11
    last = np.where(units[:, 8] == ord("X"), 10, values[:, 8])
    return np.asarray(check == last)


@cache
def _values() -> "np.ndarray[tuple[int], np.dtype[np.int64]]":
    values = np.full(1 << 16, _NO_LETTER, np.int64)
    values[[ord(letter) for letter in USCC_LETTERS]] = np.arange(len(USCC_LETTERS))
    return values
