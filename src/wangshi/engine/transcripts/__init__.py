"""直播文字: subtitles of any common kind in, hits with time marks and a minute round each out."""

from .cues import Cue, Transcript, TranscriptRefused, arrange, clock_words
from .reading import read_transcript
from .recognising import Recogniser, RecogniserMissing, find_recogniser, transcribe
from .screening import Ring, SpokenHit, TimeMark, ring_round, screen_transcript
from .speech import Speech, Window, windows

__all__ = [
    "Cue",
    "Recogniser",
    "RecogniserMissing",
    "Ring",
    "Speech",
    "SpokenHit",
    "TimeMark",
    "Transcript",
    "TranscriptRefused",
    "Window",
    "arrange",
    "clock_words",
    "find_recogniser",
    "read_transcript",
    "ring_round",
    "screen_transcript",
    "transcribe",
    "windows",
]
