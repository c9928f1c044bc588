"""专题名录的四张表: what is kept of an entry of each theme, and where a value may come from."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Theme(StrEnum):
    """四张名录: 方案四（二）4."""

    TRAVEL = "travel"
    FARM = "farm"
    CRAFT = "craft"
    SOUVENIR = "souvenir"


class ValueSource(StrEnum):
    """从哪里来的."""

    REPORT = "report"
    PLATFORM = "platform"
    FIELD = "field"
    REGISTER = "register"
    OTHER = "other"


@dataclass(frozen=True)
class ThemeField:
    """名录的一项: a number is stored as it is written, without its unit."""

    key: str
    title: str
    is_number: bool = False


THEME_TITLES: Final = {
    Theme.TRAVEL: "在线旅游",
    Theme.FARM: "特色农产品",
    Theme.CRAFT: "特色工业产品",
    Theme.SOUVENIR: "特色旅游商品",
}
SOURCE_TITLES: Final = {
    ValueSource.REPORT: "单位报送",
    ValueSource.PLATFORM: "平台给的名单",
    ValueSource.FIELD: "实地走访",
    ValueSource.REGISTER: "登记、许可名录",
    ValueSource.OTHER: "别的来源",
}
_ONLINE: Final = (
    ThemeField("online", "网上店铺、账号"),
    ThemeField("online_sales", "年网络销售额（万元）", is_number=True),
    ThemeField("staff", "从业人数", is_number=True),
)
_BRAND: Final = (
    ThemeField("brand", "品牌"),
    ThemeField("brand_number", "商标注册号、地理标志号"),
    ThemeField("standard", "认证、执行标准"),
)
_GOODS: Final = (*_BRAND, *_ONLINE, ThemeField("output", "年产量"))
THEME_FIELDS: Final[dict[Theme, tuple[ThemeField, ...]]] = {
    Theme.TRAVEL: (
        ThemeField("permit", "许可证号"),
        *_ONLINE,
        ThemeField("beds", "床位", is_number=True),
        ThemeField("visitors", "年接待人次", is_number=True),
    ),
    Theme.FARM: _GOODS,
    Theme.CRAFT: _GOODS,
    Theme.SOUVENIR: _GOODS,
}


def field_of(theme: Theme, key: str) -> ThemeField:
    """一项: KeyError for one the theme does not keep."""
    found = {one.key: one for one in THEME_FIELDS[theme]}
    return found[key]
