"""真实的三家店: 19,931 rows come in and are screened; only counts are shown."""

import pytest
from django.utils import timezone

from tests.conftest import SHARED
from wangshi.monitoring.models import Hit, Listing, Sighting
from wangshi.monitoring.services import screen
from wangshi.shared import imports
from wangshi.shared.models import ImportBatch

from .conftest import BY

FOLDER = SHARED / "data" / "store_listings_2025" / "dev"
ROWS, LISTINGS = 19_931, 17_913

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


@pytest.mark.once
def test_three_real_shops_come_in_and_are_screened_once(officer):
    files = sorted(FOLDER.glob("*.csv.gz"))
    batches = [bring_in(officer, path) for path in files]
    assert sum(batch.rows_read for batch in batches) == ROWS
    assert sum(batch.rows_bad for batch in batches) == 0
    assert (Listing.objects.count(), Sighting.objects.count()) == (LISTINGS, LISTINGS)
    hits = Hit.objects.count()
    Sighting.objects.update(screened_with="")
    done = screen(Sighting.objects.all(), by=BY, subject=batches[0])
    assert (done.sightings, done.hits, Hit.objects.count()) == (LISTINGS, 0, hits)
    assert sum(bring_in(officer, path).rows_same for path in files) == ROWS
    assert 0 < hits < ROWS // 20  # a queue somebody can read
