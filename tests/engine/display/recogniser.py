"""A recogniser that reads invented licences with the slips real ones make; seeded.

The rules, each with its chance a licence or a character:
1. of the code's characters each is read as one it is confused with (SLIPS), chance `slip`;
   seen closer, a quarter of that;
2. the label and the value are two lines of one height (half of the licences), or one line;
3. `名 称`, `类 型`, `住 所` are printed with a blank between;
4. the code is read with one blank inside, a third of the licences;
5. the code is read in full-width characters, one licence in ten;
6. the lines come in no order;
7. the row of the code is not found at all, one licence in fifty (not when seen closer);
8. any character of the code is read as any other, a twentieth of `slip`: nothing explains it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from wangshi.engine.display.layout import Box, TextLine
from wangshi.engine.identifiers import USCC_LETTERS, make_uscc

SLIPS = {
    "0": "OD", "1": "IL", "2": "Z", "5": "S", "8": "B", "B": "8", "D": "0", "6": "G", "G": "6",
    "U": "V", "7": "1", "M": "N", "E": "F", "A": "4", "T": "7",
}  # fmt: skip
WIDE = {chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F)}
PNG = b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR" + (800).to_bytes(4, "big") + (600).to_bytes(4, "big")


@dataclass(frozen=True)
class Licence:
    code: str
    name: str
    person: str
    address: str


def invented(number: int) -> Licence:
    return Licence(
        make_uscc("990101", number * 104_729 % 31**6),
        f"拾穗县虚构{number}号商行",
        "李示范",
        f"拾穗县甲木镇虚构街{number}号",
    )


class Reader:
    """What one picture of one licence is read as; the same seed reads the same."""

    def __init__(self, licence: Licence, seed: int, slip: float = 0.06) -> None:
        self.licence, self.random, self.slip = licence, Random(seed), slip
        self.looks = 0

    def __call__(self, picture: bytes, part: Box | None, quarters: int = 0) -> Sequence[TextLine]:
        self.looks += 1
        code = self._misread(self.slip / 4 if part else self.slip)
        if part is not None:
            return [TextLine(code, Box(0.1, 0.1, 0.9, 0.2))]
        rows = [
            ("统一社会信用代码", "" if self.random.random() < 0.02 else code),
            ("名 称", self.licence.name),
            ("类 型", "个体工商户"),
            ("经营者", self.licence.person),
            ("住 所", self.licence.address),
        ]
        apart = self.random.random() < 0.5
        lines = [line for at, row in enumerate(rows) for line in _row(row, at, apart=apart)]
        self.random.shuffle(lines)
        return lines

    def _misread(self, slip: float) -> str:
        said = "".join(self._read_as(letter, slip) for letter in self.licence.code)
        if self.random.random() < 1 / 3:
            at = self.random.randrange(2, 16)
            said = f"{said[:at]} {said[at:]}"
        return "".join(WIDE.get(one, one) for one in said) if self.random.random() < 0.1 else said

    def _read_as(self, letter: str, slip: float) -> str:
        if self.random.random() < slip / 20:
            return self.random.choice(USCC_LETTERS)
        if letter in SLIPS and self.random.random() < slip:
            return self.random.choice(SLIPS[letter])
        return letter


def _row(row: tuple[str, str], at: int, *, apart: bool) -> list[TextLine]:
    label, value = row
    top, bottom = 0.1 + at * 0.15, 0.18 + at * 0.15
    if not apart:
        return [TextLine(f"{label} {value}".strip(), Box(0.1, top, 0.8, bottom))]
    beside = [TextLine(value, Box(0.4, top + 0.01, 0.8, bottom))] if value else []
    return [TextLine(label, Box(0.1, top, 0.3, bottom)), *beside]
