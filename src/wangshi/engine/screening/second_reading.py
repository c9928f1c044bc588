"""重读: a text that hides words is read a second time, as it was meant to be understood."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from .batches import FoldedBatch
from .disguises import Certainty, Disguised
from .folding import Folded

# One ordinary word beside it.
ENOUGH_PLAIN = 2


@dataclass(frozen=True)
class Hidden:
    """藏着的词: where it stands in the text read again, and what was written instead."""

    start: int
    end: int
    word: str
    written: str
    by_sound: bool
    certain: bool

    @property
    def is_number(self) -> bool:
        """数字写法: as many characters, none replaced but numerals."""
        return not self.by_sound and len(self.written) == len(self.word)


@dataclass(frozen=True)
class SecondReading:
    """重读的一条: the text with its hidden words in place; places still lead to the original."""

    folded: Folded
    hidden: tuple[Hidden, ...]

    def hidden_in(self, start: int, end: int) -> list[Hidden]:
        """这一段里藏着的词: unsure ones only where enough of the stretch is written plainly."""
        inside = [each for each in self.hidden if each.start < end and start < each.end]
        plain = end - start - sum(min(end, each.end) - max(start, each.start) for each in inside)
        return [each for each in inside if each.certain or plain >= ENOUGH_PLAIN]


def read_again(
    batch: FoldedBatch, found: Iterable[Disguised]
) -> Iterator[tuple[int, SecondReading]]:
    """重读: each text that hides something, by its number in the batch."""
    for number, group in groupby(found, key=lambda each: each.text):
        yield number, _restored(batch.folded(number), list(group))


def _restored(folded: Folded, found: Sequence[Disguised]) -> SecondReading:
    text, starts, ends = "", list[int](), list[int]()
    hidden = []
    at = 0
    for each in found:
        text += folded.text[at : each.start] + each.word
        starts += folded.starts[at : each.start]
        ends += [place + 1 for place in folded.starts[at : each.start]]
        first, last = folded.span(each.start, each.end)
        # Which character stands for which is not always clear: each stands for the whole stretch.
        starts += [first] * len(each.word)
        ends += [last] * len(each.word)
        written = folded.original[first:last]
        place = len(text) - len(each.word)
        certain = each.certainty is Certainty.SURE
        hidden.append(Hidden(place, len(text), each.word, written, each.by_sound, certain))
        at = each.end
    text += folded.text[at:]
    starts += folded.starts[at:]
    ends += [place + 1 for place in folded.starts[at:]]
    return SecondReading(Folded(folded.original, text, starts, ends), tuple(hidden))
