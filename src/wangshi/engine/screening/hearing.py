"""读音和拆字: how characters sound, what pieces they fall into, which pairs are no surprise."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import import_module
from itertools import combinations, islice, pairwise, product

import numpy as np
import numpy.typing as npt

from .batches import JOINT, Flags, Places, Units
from .folding import FIRST_FAR, FIRST_HAN, LAST_HAN, NOTHING_KNOWN, fold_words
from .pieces import BEGINNINGS, OTHERS, STAND_INS
from .vocabulary import ORDINARY_WORDS

Pairs = npt.NDArray[np.uint32]
NUMERALS = "零一二三四五六七八九"
MOST_READINGS = 4
LONGEST_PHRASE = 3
# Below all Han characters and above all letters.
_FIRST_SOUND = 0x0400
_PAIR = 16
# A number is read digit by digit, or stands there in digits.
_NUMBER = re.compile(r"[0-9][0-9.]*")


@cache
def _characters() -> dict[int, str]:
    # Read when it is asked for: a third of a second that most commands can do without.
    known: dict[int, str] = import_module("pypinyin.constants").PINYIN_DICT
    return known


@cache
def _phrases() -> dict[str, list[list[str]]]:
    known: dict[str, list[list[str]]] = import_module("pypinyin.constants").PHRASES_DICT
    return known


@cache
def heard() -> Units:
    """读音表: per folded code the number of its syllable, without tone; 0 for what is not said.

    Letters, ends of lines and characters without a reading stand for themselves.
    """
    table = np.zeros(FIRST_FAR, np.uint16)
    for code in range(FIRST_FAR):
        if chr(code).isalnum() or chr(code) in f"\n{NOTHING_KNOWN}":
            table[code] = code
    table[JOINT] = JOINT
    for code in range(ord(FIRST_HAN), ord(LAST_HAN) + 1):
        if code in _characters():
            table[code] = _number(_characters()[code].split(",")[0])
    for digit, numeral in enumerate(NUMERALS):
        table[ord(str(digit))] = table[ord(numeral)]
    return table


def sounds_of(written: Units, before: Units, after: Units) -> Units:
    """读音: how each code sounds; but a digit of a longer number, or of one with a unit, is only a
    digit, and so is a numeral beside a digit. `before` and `after` are the codes beside each."""
    sounds = heard().take(written)
    digits = np.flatnonzero(_is_digit(written))
    more = _in_numbers().take(before[digits]) | _in_numbers().take(after[digits])
    sounds[digits[more]] = written[digits[more]]
    mixed = _mixed_numbers(written, after)
    sounds[mixed] = _digit_of().take(written[mixed])
    return sounds


def _mixed_numbers(written: Units, after: Units) -> Places:
    """Where digits and numerals make up one number together."""
    places = np.flatnonzero(_digit_of().take(written))
    joined = (np.diff(places) == 1) & (after[places[:-1]] == written[places[1:]])
    run = np.concatenate((np.zeros(1, np.int64), np.cumsum(~joined)))[: places.size]
    digit: Flags = _is_digit(written[places])
    kinds = np.zeros((places.size, 2), np.bool_)
    kinds[run, digit.astype(np.int64)] = True
    both: Flags = kinds[:, 0] & kinds[:, 1]
    numbers: Places = places[both[run]]
    return numbers


@cache
def readings(word: str) -> tuple[tuple[str, str], ...]:
    """一个词的读法: the characters that are said, and how, as codes of `heard`; several readings
    where a character sounds otherwise in a phrase."""
    return tuple(dict.fromkeys(_readings(word)))


def _readings(word: str) -> Iterator[tuple[str, str]]:
    spoken_alone = heard().take(np.array(list(map(ord, word)), np.uint16)).tolist()
    said = [place for place, sound in enumerate(spoken_alone) if sound]
    spelled = "".join(word[place] for place in said)
    sounds = [{sound} for sound in spoken_alone]
    for start, end in combinations(range(len(word) + 1), 2):
        for place, spoken in enumerate(_phrases().get(word[start:end], ()), start):
            sounds[place].add(_number(spoken[0]))
    spans = [number.span() for number in _NUMBER.finditer(word)]
    digits = _read_in_context(word) if spans else spoken_alone
    for written in product((False, True), repeat=len(spans)):
        for (start, end), as_digits in zip(spans, written, strict=True):
            for place in range(start, end):
                sounds[place] = {digits[place] if as_digits else spoken_alone[place]}
        choices = product(*(sorted(sounds[place]) for place in said))
        for reading in islice(choices, MOST_READINGS):
            yield spelled, "".join(map(chr, reading))


def _read_in_context(word: str) -> list[int]:
    units = np.array([JOINT, *map(ord, word), JOINT], np.uint16)
    return [int(sound) for sound in sounds_of(units[1:-1], units[:-2], units[2:])]


@cache
def wholes() -> dict[tuple[str, str], str]:
    """合字: two pieces and the character they make."""
    table: dict[tuple[str, str], str] = {}
    first = ""
    for entry in BEGINNINGS.split():
        if len(entry) == 1:
            first = entry
        else:
            table[first, entry[0]] = entry[1]
    table.update({(entry[0], entry[1]): entry[2] for entry in OTHERS.split()})
    for (first, second), whole in list(table.items()):
        for one, other in product(_ways(first), _ways(second)):
            table.setdefault((one, other), whole)
    return {
        (fold_words(one), fold_words(other)): fold_words(whole)
        for (one, other), whole in table.items()
    }


@cache
def known_pairs() -> Pairs:
    """常见的字对: neighbours in an ordinary word, ascending; first code in the upper half."""
    # Proverbs are left out: their pairs seldom stand alone.
    phrases = (phrase for phrase in _phrases() if len(phrase) <= LONGEST_PHRASE)
    words = (*ORDINARY_WORDS.split(), *phrases)
    return np.unique(np.fromiter(_pairs(words), np.uint32))


def are_known(first: Units, second: Units) -> Flags:
    """是不是常见的字对: for each first code and the second beside it."""
    known = known_pairs()
    pairs = first.astype(np.uint32) << _PAIR | second
    at = np.minimum(np.searchsorted(known, pairs), known.size - 1)
    there: Flags = known[at] == pairs
    return there


def _is_digit(units: Units) -> Flags:
    # One comparison for both ends: unsigned numbers wrap.
    there: Flags = (units - np.uint16(ord("0"))) <= np.uint16(9)
    return there


@cache
def _digit_of() -> Units:
    """A numeral's digit, and a digit's; 0 for all else."""
    table = np.zeros(FIRST_FAR, np.uint16)
    for digit, numeral in enumerate(NUMERALS):
        table[[ord(numeral), ord(str(digit))]] = ord(str(digit))
    return table


@cache
def _in_numbers() -> Flags:
    table = np.zeros(FIRST_FAR, np.bool_)
    table[list(map(ord, "0123456789abcdefghijklmnopqrstuvwxyz."))] = True
    return table


def _pairs(words: Iterable[str]) -> Iterator[int]:
    for word in words:
        for first, second in pairwise(fold_words(word)):
            if ord(first) < FIRST_FAR and ord(second) < FIRST_FAR:
                yield ord(first) << _PAIR | ord(second)


def _ways(piece: str) -> str:
    return piece + STAND_INS.get(piece, "")


@cache
def _syllables() -> dict[str, int]:
    return {}


@cache
def _number(spoken: str) -> int:
    """The syllable's number, in the order of first asking: its tone is left off, ü is v."""
    plain = unicodedata.normalize("NFD", spoken).replace("u\u0308", "v")
    syllable = "".join(char for char in plain if char.isascii())
    return _syllables().setdefault(syllable, _FIRST_SOUND + len(_syllables()))
