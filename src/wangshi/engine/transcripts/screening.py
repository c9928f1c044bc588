"""筛查直播文字: every hit with its time marks, and what was said a minute before and after."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from wangshi.engine.screening.screener import Hit, Item, Screener

from .cues import Transcript
from .speech import Speech, Window, windows

RING_MS: Final = 60_000
LIVE: Final = "直播"
MOST_QUOTED: Final = 3


@dataclass(frozen=True)
class TimeMark:
    """时间标记: a cue begins at this offset of the ring's text, at this moment."""

    offset: int
    at_ms: int


@dataclass(frozen=True)
class Ring:
    """前后各六十秒: whole cues; `offset` is where its text begins in the whole speech."""

    start_ms: int
    end_ms: int
    offset: int
    text: str
    marks: tuple[TimeMark, ...]


@dataclass(frozen=True)
class SpokenHit:
    """一处命中: `hit.spans` count in the whole speech, `spans` in the ring's text."""

    hit: Hit
    at_ms: int
    until_ms: int
    ring: Ring

    @property
    def spans(self) -> tuple[tuple[int, int], ...]:
        """在前后六十秒里的位置."""
        return tuple(
            (start - self.ring.offset, end - self.ring.offset) for start, end in self.hit.spans
        )


def screen_transcript(
    transcript: Transcript,
    screener: Screener,
    *,
    product: str = "",
    price: float | None = None,
    speech: Speech | None = None,
) -> tuple[SpokenHit, ...]:
    """筛查一场直播: hits in the order they were spoken, each once.

    Cues are joined before they are screened, so a phrase split over two of them is found.
    Time marks are milliseconds from the start of the recording, right to about a second.
    """
    speech = speech or Speech(transcript.cues)
    cut = tuple(windows(speech.text))
    items = [
        Item(
            id=str(window.start),
            text=speech.text[window.first : window.last],
            product=product,
            context=LIVE,
            price=price,
        )
        for window in cut
    ]
    found = [
        spoken
        for window, hits in zip(cut, screener.screen_many(items), strict=True)
        for spoken in _in_window(window, hits, speech)
    ]
    return tuple(sorted(found, key=lambda each: (each.at_ms, each.hit.spans, each.hit.rule)))


def _in_window(window: Window, hits: Sequence[Hit], speech: Speech) -> Iterator[SpokenHit]:
    """The hits that begin in the window itself; its margins are its neighbours' to tell."""
    for hit in hits:
        spans = tuple(
            (start + window.first, end + window.first)
            for start, end in hit.spans
            if window.start <= start + window.first < window.end
        )
        if spans:
            yield _spoken(_told(hit, spans, speech.text), speech)


def _told(hit: Hit, spans: tuple[tuple[int, int], ...], text: str) -> Hit:
    """The hit of this window alone: the words of its neighbours are the neighbours' hits."""
    quote = "……".join(text[start:end] for start, end in spans[:MOST_QUOTED])
    return replace(hit, spans=spans, quote=quote, reason=hit.reason.replace(hit.quote, quote, 1))


def _spoken(hit: Hit, speech: Speech) -> SpokenHit:
    at_ms, until_ms = speech.at_ms(hit.spans[0][0]), speech.at_ms(hit.spans[-1][1])
    return SpokenHit(hit, at_ms, until_ms, ring_round(speech, at_ms, until_ms))


def ring_round(speech: Speech, at_ms: int, until_ms: int) -> Ring:
    """前后各六十秒 round a stretch of speech, in whole cues."""
    start_ms, end_ms = max(0, at_ms - RING_MS), until_ms + RING_MS
    first, last = speech.between(start_ms, end_ms)
    marks = (TimeMark(at - first, ms) for at, ms in speech.cue_starts(first, last))
    return Ring(start_ms, end_ms, first, speech.text[first:last], tuple(marks))
