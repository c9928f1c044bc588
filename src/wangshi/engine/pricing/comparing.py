"""价格比较的检验: the base of a comparison, a raise before it, and what supports it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from wangshi.engine.screening.rules import Level

from .findings import Figure, Suspicion, day, days, figure, yuan
from .rulings import PriceKind, PriceLaw
from .series import PricePoint, PriceSeries, before, days_before

SUGGESTED = ("建议零售价", "厂商指导价", "厂家指导价", "官方指导价")


@dataclass(frozen=True)
class Comparison:
    """一次价格比较: from its first day on, the page sets this reference beside its price."""

    point: PricePoint
    reference: Decimal
    track: tuple[PricePoint, ...]

    @property
    def on(self) -> date:
        """开始的那天."""
        return self.point.on

    @property
    def named(self) -> str:
        """页面怎么叫它."""
        return self.point.reference_name or "原价"

    @property
    def quote(self) -> str:
        """页面上的两个数."""
        return f"{self.named} {yuan(self.reference)}，现价 {yuan(self.point.price)}"


@dataclass(frozen=True)
class Raise:
    """一次提价: from the lowest price of the weeks before to the price just before the discount."""

    low: PricePoint
    high: PricePoint
    last: PricePoint


def comparisons(series: PriceSeries) -> tuple[Comparison, ...]:
    """每一次比较: one for each reference, on the first day it stood there without a break."""
    found: dict[tuple[date, Decimal], Comparison] = {}
    for track in series.tracks:
        running: Decimal | None = None
        for point in track:
            reference = point.reference if point.compares else None
            if reference is not None and reference != running:
                found.setdefault((point.on, reference), Comparison(point, reference, track))
            running = reference
    return tuple(found[key] for key in sorted(found))


def check_base(series: PriceSeries, law: PriceLaw) -> Iterator[Suspicion]:
    """被比较价格对前七日最低成交价 (第十六条第二款).

    Where the page explains its reference, or calls it the maker's suggested price, the
    paragraph does not speak.
    """
    for one in comparisons(series):
        if one.point.explained or one.named in SUGGESTED:
            continue
        known = series.known_before(one.on)
        base, window = _base(known, one.on, law)
        if base is None:
            continue
        if one.reference > base.ceiling * (1 + law.share("tolerance_percent")):
            yield _above_base(series, one, base, window)


def _base(
    known: Sequence[PricePoint], on: date, law: PriceLaw
) -> tuple[PricePoint | None, tuple[date, ...]]:
    """The base, and the days of the window; outside the window, the last price before."""
    count = law.tests[PriceKind.BASE].ruling(on).window_days
    window = days_before(on, count)
    inside = [point for point in known if point.on >= window[0]]
    if not inside and known:
        last = known[-1].on
        inside = [point for point in known if point.on == last]
    return min(inside, key=lambda point: point.ceiling, default=None), window


def _above_base(
    series: PriceSeries, one: Comparison, base: PricePoint, window: tuple[date, ...]
) -> Suspicion:
    known = series.known_before(one.on)
    inside = [point for point in known if point.on >= window[0]]
    seen = {point.on for point in inside}
    missing = tuple(on for on in window if on not in seen)
    word = base.basis.word
    figures = [figure(f"页面的{one.named}", one.point, one.reference)]
    figures += [figure("现价", one.point)]
    figures += [figure(f"此前的{word}", point, point.ceiling) for point in inside or [base]]
    return Suspicion(
        kind=PriceKind.BASE,
        on=one.on,
        level=Level.FAIL if not _is_ranged([base, one.point]) else Level.REVIEW,
        quote=one.quote,
        figures=tuple(figures),
        sentences=tuple(_base_sentences(one, base, bool(inside), missing, window)),
        known=base.basis,
        missing=missing,
    )


def _base_sentences(
    one: Comparison,
    base: PricePoint,
    inside: bool,
    missing: tuple[date, ...],
    window: tuple[date, ...],
) -> Iterator[str]:
    word = base.basis.word
    above = one.reference - base.ceiling
    span = f"前 {len(window)} 日（{day(window[0])}到 {day(window[-1])}）"
    start = f"{day(one.on)}起页面标{one.named} {yuan(one.reference)}、现价 {yuan(one.point.price)}"
    if inside:
        yield (
            f"{start}；{span}最低{word}是 {day(base.on)}的 {yuan(base.ceiling)}，"
            f"{one.named}高出 {yuan(above)}"
        )
        if missing:
            yield f"其中 {len(missing)} 日没有{word}记录：{days(missing)}"
    else:
        yield (
            f"{start}；{span}没有{word}记录，此前最后一次是 {day(base.on)}的 {yuan(base.ceiling)}，"
            f"{one.named}高出 {yuan(above)}"
        )
    if _is_ranged([base, one.point]):
        yield "页面标的是区间或者“起”，要核对是不是同一规格"


def check_support(series: PriceSeries, law: PriceLaw) -> Iterator[Suspicion]:
    """被比较价格有没有依据 (第十七条第二款): never asked nor paid in all that is known."""
    tolerance = law.share("tolerance_percent")
    for one in comparisons(series):
        if one.named in SUGGESTED:
            continue
        least = one.reference * (1 - tolerance)
        earlier = before(series.points, one.on)
        if any(point.ceiling >= least for point in earlier):
            continue
        later = any(point.ceiling >= least for point in series.points if point.on > one.on)
        if earlier or not later:
            yield _unsupported(one, earlier, law)


def _unsupported(one: Comparison, earlier: Sequence[PricePoint], law: PriceLaw) -> Suspicion:
    figures = [figure(f"页面的{one.named}", one.point, one.reference), figure("现价", one.point)]
    start = f"{day(one.on)}起页面标{one.named} {yuan(one.reference)}、现价 {yuan(one.point.price)}"
    if not earlier:
        words = f"{start}；此前没有任何价格记录，不知道它从哪里来"
        return _support(one, Level.NOTE, figures, words)
    span = (one.on - earlier[0].on).days
    known = len({point.on for point in earlier})
    dearest = max(earlier, key=lambda point: point.ceiling)
    figures.append(figure(f"此前最高的{dearest.basis.word}", dearest, dearest.ceiling))
    words = (
        f"{start}；此前 {span} 日里有 {known} 日的记录，最高只到 {yuan(dearest.ceiling)}"
        f"（{day(dearest.on)}），从来没有标过或者卖过 {yuan(one.reference)}"
    )
    long = span >= law.days("history_days")
    return _support(one, Level.REVIEW if long else Level.NOTE, figures, words)


def _support(one: Comparison, level: Level, figures: Sequence[Figure], words: str) -> Suspicion:
    return Suspicion(PriceKind.UNSUPPORTED, one.on, level, one.quote, tuple(figures), (words,))


def check_raise_of_references(series: PriceSeries, law: PriceLaw) -> Iterator[Suspicion]:
    """折价前提价 (第十七条第一款): the raised price is what the page compares with."""
    tolerance, least = law.share("tolerance_percent"), law.share("raise_percent")
    for one in comparisons(series):
        found = _raise_before(one.track, one.on, law)
        if found is None or one.reference > found.last.price * (1 + tolerance):
            continue
        if one.reference >= found.low.price * (1 + least):
            yield _raised(found, one.point, one.quote, f"{one.named} {yuan(one.reference)}", law)


def check_raise_of_drops(series: PriceSeries, law: PriceLaw) -> Iterator[Suspicion]:
    """先涨后降: no reference stands there, but the drop only takes back the raise."""
    tolerance = law.share("tolerance_percent")
    for track in series.tracks:
        for earlier, point in pairwise(track):
            if point.compares or point.price >= earlier.price * (1 - tolerance):
                continue
            found = _raise_before(track, point.on, law)
            if found is not None and point.price >= found.low.price * (1 - tolerance):
                yield _raised(found, point, f"现价 {yuan(point.price)}", "", law)


def _raise_before(track: Sequence[PricePoint], on: date, law: PriceLaw) -> Raise | None:
    """The raise that led to the price of the last day before `on`; a return to normal is none."""
    tolerance, least = law.share("tolerance_percent"), law.share("raise_percent")
    earlier = before(track, on)
    recent = [p for p in earlier if p.on >= on - timedelta(days=law.days("raise_days"))]
    if not recent:
        return None
    last = recent[-1]
    low = min(reversed(recent), key=lambda point: point.price)
    if last.price < low.price * (1 + least):
        return None
    if any(p.price >= last.price * (1 - tolerance) for p in before(track, low.on)):
        return None
    risen = (p for p in recent if p.on > low.on and p.price >= low.price * (1 + least))
    high = next(risen, last)
    return Raise(low, high, last)


def _raised(
    found: Raise, point: PricePoint, quote: str, reference: str, law: PriceLaw
) -> Suspicion:
    share = (found.last.price - found.low.price) / found.low.price * 100
    figures = [figure("提价前的标价", found.low), figure("提价后的标价", found.last)]
    if point.compares and point.reference is not None:
        figures.append(figure(f"页面的{point.reference_name or '原价'}", point, point.reference))
    figures.append(figure("折价后的标价", point))
    words = [
        f"{day(found.low.on)}还标 {yuan(found.low.price)}，{day(found.high.on)}起提价，"
        f"折价前标到 {yuan(found.last.price)}（涨 {share:.0f}%），"
        f"{day(point.on)}又降到 {yuan(point.price)}"
    ]
    if reference:
        words.append(f"页面拿提高后的价格当折价的基准（{reference}）")
    else:
        words.append("页面没有标原价，降价后并不比提价前便宜")
    words.append(
        f"涨 {law.days('raise_percent')}% 以上、折价前 {law.days('raise_days')} 日以内，"
        "是本系统的推断，条文没有写数"
    )
    level = Level.REVIEW if reference or point.promotion else Level.NOTE
    return Suspicion(PriceKind.RAISE, point.on, level, quote, tuple(figures), tuple(words))


def _is_ranged(points: Sequence[PricePoint]) -> bool:
    return any(point.amount.is_range for point in points)
