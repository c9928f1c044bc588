"""读字幕: SRT, WebVTT and the JSON of speech recognisers, in the encodings offices send."""

import codecs
import html
import re
from collections.abc import Iterator
from typing import Final

from .cues import RawCue, Transcript, TranscriptRefused, arrange
from .json_cues import json_cues

MEGABYTE: Final = 1024 * 1024
LARGEST: Final = 20 * MEGABYTE
_MOMENT: Final = r"(?:(\d{1,3}):)?(\d{1,2}):(\d{1,2})[,.](\d{1,3})"
_TIMES: Final = re.compile(rf"^\s*{_MOMENT}\s*-{{1,2}}>\s*{_MOMENT}")
_ARROW: Final = re.compile(r"-{1,2}>")
_TAG: Final = re.compile(r"<v(?:\.[^ >]*)?\s+([^>]{1,60})>|<[^>]{1,80}>|\{\\[^}]{1,40}\}")
_SIDE: Final = re.compile(r"^(?:NOTE|STYLE|REGION)\b")
_LEAST_KNOWN: Final = "要 SRT、VTT 或者 JSON：在录屏或者转写软件里选“导出字幕”"


def read_transcript(raw: bytes, *, name: str = "") -> Transcript:
    """读一份直播文字: its format is told by its content. Raises TranscriptRefused."""
    text = _decoded(raw).replace("\r\n", "\n").replace("\r", "\n")
    start = text.lstrip()
    if start[:1] in ("{", "["):
        return arrange(json_cues(start), "JSON")
    if start.startswith("WEBVTT"):
        return arrange(list(_cues(start.partition("\n")[2])), "VTT")
    if _ARROW.search(text):
        return arrange(list(_cues(text)), "SRT")
    shown = f"“{name}”" if name else "这个文件"
    raise TranscriptRefused(f"{shown}不是带时间的字幕，{_LEAST_KNOWN}")


def _decoded(raw: bytes) -> str:
    if not raw.strip():
        raise TranscriptRefused("这个文件是空的：检查是不是选错了文件，再重新上传")
    if len(raw) > LARGEST:
        size = len(raw) / MEGABYTE
        raise TranscriptRefused(f"文件有 {size:.1f} MB，最多 {LARGEST // MEGABYTE} MB，请分场上传")
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _strictly(raw, ("utf-16",))
    if b"\0" in raw:
        raise TranscriptRefused(f"这不是文字文件（可能是录音、录像）：先转写成字幕，{_LEAST_KNOWN}")
    return _strictly(raw, ("utf-8-sig", "gb18030"))


def _strictly(raw: bytes, encodings: tuple[str, ...]) -> str:
    """The first encoding that reads all of it; the line where the best of them stopped."""
    furthest = 0
    for encoding in encodings:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError as error:
            furthest = max(furthest, error.start)
    line = raw.count(b"\n", 0, furthest) + 1
    raise TranscriptRefused(
        f"第 {line} 行的文字编码坏了，既不是 UTF-8 也不是 GBK：另存为 UTF-8 再上传"
    )


def _cues(text: str) -> Iterator[RawCue]:
    """Blocks between blank lines. One without times of its own goes on with the one before it."""
    last: RawCue | None = None
    for number, lines in _blocks(text):
        if _SIDE.match(lines[0]):
            continue
        cue = _cue(number, lines)
        if cue is None and last is not None:
            last = RawCue(
                last.place,
                f"{last.text}\n{_clean(lines)}",
                last.start_ms,
                last.end_ms,
                last.speaker,
            )
            continue
        if last is not None:
            yield last
        last = cue
    if last is not None:
        yield last


def _blocks(text: str) -> Iterator[tuple[int, list[str]]]:
    block: list[str] = []
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            block.append(line)
        elif block:
            yield number - len(block), block
            block = []
    if block:
        yield text.count("\n") + 2 - len(block), block


def _cue(number: int, lines: list[str]) -> RawCue | None:
    """A block with a line of times, or with a bare number for a head; else nothing of its own."""
    at = next((place for place, line in enumerate(lines[:3]) if _ARROW.search(line)), None)
    if at is None:
        if len(lines) > 1 and lines[0].strip().isdecimal():
            return RawCue(f"第 {number} 行", _clean(lines[1:]), speaker=_speaker(lines))
        return None
    words, speaker = _clean(lines[at + 1 :]), _speaker(lines)
    found = _TIMES.match(lines[at])
    if found is None:
        return RawCue(f"第 {number + at} 行", words, speaker=speaker)
    start, end = _milliseconds(found, 1), _milliseconds(found, 5)
    return RawCue(f"第 {number + at} 行", words, start, end, speaker)


def _milliseconds(found: re.Match[str], first: int) -> int:
    hours, minutes, seconds, fraction = (found[first + place] or "0" for place in range(4))
    return ((int(hours) * 60 + int(minutes)) * 60 + int(seconds)) * 1000 + int(
        fraction.ljust(3, "0")
    )


def _clean(lines: list[str]) -> str:
    text = html.unescape(_TAG.sub("", "\n".join(line.strip() for line in lines)))
    return text.replace("\0", "").strip()


def _speaker(lines: list[str]) -> str:
    found = next((tag[1] for line in lines for tag in _TAG.finditer(line) if tag[1]), "")
    return found.strip()
