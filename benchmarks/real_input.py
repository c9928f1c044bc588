"""真实文件导入: a province's register and three whole shops, beside a loader that checks nothing.

usage: python benchmarks/real_input.py             SQLite
       scripts/with-postgres python benchmarks/real_input.py

The peer is pandas: read the file, write a table. It checks no code, finds no row again, keeps no
record of who did what, and screens nothing; it says how much of our time is the file itself.
"""

import os
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "src"))
os.environ.setdefault("WANGSHI_HOME", tempfile.mkdtemp(prefix="wangshi-bench-"))
os.environ["DJANGO_SETTINGS_MODULE"] = "wangshi.settings"

import django

django.setup()

import pandas
from django.core.management import call_command
from django.db import connection

from wangshi.accounts.services import county_file, set_up_county, system_account
from wangshi.installation.importing import import_files
from wangshi.monitoring.models import Hit, Listing, Sighting
from wangshi.monitoring.services import screen
from wangshi.registry.models import Operator
from wangshi.shared.models import ImportBatch
from wangshi.shared.services import Author

DATA = ROOT.parent / "shared" / "data"
REGISTER = DATA / "enterprise_register" / "dev" / "shaanxi.csv.gz"
SHOPS = sorted((DATA / "store_listings_2025" / "dev").glob("*.csv.gz"))
# What issue and how-to promise on two cores, in seconds.
REGISTER_LIMIT, SHOPS_LIMIT, SCREEN_LIMIT = 60, 30, 5


def wall(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def bare(files: list[Path]) -> float:
    """The peer: rows into a table, nothing asked of them."""
    with tempfile.TemporaryDirectory() as folder:
        base = sqlite3.connect(Path(folder) / "bare.sqlite3")
        spent = wall(
            lambda: [
                pandas.read_csv(file, dtype=str).to_sql(f"t{n}", base, index=False)
                for n, file in enumerate(files)
            ]
        )
        base.close()
    return spent


def bring_in(kind: str, files: list[Path], **options: str) -> float:
    return wall(
        lambda: import_files(kind, files, preset="", dry_run=False, in_json=False, **options)
    )


def say(what: str, rows: int, spent: float, limit: float, peer: float) -> bool:
    verdict = "达到" if spent <= limit else "没有达到"
    beside = f"   是裸写入 {peer:.1f} 秒的 {spent / peer:.1f} 倍" if peer else ""
    print(f"{what:<16} {rows:>7} 行 {spent:6.1f} 秒（承诺 {limit} 秒，{verdict}）{beside}")
    return spent <= limit


def main() -> int:
    """Import, screen again, print; 1 where a promise was missed."""
    if not REGISTER.exists():
        print("没有 ../shared/data：这一项没有测")
        return 0
    call_command("migrate", verbosity=0, skip_checks=True)
    set_up_county(county_file("lueyang"), system_account())
    print(f"数据：真实登记数据和三家真实店铺（../shared/data）；pandas {pandas.__version__}")
    register = bring_in("register", [REGISTER])
    shops = bring_in("listings", SHOPS, platform="", seen_on="2025-11-10", shop="")
    Sighting.objects.update(screened_with="")
    batch = ImportBatch.objects.latest("pk")
    again = wall(lambda: screen(Sighting.objects.all(), by=Author(None, "bench"), subject=batch))
    listings = Listing.objects.count()
    kept = [
        say("全省登记", Operator.objects.count(), register, REGISTER_LIMIT, bare([REGISTER])),
        say("三家店（含筛查）", 19_931, shops, SHOPS_LIMIT, bare(SHOPS)),
        say("只筛查", listings, again, SCREEN_LIMIT, 0),
    ]
    print(f"{connection.vendor}：商品 {listings} 件，命中 {Hit.objects.count()} 条")
    return 0 if all(kept) else 1


if __name__ == "__main__":
    sys.exit(main())
