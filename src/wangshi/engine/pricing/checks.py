"""检验价格序列: 令第 56 号第十六条至第二十条, one test after another."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from wangshi.engine.screening.rules import Level

from .comparing import check_base, check_raise_of_drops, check_raise_of_references, check_support
from .findings import Figure, PriceFinding, Suspicion, day, figure, finding, yuan
from .promising import check_last_day, check_no_period
from .rulings import PriceKind, PriceLaw, standing_price_law
from .series import Basis, GiftTag, Place, PricePoint, PriceSeries

TESTS = (
    check_base,
    check_raise_of_references,
    check_raise_of_drops,
    check_support,
    check_last_day,
    check_no_period,
)


def check_prices(series: PriceSeries, *, law: PriceLaw | None = None) -> tuple[PriceFinding, ...]:
    """检验一个序列: its findings by day; empty when nothing speaks against it.

    Amounts in yuan, days of the county. A series of one point can be compared with nothing:
    it yields at most notes. 《明码标价和禁止价格欺诈规定》第十六条至第二十条.
    """
    law = law or standing_price_law()
    found = [suspicion for test in TESTS for suspicion in test(series, law)]
    found += _check_home(series, law)
    found += _check_settled(series, law)
    ordered = sorted(found, key=lambda one: (one.on, list(PriceKind).index(one.kind)))
    return tuple(finding(law, one) for one in ordered)


def check_gift(tag: GiftTag, *, law: PriceLaw | None = None) -> PriceFinding | None:
    """检验赠品的标价 (第十八条): None when it is not above the current price."""
    law = law or standing_price_law()
    if tag.marked <= tag.current * (1 + law.share("tolerance_percent")):
        return None
    figures = (
        Figure("赠品标的价", tag.on, tag.marked, Basis.LIST, tag.source),
        Figure("赠品现在的售价", tag.on, tag.current, Basis.LIST, tag.source),
    )
    words = (
        f"赠品“{tag.name}”标 {yuan(tag.marked)}，同一店里现在卖 {yuan(tag.current)}，"
        f"高出 {yuan(tag.marked - tag.current)}"
    )
    quote = f"赠品“{tag.name}”标 {yuan(tag.marked)}"
    found = Suspicion(PriceKind.GIFT, tag.on, Level.REVIEW, quote, figures, (words,))
    return finding(law, found)


def _check_home(series: PriceSeries, law: PriceLaw) -> Iterator[Suspicion]:
    """首页对详情页: one finding a run of days, with each day's two numbers."""
    run: list[tuple[PricePoint, PricePoint]] = []
    for pair in _both_places(series):
        home, detail = pair
        if home.ceiling < detail.price * (1 - law.share("tolerance_percent")):
            run.append(pair)
        elif run:
            yield _lower_at_home(run)
            run = []
    if run:
        yield _lower_at_home(run)


def _both_places(series: PriceSeries) -> Iterator[tuple[PricePoint, PricePoint]]:
    """Days on which both places were seen: the dearest of the home page, the cheapest within."""
    for on in sorted({point.on for point in series.asked}):
        today = [point for point in series.asked if point.on == on]
        home = [point for point in today if point.place is Place.HOME]
        detail = [point for point in today if point.place is Place.DETAIL]
        if home and detail:
            yield max(home, key=_ceiling), min(detail, key=_price)


def _lower_at_home(run: Sequence[tuple[PricePoint, PricePoint]]) -> Suspicion:
    home, detail = run[0]
    figures = [
        each
        for at_home, within in run
        for each in (figure("首页标价", at_home), figure("详情页标价", within))
    ]
    words = [
        f"{day(home.on)}首页标 {yuan(home.price)}，详情页标 {yuan(detail.price)}，"
        f"首页低 {yuan(detail.price - home.price)}"
    ]
    if len(run) > 1:
        words.append(f"到 {day(run[-1][0].on)}为止，{len(run)} 次看到都是这样")
    if home.amount.open_ended:
        words.append("首页写的是“起”：看有没有哪个规格真的卖这个价")
    quote = f"首页 {yuan(home.price)}，详情页 {yuan(detail.price)}"
    return Suspicion(PriceKind.HOME, home.on, Level.REVIEW, quote, tuple(figures), tuple(words))


def _check_settled(series: PriceSeries, law: PriceLaw) -> Iterator[Suspicion]:
    """结算价高于标价: the dearest list price of the day against the cheapest deal above it."""
    for on in sorted({point.on for point in series.deals}):
        asked = [point for point in series.asked if point.on == on]
        if not asked:
            continue
        marked = max(asked, key=_ceiling)
        limit = marked.ceiling * (1 + law.share("tolerance_percent"))
        above = [deal for deal in series.deals if deal.on == on and deal.price > limit]
        if above:
            paid = max(above, key=_price)
            figures = (figure("标价", marked, marked.ceiling), figure("结算价", paid))
            words = (
                f"{day(on)}标价 {yuan(marked.ceiling)}，结算 {yuan(paid.price)}，"
                f"多收 {yuan(paid.price - marked.ceiling)}"
            )
            quote = f"标价 {yuan(marked.ceiling)}，结算 {yuan(paid.price)}"
            yield Suspicion(
                PriceKind.SETTLED, on, Level.REVIEW, quote, figures, (words,), Basis.DEAL
            )


def _price(point: PricePoint) -> Decimal:
    return point.price


def _ceiling(point: PricePoint) -> Decimal:
    return point.ceiling
