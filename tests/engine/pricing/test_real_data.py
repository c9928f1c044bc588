"""Real prices: ten days of November 2016, and three shops of 2025. Prints what was found."""

import csv
import gzip
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from wangshi.engine.pricing import (
    PricePoint,
    PriceSeries,
    PriceUnreadable,
    check_prices,
    read_amount,
)

SHARED = Path(__file__).parents[4] / "shared" / "data"
BEAUTY = SHARED / "price_series_1111_2016" / "dev" / "beauty_daily.csv.gz"
SHOPS = SHARED / "store_listings_2025" / "dev"
SEEN = {"20251109": date(2025, 11, 9), "20251110": date(2025, 11, 10)}

pytestmark = [
    pytest.mark.real_data,
    pytest.mark.skipif(not BEAUTY.exists(), reason="needs ../shared/data"),
]


def rows(path: Path) -> Iterator[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8-sig", newline="") as lines:
        yield from csv.DictReader(lines)


def beauty() -> list[PriceSeries]:
    found: dict[str, list[PricePoint]] = defaultdict(list)
    for row in rows(BEAUTY):
        on = date(*map(int, row["update_time"].split("/")))
        found[row["id"]].append(PricePoint(on, read_amount(row["price"])))
    return [PriceSeries(key, points) for key, points in found.items()]


def shops() -> tuple[list[PriceSeries], Counter[str]]:
    found, refused = [], Counter[str]()
    for path in sorted(SHOPS.glob("*.csv.gz")):
        on = next(day for mark, day in SEEN.items() if mark in path.name)
        for row in rows(path):
            try:
                amount, reference = read_amount(row["折扣价"]), read_amount(row["原价"])
            except PriceUnreadable as fault:
                refused[str(fault)[:12]] += 1
                continue
            point = PricePoint(on, amount, reference=reference.low, promotion=row["活动"])
            found.append(PriceSeries(row["商品ID"], [point]))
    return found, refused


def report(
    name: str, series: list[PriceSeries], capsys: pytest.CaptureFixture[str]
) -> Counter[str]:
    begun = time.monotonic()
    found = [one for each in series for one in check_prices(each)]
    taken = time.monotonic() - begun
    counted = Counter(f"{one.kind}/{one.level}" for one in found)
    with capsys.disabled():
        sys.stdout.write(f"\n{name}: {len(series)} series in {taken:.1f} s: {dict(counted)}\n")
    return counted


def test_ten_days_of_2016_hold_raises_before_the_day_and_nothing_that_fails(capsys):
    counted = report("price_series_1111_2016", beauty(), capsys)
    assert counted["raise/note"] > 0
    assert {key.partition("/")[2] for key in counted} == {"note"}


def test_one_look_at_three_shops_gives_notes_only(capsys):
    series, refused = shops()
    counted = report(f"store_listings_2025 (unread {dict(refused)})", series, capsys)
    assert set(counted) <= {"unsupported/note"}
    assert counted["unsupported/note"] > 1000
