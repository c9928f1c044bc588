"""Series to check: a promotion on the first of December 2026 unless said otherwise."""

from datetime import date, timedelta
from decimal import Decimal

from wangshi.engine.pricing import Amount, Basis, Place, PricePoint, PriceSeries

START = date(2026, 12, 1)


def point(back: int, price: object, **facts: object) -> PricePoint:
    """A price so many days before the promotion; negative is after it began."""
    low, high = price if isinstance(price, tuple) else (price, price)
    amount = Amount(Decimal(str(low)), Decimal(str(high)), bool(facts.pop("open_ended", False)))
    if facts.get("reference") is not None:
        facts["reference"] = Decimal(str(facts["reference"]))
    return PricePoint(on=START - timedelta(days=back), amount=amount, **facts)


def asked(*prices: tuple[int, object]) -> list[PricePoint]:
    return [point(back, price) for back, price in prices]


def sold(*prices: tuple[int, object]) -> list[PricePoint]:
    return [point(back, price, basis=Basis.DEAL) for back, price in prices]


def offer(price: object, reference: object, **facts: object) -> PricePoint:
    """The page of the first day: this price beside that reference."""
    return point(int(facts.pop("back", 0)), price, reference=reference, **facts)


def at_home(back: int, price: object, **facts: object) -> PricePoint:
    return point(back, price, place=Place.HOME, **facts)


def series(*points: PricePoint) -> PriceSeries:
    return PriceSeries("样例蜂蜜", points)
