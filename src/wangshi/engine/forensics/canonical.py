"""规范写法: one value, one sequence of bytes; what is signed can be written only one way.

The form is RFC 8785 (JCS) narrowed so that no two languages can differ over it: objects with ASCII
keys sorted by code point, arrays, strings, whole numbers up to 2^53 - 1 in size, true, false and
null; no fractions, no exponent; no blanks; UTF-8 without a byte order mark; in strings only the
escapes JSON demands, in their short form.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

Json: TypeAlias = "bool | int | str | Sequence[Json] | Mapping[str, Json] | None"

MOST = 2**53 - 1
DEPTH = 32
LIMIT = 64 << 20


class NotCanonical(ValueError):
    """不是规范写法: the message says what is wrong, in Chinese."""


def canonical(value: Json) -> bytes:
    """写成规范写法: the one spelling of `value`, in UTF-8.

    Raises NotCanonical for a fraction, a number past 2^53 - 1, a key that is not ASCII, a lone
    surrogate, or a value nested deeper than 32.
    """
    _refuse_unwritable(value, 0)
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError:
        raise NotCanonical("文字里有写不成 UTF-8 的字符") from None


def read_canonical(raw: bytes) -> Json:
    """读规范写法: the value, when `raw` is exactly what `canonical` would write for it."""
    if len(raw) > LIMIT:
        raise NotCanonical(f"超过 {LIMIT >> 20} MB")
    try:
        value: Json = json.loads(raw.decode("utf-8"), parse_float=_refuse, parse_constant=_refuse)
    except NotCanonical:
        raise
    except UnicodeDecodeError as fault:
        raise NotCanonical(f"偏移 {fault.start} 处不是 UTF-8") from None
    except json.JSONDecodeError as fault:
        raise NotCanonical(f"第 {fault.pos} 个字起不是 JSON") from None
    except (RecursionError, ValueError):
        raise NotCanonical("嵌套太深或者数字太长") from None
    if canonical(value) != raw:
        raise NotCanonical("不是规范写法：键的次序、空格、重复的键或者转义与规定不同")
    return value


def _refuse(text: str) -> Json:
    raise NotCanonical(f"只能写整数，不能写 {text[:20]}")


def _refuse_unwritable(value: Json, depth: int) -> None:
    if depth > DEPTH:
        raise NotCanonical(f"嵌套超过 {DEPTH} 层")
    below: Iterable[Json] = ()
    if isinstance(value, Mapping):
        _refuse_keys(value)
        below = value.values()
    elif isinstance(value, list | tuple):
        below = value
    elif not isinstance(value, str | int | None):
        raise NotCanonical(f"写不了 {type(value).__name__}")
    elif isinstance(value, int) and abs(value) > MOST:
        raise NotCanonical(f"数字太大：{value}")
    for one in below:
        _refuse_unwritable(one, depth + 1)


def _refuse_keys(value: Mapping[str, Json]) -> None:
    wrong = [key for key in value if not isinstance(key, str) or not key.isascii()]
    if wrong:
        raise NotCanonical(f"键只能用 ASCII：{wrong[0]}")
