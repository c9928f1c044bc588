"""语音识别的接口: a recogniser is somebody else's package; none is shipped with this one.

A package offers one under the entry point group `wangshi.recognisers`:

    [project.entry-points."wangshi.recognisers"]
    paraformer = "my_package:Recogniser"

`Recogniser()` is made without arguments. How to write one: docs/how-to/live-transcripts.md.
"""

from collections.abc import Iterable
from importlib.metadata import entry_points
from pathlib import Path
from typing import Final, Protocol

from .cues import Cue, RawCue, Transcript, arrange

GROUP: Final = "wangshi.recognisers"


class RecogniserMissing(LookupError):
    """没有这个识别程序: the message says which are installed, or how to do without."""


class Recogniser(Protocol):
    """语音识别: turns a recording into cues; it may yield them while it works."""

    name: str

    def recognise(self, recording: Path) -> Iterable[Cue]:
        """识别: milliseconds from the start of the recording, in any order."""


def transcribe(recording: Path, recogniser: Recogniser) -> Transcript:
    """转写: what a recogniser heard, put in order as any transcript. Raises TranscriptRefused."""
    heard = [
        RawCue(f"第 {number} 句", cue.text, cue.start_ms, cue.end_ms, cue.speaker)
        for number, cue in enumerate(recogniser.recognise(recording), start=1)
    ]
    return arrange(heard, recogniser.name)


def find_recogniser(name: str) -> Recogniser:
    """找识别程序 among the installed ones. Raises RecogniserMissing."""
    found = {point.name: point for point in entry_points(group=GROUP)}
    if name not in found:
        told = f"装着的有 {'、'.join(sorted(found))}" if found else "这里一个也没有装"
        raise RecogniserMissing(f"没有名为 {name} 的语音识别程序，{told}；也可以直接给字幕文件")
    made: Recogniser = found[name].load()()
    return made
