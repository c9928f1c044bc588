"""指纹: by what a result is known again when the same item is screened another day."""

import hashlib

from wangshi.engine.screening.folding import fold
from wangshi.engine.screening.screener import Hit, Item

IDENTITY = "wangshiItemAndRule/v1"
WORDS = "wangshiWords/v1"


def identity(item: Item, hit: Hit) -> str:
    """是不是同一条: an item has at most one hit of a rule, wherever its words now stand."""
    return _digest(item.id, hit.rule)


def words(item: Item, hit: Hit) -> str:
    """说的还是不是那几个字: the marked words, folded, in their order."""
    body = item.body
    return _digest(*(fold(body[start:end]).text for start, end in hit.spans))


def _digest(*parts: str) -> str:
    joined = "\x1f".join(parts)
    return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()
