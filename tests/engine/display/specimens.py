"""Licences drawn from invented rows, and what phones and shops do to pictures of them; seeded.

The two layouts are those in use since 2019: an enterprise has two columns, a sole trader one.
Every name is visibly invented, 样张 stands across each, and the emblem and the seal are left out.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from pathlib import Path
from random import Random
from typing import Final

import segno
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter, ImageFont

from wangshi.engine.identifiers import make_uscc

# fonts-noto-cjk, which scripts/system-packages installs for the tests.
FONT: Final = Path("/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc")
SIMPLIFIED: Final = 2
SIZE: Final = (1700, 1200)
INK: Final = (40, 36, 34)
PAPER: Final = (253, 251, 244)


@dataclass(frozen=True)
class Specimen:
    """What a drawn licence says, by item of law/display.yaml."""

    uscc: str
    name: str
    kind: str
    person: str
    address: str
    scope: str
    capital: str = ""

    @property
    def items(self) -> dict[str, str]:
        """What a reader should find."""
        said = {key: getattr(self, key) for key in ("uscc", "name", "kind", "person", "address")}
        return said | ({"capital": self.capital} if self.capital else {})


_HILLS: Final = ("青禾", "云麓", "拾光", "栖谷", "望川", "木棉", "晴耕", "溪桥", "禾下", "稻香")
_GOODS: Final = ("茶叶", "山货", "农产品", "食用菌", "蜂蜜", "手工艺品", "调味品", "服装")
_PEOPLE: Final = ("李示范", "王样例", "张虚构", "赵演示", "陈试填")


def invented(number: int) -> Specimen:
    """An invented licence; even numbers are enterprises, odd ones sole traders."""
    dice = Random(number)
    hill, goods = dice.choice(_HILLS), dice.choice(_GOODS)
    door = f"拾穗县甲木镇虚构街{dice.randint(1, 299)}号"
    scope = f"许可项目：食品销售。一般项目：{goods}销售；互联网销售（除销售需要许可的商品）"
    whole = number % 2 == 0
    name = f"拾穗县{hill}样例{goods}{'有限公司' if whole else '店'}"
    return Specimen(
        uscc=make_uscc("990101", number * 104_729 % 31**6),
        name=name,
        kind="有限责任公司（自然人独资）" if whole else "个体工商户",
        person=dice.choice(_PEOPLE),
        address=door + (f"{dice.randint(2, 9)}栋{dice.randint(101, 909)}室" if whole else ""),
        scope=scope,
        capital=f"{dice.choice(('壹佰', '伍拾', '叁佰'))}万元整" if whole else "",
    )


def draw(one: Specimen) -> Image.Image:
    """The licence as it is printed, upright and clean."""
    sheet = Image.new("RGB", SIZE, PAPER)
    pen = ImageDraw.Draw(sheet)
    pen.rectangle((40, 40, SIZE[0] - 40, SIZE[1] - 40), outline=(176, 148, 96), width=10)
    pen.text((SIZE[0] / 2, 190), "营 业 执 照", font=font(104), fill=INK, anchor="mm")
    pen.text((SIZE[0] / 2, 280), "（副 本）", font=font(40), fill=INK, anchor="mm")
    pen.text((150, 170), "统一社会信用代码", font=font(30), fill=INK)
    pen.text((150, 215), one.uscc, font=font(34), fill=INK)
    sheet.paste(_square(one), (1360, 110))
    pen.text(
        (1530, 130),
        "扫描二维码\n登录国家企业\n信用信息公示\n系统了解更多\n登记、备案、\n许可、监管信息",
        font=font(16),
        fill=INK,
    )
    (_two_columns if one.capital else _one_column)(pen, one)
    pen.text((1050, 960), "登记机关", font=font(38), fill=INK)
    pen.text((1250, 1030), "2024 年 05 月 18 日", font=font(34), fill=INK)
    pen.text(
        (80, 1110), "国家企业信用信息公示系统网址：http://www.gsxt.gov.cn", font=font(20), fill=INK
    )
    pen.text((1240, 1110), "国家市场监督管理总局监制", font=font(20), fill=INK)
    return sheet


def _two_columns(pen: ImageDraw.ImageDraw, one: Specimen) -> None:
    left = (
        ("名　　称", one.name),
        ("类　　型", one.kind),
        ("法定代表人", one.person),
        ("经营范围", one.scope),
    )
    right = (("注册资本", one.capital), ("成立日期", "2024年05月18日"), ("住　　所", one.address))
    _column(pen, left, at=(110, 400), wide=15)
    _column(pen, right, at=(980, 400), wide=14)


def _one_column(pen: ImageDraw.ImageDraw, one: Specimen) -> None:
    rows = (
        ("名　　称", one.name), ("类　　型", one.kind), ("经 营 者", one.person),
        ("经营场所", one.address), ("组成形式", "个人经营"), ("经营范围", one.scope),
    )  # fmt: skip
    _column(pen, rows, at=(180, 380), wide=28)


def _column(
    pen: ImageDraw.ImageDraw, rows: tuple[tuple[str, str], ...], *, at: tuple[int, int], wide: int
) -> None:
    left, top = at
    for label, value in rows:
        pen.text((left, top), label, font=font(34), fill=(120, 96, 52))
        lines = [value[start : start + wide] for start in range(0, len(value), wide)]
        pen.text((left + 210, top), "\n".join(lines), font=font(36), fill=INK, spacing=14)
        top += 40 + 54 * len(lines)


def _square(one: Specimen) -> Image.Image:
    drawn = BytesIO()
    segno.make(f"https://zzlz.gsxt.gov.cn/{one.uscc}").save(drawn, kind="png", scale=4, border=2)
    return Image.open(drawn).convert("RGB").resize((150, 150))


@cache
def font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FONT), size, index=SIMPLIFIED)


Distortion = Callable[[Image.Image, Random], Image.Image]


def _clean(sheet: Image.Image, _dice: Random) -> Image.Image:
    return sheet


def _turned(sheet: Image.Image, dice: Random) -> Image.Image:
    angle = dice.choice((-1, 1)) * dice.uniform(2, 6)
    return sheet.rotate(angle, Image.Resampling.BICUBIC, expand=True, fillcolor=(96, 92, 88))


def _blurred(sheet: Image.Image, dice: Random) -> Image.Image:
    return sheet.filter(ImageFilter.GaussianBlur(dice.uniform(1.5, 2.5)))


def _watermarked(sheet: Image.Image, dice: Random) -> Image.Image:
    """仅限某平台使用, again and again across the whole sheet, half transparent."""
    words = Image.new("RGBA", (SIZE[0] * 2, SIZE[1] * 2))
    pen = ImageDraw.Draw(words)
    for top in range(0, words.height, 230):
        for left in range(-(top // 3) % 640 - 640, words.width, 640):
            pen.text((left, top), "仅限橙集商城开店使用", font=font(52), fill=(120, 120, 130, 110))
    turned = words.rotate(dice.uniform(20, 35))
    at = ((turned.width - sheet.width) // 2, (turned.height - sheet.height) // 2)
    cut = turned.crop((*at, at[0] + sheet.width, at[1] + sheet.height))
    return Image.alpha_composite(sheet.convert("RGBA"), cut).convert("RGB")


def _shadowed(sheet: Image.Image, dice: Random) -> Image.Image:
    """A hand and a phone between the lamp and the paper: a dark slope with a soft edge."""
    mask = Image.new("L", sheet.size, 255)
    edge = dice.uniform(0.35, 0.65) * sheet.width
    ImageDraw.Draw(mask).polygon(
        [(0, 0), (edge, 0), (edge * 1.4, sheet.height), (0, sheet.height)], fill=95
    )
    soft = mask.filter(ImageFilter.GaussianBlur(60))
    return Image.composite(sheet, Image.new("RGB", sheet.size, (24, 22, 20)), soft)


def _small(sheet: Image.Image, _dice: Random) -> Image.Image:
    return sheet.resize((680, 480), Image.Resampling.BILINEAR)


def _pressed(sheet: Image.Image, _dice: Random) -> Image.Image:
    kept = BytesIO()
    sheet.resize((850, 600), Image.Resampling.BILINEAR).save(kept, "JPEG", quality=35)
    return Image.open(kept).convert("RGB")


def _dark(sheet: Image.Image, dice: Random) -> Image.Image:
    noise = Image.effect_noise(sheet.size, 48).convert("RGB")
    dim = ImageEnhance.Brightness(sheet).enhance(dice.uniform(0.4, 0.55))
    return Image.blend(dim, noise, 0.18)


def _upside_down(sheet: Image.Image, _dice: Random) -> Image.Image:
    return sheet.transpose(Image.Transpose.ROTATE_180)


def _sideways(sheet: Image.Image, dice: Random) -> Image.Image:
    return sheet.transpose(dice.choice((Image.Transpose.ROTATE_90, Image.Transpose.ROTATE_270)))


def _slanted(sheet: Image.Image, dice: Random) -> Image.Image:
    """Photographed from one side: the far edge is shorter."""
    width, height = sheet.size
    near, lean = dice.uniform(0.04, 0.09) * height, dice.uniform(0.0, 0.04) * width
    corners = (-lean, 0, 0, height, width, height + near, width + lean, -near)
    return sheet.transform(
        sheet.size, Image.Transform.QUAD, corners, Image.Resampling.BICUBIC, fillcolor=(96, 92, 88)
    )


DISTORTIONS: Final[dict[str, Distortion]] = {
    "clean": _clean,
    "turned": _turned,
    "slanted": _slanted,
    "blurred": _blurred,
    "watermark": _watermarked,
    "shadow": _shadowed,
    "dark, noisy": _dark,
    "small": _small,
    "pressed": _pressed,
    "upside down": _upside_down,
    "sideways": _sideways,
}


def photographed(one: Specimen, distortion: str, *, seed: int = 0) -> bytes:
    """A JPEG of the licence under one distortion."""
    picture = DISTORTIONS[distortion](draw(one), Random(f"{one.uscc}{distortion}{seed}"))
    kept = BytesIO()
    picture.save(kept, "JPEG", quality=85)
    return kept.getvalue()
