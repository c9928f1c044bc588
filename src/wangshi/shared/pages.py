"""页面上的零件: the frozen shapes that views hand to the tags of `{% load house %}`."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from wangshi.engine.clocks import ClockState


@dataclass(frozen=True)
class ClockBadge:
    """期限徽章: what a deadline says on a page; `used` is the share of the term gone, 0 to 100."""

    state: ClockState
    words: str
    used: int
    rule: str
    basis: str
    law: str
    article: str
    href: str = ""
    provisional: bool = False


@dataclass(frozen=True)
class NavItem:
    """职责栏的一项: `count` of things waiting, `late` of them overdue; `dock` puts it on phones."""

    url_name: str
    icon: str
    word: str
    count: int = 0
    late: int = 0
    dock: bool = False


@dataclass(frozen=True)
class NavGroup:
    """职责栏的一组: 我的, 发现, 办理, 底数, 创建."""

    title: str
    items: tuple[NavItem, ...]


@dataclass(frozen=True)
class Link:
    """页签、快速筛选、面包屑: a word that goes somewhere; `here` marks the current one."""

    word: str
    href: str = ""
    count: int | None = None
    here: bool = False


@dataclass(frozen=True)
class TimelineEvent:
    """时间线的一行: `state` is "", now, good, bad (a square) or next (hollow, the future)."""

    when: date | datetime | None
    title: str = ""
    words: str = ""
    state: str = ""
    href: str = ""


@dataclass(frozen=True)
class StepRow:
    """下一步的一行: `missing` says what stands in the way, and then the step is no link."""

    title: str
    button: str
    href: str = ""
    article: str = ""
    words: str = ""
    missing: str = ""
    main: bool = False


@dataclass(frozen=True)
class Fact:
    """摘要列表的一行: `change_href` turns the list into check-your-answers."""

    term: str
    words: Any
    href: str = ""
    change_href: str = ""


@dataclass(frozen=True)
class Check:
    """逐项结果的一行: `result` is passed, skipped, part or failed."""

    title: str
    result: str
    words: str = ""
    href: str = ""


@dataclass(frozen=True)
class CheckRow:
    """逐项结果的一行，已经有图标和字."""

    check: Check
    mark: str
    kind: str
    word: str


@dataclass(frozen=True)
class Hand:
    """接力的一棒: whose hands a matter is in."""

    stage: str
    who: str
    words: str = ""
    here: bool = False


@dataclass(frozen=True)
class BarPart:
    """条形的一段: `share` in per cent; b1 blue, b2 pale, bl late, bs soon, bg good, br rest."""

    share: float
    kind: str = "b1"


@dataclass(frozen=True)
class PlacedPart:
    """条形的一段，已经有位置: numbers are written with a point in every language."""

    at: str
    share: str
    kind: str


def placed(parts: Iterable[BarPart]) -> tuple[PlacedPart, ...]:
    """并排放好: each part begins where the one before it ends."""
    found: list[PlacedPart] = []
    at = 0.0
    for part in parts:
        found.append(PlacedPart(at=f"{at:g}", share=f"{part.share:g}", kind=part.kind))
        at += part.share
    return tuple(found)


@dataclass(frozen=True)
class BarRow:
    """条形图的一行: the figure is a link to the rows it was counted from."""

    word: str
    share: float
    figure: str
    href: str
    note: str = ""
    kind: str = "b1"

    @property
    def parts(self) -> tuple[BarPart, BarPart]:
        """两段: what is there and what is left to a hundred."""
        return BarPart(self.share, self.kind), BarPart(100 - self.share, "b0")


@dataclass(frozen=True)
class LongWork:
    """要等一会儿的事: how far it is, how long it takes; one may leave, and may stop it."""

    title: str
    done: int
    total: int
    words: str = ""
    unit: str = "条"
    poll_href: str = ""
    stop_href: str = ""
    stop_word: str = "停下，保留已做完的"
    finished: bool = False

    @property
    def share(self) -> int:
        """完成的百分数: 0 while the total is not known."""
        return min(100, self.done * 100 // self.total) if self.total else 0


@dataclass(frozen=True)
class Span:
    """原文里的一段: code points `start` up to but not including `end`; `kind` 1, 2 or 3."""

    start: int
    end: int
    kind: int = 1
    href: str = ""
    note: str = ""


@dataclass(frozen=True)
class Piece:
    """引文的一小段: plain, or marked when `span` is there."""

    text: str
    span: Span | None = None


def merged(spans: Iterable[Span], length: int) -> tuple[Span, ...]:
    """合并重叠: the spans in order, clipped to the text, no two of them overlapping."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda each: (each.start, -each.end)):
        start, end = max(0, span.start), min(length, span.end)
        if start >= end:
            continue
        clipped = Span(start, end, span.kind, span.href, span.note)
        if kept and start < kept[-1].end:
            clipped = _joined(kept.pop(), clipped)
        kept.append(clipped)
    return tuple(kept)


def _joined(first: Span, second: Span) -> Span:
    notes = first.note if second.note in first.note else first.note + second.note
    return Span(
        start=first.start,
        end=max(first.end, second.end),
        kind=min(first.kind, second.kind),
        href=first.href or second.href,
        note=notes,
    )


def marked_lines(text: str, spans: Iterable[Span]) -> tuple[tuple[Piece, ...], ...]:
    """标出命中的原文: one tuple of pieces for each line that is not blank."""
    whole = merged(spans, len(text))
    lines: list[tuple[Piece, ...]] = []
    start = 0
    for line in text.split("\n"):
        if line.strip():
            lines.append(_pieces(text, start, start + len(line), whole))
        start += len(line) + 1
    return tuple(lines)


def _pieces(text: str, start: int, end: int, spans: tuple[Span, ...]) -> tuple[Piece, ...]:
    pieces: list[Piece] = []
    for span in spans:
        left, right = max(start, span.start), min(end, span.end)
        if left >= right:
            continue
        pieces.append(Piece(text[start:left]))
        pieces.append(Piece(text[left:right], span))
        start = right
    pieces.append(Piece(text[start:end]))
    return tuple(piece for piece in pieces if piece.text)
