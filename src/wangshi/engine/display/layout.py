"""执照上哪里写着什么: labels with what stands to their right, column by column, on any side up."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from .sheets import DisplayLaw

# Printed on licences, not items of the sheet: what stands beside them is nobody's value.
_OTHERS: Final = ("成立日期", "注册日期", "核准日期", "登记机关", "实收资本", "住所地")
_LICENCE: Final = ("enterprise", "sole_trader", "cooperative")
_QUARTERS: Final = (0, 2, 1, 3)
# Of the height of a line: how far apart letters of one word are set, and lines of one value.
_WORD_GAP: Final = 4.0
_LINE_GAP: Final = 0.5
# 转过来要多读出这么多项才算：碰巧在右边的不算.
_SURELY_TURNED: Final = 2
# Of the width of the picture: what is further right belongs to another column.
_SAME_COLUMN: Final = 0.08
# A watermark leans: the box round it is much higher than the lines of the form.
_MUCH_HIGHER: Final = 1.7
_ALIGNED: Final = 0.03
_TOUCHING: Final = 0.02


@dataclass(frozen=True)
class Box:
    """图上的一块: left, top, right, bottom, each 0 to 1 of the picture."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def middle(self) -> float:
        """中线的高度."""
        return (self.top + self.bottom) / 2

    @property
    def height(self) -> float:
        """高."""
        return self.bottom - self.top

    def turned(self, quarters: int) -> "Box":
        """照着图转: clockwise by so many quarters."""
        box = self
        for _ in range(quarters % 4):
            box = Box(1 - box.bottom, box.left, 1 - box.top, box.right)
        return box

    def around(self, other: "Box") -> "Box":
        """两块合成一块."""
        return Box(
            min(self.left, other.left), min(self.top, other.top),
            max(self.right, other.right), max(self.bottom, other.bottom),
        )  # fmt: skip

    def is_beside(self, other: "Box") -> bool:
        """在同一行: the middle of either lies within the other."""
        return self.top < other.middle < self.bottom or other.top < self.middle < other.bottom


@dataclass(frozen=True)
class TextLine:
    """认出来的一行: its text, where it stands, and how sure the recogniser is, 0 to 1."""

    text: str
    box: Box
    sure: float = 1.0


@dataclass(frozen=True)
class Layout:
    """摆正了的: the lines as they read upright, the values found, and how far they were turned."""

    lines: tuple[TextLine, ...]
    values: Mapping[str, str]
    quarters: int


@dataclass(frozen=True)
class _Label:
    key: str
    box: Box
    rest: str = ""


def lay_out(lines: Sequence[TextLine], law: DisplayLaw) -> Layout:
    """摆正: of the four ways to hold the picture the one in which most labels have a value."""
    names = _names(law)
    best = Layout(tuple(lines), {}, 0)
    for quarters in _QUARTERS:
        turned = tuple(replace(one, box=one.box.turned(quarters)) for one in lines)
        values = _values(turned, names)
        if len(values) >= len(best.values) + (_SURELY_TURNED if quarters else 1):
            best = Layout(turned, values, quarters)
    return best


def _names(law: DisplayLaw) -> dict[str, str]:
    """项名和它是哪一项, the longest first; an empty key is a name that has no item."""
    items = [one for key in _LICENCE for one in law.sheet(key).items] + list(law.if_shown)
    names = {_plain(label): one.key for one in items for label in one.labels}
    names |= dict.fromkeys(_OTHERS, "")
    return dict(sorted(names.items(), key=lambda pair: -len(pair[0])))


def _values(lines: Sequence[TextLine], names: Mapping[str, str]) -> dict[str, str]:
    labels, others = _labels(_joined(lines, names), names)
    found: dict[str, str] = {}
    for label in labels:
        value = label.rest + "".join(_beside(label, labels, others))
        if label.key and value:
            found.setdefault(label.key, value)
    return found


