"""贝塔分布: what a share may be, once some of it was looked at. Pure, without tables."""

from functools import lru_cache
from math import exp, lgamma, log, log1p
from typing import Final

TINY: Final = 1e-300
CLOSE: Final = 1e-13
MOST_ROUNDS: Final = 1_000
MOST_STEPS: Final = 200


def beta_cdf(x: float, a: float, b: float) -> float:
    """分布函数 I_x(a, b): the chance, 0 to 1, that a Beta(a, b) share is at most `x`.

    Raises ValueError unless a and b are above 0. By the continued fraction of DLMF 8.17.22.
    """
    if a <= 0 or b <= 0:
        raise ValueError(f"Beta({a}, {b})")
    if x <= 0:
        return 0.0
    if x >= 1:
        return 1.0
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x))
    # The fraction converges quickly left of the mean; right of it, the mirror image does.
    if x < (a + 1) / (a + b + 2):
        return front * _fraction(x, a, b) / a
    return 1 - front * _fraction(1 - x, b, a) / b


@lru_cache(maxsize=50_000)
def beta_quantile(chance: float, a: float, b: float) -> float:
    """分位数: the share that a Beta(a, b) share stays below with this chance, both 0 to 1.

    Raises ValueError unless a and b are above 0 and the chance lies in 0 to 1.
    """
    if not 0 <= chance <= 1:
        raise ValueError(f"chance {chance}")
    low, high = 0.0, 1.0
    for _ in range(MOST_STEPS):
        middle = (low + high) / 2
        if beta_cdf(middle, a, b) < chance:
            low = middle
        else:
            high = middle
        if high - low < CLOSE:
            break
    return (low + high) / 2


def _fraction(x: float, a: float, b: float) -> float:
    """Lentz's method, two terms a round."""
    c, d = 1.0, 1 / _away(1 - (a + b) * x / (a + 1))
    found = d
    for m in range(1, MOST_ROUNDS):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        for term in (even, odd):
            d = 1 / _away(1 + term * d)
            c = _away(1 + term / c)
            found *= c * d
        if abs(c * d - 1) < CLOSE:
            break
    return found


def _away(number: float) -> float:
    """Never quite nothing: it is divided by."""
    return number if abs(number) > TINY else TINY
