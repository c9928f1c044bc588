"""执照图片的接口: what a recogniser gives, what is made of it, and when it should look closer.

A recogniser is not shipped. Whoever has one (any that gives lines with boxes) wraps it in a
function of the shape `Recogniser` and calls `read_licence`; docs/how-to/check-display.md shows how.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, Protocol

from wangshi.engine.identifiers import check_uscc, normalise_code

from .pages import PageText
from .pictures import require_readable
from .reading import read_shown
from .repairing import Repair, repair_code
from .sheets import DisplayLaw, standing_display_law

UNSURE: Final = 0.6
# 改过一位合法字的就再看一次：多看四成的图，认错的少到二十分之一（0032 号决定）.
CLOSER_FROM: Final = 1
_BEYOND: Final = 99
_MARGIN: Final = 0.02
_FEWEST_FIGURES: Final = 8
_TOKEN: Final = re.compile(r"[0-9A-Za-z][0-9A-Za-z \-]{15,24}[0-9A-Za-z]")
# 营业执照的代码在上半张：连那一行都没认出来的，把上半张放大再认.
_UPPER_HALF: Final = (0.0, 0.0, 1.0, 0.5)


@dataclass(frozen=True)
class Box:
    """图上的一块: left, top, right, bottom, each 0 to 1 of the picture."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def middle(self) -> float:
        """中线的高度."""
        return (self.top + self.bottom) / 2


@dataclass(frozen=True)
class TextLine:
    """认出来的一行: its text, where it stands, and how sure the recogniser is, 0 to 1."""

    text: str
    box: Box
    sure: float = 1.0


class Recogniser(Protocol):
    """认字的程序: the lines of a picture, or of one part of it enlarged."""

    def __call__(self, picture: bytes, part: Box | None) -> Sequence[TextLine]: ...


@dataclass(frozen=True)
class LicenceReading:
    """读出来的执照: values by item of law/display.yaml.

    read: the code as it was recognised, where it was put right; closer: the part of the picture
    to look at again, None when there is no need; doubts: why an officer should compare.
    """

    values: Mapping[str, str]
    read: str = ""
    closer: Box | None = None
    doubts: tuple[str, ...] = ()
    changes: int = 0


def read_licence(
    picture: bytes,
    recognise: Recogniser,
    *,
    on: date,
    known: Callable[[str], bool] | None = None,
) -> LicenceReading:
    """读执照图片: once, and once more at the part that was not readable. Raises PictureRefused."""
    require_readable(picture)
    first = read_lines(recognise(picture, None), on=on, known=known)
    if first.closer is None:
        return first
    second = read_lines(recognise(picture, first.closer), on=on, known=known)
    return _agreed(first, second)


def _agreed(first: LicenceReading, second: LicenceReading) -> LicenceReading:
    """两次认的: the closer look decides where it needed fewer changes, or says the same."""
    once, again = first.values.get("uscc"), second.values.get("uscc")
    if again is not None and (again == once or second.changes < first.changes):
        doubts = tuple(one for one in first.doubts if one not in (_NO_CODE, *_told(first)))
        return replace(
            second, values={**first.values, "uscc": again}, closer=None,
            doubts=(*doubts, *second.doubts),
        )  # fmt: skip
    values = {key: value for key, value in first.values.items() if key != "uscc"}
    return replace(first, values=values, closer=None, doubts=(_NO_CODE,))


def _told(one: LicenceReading) -> tuple[str, ...]:
    return tuple(said for said in one.doubts if said.startswith("代码认成"))


def read_lines(
    lines: Sequence[TextLine],
    *,
    on: date,
    known: Callable[[str], bool] | None = None,
    law: DisplayLaw | None = None,
) -> LicenceReading:
    """行变成项: lines of one height are one row, what is indented goes on with the row above.

    The code is put right by `repair_code`; where that fails the row it stands in, a little larger,
    is what to look at again.
    """
    law = law or standing_display_law()
    rows = _rows(lines)
    page = PageText(tuple(_joined(row) for row in rows), ())
    shown = dict(read_shown(page, law.sheet("enterprise"), on=on, law=law).values)
    row, token = _code_row(rows)
    mended = repair_code(token, known=known) if token else None
    shown.pop("uscc", None)
    if mended is None:
        closer = _larger(row) if row else Box(*_UPPER_HALF)
        return LicenceReading(shown, token, closer, (_NO_CODE,), _BEYOND)
    read = token if normalise_code(token) != mended.code else ""
    doubts = [f"代码认成 {token}，按校验码改成 {mended.code}"] if read else []
    doubts += [f"“{one.text}”看得不清" for one in lines if one.sure < UNSURE]
    return LicenceReading(
        {**shown, "uscc": mended.code}, read, _closer(row, mended), tuple(doubts), mended.changes
    )


_NO_CODE: Final = "代码没有认准：照原图抄"


def _rows(lines: Sequence[TextLine]) -> list[list[TextLine]]:
    rows: list[list[TextLine]] = []
    for line in sorted(lines, key=lambda one: (one.box.middle, one.box.left)):
        last = rows[-1] if rows else []
        if last and line.box.top < last[0].box.middle < line.box.bottom:
            last.append(line)
        else:
            rows.append([line])
    return [sorted(row, key=lambda one: one.box.left) for row in rows]


def _joined(row: list[TextLine]) -> str:
    return " ".join(unicodedata.normalize("NFKC", one.text).strip() for one in row)


def _code_row(rows: list[list[TextLine]]) -> tuple[list[TextLine], str]:
    """代码在哪一行: the token that is sound, else the one that looks most like a code."""
    found = [
        (row, token)
        for row in rows
        for token in _TOKEN.findall(_joined(row))
        if sum(char.isdecimal() for char in token) >= _FEWEST_FIGURES
    ]
    sound = [one for one in found if check_uscc(one[1]).ok]
    whole = [one for one in found if len(normalise_code(one[1])) == len("91990101MA00000000")]
    nothing: tuple[list[TextLine], str] = ([], "")
    return next(iter((*sound, *whole, *found)), nothing)


def _closer(row: list[TextLine], mended: Repair) -> Box | None:
    return _larger(row) if mended.changes >= CLOSER_FROM else None


def _larger(row: list[TextLine]) -> Box:
    boxes = [one.box for one in row]
    return Box(
        max(0.0, min(one.left for one in boxes) - _MARGIN),
        max(0.0, min(one.top for one in boxes) - _MARGIN),
        min(1.0, max(one.right for one in boxes) + _MARGIN),
        min(1.0, max(one.bottom for one in boxes) + _MARGIN),
    )
