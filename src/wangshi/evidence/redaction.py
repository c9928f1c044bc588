"""遮盖: a picture or a text in, the same with what was named made unreadable, nothing underneath.

Pictures are decoded and written anew as PNG: no layer, thumbnail or place of taking comes along.
"""

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PIL import Image, ImageDraw, UnidentifiedImageError

MOST_PIXELS: Final = 60_000_000
MOST_TEXT: Final = 2 * 1024 * 1024
FORMATS: Final = ("PNG", "JPEG")
BLACK: Final = (0, 0, 0)
COVER: Final = "█████"
SIDES: Final = 4
_LINE: Final = re.compile(r"\s*(\d{1,6})[,，\s]+(\d{1,6})[,，\s]+(\d{1,6})[,，\s]+(\d{1,6})\s*")


class CannotMask(ValueError):
    """遮不了: the message says why and what to do instead."""


@dataclass(frozen=True)
class Box:
    """一块: left, top, width and height in pixels of the original picture."""

    left: int
    top: int
    width: int
    height: int

    def as_list(self) -> list[int]:
        """四个数."""
        return [self.left, self.top, self.width, self.height]


def read_boxes(text: str) -> tuple[Box, ...]:
    """读要遮的块: one a line, four numbers; CannotMask names the line that is no box."""
    boxes = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        found = _LINE.fullmatch(line)
        sides = [int(side) for side in found.groups()] if found else []
        if len(sides) != SIDES or not (sides[2] and sides[3]):
            raise CannotMask(f"第 {number} 行要写四个数：左、上、宽、高，比如 120,80,300,40")
        boxes.append(Box(*sides))
    if not boxes:
        raise CannotMask("还没有标要遮的地方：在图上拖一块，或者在下面写四个数")
    return tuple(boxes)


def size_of(picture: bytes) -> tuple[int, int]:
    """图的宽和高; CannotMask for what is no picture of ours or far too large."""
    with _opened(picture) as image:
        return int(image.width), int(image.height)


def mask_picture(picture: bytes, boxes: Sequence[Box]) -> bytes:
    """遮图: every box is filled with black; a box outside the picture is refused."""
    with _opened(picture) as image:
        drawn = image.convert("RGB")
    for box in boxes:
        if box.left >= drawn.width or box.top >= drawn.height:
            raise CannotMask(f"{box.as_list()} 在图的外面：图宽 {drawn.width}，高 {drawn.height}")
        right = min(box.left + box.width, drawn.width) - 1
        bottom = min(box.top + box.height, drawn.height) - 1
        ImageDraw.Draw(drawn).rectangle((box.left, box.top, right, bottom), fill=BLACK)
    out = io.BytesIO()
    drawn.save(out, format="PNG")
    return out.getvalue()


def mask_text(content: bytes, words: Sequence[str]) -> bytes:
    """遮文字: every place where one of the words stands, all covers of one length."""
    text = read_text(content)
    wanted = sorted({word.strip() for word in words if word.strip()}, key=len, reverse=True)
    if not wanted:
        raise CannotMask("还没有写要遮的字：一行写一处，比如一个电话号码")
    absent = [word for word in wanted if word not in text]
    if absent:
        raise CannotMask(f"文里没有“{absent[0]}”：照原文一字不差地写")
    pattern = re.compile("|".join(re.escape(word) for word in wanted))
    return pattern.sub(COVER, text).encode()


def read_text(content: bytes) -> str:
    """读文字: UTF-8 or GB 18030."""
    if len(content) > MOST_TEXT:
        raise CannotMask("这份文字超过 2 MB：截出要公开的一段，另存再传")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise CannotMask("读不出文字：另存为 UTF-8 再传")


def _opened(picture: bytes) -> Image.Image:
    try:
        image = Image.open(io.BytesIO(picture), formats=FORMATS)
        if image.width * image.height > MOST_PIXELS:
            raise CannotMask("这张图太大：裁出要公开的一块，另存再传")
        image.load()
    except (UnidentifiedImageError, OSError, SyntaxError, Image.DecompressionBombError):
        raise CannotMask("这张图打不开：文件坏了，或者不是 PNG、JPG") from None
    return image
