"""前后矛盾的查全和误报: 500 scripted live segments with 100 planted contradictions, two banks.

Run: python benchmarks/claims.py [SEED]. The phrases (live_scripts.yaml) were written before the
extractor; bank 0 was looked at while it was built, bank 1 was not. Invented speech is cleaner
than real speech: these figures are a floor for the method, not a promise for a live room.
"""

import random
import re
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from benchmarks.live_scripts import ATTRIBUTES, Segment, segments

from wangshi.engine.claims import Channel, ChannelText, Contradiction, compare_channels
from wangshi.engine.transcripts import Cue, Speech

ON = date(2026, 11, 23)
STOPS = re.compile("[，。！ ]")
FLOOR_RECALL, MOST_AN_HOUR = 0.90, 1.0


@dataclass
class Score:
    """成绩: planted ones found, and what was said of nothing planted."""

    planted: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    alarms: Counter[str] = field(default_factory=Counter)
    hours: float = 0.0
    taken: float = 0.0

    @property
    def recall(self) -> float:
        """查全."""
        return self.found.total() / max(1, self.planted.total())

    @property
    def alarms_an_hour(self) -> float:
        """每直播间小时误报."""
        return self.alarms.total() / self.hours


def contradictions(segment: Segment) -> tuple[Contradiction, ...]:
    """一段的矛盾: its speech, joined from cues, against its page."""
    cues = [Cue(round(c.start * 1000), round(c.end * 1000), c.text) for c in segment.cues]
    speech = Speech(cues)
    return compare_channels(
        (
            ChannelText(Channel.TITLE, segment.title),
            ChannelText(Channel.DETAIL, f"{segment.detail}\n价格：{segment.price}"),
            ChannelText(Channel.IMAGE, segment.image),
            ChannelText(Channel.SPEECH, speech.text, clock=speech.at_ms),
        ),
        on=ON,
    )


def measure(told: Iterable[Segment]) -> Score:
    """量一遍."""
    score = Score()
    begun = time.perf_counter()
    for segment in told:
        found = contradictions(segment)
        wanted = segment.planted.attribute if segment.planted else ""
        if wanted:
            score.planted[wanted] += 1
            score.found[wanted] += any(one.attribute == wanted for one in found)
        score.alarms.update(str(one.attribute) for one in found if one.attribute != wanted)
        score.hours += segment.seconds / 3600
    score.taken = time.perf_counter() - begun
    return score


def without_stops(told: Iterable[Segment]) -> Iterator[Segment]:
    """没有标点的: as many subtitle programs write speech down."""
    for segment in told:
        bare = ((cue, STOPS.sub("", cue.text)) for cue in segment.cues)
        yield replace(segment, cues=tuple(replace(cue, text=text) for cue, text in bare if text))


def with_letters_lost(told: Iterable[Segment], share: float, seed: int) -> Iterator[Segment]:
    """掉字的: a recogniser that misses some characters, digits among them."""
    dice = random.Random(seed)
    for segment in told:
        heard = ("".join(c for c in cue.text if dice.random() > share) for cue in segment.cues)
        pairs = zip(segment.cues, heard, strict=True)
        yield replace(segment, cues=tuple(replace(cue, text=text or "嗯") for cue, text in pairs))


def main() -> int:
    """打印: attribute by attribute, for both banks."""
    seed = int(sys.argv[1]) if len(sys.argv) > 1 else 20261123
    held = True
    for bank, name in enumerate(("bank 0 (seen while built)", "bank 1 (held out)")):
        score = measure(segments(seed=seed, bank=bank))
        print(f"\n{name}: 500 segments, {score.hours:.1f} room-hours, {score.taken:.1f} s")
        for attribute in ATTRIBUTES:
            found, planted = score.found[attribute], score.planted[attribute]
            print(
                f"  {attribute:<9} found {found:>3}/{planted:<3} alarms {score.alarms[attribute]}"
            )
        print(f"  recall {score.recall:.1%}   false alarms {score.alarms_an_hour:.2f} a room-hour")
        for told, worse in (
            ("without any stop", without_stops(segments(seed=seed, bank=bank))),
            ("2 % of characters lost", with_letters_lost(segments(seed=seed, bank=bank), 0.02, 1)),
        ):
            bad = measure(worse)
            print(f"  {told:<23} recall {bad.recall:.1%}, {bad.alarms_an_hour:.2f} a room-hour")
        held = held and score.recall >= FLOOR_RECALL and score.alarms_an_hour <= MOST_AN_HOUR
    print(f"\nfloor: recall >= {FLOOR_RECALL:.0%}, <= {MOST_AN_HOUR:g} a room-hour: {held}")
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
