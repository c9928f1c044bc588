"""Shops, listings and hits to act with; every name is visibly invented."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from wangshi.monitoring.models import Hit, Listing, Sighting
from wangshi.monitoring.services import screen
from wangshi.monitoring.services.rows import content_digest
from wangshi.registry.models import Platform, Shop
from wangshi.shared.models import ImportBatch
from wangshi.shared.services import Author

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
DAY = timedelta(days=1)
CLAIM = "样例山货铺的茶全国销量第一"
PLAIN = "样例普通铁观音 散装 250g"
BY = Author(None, "演示")


@pytest.fixture
def platform(db) -> Platform:
    return Platform.objects.create(code="chengji", name="橙集商城（演示）")


@pytest.fixture
def shop(platform, town) -> Shop:
    return Shop.objects.create(
        platform=platform,
        external_id="s1",
        name="样例山货铺",
        town=town,
        url="https://shop.invalid/s1",
    )


@pytest.fixture
def other_shop(platform, other_town) -> Shop:
    return Shop.objects.create(
        platform=platform, external_id="s2", name="样例老山货店", town=other_town
    )


@pytest.fixture
def see() -> Callable[..., Sighting]:
    """Somebody sees a listing: see(shop, "…", number="1", at=NOON)."""

    def make(
        shop: Shop, title: str, *, number: str = "1", at: datetime = NOON, **facts: object
    ) -> Sighting:
        listing, _ = Listing.objects.get_or_create(
            shop=shop, external_id=number, defaults={"title": title, "first_seen_at": at}
        )
        sighting = Sighting(listing=listing, title=title, seen_at=at, **facts)
        sighting.content_sha256 = content_digest(sighting)
        sighting.save()
        return sighting

    return make


@pytest.fixture
def batch(db) -> ImportBatch:
    return ImportBatch.objects.create(
        kind="listings", file_name="样例.csv", sha256="0" * 64, size=1, received_at=NOON
    )


@pytest.fixture
def found(see, batch) -> Callable[..., list[Hit]]:
    """Sightings with these texts, screened; the hits of all of them in queue order."""

    def make(shop: Shop, *titles: str, at: datetime = NOON, **facts: object) -> list[Hit]:
        start = Listing.objects.count()
        keys = [
            see(shop, title, number=f"n{start + place}", at=at, **facts).pk
            for place, title in enumerate(titles)
        ]
        screen(Sighting.objects.filter(pk__in=keys), by=BY, subject=batch)
        return list(Hit.objects.filter(sighting__in=keys).order_by("-harm", "pk"))

    return make
