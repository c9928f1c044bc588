"""认错的代码: put right by what recognisers confuse and by both check digits, or left alone."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import combinations, product
from typing import Final

from wangshi.engine.identifiers import USCC_LETTERS, check_uscc, normalise_code

MOST_CHANGES: Final = 2
_LENGTH: Final = 18
# 机构类别和行政区划: only figures are in use there.
_FIGURES: Final = range(1, 8)
# What stands there, and what may have been printed. The first of an illegal letter is likeliest.
_CONFUSED: Final = {
    "0": "DQ", "1": "LT7", "2": "7", "3": "8", "4": "A", "5": "6", "6": "G8", "7": "1T2",
    "8": "B36", "9": "G", "A": "4", "B": "8E", "C": "G", "D": "0", "E": "FB", "F": "EP",
    "G": "6C", "H": "N", "J": "U", "K": "X", "L": "1", "M": "N", "N": "MH", "P": "FR",
    "Q": "0", "R": "PK", "T": "71", "U": "J", "W": "M", "X": "K", "Y": "U",
    "I": "1LT", "O": "0DQ", "S": "58", "Z": "27", "V": "UY",
}  # fmt: skip


@dataclass(frozen=True)
class Repair:
    """改正: the sound code, what had been read, and how many legal letters were changed."""

    code: str
    read: str
    changes: int


def repair_code(read: str, *, known: Callable[[str], bool] | None = None) -> Repair | None:
    """改正认错的信用代码: None when it is beyond repair, or two repairs are as good.

    Letters no code may have (I, O, S, Z, V) are always replaced; of the others at most
    MOST_CHANGES, the fewest that make both check digits hold (GB 32100-2015, GB 11714).
    `known` says whether a code is in the register: of several repairs the only known one is
    taken. A sound code comes back as it is.
    """
    plain = normalise_code(read)
    if len(plain) != _LENGTH:
        return None
    if check_uscc(plain).ok:
        return Repair(plain, read, 0)
    for changes in range(MOST_CHANGES + 1):
        sound = sorted({one for one in _candidates(plain, changes) if check_uscc(one).ok})
        chosen = _only(sound, known)
        if chosen:
            return Repair(chosen, read, changes)
        if sound:
            return None
    return None


def _only(sound: list[str], known: Callable[[str], bool] | None) -> str:
    if len(sound) > 1 and known is not None:
        sound = [one for one in sound if known(one)]
    return sound[0] if len(sound) == 1 else ""


def _candidates(plain: str, changes: int) -> Iterator[str]:
    illegal = [at for at, letter in enumerate(plain) if letter not in USCC_LETTERS]
    legal = [at for at in range(_LENGTH) if at not in illegal]
    for chosen in combinations(legal, changes):
        places = (*illegal, *chosen)
        for letters in product(*(_meant(plain[at], at) for at in places)):
            mended = list(plain)
            for at, letter in zip(places, letters, strict=True):
                mended[at] = letter
            yield "".join(mended)


def _meant(letter: str, at: int) -> str:
    meant = _CONFUSED.get(letter, "")
    return "".join(one for one in meant if one.isdecimal()) if at in _FIGURES else meant
