"""核对价格: what a listing's sightings say of its prices; findings become hits on the same road."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from django.db import transaction
from django.db.models import Count

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import require
from wangshi.engine.pricing import PriceFinding, standing_price_law
from wangshi.engine.screening import Level
from wangshi.monitoring.models import Hit, Listing, Sighting
from wangshi.monitoring.selectors.prices import PriceDoubt, price_stories, price_story
from wangshi.monitoring.selectors.rules import rules_by_id
from wangshi.monitoring.workflow import JudgementRefused
from wangshi.shared.models import ImportBatch
from wangshi.shared.services import Author, record

from .suspecting import Doubt, suspect

CHUNK: Final = 500


@transaction.atomic
def raise_price_doubts(listing: Listing, *, by: Account) -> int:
    """列入待复核: every doubt about this listing's prices that is not yet a hit."""
    require(by, Permission.JUDGE_HIT)
    # Alone: two officers at once find one of them before them.
    Listing.objects.select_for_update().get(pk=listing.pk)
    waiting = price_story(listing).waiting
    if not waiting:
        raise JudgementRefused("没有还要列入的价格疑点")
    Hit.objects.bulk_create(_hits(waiting))
    record(by, "prices.checked", listing, hits=len(waiting))
    return len(waiting)


@transaction.atomic
def check_prices_of(batch: ImportBatch) -> int:
    """核对一批商品的价格: listings seen more than once; what only may be so is left to the page."""
    raised = 0
    for keys in _chunks(_seen_again(batch)):
        stories = price_stories(keys)
        doubts = [doubt for story in stories.values() for doubt in story.waiting]
        told = [doubt for doubt in doubts if doubt.finding.level is not Level.NOTE]
        Hit.objects.bulk_create(_hits(told))
        raised += len(told)
    if raised:
        record(Author(batch.by_id, batch.by_name), "prices.checked", batch, hits=raised)
    return raised


def _seen_again(batch: ImportBatch) -> list[int]:
    """Listings of the batch with an earlier or a later sighting: one look makes no series."""
    mine = Sighting.objects.filter(batch_id=batch.pk).order_by().values("listing")
    often = Listing.objects.filter(pk__in=mine).annotate(looks=Count("sightings"))
    return list(often.filter(looks__gt=1).order_by("pk").values_list("pk", flat=True))


def _chunks(keys: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(keys), CHUNK):
        yield keys[start : start + CHUNK]


def _hits(doubts: Iterable[PriceDoubt]) -> list[Hit]:
    found = list(doubts)
    wanted = [doubt.sighting.pk for doubt in found]
    seen = Sighting.objects.select_related("listing__shop").in_bulk(wanted)
    return [_hit(seen[doubt.sighting.pk], doubt.finding) for doubt in found]


def _hit(sighting: Sighting, found: PriceFinding) -> Hit:
    identity = f"{sighting.listing_id} {found.rule} {found.on}"
    doubt = Doubt(
        spans=(),
        quote=found.quote,
        reason=found.words,
        passage=hashlib.sha256(identity.encode()).hexdigest(),
        fingerprint=standing_price_law().fingerprint,
        article=str(found.citation),
        level=found.level.value,
    )
    return suspect(sighting, rules_by_id()[found.rule], doubt)
