"""增速、进度、基数: said with what they were counted from, or refused with the reason."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Final

from .definitions import Series, Version, version_on
from .periods import Period

_HUNDRED: Final = Decimal(100)
_TENTH: Final = Decimal("0.1")
_FEN: Final = Decimal("0.01")


class Outlook(StrEnum):
    """目标看得到看不到."""

    REACHED = "reached"
    LIKELY = "likely"
    UNSURE = "unsure"
    HARD = "hard"
    MISSED = "missed"


@dataclass(frozen=True)
class Growth:
    """同比: `percent` is None where there is none, and then `why` says why."""

    percent: Decimal | None
    why: str = ""


@dataclass(frozen=True)
class Progress:
    """进度: how much of the target, and how much of the time; both in percent."""

    done: Decimal | None
    elapsed: Decimal

    @property
    def ahead(self) -> Decimal | None:
        """比时间快多少个百分点; behind is negative; None without a target."""
        return None if self.done is None else self.done - self.elapsed


def year_on_year(
    now: Decimal | None,
    before: Decimal | None,
    versions: tuple[Version, ...],
    period: Period,
) -> Growth:
    """同比 = 本期 / 上年同期 − 1, to one decimal. Refused across versions that do not join.

    None with a reason where the version changed without joining, a figure is missing, or the
    one before is nought or less (law.md §8.2: shown as a dash).
    """
    if why := not_comparable(versions, period.a_year_before, period):
        return Growth(None, why)
    if now is None:
        return Growth(None, "本期没有数")
    if before is None:
        return Growth(None, "上年同期没有数")
    if before <= 0:
        return Growth(None, "上年同期是 0，除不了")
    return Growth(((now / before - 1) * _HUNDRED).quantize(_TENTH))


def not_comparable(versions: tuple[Version, ...], first: Period, later: Period) -> str:
    """两期能不能比: empty when they can; else the reason, naming both versions."""
    old, new = version_on(versions, first.last_on), version_on(versions, later.last_on)
    if old is None or new is None:
        missing = first if old is None else later
        return f"{missing}还没有这个口径"
    between = versions[versions.index(old) + 1 : versions.index(new) + 1]
    broken = next((one for one in between if not one.joins), None)
    if broken is None:
        return ""
    names = f"“{old.name or old.version}”和“{broken.name or broken.version}”"
    return f"口径变了，不能接着算：{names}不可比。{broken.why or broken.counts}"


def published_growth(series: Series, period: Period) -> Growth:
    """把公布的两个数接起来算同比: refused where the series was cut in between."""
    by_period = {one.period: one.value for one in series.published}
    return year_on_year(
        by_period.get(period), by_period.get(period.a_year_before), series.versions, period
    )


def base_of(target: Decimal, growth: Decimal) -> Decimal:
    """倒推的基数 = 目标 / (1 + 增幅); `growth` in percent, above −100."""
    if growth <= -_HUNDRED:
        raise ValueError("增幅要大于 −100%")
    return (target / (1 + growth / _HUNDRED)).quantize(Decimal("0.0001"))


def progress(done: Decimal | None, target: Decimal, since: date, due: date, on: date) -> Progress:
    """进度和时间进度: from `since` to `due`, both days in, looked at on `on`."""
    whole = (due - since).days + 1
    if whole <= 0:
        raise ValueError("目标的期限早于开始")
    gone = min(max((on - since).days + 1, 0), whole)
    share = None if done is None or target <= 0 else (done / target * _HUNDRED).quantize(_TENTH)
    return Progress(share, (Decimal(gone) / whole * _HUNDRED).quantize(_TENTH))


def outlook(
    low: Decimal | None, high: Decimal | None, target: Decimal, elapsed: Decimal
) -> Outlook:
    """看得到看不到: from the range so far and the share of the time gone, in percent.

    Reached where even the lowest is there; before the end, likely where the lowest goes on at its
    pace to the target, hard where even the highest does not; unsure between, or without a range.
    """
    if low is None or elapsed <= 0:
        return Outlook.UNSURE
    if low >= target:
        return Outlook.REACHED
    over = elapsed >= _HUNDRED
    if not over and low / elapsed * _HUNDRED >= target:
        return Outlook.LIKELY
    if high is not None and high / elapsed * _HUNDRED < target:
        return Outlook.MISSED if over else Outlook.HARD
    return Outlook.UNSURE


def share_of(part: Decimal | None, whole: Decimal | None) -> Decimal | None:
    """占比, in percent to two decimals; None where the denominator is nought or missing."""
    if part is None or whole is None or whole <= 0:
        return None
    return (part / whole * _HUNDRED).quantize(_FEN)
