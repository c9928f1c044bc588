"""名称: folded for comparing, cut into pairs of characters for finding."""

import re
import unicodedata
from typing import Final

_DIVISION: Final = re.compile(r"^[^省市县区镇乡]{2,8}?(?:省|市|自治区|县|区|镇|乡|街道)")
_ENDINGS: Final = (
    "有限责任公司",
    "股份有限公司",
    "有限公司",
    "专业合作社",
    "个体工商户",
    "分公司",
    "合作社",
    "旗舰店",
    "专卖店",
    "专营店",
    "经营部",
    "门市部",
    "服务部",
    "经销部",
    "官方",
    "公司",
    "商行",
    "中心",
    "店",
)
_SHORTEST_TRADE_NAME: Final = 2


def fold_name(text: str) -> str:
    """折叠: one width, one case, letters and figures only; what two spellings share.

    Characters that fonts of one office drew themselves (private use) stay.
    """
    plain = unicodedata.normalize("NFKC", text).casefold()
    return "".join(char for char in plain if char.isalnum() or unicodedata.category(char) == "Co")


def name_pairs(name: str) -> str:
    """二字索引: the first character, then every two neighbours, with spaces between.

    A text is part of a name exactly when its pairs, so joined, are part of the name's pairs.
    """
    folded = fold_name(name)
    return " ".join((folded[:1], *neighbours(folded))) if folded else ""


def asked_pairs(text: str) -> tuple[str, ...]:
    """要找的二字: every two neighbours of what was typed; one character alone stands for itself."""
    folded = fold_name(text)
    return neighbours(folded) or ((folded,) if folded else ())


def neighbours(folded: str) -> tuple[str, ...]:
    """相邻二字: in their order, repeats kept."""
    return tuple(folded[at : at + 2] for at in range(len(folded) - 1))


def trade_name(name: str) -> str:
    """字号: the folded name without leading divisions, brackets and the form of the firm.

    Never shorter than two characters: rather the whole name than a stump.
    """
    whole = fold_name(re.sub(r"[(（【].*?[)）】]", "", name)) or fold_name(name)
    bare = whole
    while (cut := _DIVISION.match(bare)) and len(bare) - cut.end() >= _SHORTEST_TRADE_NAME:
        bare = bare[cut.end() :]
    for ending in _ENDINGS:
        if bare.endswith(ending) and len(bare) - len(ending) >= _SHORTEST_TRADE_NAME:
            bare = bare.removesuffix(ending)
            break
    return bare or whole


def shared_pairs(first: str, second: str) -> float:
    """相同二字的比例: of all pairs of the two folded names, the share that both have (0 to 1)."""
    one, other = set(neighbours(first)), set(neighbours(second))
    return len(one & other) / len(one | other) if one and other else 0.0
