"""准确率及其区间: how far a rule's hits were right, and how sure that figure is."""

from dataclasses import dataclass
from math import sqrt

# Two-sided 95 %.
Z_95 = 1.959963984540054


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


def accuracy(right: int, judged: int, z: float = Z_95) -> Accuracy:
    """准确率和 Wilson 区间: the whole range while nothing was judged. Raises ValueError.

    Wilson, E. B. (1927), Probable inference, the law of succession, and statistical inference.
    """
    if not 0 <= right <= judged:
        raise ValueError(f"{right} of {judged}")
    if judged == 0:
        return Accuracy(0, 0, 0.0, 1.0)
    share = right / judged
    shrink = 1 + z * z / judged
    middle = (share + z * z / (2 * judged)) / shrink
    half = z / shrink * sqrt(share * (1 - share) / judged + z * z / (4 * judged * judged))
    low = 0.0 if right == 0 else max(0.0, middle - half)
    high = 1.0 if right == judged else min(1.0, middle + half)
    return Accuracy(right, judged, low, high)
