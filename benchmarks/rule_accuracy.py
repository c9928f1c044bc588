"""规则靠不靠得住: simulated counties with five planted bad rules, and what is made of them.

Each county has forty good rules (right 70–98 % of the time) and five bad ones (15–40 %) that are
so loud that fewer than 45 % of all hits are right. Every day hits come; those of rules that act
by themselves go to offices by expected harm a minute, never more than an office declared; what
does not go out, and what comes from a rule that fell, is read at the desk. Nothing here is known
to the engine but the outcomes.
"""

import argparse
import sys
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from random import Random
from statistics import mean

from wangshi.engine.accuracy import Stratum, accuracy, missed_share, recall
from wangshi.engine.choosing import Candidate, choose
from wangshi.engine.spot_check import draw
from wangshi.engine.standing import (
    CREDIT_RIGHT,
    CREDIT_WRONG,
    Cause,
    Outcome,
    RuleStanding,
    Walk,
    chance_to_fall,
)

RUNS = 1_000
GOOD, BAD = (0.70, 0.98), (0.15, 0.40)
GOOD_RULES, BAD_RULES = 40, 5
LOUD = 0.8  # of all hits come from the bad rules
HITS_A_DAY, DESK_A_DAY = 60, 12
OFFICES = {1: 4, 2: 4, 3: 6, 4: 2}  # how many clues a day each declared
MINUTES = 5
UNTOLD = 0.1  # of all clues the field cannot tell
OUTCOMES = 5_000
FIRST, LATER, WANTED = 50, (350, 400), 0.80
WITHIN = 60
LISTINGS, VIOLATING, FALSE = 6_000, 0.03, 60
START = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass
class Rule:
    """一条规则: how often it is truly right, and how the engine sees it."""

    share: float
    harm: int
    loudness: float
    is_bad: bool
    walk: Walk = field(default_factory=Walk)
    outcomes: int = 0
    right: int = 0
    fell_at: int | None = None

    @property
    def chance(self) -> float:
        """属实的机会, as it is believed now."""
        total = CREDIT_RIGHT + CREDIT_WRONG + self.outcomes
        return (CREDIT_RIGHT + self.right) / total

    def meet(self, right: bool, at: datetime) -> None:
        """One outcome more."""
        self.outcomes += 1
        self.right += right
        self.walk.meet(Outcome(at, at, 1, int(right), int(not right)))
        if self.fell_at is None and self.walk.standing is RuleStanding.REVIEW_ONLY:
            self.fell_at = self.outcomes


@dataclass
class Run:
    """一个县的一段日子: what an onlooker who knows the truth writes down."""

    rules: list[Rule]
    dispatched: list[tuple[int, Rule, bool]] = field(default_factory=list)
    outcomes: int = 0
    over_capacity: int = 0

    @property
    def all_bad_fell_in_time(self) -> bool:
        """五条坏规则都在六十个结果以内落下."""
        return all(rule.fell_at and rule.fell_at <= WITHIN for rule in self.rules if rule.is_bad)

    @property
    def good_fell(self) -> int:
        """冤枉的."""
        return sum(rule.fell_at is not None for rule in self.rules if not rule.is_bad)

    @property
    def returned_bad(self) -> int:
        """坏规则自己回来的."""
        return sum(
            turn.cause is Cause.RECOVERED
            for rule in self.rules
            if rule.is_bad
            for turn in rule.walk.turns
        )

    def covered(self) -> list[bool]:
        """每条规则的区间包没包住真的数."""
        seen = [rule for rule in self.rules if rule.outcomes]
        found = [(rule, accuracy(rule.right, rule.outcomes)) for rule in seen]
        return [said.low <= rule.share <= said.high for rule, said in found]


def county(dice: Random) -> list[Rule]:
    """规则: the bad ones share most of the noise."""
    good = [
        Rule(dice.uniform(*GOOD), dice.randint(1, 3), (1 - LOUD) / GOOD_RULES, False)
        for _ in range(GOOD_RULES)
    ]
    bad = [
        Rule(dice.uniform(*BAD), dice.randint(1, 3), LOUD / BAD_RULES, True)
        for _ in range(BAD_RULES)
    ]
    return good + bad


def simulate(seed: int, outcomes: int = OUTCOMES) -> Run:
    """过一段日子: until so many outcomes are known."""
    dice = Random(seed)
    run = Run(county(dice))
    weights = [rule.loudness for rule in run.rules]
    desk: list[Rule] = []
    at = START
    while run.outcomes < outcomes:
        at += timedelta(days=1)
        hits = dice.choices(run.rules, weights, k=HITS_A_DAY)
        _one_day(run, hits, desk, dice, at)
    return run


def _one_day(run: Run, hits: list[Rule], desk: list[Rule], dice: Random, at: datetime) -> None:
    """一天: the offices get the best of what may go out, the desk reads of the rest."""
    free = [rule for rule in hits if rule.walk.standing is RuleStanding.AUTO]
    candidates = [
        Candidate(key, dice.choice(list(OFFICES)), rule.harm, rule.chance, MINUTES)
        for key, rule in enumerate(free)
    ]
    choice = choose(candidates, OFFICES)
    for office, room in OFFICES.items():
        run.over_capacity += max(0, sum(c.office == office for c in choice.chosen) - room)
    desk.extend(rule for rule in hits if rule.walk.standing is RuleStanding.REVIEW_ONLY)
    desk.extend(free[candidate.key] for candidate in choice.waiting)
    dice.shuffle(desk)
    for candidate in choice.chosen:
        _outcome(run, free[candidate.key], dice, at, dispatched=True)
    for rule in desk[:DESK_A_DAY]:
        _outcome(run, rule, dice, at, dispatched=False)
    desk.clear()


