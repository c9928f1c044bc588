"""准确率: how far hits were right, how sure that is, and what was found of all there is."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from wangshi.engine.beta import beta_cdf, beta_quantile

SURE: Final = 0.95
# Jeffreys' prior says the least about a share: half a case for, half a case against.
HALF: Final = 0.5
SLICES: Final = 16
STEPS: Final = 26


@dataclass(frozen=True)
class Posterior:
    """后验: a share believed to be Beta(right, wrong), 0 to 1."""

    right: float
    wrong: float

    @property
    def mean(self) -> float:
        """平均."""
        return self.right / (self.right + self.wrong)

    def at(self, chance: float) -> float:
        """分位数: the share that it stays below with this chance."""
        return beta_quantile(chance, self.right, self.wrong)

    def below(self, share: float) -> float:
        """低于这个数的机会."""
        return beta_cdf(share, self.right, self.wrong)


@dataclass(frozen=True)
class Accuracy:
    """准确率: `right` of `judged`, and the interval in which the true share lies; 0 to 1."""

    right: int
    judged: int
    low: float
    high: float

    @property
    def share(self) -> float | None:
        """比率: None while nothing was judged."""
        return self.right / self.judged if self.judged else None

    @property
    def words(self) -> str:
        """页面写法: 91.8%（95% 区间 88.9%–94.0%）; a dash while nothing was judged."""
        if self.share is None:
            return "—"
        return f"{self.share:.1%}（95% 区间 {self.low:.1%}–{self.high:.1%}）"


def accuracy(right: int, judged: int) -> Accuracy:
    """准确率和 95% 区间: the whole range while nothing was judged. Raises ValueError.

    The equal-tailed interval under Jeffreys' prior, its ends opened where nothing or everything
    was right: Brown, Cai and DasGupta (2001), Interval estimation for a binomial proportion.
    """
    if not 0 <= right <= judged:
        raise ValueError(f"{right} of {judged}")
    if judged == 0:
        return Accuracy(0, 0, 0.0, 1.0)
    low, high = _ends(right, judged)
    return Accuracy(right, judged, low, high)


@dataclass(frozen=True)
class Stratum:
    """一次抽查: of `frame` listings without a hit `drawn` were drawn; of those `looked` were read
    and could be told, and `missed` of them were wrong.
    """

    frame: int
    drawn: int
    looked: int
    missed: int

    @property
    def weight(self) -> float:
        """一件代表几件."""
        return self.frame / self.drawn if self.drawn else 0.0

    @property
    def part(self) -> float:
        """看完了几成."""
        return self.looked / self.drawn if self.drawn else 0.0


@dataclass(frozen=True)
class MissedShare:
    """漏掉的比例: in the `frame` that what was read stands for; `effective` readings as weighed."""

    frame: float
    looked: int
    missed: int
    share: float | None
    effective: float
    low: float
    high: float

    @property
    def words(self) -> str:
        """页面写法: 0.8%（95% 区间 0.2%–2.3%）; a dash while nothing was read."""
        if self.share is None:
            return "—"
        return f"{self.share:.1%}（95% 区间 {self.low:.1%}–{self.high:.1%}）"

    @property
    def posterior(self) -> Posterior:
        """后验, under Jeffreys' prior."""
        wrong = (self.share or 0.0) * self.effective
        return Posterior(HALF + wrong, HALF + self.effective - wrong)


def missed_share(strata: Iterable[Stratum]) -> MissedShare:
    """漏掉的比例和 95% 区间: each listing read weighs as many as it was drawn from.

    What was drawn and not read yet stands for nothing yet. Unequal weights widen the interval by
    Kish's effective number of readings: Korn and Graubard (1998), Confidence intervals for
    proportions with small expected number of positive counts estimated from survey data.
    """
    read = [stratum for stratum in strata if stratum.looked]
    looked = sum(stratum.looked for stratum in read)
    missed = sum(stratum.missed for stratum in read)
    if not looked:
        return MissedShare(0.0, 0, 0, None, 0.0, 0.0, 1.0)
    frame = sum(one.weight * one.looked for one in read)
    share = sum(one.weight * one.missed for one in read) / frame
    effective = frame * frame / sum(one.weight * one.weight * one.looked for one in read)
    low, high = _ends(share * effective, effective)
    return MissedShare(frame, looked, missed, share, effective, low, high)


@dataclass(frozen=True)
class Recall:
    """找到的比例: of all violating listings, the share that some rule hit; None while unknown."""

    share: float | None
    low: float
    high: float

    @property
    def words(self) -> str:
        """页面写法: 91.8%（95% 区间 88.9%–94.0%）; a dash while unknown."""
        if self.share is None:
            return "—"
        return f"{self.share:.1%}（95% 区间 {self.low:.1%}–{self.high:.1%}）"


def recall(flagged: float, found: Accuracy, missed: MissedShare) -> Recall:
    """找到的比例和 95% 区间: of `flagged` listings with a hit, `found` of those judged were wrong;
    `missed` is of the listings without one that were seen beside them.

    Both unknown shares keep their uncertainty: the chance that the recall is at most r is the
    mean, over slices of the one posterior, of the other's chance. Unknown while no listing
    without a hit was read, or while none with a hit was judged.
    """
    if missed.share is None or found.share is None or not flagged:
        return Recall(None, 0.0, 1.0)
    right = Posterior(HALF + found.right, HALF + found.judged - found.right)
    slices = [flagged * right.at((n + HALF) / SLICES) for n in range(SLICES)]
    ends = [_recall_at(chance, slices, missed) for chance in ((1 - SURE) / 2, (1 + SURE) / 2)]
    hits, misses = flagged * found.share, missed.frame * missed.share
    share = hits / (hits + misses) if hits + misses else None
    if share is None:
        return Recall(None, 0.0, 1.0)
    return Recall(share, min(ends[0], share), 1.0 if not missed.missed else max(ends[1], share))


def _recall_at(chance: float, found: list[float], missed: MissedShare) -> float:
    """By halving: the recall that is undercut with this chance."""
    low, high = 0.0, 1.0
    for _ in range(STEPS):
        middle = (low + high) / 2
        if _undercut(middle, found, missed) < chance:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _undercut(recalled: float, found: list[float], missed: MissedShare) -> float:
    if recalled <= 0:
        return 0.0
    unseen = missed.posterior
    over = (1 - recalled) / (recalled * missed.frame)
    return sum(1 - unseen.below(each * over) for each in found) / len(found)


def _ends(right: float, judged: float) -> tuple[float, float]:
    belief = Posterior(HALF + right, HALF + judged - right)
    low = 0.0 if right == 0 else belief.at((1 - SURE) / 2)
    high = 1.0 if right == judged else belief.at((1 + SURE) / 2)
    return low, high
