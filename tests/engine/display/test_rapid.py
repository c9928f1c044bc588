"""真的认字程序: one drawn licence upside down, a page that is none, and an empty sheet."""

from datetime import date
from io import BytesIO
from random import Random

import pytest
from PIL import Image, ImageDraw

from wangshi.engine.display import rapid
from wangshi.engine.display.pictures import PictureRefused
from wangshi.engine.display.recognising import read_licence
from wangshi.engine.names import fold_name

from .specimens import DISTORTIONS, draw, font, invented

pytestmark = [
    pytest.mark.once,
    pytest.mark.skipif(not rapid.has_recogniser(), reason="没有装 rapidocr：make setup-ocr"),
]
ON = date(2026, 11, 23)


def png(picture: Image.Image) -> bytes:
    kept = BytesIO()
    picture.save(kept, "PNG")
    return kept.getvalue()


def test_a_small_licence_held_upside_down_is_read_whole():
    one = invented(1)
    # Without its edges and its scope: half the lines, a third of the time.
    middle = draw(one).crop((120, 150, 1_120, 740)).resize((600, 354))
    picture = png(DISTORTIONS["upside down"](middle, Random(1)))
    read = read_licence(picture, rapid.standing_recogniser(), on=ON)
    assert {key: fold_name(read.values[key]) for key in one.items} == {
        key: fold_name(value) for key, value in one.items.items()
    }


@pytest.mark.parametrize(
    ("words", "said"), [("样例茶铺今日上新", "没有营业执照的代码和项目"), ("", "没有认出字")]
)
def test_what_is_no_licence_says_what_to_do(words, said):
    sheet = Image.new("RGB", (320, 80), "white")
    ImageDraw.Draw(sheet).text((20, 20), words, font=font(30), fill="black")
    with pytest.raises(PictureRefused, match=said):
        read_licence(png(sheet), rapid.standing_recogniser(), on=ON)


def test_where_it_is_not_installed_the_officer_is_told(monkeypatch):
    monkeypatch.setattr(rapid, "find_spec", lambda _name: None)
    rapid.standing_recogniser.cache_clear()
    with pytest.raises(PictureRefused, match="没有装认字的程序"):
        rapid.standing_recogniser()
