"""真实的三家店: 19,931 rows in half a minute, screened in five seconds; only counts are shown.

The promise is held to the work done, not to the wall clock of a machine others use too.
"""

import sys
import time
from collections import Counter

import pytest
from django.utils import timezone

from tests.conftest import SHARED
from wangshi.monitoring.models import Hit, Listing, Sighting
from wangshi.monitoring.selectors import screener
from wangshi.monitoring.services import screen
from wangshi.shared import imports
from wangshi.shared.models import ImportBatch

from .conftest import BY

FOLDER = SHARED / "data" / "store_listings_2025" / "dev"
ROWS, LISTINGS = 19_931, 17_913
IMPORT_SECONDS, SCREEN_SECONDS = 30, 5

pytestmark = [pytest.mark.real_data, pytest.mark.django_db]


def bring_in(officer, path) -> ImportBatch:
    shop = path.name.partition(".")[0]
    options = {"platform": "", "shop": shop, "seen_on": "2025-11-10", "sweep": ""}
    batch = imports.open_batch(
        "listings",
        [path.read_bytes()],
        file_name=path.name,
        options=options,
        by=officer,
        at=timezone.now(),
    )
    imports.begin(batch, by=officer, enqueue=lambda _: None)
    return imports.run(batch.pk)


def test_three_real_shops_come_in_and_are_screened_in_time(officer, capsys):
    screener("auto")
    files = sorted(FOLDER.glob("*.csv.gz"))
    begun, wall = time.process_time(), time.perf_counter()
    batches = [bring_in(officer, path) for path in files]
    imported, waited = time.process_time() - begun, time.perf_counter() - wall
    assert sum(batch.rows_read for batch in batches) == ROWS
    assert sum(batch.rows_bad for batch in batches) == 0
    assert (Listing.objects.count(), Sighting.objects.count()) == (LISTINGS, LISTINGS)
    by_family = Counter(Hit.objects.values_list("family", "level"))
    hits = Hit.objects.count()
    Sighting.objects.update(screened_with="")
    begun = time.process_time()
    done = screen(Sighting.objects.all(), by=BY, subject=batches[0])
    again = time.process_time() - begun
    assert (done.sightings, done.hits, Hit.objects.count()) == (LISTINGS, 0, hits)
    assert sum(bring_in(officer, path).rows_same for path in files) == ROWS
    with capsys.disabled():
        sys.stdout.write(
            f"\n{ROWS} 行导入并筛查 {imported:.1f} 秒（墙上 {waited:.1f} 秒），"
            f"重新筛查 {again:.1f} 秒，"
            f"命中 {hits} 条：{dict(by_family)}\n"
        )
    assert imported <= IMPORT_SECONDS
    assert again <= SCREEN_SECONDS
    assert 0 < hits < ROWS // 20  # a queue somebody can read
