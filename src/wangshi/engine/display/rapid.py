"""认字的程序: rapidocr behind the interface of `recognising`, where the extra `ocr` is installed.

Its models come inside the wheel: nothing is fetched. One thread: several would wait for each other.
"""

from collections.abc import Sequence
from functools import cache
from hashlib import sha256
from importlib import import_module
from importlib.util import find_spec
from io import BytesIO
from math import atan2, degrees
from statistics import median
from typing import Any, Final

from .layout import Box, TextLine
from .pictures import PictureRefused, require_readable

_LONGEST: Final = 2_000
_DETECTED_AT: Final = 1_280
# Degrees: what leans less is read as well as it is, what leans more than the rest is a watermark.
_STRAIGHT: Final = 0.7
_MOST_LEAN: Final = 20.0
_WITH_THE_REST: Final = 8.0
_ENLARGED: Final = 2.5
# 看近处时洗白底: of the paper's brightness, what is darker is ink and what is lighter is paper.
_INK, _PAPER = 0.15, 0.55
_WIDE: Final = 3


def has_recogniser() -> bool:
    """装了认字的程序."""
    return all(find_spec(one) is not None for one in ("rapidocr", "onnxruntime", "PIL"))


@cache
def standing_recogniser() -> "RapidRecogniser":
    """认字的程序: loaded once a process, about a second and 500 MB. Raises PictureRefused."""
    if not has_recogniser():
        raise PictureRefused("这套系统没有装认字的程序：对着图填表")
    return RapidRecogniser()


class RapidRecogniser:
    """一张图的各行: straightened first; a part is seen enlarged, its ground washed white."""

    def __init__(self) -> None:
        one_thread = {
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
        within = {"Det.limit_side_len": _DETECTED_AT, "Det.limit_type": "max"}
        quiet = {"Global.log_level": "critical"}
        self._engine = import_module("rapidocr").RapidOCR(params={**one_thread, **within, **quiet})
        self._held: tuple[str, Any] = ("", None)

    def __call__(self, picture: bytes, part: Box | None, quarters: int = 0) -> Sequence[TextLine]:
        """认: boxes are of the straightened picture, of a part too. Raises PictureRefused."""
        sheet = self._straightened(picture).rotate(-90 * quarters, expand=True)
        if part is None:
            return self._lines(sheet, Box(0.0, 0.0, 1.0, 1.0))
        return self._lines(_washed(_cut(sheet, part)), part)

    def _straightened(self, picture: bytes) -> Any:
        digest = sha256(picture).hexdigest()
        if self._held[0] != digest:
            sheet = _opened(picture)
            lean = _lean(
                _corners(self._engine(_points(sheet), use_det=True, use_cls=False, use_rec=False))
            )
            if _STRAIGHT < abs(lean) < _MOST_LEAN:
                paper = sheet.resize((1, 1)).getpixel((0, 0))
                sheet = sheet.rotate(lean, 3, expand=True, fillcolor=paper)
            self._held = (digest, sheet)
        return self._held[1]

    def _lines(self, sheet: Any, within: Box) -> list[TextLine]:
        seen = self._engine(_points(sheet), use_det=True, use_cls=True, use_rec=True)
        if seen.txts is None:
            return []
        width, height = sheet.size
        return [
            TextLine(str(text), _within(_around(corners, width, height), within), float(sure))
            for corners, text, sure in zip(seen.boxes, seen.txts, seen.scores, strict=True)
            if abs(_tilt(corners)) < _WITH_THE_REST
        ]


def _opened(picture: bytes) -> Any:
    require_readable(picture)
    pillow, upright = import_module("PIL.Image"), import_module("PIL.ImageOps")
    try:
        with pillow.open(BytesIO(picture), formats=("PNG", "JPEG", "GIF")) as opened:
            opened.draft("RGB", (_LONGEST, _LONGEST))
            sheet = (upright.exif_transpose(opened) or opened).convert("RGB")
    except (OSError, SyntaxError, ValueError):
        raise PictureRefused("图片打不开，可能只传了一半：重新截一张") from None
    sheet.thumbnail((_LONGEST, _LONGEST))
    return sheet


def _points(sheet: Any) -> Any:
    """As the engine wants them: blue, green, red."""
    return import_module("numpy").asarray(sheet)[:, :, ::-1]


def _corners(seen: Any) -> list[Any]:
    return [] if seen.boxes is None else list(seen.boxes)


def _lean(lines: Sequence[Any]) -> float:
    """整张斜多少度: the middle of what the long lines lean."""
    long = [one for one in lines if _is_long(one)]
    return median([_tilt(one) for one in long]) if long else 0.0


def _is_long(corners: Any) -> bool:
    wide, high = _sides(corners)
    return max(wide, high) > _WIDE * min(wide, high)


def _sides(corners: Any) -> tuple[float, float]:
    (left, top), (right, _), _, (under, bottom) = (tuple(map(float, one)) for one in corners)
    across = ((right - left) ** 2 + (float(corners[1][1]) - top) ** 2) ** 0.5
    down = ((under - left) ** 2 + (bottom - top) ** 2) ** 0.5
    return across, down


def _tilt(corners: Any) -> float:
    """斜多少度, from the nearer of level and upright: a line of a picture held sideways stands."""
    wide, high = _sides(corners)
    start, end = (corners[0], corners[1]) if wide >= high else (corners[0], corners[3])
    angle = degrees(atan2(float(end[1] - start[1]), float(end[0] - start[0])))
    return (angle + 45) % 90 - 45


def _around(corners: Any, width: int, height: int) -> Box:
    across = [float(one[0]) / width for one in corners]
    down = [float(one[1]) / height for one in corners]
    return Box(min(across), min(down), max(across), max(down))


def _within(box: Box, part: Box) -> Box:
    wide, high = part.right - part.left, part.bottom - part.top
    return Box(
        part.left + box.left * wide, part.top + box.top * high,
        part.left + box.right * wide, part.top + box.bottom * high,
    )  # fmt: skip


def _cut(sheet: Any, part: Box) -> Any:
    width, height = sheet.size
    edges = (part.left * width, part.top * height, part.right * width, part.bottom * height)
    cut = sheet.crop(tuple(round(one) for one in edges))
    larger = min(_ENLARGED, _LONGEST / max(cut.size))
    return cut.resize(tuple(max(1, round(one * larger)) for one in cut.size))


def _washed(cut: Any) -> Any:
    """洗白底: each point over the paper around it, so that shadows and grey watermarks go."""
    numpy, filters = import_module("numpy"), import_module("PIL.ImageFilter")
    pillow = import_module("PIL.Image")
    grey = cut.convert("L")
    small = grey.resize(tuple(max(1, one // 8) for one in grey.size))
    paper = small.filter(filters.MaxFilter(9)).filter(filters.GaussianBlur(4)).resize(grey.size)
    share = numpy.asarray(grey, float) / numpy.maximum(numpy.asarray(paper, float), 1.0)
    white = numpy.clip((share - _INK) / (_PAPER - _INK), 0.0, 1.0)
    return pillow.fromarray((white * 255).astype("uint8")).convert("RGB")