def _labels(
    lines: Iterable[TextLine], names: Mapping[str, str]
) -> tuple[list[_Label], list[TextLine]]:
    labels, others = [], []
    for line in lines:
        said = _plain(line.text)
        name = next((one for one in names if said.startswith(one)), None)
        if name is None:
            others.append(line)
        else:
            labels.append(_Label(names[name], line.box, said[len(name) :].lstrip(":")))
    return labels, others


def _beside(label: _Label, labels: Sequence[_Label], others: Sequence[TextLine]) -> list[str]:
    """项名右边的, 和它下面接着的几行."""
    near = [one for one in others if _in_row(one, label) and not _between(label, one, labels)]
    if not near:
        return []
    row = _unbroken(sorted(near, key=_left))
    said = [one.text for one in row]
    return [_plain(text) for text in (*said, *_continued(row[0], labels, others))]


def _unbroken(row: Sequence[TextLine]) -> list[TextLine]:
    """到下一栏为止."""
    kept = [row[0]]
    for one in row[1:]:
        if one.box.left - kept[-1].box.right > _SAME_COLUMN:
            break
        kept.append(one)
    return kept


def _in_row(one: TextLine, label: _Label) -> bool:
    right = one.box.left > label.box.right - _TOUCHING
    return right and one.box.is_beside(label.box) and not _leans(one, label.box)


def _leans(one: TextLine, beside: Box) -> bool:
    return one.box.height > _MUCH_HIGHER * beside.height


def _between(label: _Label, one: TextLine, labels: Sequence[_Label]) -> bool:
    """中间还有一个项名: the value belongs to that one."""
    row = (other for other in labels if other is not label and other.box.is_beside(one.box))
    return any(label.box.left < other.box.left < one.box.left for other in row)


def _continued(first: TextLine, labels: Sequence[_Label], others: Sequence[TextLine]) -> list[str]:
    """接着的行: straight below, close, and before the next label of the column."""
    last, said = first, []
    below = sorted((one for one in others if one.box.top > first.box.middle), key=_height_of)
    for one in below:
        aligned = abs(one.box.left - first.box.left) < _ALIGNED
        pitch = (1 + _LINE_GAP) * (last.box.height + one.box.height) / 2
        close = one.box.middle - last.box.middle < pitch
        if aligned and close and not _leans(one, first.box) and not _labelled(one, labels):
            said.append(one.text)
            last = one
    return said


def _labelled(one: TextLine, labels: Sequence[_Label]) -> bool:
    left = (other for other in labels if other.box.right < one.box.left + _TOUCHING)
    near = max((other for other in left if other.box.is_beside(one.box)), default=None, key=_right)
    return near is not None


def _right(label: _Label) -> float:
    return label.box.right


def _height_of(one: TextLine) -> float:
    return one.box.middle


def _joined(lines: Sequence[TextLine], names: Mapping[str, str]) -> list[TextLine]:
    """名 称 set far apart is two lines to a recogniser: joined where they make a label."""
    letters = sorted((one for one in lines if len(_plain(one.text)) == 1), key=_left)
    kept = [one for one in lines if len(_plain(one.text)) > 1]
    while letters:
        word = letters.pop(0)
        for one in [other for other in letters if other.box.is_beside(word.box)]:
            said = _plain(word.text) + _plain(one.text)
            if any(name.startswith(said) for name in names):
                word = TextLine(said, word.box.around(one.box), min(word.sure, one.sure))
                letters.remove(one)
        kept.append(replace(word, text=_completed(_plain(word.text), names)))
    return kept


def _completed(said: str, names: Mapping[str, str]) -> str:
    """名 whose 称 a watermark covers is still 名称: a letter that only one short label has."""
    short = [name for name in names if len(name) == len("名称") and said in name]
    return short[0] if len(said) == 1 and len(short) == 1 else said


def _left(one: TextLine) -> float:
    return one.box.left


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())
