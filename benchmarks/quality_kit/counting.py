"""计数: recall by class and stratum, false alarms by kind, of a screener or a word list."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from wangshi.engine.screening import Screener

from .texts import ROOT, STRATA, LookAlike, TextSet, raised

NAIVE = ROOT.parent / "shared" / "data" / "peer_word_lists" / "naive_adlaw_words_web_script.txt"
TITLES = frozenset({"title", "title_plain", "title_trigger", "name", "plain"})


@dataclass
class Count:
    """计数: how many of how many."""

    good: int = 0
    total: int = 0

    def add(self, good: bool) -> None:
        """记一次: one more, good or not."""
        self.good += good
        self.total += 1

    @property
    def share(self) -> float:
        """几成; none of none is nothing."""
        return self.good / max(1, self.total)

    def __str__(self) -> str:
        return f"{self.good:>5}/{self.total:<5} {self.share:>7.1%}"


@dataclass
class Quality:
    """质量: offences that got their class, and look-alikes that were raised all the same."""

    by_class: dict[str, Count] = field(default_factory=lambda: defaultdict(Count))
    by_stratum: dict[str, Count] = field(default_factory=lambda: defaultdict(Count))
    alarms: dict[str, Count] = field(default_factory=lambda: defaultdict(Count))
    recall: Count = field(default_factory=Count)
    false_alarms: Count = field(default_factory=Count)
    title_alarms: Count = field(default_factory=Count)
    hidden_alarms: Count = field(default_factory=Count)

    def lines(self) -> Iterator[str]:
        """一行一个数."""
        yield f"{'召回且类别正确':<40}{self.recall}"
        for key, title in STRATA.items():
            if key in self.by_stratum:
                yield f"  {title:<38}{self.by_stratum[key]}"
        for name, count in sorted(self.by_class.items()):
            yield f"    {name:<36}{count}"
        yield f"{'误报（fail、review）':<38}{self.false_alarms}"
        yield f"{'  其中标题':<40}{self.title_alarms}"
        yield f"{'  其中只因变形词的那一遍':<36}{self.hidden_alarms}"
        for name, count in sorted(self.alarms.items()):
            yield f"    {name:<36}{count}"


def measure(screener: Screener, texts: TextSet, *, told: bool = True) -> Quality:
    """量一套题: an offence wants one of its classes, a look-alike wants no fail and no review.

    With `told`, the screener knows the product and the place of the text.
    """
    quality = Quality()
    offences = raised(screener, texts.offences, told=told)
    for offence, hits in zip(texts.offences, offences, strict=True):
        right = any(hit.evaluation_class in offence.accepted for hit in hits)
        quality.recall.add(right)
        quality.by_class[offence.wanted].add(right)
        quality.by_stratum[offence.stratum].add(right)
    look_alikes = raised(screener, texts.look_alikes, told=told)
    for look_alike, hits in zip(texts.look_alikes, look_alikes, strict=True):
        _count_alarm(quality, look_alike, bool(hits))
        quality.hidden_alarms.add(bool(hits) and all(hit.disguise for hit in hits))
    return quality


def naive(texts: TextSet, words: Sequence[str]) -> Quality:
    """简单词表: any of its words is a hit; it knows no classes, so every hit is counted right."""
    quality = Quality()
    for offence in texts.offences:
        right = _has_any(offence.text, words)
        quality.recall.add(right)
        quality.by_stratum[offence.stratum].add(right)
    for look_alike in texts.look_alikes:
        _count_alarm(quality, look_alike, _has_any(look_alike.text, words))
    return quality


def naive_words(path: Path = NAIVE) -> tuple[str, ...]:
    """词表: as handed out; empty where it is not there."""
    return tuple(path.read_text("utf-8").split()) if path.exists() else ()


def _count_alarm(quality: Quality, look_alike: LookAlike, alarm: bool) -> None:
    quality.false_alarms.add(alarm)
    quality.alarms[look_alike.kind].add(alarm)
    if look_alike.kind in TITLES:
        quality.title_alarms.add(alarm)


def _has_any(text: str, words: Iterable[str]) -> bool:
    return any(word in text for word in words)
