"""边界图: GeoJSON in, lines that can be drawn out; limits, and the number of its review.

经审核批准的地图要标注审图号（地图管理条例，凭记忆，没有条文可核对）.
"""

import json
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

MOST_BYTES: Final = 4 * 1024 * 1024
MOST_SHAPES: Final = 200
MOST_POINTS: Final = 60_000
# 国家审的写 GS，省里审的写省的简称加 S.
_REVIEW: Final = re.compile(r"(?:GS[一-龥]?|[一-龥]S)\((?:19|20)\d{2}\)\d{1,5}号")
_CHINA: Final = ((73.0, 136.0), (3.0, 54.0))
_NEAREST: Final = 0.4
_FEWEST: Final = 4  # a triangle, closed
_PAIR: Final = 2


class BoundariesRefused(ValueError):
    """这份边界不能用: the message says why and what to do."""


@dataclass(frozen=True)
class Shape:
    """一块: a town's name or code as the file gives it, and its rings of (longitude, latitude)."""

    name: str
    code: str
    rings: tuple[tuple[tuple[float, float], ...], ...]


@dataclass(frozen=True)
class Drawn:
    """画好的一块: `path` for an SVG of the width and height of the whole; where its name goes."""

    name: str
    code: str
    path: str
    x: float
    y: float


@dataclass(frozen=True)
class Drawing:
    """画好的图."""

    width: int
    height: int
    shapes: tuple[Drawn, ...]


def review_number(written: str) -> str:
    """审图号: GS(2024)0650号, 陕S(2023)018号; BoundariesRefused when it is not one."""
    plain = "".join(written.split()).replace("（", "(").replace("）", ")")
    if not _REVIEW.fullmatch(plain):
        raise BoundariesRefused(
            "审图号写成 GS(2024)0650号 或 陕S(2023)018号：没有审图号的边界不能放上来"
        )
    return plain


def read_boundaries(content: bytes) -> tuple[Shape, ...]:
    """读 GeoJSON: a FeatureCollection of polygons, in longitude and latitude of China.

    Raises BoundariesRefused for anything else, and above 4 MB, 200 shapes or 60 000 points.
    """
    if len(content) > MOST_BYTES:
        raise BoundariesRefused("文件超过 4 MB：先把边界简化，再传一次")
    try:
        top = json.loads(content)
    except (ValueError, RecursionError):
        raise BoundariesRefused("不是 GeoJSON：从测绘部门给的数据里导出 GeoJSON") from None
    features = top.get("features") if isinstance(top, dict) else None
    if not isinstance(features, list) or top.get("type") != "FeatureCollection":
        raise BoundariesRefused("最外层要是 FeatureCollection：一个镇办一个 Feature")
    if not features or len(features) > MOST_SHAPES:
        raise BoundariesRefused(f"有 {len(features)} 块：要 1 到 {MOST_SHAPES} 块")
    shapes = tuple(_shape(one, number) for number, one in enumerate(features, 1))
    points = sum(len(ring) for shape in shapes for ring in shape.rings)
    if points > MOST_POINTS:
        raise BoundariesRefused(f"有 {points} 个点，多于 {MOST_POINTS}：先把边界简化")
    return shapes


def _shape(feature: Any, number: int) -> Shape:
    where = f"第 {number} 块"
    if not isinstance(feature, dict) or not isinstance(feature.get("geometry"), dict):
        raise BoundariesRefused(f"{where}没有 geometry")
    said = feature.get("properties")
    said = said if isinstance(said, dict) else {}
    name, code = _text(said, "name", "NAME", "名称"), _text(said, "code", "adcode", "代码")
    if not name and not code:
        raise BoundariesRefused(f"{where}没有 name 也没有 code：写明是哪个镇办")
    geometry = feature["geometry"]
    where, given = f"{where}（{name or code}）", geometry.get("coordinates")
    polygons = {"Polygon": [given], "MultiPolygon": given}.get(str(geometry.get("type")), "")
    if polygons == "":
        raise BoundariesRefused(f"{where}不是面：只收 Polygon 和 MultiPolygon")
    rings = tuple(_rings(polygons, where))
    return Shape(name[:40], code[:12], rings)


def _text(said: dict[str, Any], *names: str) -> str:
    return next((str(said[one]).strip() for one in names if said.get(one)), "")


def _rings(polygons: Any, where: str) -> Iterator[tuple[tuple[float, float], ...]]:
    if not isinstance(polygons, list) or not polygons:
        raise BoundariesRefused(f"{where}没有坐标")
    for polygon in polygons:
        if not isinstance(polygon, list) or not polygon:
            raise BoundariesRefused(f"{where}的坐标不成面")
        for ring in polygon:
            yield _ring(ring, where)


def _ring(ring: Any, where: str) -> tuple[tuple[float, float], ...]:
    if not isinstance(ring, list) or len(ring) < _FEWEST:
        raise BoundariesRefused(f"{where}有一圈不到四个点")
    points = tuple(_point(point, where) for point in ring)
    if points[0] != points[-1]:
        raise BoundariesRefused(f"{where}有一圈没有合上：首尾要是同一点")
    return points


def _point(point: Any, where: str) -> tuple[float, float]:
    numbers = point[:_PAIR] if isinstance(point, list) else ()
    if len(numbers) < _PAIR or not all(
        isinstance(one, int | float) and not isinstance(one, bool) and math.isfinite(one)
        for one in numbers
    ):
        raise BoundariesRefused(f"{where}有一个点不是两个数")
    for one, (least, most), word in zip(numbers, _CHINA, ("经度", "纬度"), strict=True):
        if not least <= one <= most:
            raise BoundariesRefused(
                f"{where}的{word} {one} 不在中国范围内：用经纬度（度），先经度后纬度"
            )
    return float(numbers[0]), float(numbers[1])


def draw(shapes: Sequence[Shape], width: int = 720) -> Drawing:
    """画出来: straight projection at the middle latitude; points nearer than half a dot drop."""
    every = [point for shape in shapes for ring in shape.rings for point in ring]
    left, right = min(x for x, _ in every), max(x for x, _ in every)
    low, high = min(y for _, y in every), max(y for _, y in every)
    squeeze = math.cos(math.radians((low + high) / 2))
    scale = width / max((right - left) * squeeze, 1e-9)
    height = min(max(1, math.ceil((high - low) * scale)), 4 * width)

    def place(point: tuple[float, float]) -> tuple[float, float]:
        return (point[0] - left) * squeeze * scale, (high - point[1]) * scale

    return Drawing(width, height, tuple(_drawn(shape, place) for shape in shapes))


def _drawn(shape: Shape, place: Any) -> Drawn:
    rings = [[place(point) for point in ring] for ring in shape.rings]
    longest = max(rings, key=len)
    x = sum(at for at, _ in longest) / len(longest)
    y = sum(at for _, at in longest) / len(longest)
    path = "".join(_line(ring) for ring in rings)
    return Drawn(shape.name, shape.code, path, round(x, 1), round(y, 1))


def _line(ring: Sequence[tuple[float, float]]) -> str:
    kept = [ring[0]]
    for at in ring[1:-1]:
        if math.dist(at, kept[-1]) >= _NEAREST:
            kept.append(at)
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in kept) + "Z"
