"""JSON 字幕: Whisper, FunASR and the cloud recognisers name the same things differently."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from .cues import RawCue, TranscriptRefused

_TEXT: Final = ("text", "sentence", "content", "onebest", "transcript", "Text")
_STARTS: Final = (
    "start_ms", "startMs", "begin_time", "BeginTime", "bg", "start", "start_time", "startTime",
    "begin", "from", "beginTime",
)  # fmt: skip
_ENDS: Final = (
    "end_ms", "endMs", "end_time", "EndTime", "ed", "end", "stop", "endTime", "to", "finish",
)  # fmt: skip
_SPEAKERS: Final = ("speaker", "spk", "speaker_id", "channel")
_IN_MS: Final = frozenset({"start_ms", "startMs", "begin_time", "BeginTime", "bg"})
_CLOCK: Final = re.compile(r"(?:(\d{1,3}):)?(\d{1,2}):(\d{1,2}(?:[.,]\d{1,3})?)")
_DEEPEST: Final = 5
MOST_SEARCHED: Final = 20
# Nobody speaks slower than this many characters a second: the figures are milliseconds then.
_SLOWEST: Final = 0.05
_LONE: Final = re.compile("[\x00\ud800-\udfff]")


def json_cues(text: str) -> list[RawCue]:
    """JSON 里的字幕: the longest list of texts in it. Raises TranscriptRefused."""
    try:
        document = json.loads(text)
    except RecursionError:
        raise TranscriptRefused("这份 JSON 套得太深：导出一份只有句子和时间的") from None
    except json.JSONDecodeError as fault:
        raise TranscriptRefused(f"第 {fault.lineno} 行不是有效的 JSON：检查引号和括号") from None
    rows = max(_lists(document, 0), key=len, default=())
    if not rows:
        raise TranscriptRefused(
            "JSON 里没有找到句子：要一组 {“start”: 秒, “end”: 秒, “text”: “话”}"
        )
    scale = _scale(rows)
    return [_cue(number, row, scale) for number, row in enumerate(rows, start=1)]


def _lists(value: object, depth: int) -> Iterator[Sequence[Mapping[str, object]]]:
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        rows = [row for row in value if isinstance(row, dict) and _text(row)]
        if rows:
            yield rows
        for part in value[:MOST_SEARCHED]:
            yield from _lists(part, depth + 1)
    elif isinstance(value, dict):
        for part in value.values():
            yield from _lists(part, depth + 1)


def _text(row: Mapping[str, object]) -> str:
    found = next((row[key] for key in _TEXT if isinstance(row.get(key), str)), "")
    return _LONE.sub("\ufffd", str(found)).strip()


def _scale(rows: Sequence[Mapping[str, object]]) -> int:
    """1 when the figures are milliseconds, 1000 when they are seconds."""
    if any(key in row for row in rows[:MOST_SEARCHED] for key in _IN_MS):
        return 1
    letters, units = 0, 0.0
    for row in rows:
        start, end = _figure(row, _STARTS), _figure(row, _ENDS)
        if start is not None and end is not None and end > start:
            letters += len(_text(row))
            units += end - start
    return 1 if units and letters / units < _SLOWEST else 1000


def _figure(row: Mapping[str, object], keys: Sequence[str]) -> float | None:
    """A bare figure; a clock time is none."""
    value = next((row[key] for key in keys if row.get(key) is not None), None)
    if isinstance(value, bool) or value is None:
        return None
    try:
        number = float(str(value))
    except ValueError:
        return None
    return number if 0 <= number < float("inf") else None


def _cue(number: int, row: Mapping[str, object], scale: int) -> RawCue:
    speaker = next((str(row[key]) for key in _SPEAKERS if row.get(key) is not None), "")
    return RawCue(
        place=f"第 {number} 条",
        text=_text(row),
        start_ms=_moment(row, _STARTS, scale),
        end_ms=_moment(row, _ENDS, scale),
        speaker=_LONE.sub("", speaker)[:60],
    )


def _moment(row: Mapping[str, object], keys: Sequence[str], scale: int) -> int | None:
    figure = _figure(row, keys)
    if figure is not None:
        return round(figure * scale)
    value = next((row[key] for key in keys if isinstance(row.get(key), str)), None)
    found = _CLOCK.fullmatch(str(value).strip()) if value is not None else None
    if found is None:
        return None
    hours, minutes, seconds = found[1] or "0", found[2], found[3].replace(",", ".")
    return round(((int(hours) * 60 + int(minutes)) * 60 + float(seconds)) * 1000)
