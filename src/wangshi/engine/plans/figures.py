"""数字: the targets a plan sets and how often it wants things done."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from wangshi.engine.numerals import NotANumeral, numeral_to_int

from .tree import Cadence, Phrase, Target

_MONEY = "亿元|万元|元"
_COUNT = "户|家|名|个|件|人|场|期|次|站|所|条|款|项"
_REACH = "突破|超过|达到|达|不低于|不少于|以上"
_FIGURE = re.compile(
    rf"^(?P<before>.*?)(?P<reach>{_REACH})?(?P<value>\d+(?:\.\d+)?)(?P<unit>{_MONEY}|{_COUNT}|%)(?:以上|左右)?$"
)
_GROWTH = re.compile(
    r"^(?:同比)?(?:增长|增幅|增加)(?:达到?|不低于)?(\d+(?:\.\d+)?)%(?:以上|左右)?$"
)
_BY = re.compile(r"^(?:力争)?(?:到|在)?(\d{4})年(底|末|内|(\d{1,2})月(?:底|末)?)(?:前|,)?")
_VERB = re.compile(
    r"^(?:力争|计划|全县|全市|每年|年内)*(?:培育|打造|培养|建成|新建|建设|新增|引进|引入|创建|发展|扶持|纳入|完成|举办|开展|认定|孵化|培训|组织)"
)
_CADENCE = re.compile(
    r"(?P<often>不定期|定期|每(?:半)?[年月周日季]度?|经常性)(?P<verb>[^，,。;；\d一二两三四五六七八九十]{0,6})"
    r"(?:(?P<least>[一二两三四五六七八九十]|\d+)(?:(?:至|到|-)(?P<most>[一二两三四五六七八九十]|\d+))?(?P<unit>次|期|场|回))?"
)


def targets_in(phrases: Sequence[Phrase]) -> tuple[Target, ...]:
    """目标: every figure to be reached, with the growth and the day that stand beside it."""
    return tuple(_targets(phrases))


def _targets(phrases: Sequence[Phrase]) -> Iterator[Target]:
    by: dict[str, date | None] = {}
    for number, phrase in enumerate(phrases):
        sentence = phrase.path.rsplit("·", 1)[0]
        clause = phrase.path.split("·", 1)[0]
        if dated := _BY.match(phrase.text):
            by[clause] = _day(dated)
        words = _BY.sub("", phrase.text).strip()
        figure = _FIGURE.match(words)
        if figure is None or _GROWTH.match(words):
            continue
        after = phrases[number + 1] if number + 1 < len(phrases) else None
        same = after is not None and after.path.rsplit("·", 1)[0] == sentence
        grown = _GROWTH.match(after.text) if after is not None and same else None
        name = re.sub(r"^(?:全县|全市|实现)|(?:将|要|力争|总额将)$", "", figure["before"])
        money = figure["unit"] in _MONEY.split("|")
        yield Target(
            path=phrase.path,
            name=name,
            value=Decimal(figure["value"]),
            unit=figure["unit"],
            growth=Decimal(grown[1]) if grown else None,
            by=by.get(clause),
            words=phrase.text,
            readable=money or bool(figure["reach"]) or bool(_VERB.match(words)),
        )


def _day(dated: re.Match[str]) -> date | None:
    month = int(dated[3]) if dated[3] else 12
    try:
        first_after = date(int(dated[1]) + month // 12, month % 12 + 1, 1)
    except ValueError:
        return None
    return date.fromordinal(first_after.toordinal() - 1)


def cadences_in(phrases: Sequence[Phrase]) -> tuple[Cadence, ...]:
    """频次: 「每年召开一至两次」 has numbers; 「定期」 has none, and somebody has to give them."""
    return tuple(
        Cadence(
            path=phrase.path,
            words=found[0],
            at_least=_count(found["least"]),
            at_most=_count(found["most"] or found["least"]),
            per=found["often"],
        )
        for phrase in phrases
        for found in _CADENCE.finditer(phrase.text)
    )


def _count(written: str | None) -> int | None:
    if written is None:
        return None
    try:
        return numeral_to_int(written)
    except NotANumeral:
        return None
