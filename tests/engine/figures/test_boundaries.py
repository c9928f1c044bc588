"""Boundaries: polygons of China in, paths out; anything else is refused in words."""

import json

import pytest

from wangshi.engine.figures import BoundariesRefused, draw, read_boundaries, review_number
from wangshi.engine.figures.boundaries import MOST_BYTES

SQUARE = [[106.0, 33.0], [106.2, 33.0], [106.2, 33.2], [106.0, 33.2], [106.0, 33.0]]


def feature(coordinates=None, kind="Polygon", **said):
    return {
        "type": "Feature",
        "properties": said or {"name": "甲木镇"},
        "geometry": {"type": kind, "coordinates": [SQUARE] if coordinates is None else coordinates},
    }


def collection(*features) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": list(features)}).encode()


def test_polygons_become_paths_that_fit_the_drawing():
    shapes = read_boundaries(
        collection(feature(), feature([[SQUARE]], "MultiPolygon", code="990101002"))
    )
    drawing = draw(shapes, width=200)
    assert [shape.name for shape in drawing.shapes] == ["甲木镇", ""]
    assert drawing.shapes[0].path.startswith("M0.0 238.")
    assert drawing.shapes[0].path.endswith("Z")
    assert (drawing.width, drawing.height) == (200, 239)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"not json", "不是 GeoJSON"),
        (b"[" * 100_000, "不是 GeoJSON"),
        (b"{}", "FeatureCollection"),
        (collection(), "有 0 块"),
        (collection(*[feature()] * 201), "有 201 块"),
        (collection({"type": "Feature"}), "没有 geometry"),
        (collection(feature(other="x")), "没有 name 也没有 code"),
        (collection(feature([106, 33], "Point")), "不是面"),
        (collection(feature([[[106, 33], [107, 33], [106, 33]]])), "不到四个点"),
        (collection(feature([SQUARE[:4]])), "没有合上"),
        (collection(feature([[*SQUARE[:3], ["x", 1], SQUARE[0]]])), "不是两个数"),
        (collection(feature([[*SQUARE[:3], [True, 33], SQUARE[0]]])), "不是两个数"),
        (collection(feature([[[33, 106]] * 5])), "先经度后纬度"),
        (collection(feature("x")), "坐标不成面"),
        (collection(feature([])), "不成面"),
        (collection(feature([], "MultiPolygon")), "没有坐标"),
        (collection(feature([SQUARE * 13_000])), "先把边界简化"),
        (b" " * (MOST_BYTES + 1), "超过 4 MB"),
    ],
    ids=range(18),
)
def test_what_cannot_be_drawn_is_refused(content, words):
    with pytest.raises(BoundariesRefused, match=words):
        read_boundaries(content)


@pytest.mark.parametrize(
    ("written", "plain"),
    [("GS(2024)0650号", "GS(2024)0650号"), ("陕S（2023）018 号", "陕S(2023)018号")],
)
def test_a_review_number_is_read(written, plain):
    assert review_number(written) == plain


@pytest.mark.parametrize("written", ["", "无", "2024-0650", "GS2024 0650", "GS(2024)号"])
def test_without_a_review_number_there_is_no_map(written):
    with pytest.raises(BoundariesRefused, match="审图号"):
        review_number(written)
