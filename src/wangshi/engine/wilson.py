"""威尔逊区间: how far a rate counted on a sample may lie from the rate of all. Pure."""

from dataclasses import dataclass
from math import sqrt
from typing import Final

# The 0.975 quantile of the standard normal: an interval of 95 per cent.
Z: Final = 1.959963984540054


@dataclass(frozen=True)
class Rate:
    """比率: `part` of `whole`, with the ends of its 95 % interval; 0 to 1."""

    part: int
    whole: int
    low: float
    high: float

    @property
    def share(self) -> float | None:
        """比率: None without a denominator."""
        return self.part / self.whole if self.whole else None

    @property
    def ends(self) -> str:
        """区间的写法: 95% 区间 48.41%–82.79%."""
        return f"95% 区间 {self.low:.1%}–{self.high:.1%}"

    @property
    def words(self) -> str:
        """页面写法: 68.00%（17/25，95% 区间 48.41%–82.79%）; a dash without a denominator."""
        if self.share is None:
            return "—"
        return f"{self.share:.1%}（{self.part}/{self.whole}，{self.ends}）"


def wilson(part: int, whole: int) -> Rate:
    """比率和 95% 区间: by Wilson's score; the whole range 0 to 1 when `whole` is nought.

    Raises ValueError unless 0 ≤ part ≤ whole. Wilson (1927), Probable inference, the law of
    succession, and statistical inference, JASA 22.
    """
    if not 0 <= part <= whole:
        raise ValueError(f"{part} of {whole}")
    if whole == 0:
        return Rate(0, 0, 0.0, 1.0)
    share, square = part / whole, Z * Z
    middle = (share + square / (2 * whole)) / (1 + square / whole)
    half = Z / (1 + square / whole) * sqrt(share * (1 - share) / whole + square / (4 * whole**2))
    low = 0.0 if part == 0 else max(0.0, middle - half)
    high = 1.0 if part == whole else min(1.0, middle + half)
    return Rate(part, whole, low, high)
