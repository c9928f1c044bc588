"""连起来的话: cues joined into one text in which every character knows its moment."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from .cues import TOUCH_MS, Cue, runs_together

PAUSE_MS: Final = 2_000
CORE: Final = 200
MARGIN: Final = 60
_FULL_STOPS: Final = "。！？!?；;\n"
_COMMAS: Final = "，,、 "


@dataclass(frozen=True)
class Window:
    """一段要看的话: hits that begin between `start` and `end` are its own; the rest is context."""

    first: int
    start: int
    end: int
    last: int


class Speech:
    """连起来的话: a phrase cut by two cues is whole again; a long pause is a new line."""

    def __init__(self, cues: Sequence[Cue]) -> None:
        self.cues = tuple(cues)
        self._offsets: list[int] = []
        parts: list[str] = []
        length = 0
        for place, cue in enumerate(self.cues):
            joiner = _joiner(self.cues[place - 1], cue) if place else ""
            length += len(joiner)
            self._offsets.append(length)
            parts += [joiner, cue.text]
            length += len(cue.text)
        self.text = "".join(parts)
        self._starts = [cue.start_ms for cue in self.cues]
        self._longest = max((cue.end_ms - cue.start_ms for cue in self.cues), default=0)

    def at_ms(self, offset: int) -> int:
        """那个字说出的时刻: within a cue in proportion."""
        if not self.cues:
            return 0
        place = max(0, bisect_right(self._offsets, offset) - 1)
        cue = self.cues[place]
        inside = min(max(0, offset - self._offsets[place]), len(cue.text))
        spoken = (cue.end_ms - cue.start_ms) * inside // max(1, len(cue.text))
        return cue.start_ms + spoken

    def between(self, start_ms: int, end_ms: int) -> tuple[int, int]:
        """那段时间的字: offsets of the whole cues that are spoken in it."""
        first = bisect_left(self._starts, start_ms - self._longest)
        last = bisect_right(self._starts, end_ms)
        inside = [at for at in range(first, last) if self.cues[at].end_ms >= start_ms]
        if not inside:
            return 0, 0
        end = self._offsets[inside[-1]] + len(self.cues[inside[-1]].text)
        return self._offsets[inside[0]], end

    def cue_starts(self, first: int, last: int) -> Iterator[tuple[int, int]]:
        """每条字幕从哪个字、哪一刻开始, between two offsets."""
        for offset, cue in zip(self._offsets, self.cues, strict=True):
            if first <= offset < last:
                yield offset, cue.start_ms


def windows(text: str) -> Iterator[Window]:
    """分窗: cut at stops where there are any, each with a margin that a phrase may reach into."""
    start = 0
    while start < len(text):
        end = _cut(text, start)
        yield Window(max(0, start - MARGIN), start, end, min(len(text), end + MARGIN))
        start = end


def _cut(text: str, start: int) -> int:
    end = start + CORE
    if end >= len(text):
        return len(text)
    for stops in (_FULL_STOPS, _COMMAS):
        found = max(text.rfind(stop, start + CORE // 2, end) for stop in stops)
        if found >= 0:
            return found + 1
    return end


def _joiner(before: Cue, cue: Cue) -> str:
    if cue.start_ms - before.end_ms > PAUSE_MS or cue.speaker != before.speaker:
        return "\n"
    if not runs_together(before.text, cue.text):
        return ""
    # Digits and capitals without a breath between them are one number cut in two.
    touching = cue.start_ms - before.end_ms <= TOUCH_MS
    code = before.text[-1:] + cue.text[:1]
    return "" if touching and (code.isdigit() or code.upper() == code) else " "
