"""执照图片的接口: what a recogniser gives, what is made of it, and when it should look closer.

`rapid` is the recogniser of the extra `ocr`. Whoever has another (any that gives lines with boxes)
wraps it in a function of the shape `Recogniser`; docs/how-to/check-display.md shows how.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, Protocol

from wangshi.engine.identifiers import check_uscc, normalise_code

from .layout import Box, Layout, TextLine, lay_out
from .pages import PageText
from .pictures import PictureRefused, require_readable
from .reading import MOST_VALUE, read_shown
from .repairing import repair_code
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
# 摆出了这么多项，就照摆的读；不到的，再照一行一行的文字读.
_LAID_OUT: Final = 3
_FEWEST_ITEMS: Final = 2
# 代码以外读出这么多项就够；不够的洗掉底色整张再看一次（水印、阴影）.
_ENOUGH_ITEMS: Final = 4
_WHOLE: Final = Box(0.0, 0.0, 1.0, 1.0)


class Recogniser(Protocol):
    """认字的程序: the lines of a picture, or of one part of it enlarged.

    quarters: how often to turn the picture clockwise by a quarter first; `part` and the boxes that
    come back are those of the turned picture.
    """

    def __call__(
        self, picture: bytes, part: Box | None, quarters: int = 0
    ) -> Sequence[TextLine]: ...


@dataclass(frozen=True)
class LicenceReading:
    """读出来的执照: values by item of law/display.yaml.

    read: the code as it was recognised, where it was put right; closer: the part of the picture
    to look at again once it is turned by `quarters`, None when there is no need; doubts: why an
    officer should compare.
    """

    values: Mapping[str, str]
    read: str = ""
    closer: Box | None = None
    doubts: tuple[str, ...] = ()
    changes: int = 0
    permits: tuple[str, ...] = ()
    text: str = ""
    quarters: int = 0

    @property
    def is_licence(self) -> bool:
        """像一张证照: it has a code, or two items, or the number of a permit."""
        return "uscc" in self.values or len(self.values) >= _FEWEST_ITEMS or bool(self.permits)


def read_licence(
    picture: bytes,
    recognise: Recogniser,
    *,
    on: date,
    known: Callable[[str], bool] | None = None,
) -> LicenceReading:
    """读执照图片: once; the whole again where items are missing, its code where it was unsure.

    Raises PictureRefused for what is no picture, has no words on it, or is not a licence.
    """
    require_readable(picture)
    lines = recognise(picture, None)
    if not lines:
        raise PictureRefused("图上没有认出字：换一张清楚的、正对着拍的")
    first = read_lines(lines, on=on, known=known)
    if not first.is_licence and "营业执照" not in first.text.replace(" ", ""):
        raise PictureRefused(
            f"图上认出 {len(lines)} 行字，没有营业执照的代码和项目：传执照那一张，别的对着图填表"
        )
    if len(first.values.keys() - {"uscc"}) < _ENOUGH_ITEMS:
        washed = recognise(picture, _WHOLE, first.quarters)
        first = _fuller(first, read_lines(washed, on=on, known=known))
    if first.closer is None:
        return first
    second = read_lines(recognise(picture, first.closer, first.quarters), on=on, known=known)
    return _agreed(first, second)


def _fuller(first: LicenceReading, washed: LicenceReading) -> LicenceReading:
    """洗过底色的那一遍补上缺的: what both saw stays as it was first read."""
    sounder = washed if washed.changes < first.changes else first
    turned = first.quarters + (washed.quarters if sounder is washed else 0)
    return replace(
        sounder, values={**washed.values, **first.values, **_code_of(sounder)}, text=first.text,
        permits=first.permits or washed.permits, quarters=turned % 4,
    )  # fmt: skip


def _code_of(one: LicenceReading) -> dict[str, str]:
    return {key: value for key, value in one.values.items() if key == "uscc"}


def _agreed(first: LicenceReading, second: LicenceReading) -> LicenceReading:
    """两次认的: the closer look decides where it needed fewer changes, or says the same."""
    once, again = first.values.get("uscc"), second.values.get("uscc")
    if again is not None and (again == once or second.changes < first.changes):
        doubts = tuple(one for one in first.doubts if one not in (_NO_CODE, *_told(first)))
        return replace(
            first, values={**first.values, "uscc": again}, read=second.read, closer=None,
            doubts=(*doubts, *second.doubts), changes=second.changes,
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
    laid = lay_out(lines, law)
    rows = _rows(laid.lines)
    page = PageText(tuple(_joined(row) for row in rows), ())
    first = _items(page, laid, on=on, law=law)
    row, token = _code_row(rows)
    mended = repair_code(token, known=known) if token else None
    if mended is None:
        closer = _larger(row) if row else Box(*_UPPER_HALF)
        return replace(
            first, read=token, closer=closer, doubts=(_NO_CODE,),
            changes=_BEYOND,
        )  # fmt: skip
    read = token if normalise_code(token) != mended.code else ""
    doubts = [f"代码认成 {token}，按校验码改成 {mended.code}"] if read else []
    doubts += [f"“{one.text}”看得不清" for one in lines if one.sure < UNSURE]
    closer_part = _larger(row) if mended.changes >= CLOSER_FROM else None
    return replace(
        first, values={**first.values, "uscc": mended.code}, read=read, closer=closer_part,
        doubts=tuple(doubts), changes=mended.changes,
    )  # fmt: skip


def _items(page: PageText, laid: Layout, *, on: date, law: DisplayLaw) -> LicenceReading:
    """各项，代码除外: by where they stand, else by what stands before them on their line."""
    shown = read_shown(page, law.sheet("enterprise"), on=on, law=law)
    written = {} if len(laid.values) >= _LAID_OUT else shown.values
    values = {key: value[:MOST_VALUE] for key, value in {**written, **laid.values}.items()}
    values.pop("uscc", None)
    return LicenceReading(values, permits=shown.permits, text=page.text, quarters=laid.quarters)


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


def _larger(row: list[TextLine]) -> Box:
    boxes = [one.box for one in row]
    return Box(
        max(0.0, min(one.left for one in boxes) - _MARGIN),
        max(0.0, min(one.top for one in boxes) - _MARGIN),
        min(1.0, max(one.right for one in boxes) + _MARGIN),
        min(1.0, max(one.bottom for one in boxes) + _MARGIN),
    )
