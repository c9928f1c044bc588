"""图片: measured by its header alone, refused before it is unpacked."""

import struct
import sys
from io import BytesIO

import pytest
import segno

from wangshi.engine.display.pictures import (
    PictureRefused,
    is_picture,
    picture_size,
    read_codes,
    require_readable,
)

PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"


def png(width: int, height: int) -> bytes:
    return PNG + struct.pack(">II", width, height) + b"\x08\x02\0\0\0"


def jpeg(width: int, height: int) -> bytes:
    size = struct.pack(">HHBHHB", 0xFFC0, 11, 8, height, width, 1) + b"\x01\x11\x00"
    return b"\xff\xd8\xff\xe0\x00\x04ab" + size


@pytest.mark.parametrize(
    ("content", "size"),
    [
        (png(800, 600), (800, 600)),
        (jpeg(800, 600), (800, 600)),
        (b"GIF89a" + struct.pack("<HH", 800, 600), (800, 600)),
    ],
    ids=["png", "jpeg", "gif"],
)
def test_a_size_is_read_from_the_header(content, size):
    assert is_picture(content)
    assert picture_size(content) == size


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (png(50_000, 50_000), "50000×50000 像素"),
        (png(10_000, 10_000), "10000×10000 像素"),
        (jpeg(50_000, 10), "50000×10 像素"),
        (png(0, 10), "没有宽或者高"),
        (PNG, "开头坏了"),
        (b"\xff\xd8\xff", "开头坏了"),
        (b"\xff\xd8\xff\xe0\xff\xff", "开头坏了"),
        (b"\xff\xd8\xff\xe0\x00\x04ab\x00\x00", "开头坏了"),
        (b"<html>", "不是 PNG"),
        (b"", "不是 PNG"),
    ],
    ids=lambda value: value[:8].hex() if isinstance(value, bytes) else value,
)
def test_a_bomb_and_what_is_no_picture_are_refused_unopened(content, said):
    with pytest.raises(PictureRefused, match=said):
        require_readable(content)
    with pytest.raises(PictureRefused, match=said):
        read_codes(content)


def test_without_a_reader_the_officer_is_told_what_to_do(monkeypatch):
    monkeypatch.setitem(sys.modules, "zxingcpp", None)
    with pytest.raises(PictureRefused, match="用手机扫出网址"):
        read_codes(png(800, 600))


def test_a_code_is_read():
    drawn = BytesIO()
    segno.make("https://zzlz.gsxt.gov.cn/x").save(drawn, kind="png", scale=6, border=4)
    assert read_codes(drawn.getvalue()) == ("https://zzlz.gsxt.gov.cn/x",)
    with pytest.raises(PictureRefused, match="打不开"):
        read_codes(drawn.getvalue()[:40])
