"""躲避写法: the same claim, written so that a plain search does not find it. Pure."""

from collections.abc import Mapping

from wangshi.demo.dice import Dice
from wangshi.demo.words import Evasion, evasions

FULL_WIDTH = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
FEW = 4


def disguise(dice: Dice, words: str, way: Evasion) -> str:
    """The words as somebody would write them who does not want to be found."""
    if way.between:
        return _broken(dice, words, dice.pick(way.between))
    match way.key:
        case "traditional":
            return _swapped(words, evasions().traditional)
        case "look_alike_letters":
            return _swapped(words, evasions().look_alike)
        case "full_width":
            return words.translate(FULL_WIDTH)
    return words


def _broken(dice: Dice, words: str, sign: str) -> str:
    """Between all characters of short words, or somewhere inside long ones."""
    if len(words) <= FEW:
        return sign.join(words)
    start = dice.number(0, len(words) - FEW)
    middle = sign.join(words[start : start + FEW])
    return words[:start] + middle + words[start + FEW :]


def _swapped(words: str, table: Mapping[str, str]) -> str:
    return "".join(table.get(char, char) for char in words)
