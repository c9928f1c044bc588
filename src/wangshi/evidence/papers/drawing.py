"""图里的条 (DrawingML): one pixel of colour, drawn as wide and as high as the bar is.

A pixel stays sharp at any size and needs no font; its words and numbers stand in cells beside it.
"""

import struct
import zlib
from typing import Final

from .content import Bar

DRAWING: Final = "http://schemas.openxmlformats.org/drawingml/2006"
SOLID, HOLLOW = "rIdSolid", "rIdHollow"
EMU_OF_TWENTIETH: Final = 635  # English metric units in a twentieth of a point
HEIGHT: Final = 114_300  # nine points
INSET: Final = 240  # twentieths of a point: the margins of the cell
SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"


def _pixel(red: int, green: int, blue: int) -> bytes:
    """一个像素的 PNG (ISO/IEC 15948): header, one row behind its filter byte, end."""
    head = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    row = zlib.compress(bytes((0, red, green, blue)), 9)
    return SIGNATURE + _chunk(b"IHDR", head) + _chunk(b"IDAT", row) + _chunk(b"IEND", b"")


def _chunk(kind: bytes, content: bytes) -> bytes:
    check = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)


PICTURES: Final = {SOLID: _pixel(0x1A, 0x56, 0xB8), HOLLOW: _pixel(0xC9, 0xD6, 0xEA)}


def drawn_bar(bar: Bar, width: int, number: int) -> str:
    """一条: nothing is drawn for nought; `width` in twentieths of a point, `number` its own."""
    long = round(max(0, width - INSET) * bar.share / 100) * EMU_OF_TWENTIETH
    if not long:
        return ""
    size = f'cx="{long}" cy="{HEIGHT}"'
    picture = HOLLOW if bar.hollow else SOLID
    name = f'id="{number}" name="{number}"'
    return (
        f'<w:drawing><wp:inline xmlns:wp="{DRAWING}/wordprocessingDrawing" '
        'distT="0" distB="0" distL="0" distR="0">'
        f"<wp:extent {size}/><wp:docPr {name}/>"
        f'<a:graphic xmlns:a="{DRAWING}/main"><a:graphicData uri="{DRAWING}/picture">'
        f'<pic:pic xmlns:pic="{DRAWING}/picture"><pic:nvPicPr><pic:cNvPr {name}/><pic:cNvPicPr/>'
        f'</pic:nvPicPr><pic:blipFill><a:blip r:embed="{picture}"/>'
        "<a:stretch><a:fillRect/></a:stretch></pic:blipFill>"
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing>"
    )
