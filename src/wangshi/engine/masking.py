"""遮名: what of a decision is covered before it is published, and why; the text keeps its shape."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

LONG_SURNAMES: Final = (
    "欧阳", "司马", "上官", "诸葛", "东方", "尉迟", "公孙", "慕容", "令狐", "皇甫", "司徒", "端木",
)  # fmt: skip
_MAIL: Final = r"[A-Za-z0-9_.+-]{1,64}@[A-Za-z0-9-]{1,64}\.[A-Za-z0-9.]{2,64}"
# A credit code of figures only begins with 9: it is public and stays.
_CARD: Final = r"(?<![0-9A-Za-z])(?!9\d{17}(?!\d))\d(?:[ -]?\d){15,18}(?![0-9A-Za-z])"
PATTERNS: Final = (
    ("证件号码", re.compile(r"(?<![0-9A-Za-z])[1-8]\d{16}[\dXx](?![0-9A-Za-z])"), "〔证件号略〕"),
    ("电子邮箱", re.compile(_MAIL), "〔邮箱略〕"),
    ("银行账号", re.compile(_CARD), "〔账号略〕"),
    ("手机号码", re.compile(r"(?<!\d)1[3-9]\d(?:[ -]?\d{4}){2}(?!\d)"), "〔电话略〕"),
    ("固定电话", re.compile(r"(?<!\d)0\d{2,3}[- ]?\d{7,8}(?!\d)"), "〔电话略〕"),
)
_ROAD: Final = re.compile(
    r"(?P<place>[\u4e00-\u9fff]{1,12}(?:省|市|县|区|镇|乡|街道))"
    r"[\u4e00-\u9fff]{1,12}(?:路|街|巷|村|组|小区|社区|花园)"
    r"[\u4e00-\u9fff0-9A-Za-z -]{0,14}(?:号楼?|室|栋|单元|组|户)"
)
ADDRESS: Final = "住址"


@dataclass(frozen=True)
class Cover:
    """遮掉的一处: code points `start` up to but not including `end`, what stands there instead."""

    start: int
    end: int
    why: str
    instead: str


@dataclass(frozen=True)
class Masked:
    """遮过的文字: and what was covered, in places of the text before."""

    text: str
    covers: tuple[Cover, ...]


def mask(
    text: str, *, names: Iterable[str] = (), words: Iterable[str] = (), addresses: bool = True
) -> Masked:
    """遮名: natural persons by their surname, numbers and homes wholly, and what a person adds.

    `names` are natural persons, `words` whatever else is to go; `addresses` covers what follows
    the town. The longest of two covers that overlap stands. Shape: code points in, code points out.
    """
    found = [
        Cover(at.start(), at.end(), why, instead)
        for why, pattern, instead in PATTERNS
        for at in pattern.finditer(text)
    ]
    if addresses:
        found += [
            Cover(at.end("place"), at.end(), ADDRESS, "〔住址略〕") for at in _ROAD.finditer(text)
        ]
    found += [one for name in names for one in _each(text, name.strip(), "姓名", masked_name(name))]
    found += [one for word in words for one in _each(text, word.strip(), "另外遮的", "〔略〕")]
    covers = _apart(found)
    return Masked(_covered(text, covers), covers)


def masked_name(name: str) -> str:
    """某: the surname and 某, 欧阳某; two of one surname are told apart by people."""
    name = name.strip()
    long = next((one for one in LONG_SURNAMES if name.startswith(one) and len(name) > len(one)), "")
    return f"{long or name[:1]}某"


def _each(text: str, word: str, why: str, instead: str) -> list[Cover]:
    if not word or word == instead:
        return []
    found = re.finditer(re.escape(word), text)
    return [Cover(at.start(), at.end(), why, instead) for at in found]


def _apart(found: Sequence[Cover]) -> tuple[Cover, ...]:
    kept: list[Cover] = []
    for one in sorted(found, key=lambda each: (each.start, -each.end)):
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
        elif one.end > kept[-1].end:
            last = kept[-1]
            kept[-1] = Cover(last.start, one.end, last.why, last.instead)
    return tuple(kept)


def _covered(text: str, covers: Sequence[Cover]) -> str:
    parts, at = [], 0
    for one in covers:
        parts += [text[at : one.start], one.instead]
        at = one.end
    return "".join([*parts, text[at:]])
