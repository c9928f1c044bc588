"""字幕: what was said from when to when; whatever is wrong with the times is mended and told."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

MOST_CUES: Final = 200_000
LONGEST_MS: Final = 48 * 3_600_000
LETTER_MS: Final = 240
OVERLAP_MS: Final = 200
TOUCH_MS: Final = 50
MOST_NAMED: Final = 5


class TranscriptRefused(ValueError):
    """读不成的直播文字: the message is Chinese and says what to do next."""


@dataclass(frozen=True)
class Cue:
    """一条字幕: milliseconds from the start of the recording."""

    start_ms: int
    end_ms: int
    text: str
    speaker: str = ""


@dataclass(frozen=True)
class RawCue:
    """文件里的一条: `place` says where it stands; times may be missing."""

    place: str
    text: str
    start_ms: int | None = None
    end_ms: int | None = None
    speaker: str = ""


@dataclass(frozen=True)
class Transcript:
    """一份直播文字: cues in order of time; `remarks` say what was mended on the way."""

    cues: tuple[Cue, ...]
    format: str
    remarks: tuple[str, ...] = ()

    @property
    def duration_ms(self) -> int:
        """时长: the end of the last words."""
        return max((cue.end_ms for cue in self.cues), default=0)

    @property
    def letters(self) -> int:
        """字数."""
        return sum(len(cue.text) for cue in self.cues)


def clock_words(ms: int) -> str:
    """时间标记: 00:12:03."""
    minutes, seconds = divmod(ms // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}"


def arrange(raw: Sequence[RawCue], written: str) -> Transcript:
    """排好: by time, without blanks. Raises TranscriptRefused when no cue has a time."""
    told = [cue for cue in raw if cue.text.strip()]
    _refuse(told)
    remarks: list[str] = []
    cues = list(_timed(told, remarks))
    ordered = sorted(cues, key=lambda cue: (cue.start_ms, cue.end_ms))
    if (moved := sum(a is not b for a, b in zip(cues, ordered, strict=True))) > 0:
        remarks.append(f"有 {moved} 条的次序和时间不符，已经按时间排好")
    overlaps = sum(b.start_ms < a.end_ms - OVERLAP_MS for a, b in pairwise(ordered))
    if overlaps:
        remarks.append(f"有 {overlaps} 条和前一条的时间重叠，都保留了")
    whole = tuple(_once(ordered))
    if whole[-1].end_ms > LONGEST_MS:
        raise TranscriptRefused(
            f"最后一条到了 {clock_words(whole[-1].end_ms)}，超过 48 小时："
            "检查时间的单位，或者分场上传"
        )
    return Transcript(whole, written, tuple(remarks))


def _refuse(told: Sequence[RawCue]) -> None:
    if not told:
        raise TranscriptRefused("文件里没有一句话：检查是不是选错了文件")
    if len(told) > MOST_CUES:
        raise TranscriptRefused(f"有 {len(told)} 条字幕，一次最多 {MOST_CUES} 条，请分场上传")
    if all(cue.start_ms is None for cue in told):
        raise TranscriptRefused(
            "没有一条带时间：请导出带时间的字幕（SRT、VTT），或者在 JSON 里写上 start 和 end"
        )


def _timed(told: Sequence[RawCue], remarks: list[str]) -> Iterator[Cue]:
    """Times that are missing lie between the neighbours; an end before its start is no end."""
    missing = [cue.place for cue in told if cue.start_ms is None]
    backwards = [cue.place for cue in told if _is_backwards(cue)]
    if missing:
        remarks.append(f"{_named(missing)}没有能用的时间，按前后两条推算")
    if backwards:
        remarks.append(f"{_named(backwards)}结束早于开始，结束时间按字数推算")
    at = 0
    for cue in told:
        start = cue.start_ms if cue.start_ms is not None else at
        end = cue.end_ms
        if end is None or end < start:
            end = start + len(cue.text) * LETTER_MS
        at = end
        yield Cue(start, end, cue.text, cue.speaker)


def _is_backwards(cue: RawCue) -> bool:
    return cue.start_ms is not None and cue.end_ms is not None and cue.end_ms < cue.start_ms


def _once(cues: Sequence[Cue]) -> Iterator[Cue]:
    """Rolling captions show the last line again: it was said once. A chant stays a chant."""
    before: Cue | None = None
    for cue in cues:
        lines = cue.text.split("\n")
        if before is not None and _rolls(cue, before, len(lines)):
            shown = before.text.split("\n")
            lines = [line for line in lines if line not in shown]
        before = cue
        if lines:
            yield replace(cue, text=_one_line(lines))


def _rolls(cue: Cue, before: Cue, lines: int) -> bool:
    """It goes on from the cue before: several lines, or one that lasts no time of its own."""
    touches = cue.start_ms <= before.end_ms + TOUCH_MS
    passing = cue.end_ms - cue.start_ms <= TOUCH_MS or cue.end_ms <= before.end_ms
    return touches and (lines > 1 or passing)


def _one_line(lines: Sequence[str]) -> str:
    """Lines of one cue run on; between Latin words a blank stays."""
    text = ""
    for line in (line.strip() for line in lines):
        text += (" " if runs_together(text, line) else "") + line
    return text


def runs_together(before: str, after: str) -> bool:
    """两头都是拉丁字母或者数字: without a blank they would become one word."""
    last, first = before[-1:], after[:1]
    return last.isascii() and first.isascii() and last.isalnum() and first.isalnum()


def _named(places: Sequence[str]) -> str:
    shown = "、".join(places[:MOST_NAMED])
    return shown if len(places) <= MOST_NAMED else f"{shown}等 {len(places)} 处"
