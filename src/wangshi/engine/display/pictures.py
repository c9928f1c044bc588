"""图片里的二维码: what a code leads to; a picture too large to unpack is refused unopened.

The reader comes with the site (zxing-cpp and Pillow); where the engine stands alone, `read_codes`
says so in words.
"""

import struct
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from io import BytesIO
from typing import Any, Final

LONGEST_SIDE: Final = 12_000
MOST_PIXELS: Final = 50_000_000
MOST_CODES: Final = 20
_PNG, _JPEG, _GIF = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF8"
# Frame headers of JPEG carry the size; C4, C8 and CC are tables and extensions.
_FRAMES: Final = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_MARK: Final = 0xFF
_BARE: Final = frozenset((0x01, *range(0xD0, 0xD9)))


class PictureRefused(ValueError):
    """这张图不能读: the message says what to do instead."""


def is_picture(content: bytes) -> bool:
    """是图片: by its first bytes, whatever its name says."""
    return content.startswith((_PNG, _JPEG, _GIF))


def picture_size(content: bytes) -> tuple[int, int]:
    """宽和高, in pixels, out of the header alone: nothing is unpacked. Raises PictureRefused."""
    try:
        if content.startswith(_PNG):
            width, height = struct.unpack(">II", content[16:24])
        elif content.startswith(_GIF):
            width, height = struct.unpack("<HH", content[6:10])
        elif content.startswith(_JPEG):
            height, width = _jpeg_size(content)
        else:
            raise PictureRefused("这不是 PNG、JPG、GIF 图片：截图另存为 PNG 再选")
    except (struct.error, IndexError):
        raise PictureRefused("图片的开头坏了，读不出大小：重新截一张") from None
    return width, height


def require_readable(content: bytes) -> None:
    """能打开的图片: PictureRefused when it would unpack to more than the machine should hold."""
    width, height = picture_size(content)
    if not (width and height):
        raise PictureRefused("图片没有宽或者高：重新截一张")
    if max(width, height) > LONGEST_SIDE or width * height > MOST_PIXELS:
        raise PictureRefused(
            f"图片有 {width}×{height} 像素，最大 {LONGEST_SIDE} 像素见方：只截二维码那一块"
        )


def read_codes(content: bytes) -> tuple[str, ...]:
    """二维码里写的, at most MOST_CODES of them. Raises PictureRefused."""
    require_readable(content)
    decode = _decoder()
    if decode is None:
        raise PictureRefused("这套系统没有装读二维码的程序：用手机扫出网址，填到“亮照系统的链接”")
    found = tuple(dict.fromkeys(decode(content)))[:MOST_CODES]
    if not found:
        raise PictureRefused("图里没有找到二维码：只截二维码那一块，截清楚一点")
    return found


def _jpeg_size(content: bytes) -> tuple[int, int]:
    at = 2
    while True:
        if content[at] != _MARK:
            raise PictureRefused("图片的开头坏了，读不出大小：重新截一张")
        mark = content[at + 1]
        if mark in _FRAMES:
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return height, width
        length = 0 if mark in _BARE else struct.unpack(">H", content[at + 2 : at + 4])[0]
        at += 1 if mark == _MARK else 2 + length


def _decoder() -> Callable[[bytes], list[str]] | None:
    if find_spec("zxingcpp") is None or find_spec("PIL") is None:
        return None
    reader, pillow = import_module("zxingcpp"), import_module("PIL.Image")

    def decode(content: bytes) -> list[str]:
        return [str(one.text) for one in reader.read_barcodes(_opened(pillow, content)) if one.text]

    return decode


def _opened(pillow: Any, content: bytes) -> Any:
    try:
        with pillow.open(BytesIO(content)) as picture:
            return picture.convert("L")
    except (OSError, SyntaxError, ValueError):
        raise PictureRefused("图片打不开，可能只传了一半：重新截一张") from None