def _outcome(run: Run, rule: Rule, dice: Random, at: datetime, *, dispatched: bool) -> None:
    right = dice.random() < rule.share
    if dispatched and dice.random() < UNTOLD:
        return
    rule.meet(right, at)
    run.outcomes += 1
    if dispatched:
        run.dispatched.append((run.outcomes, rule, right))


def missed_and_recall(seed: int) -> tuple[bool, bool]:
    """抽查: whether the two intervals hold what is true of one county's listings."""
    dice = Random(seed)
    caught = dice.uniform(0.5, 0.95)
    bad = sum(dice.random() < VIOLATING for _ in range(LISTINGS))
    found = sum(dice.random() < caught for _ in range(bad))
    frame = LISTINGS - found - FALSE
    missed_keys = set(dice.sample(range(frame), bad - found))
    # Three files a month, drawn from one by one, of unequal size.
    cuts = (0, frame // 6, frame // 2, frame)
    strata = []
    for number, (first, last) in enumerate(pairwise(cuts)):
        keys = draw(range(first, last), f"{seed}-{number}").keys
        strata.append(Stratum(last - first, len(keys), len(keys), len(missed_keys & set(keys))))
    missed = missed_share(strata)
    said = recall(found + FALSE, accuracy(found, found + FALSE), missed)
    holds = missed.low <= (bad - found) / frame <= missed.high
    return holds, said.low <= found / bad <= said.high


def main() -> int:
    """打印: what was promised, and what came of it."""
    parser = argparse.ArgumentParser(description="规则准确率的模拟")
    parser.add_argument("--runs", type=int, default=RUNS)
    runs = parser.parse_args().runs
    begun = time.monotonic()
    made = [simulate(seed) for seed in range(runs)]
    _print_standing(made)
    _print_dispatch(made)
    _print_intervals(made)
    print(f"{runs} 个县，{time.monotonic() - begun:.0f} 秒")
    return 0


def _print_standing(made: list[Run]) -> None:
    bad = [rule for run in made for rule in run.rules if rule.is_bad]
    late = [rule for rule in bad if rule.fell_at is None or rule.fell_at > WITHIN]
    right = [run.all_bad_fell_in_time and not run.good_fell for run in made]
    print("== 升降（五条坏规则，四十条好规则）")
    print(f"坏规则在 {WITHIN} 个结果以内落下     {1 - len(late) / len(bad):.2%}")
    print(f"  平均第几个结果落下         {mean(rule.fell_at or 0 for rule in bad):.1f}")
    print(f"  又自己回来的（每县）       {mean(run.returned_bad for run in made):.4f}")
    print(f"好规则被冤枉（每县四十条里）   {mean(run.good_fell for run in made):.4f} 条")
    print(f"一条不差的县                {mean(right):.2%}")
    print("  真实准确率 → 60 个、400 个结果以内落下的机会（精确）")
    for share in (0.15, 0.3, 0.35, 0.4, 0.5, 0.6, 0.7, 0.75, 0.8):
        print(f"  {share:.0%}  {chance_to_fall(share, 60):8.4%}  {chance_to_fall(share, 400):8.4%}")


def _print_dispatch(made: list[Run]) -> None:
    flow = [sum(rule.share * rule.loudness for rule in run.rules) for run in made]
    first = [right for run in made for at, _, right in run.dispatched if at <= FIRST]
    later = [_between(run) for run in made]
    true = [mean(rule.share for rule, _ in each) for each in later]
    print("== 移交的准确率")
    print(f"不学就全部移交，属实的         {mean(flow):.3f}（最高的县 {max(flow):.3f}）")
    print(f"头 {FIRST} 个结果里移交的          {mean(first):.3f}")
    seen = mean(right for each in later for _, right in each)
    print(f"第 {LATER[0]}—{LATER[1]} 个结果里移交的      {seen:.3f}")
    reached = mean(share >= WANTED for share in true)
    print(f"  那时移交的规则真的有 {WANTED:.2f} 的县  {reached:.1%}（最低的县 {min(true):.3f}）")
    print(f"超过单位声明的件数            {sum(run.over_capacity for run in made)}")


def _between(run: Run) -> list[tuple[Rule, bool]]:
    return [(rule, right) for at, rule, right in run.dispatched if LATER[0] < at <= LATER[1]]


def _print_intervals(made: list[Run]) -> None:
    covered = [holds for run in made for holds in run.covered()]
    bad = [
        holds
        for run in made
        for rule, holds in zip(run.rules, run.covered(), strict=False)
        if rule.is_bad
    ]
    audits = [missed_and_recall(seed) for seed in range(len(made))]
    print("== 95% 区间包住真的数（结果按移交的先后来，不是随机抽的）")
    print(f"每条规则的准确率             {mean(covered):.2%}（坏规则 {mean(bad):.2%}）")
    print(f"漏掉的比例                 {mean(missed for missed, _ in audits):.2%}")
    print(f"找到的比例                 {mean(found for _, found in audits):.2%}")


if __name__ == "__main__":
    sys.exit(main())
