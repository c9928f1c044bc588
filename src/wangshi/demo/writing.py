"""写入: the plans become rows. Whole tables at once, one audit record for each lot."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from wangshi.accounts.models import Account, Town
from wangshi.demo.plans import ListingPlan, OperatorPlan, ShopPlan, SightingPlan
from wangshi.demo.words import goods, names
from wangshi.engine.names import name_pairs
from wangshi.monitoring.models import Listing, Sighting, Sweep
from wangshi.monitoring.services.rows import content_digest
from wangshi.registry.models import (
    BusinessLicence,
    LiveRoom,
    Operator,
    OperatorKind,
    OperatorStatus,
    Permit,
    Platform,
    Shop,
    ShopLink,
)
from wangshi.registry.services import open_platform
from wangshi.shared.models import ImportBatch, ImportState
from wangshi.shared.services import record

ISSUER = "拾穗县行政审批服务局"
LIVE_PLATFORM = "duanying"
GONE_EVERY = 37
PRESETS = {"register": "register_enterprise", "listings": "listings_plain"}


@dataclass(frozen=True)
class Opened:
    """已写入的登记: in the order of the plans."""

    operators: tuple[Operator, ...]
    shops: tuple[Shop, ...]


@transaction.atomic
def write_register(
    firms: Sequence[OperatorPlan],
    stores: Sequence[ShopPlan],
    *,
    by: Account,
    at: datetime,
    filed_at: datetime,
) -> Opened:
    """写入主体、平台、网店: known since `at`, in the register's file of `filed_at`."""
    towns = {town.name: town for town in Town.objects.all()}
    batch = _batch("register", "演示登记数据.csv", [plan.uscc for plan in firms], by, filed_at)
    operators = Operator.objects.bulk_create(
        _operator(plan, number, towns, batch) for number, plan in enumerate(firms)
    )
    _write_papers(firms, operators)
    platforms = {
        place.code: open_platform(code=place.code, name=place.name, domain=place.domain, by=by)
        for place in names().platforms
    }
    shops = Shop.objects.bulk_create(
        _shop(plan, platforms, operators, towns, at) for plan in stores
    )
    ShopLink.objects.bulk_create(
        ShopLink(
            shop=shop, operator=shop.operator, note="亮照与登记一致", linked_at=at, linked_by=by
        )
        for shop in shops
        if shop.operator is not None
    )
    LiveRoom.objects.bulk_create(_live_rooms(stores, shops))
    record(by, "register.generated", "demo", operators=len(operators), shops=len(shops))
    return Opened(tuple(operators), tuple(shops))


def _operator(
    plan: OperatorPlan, number: int, towns: dict[str, Town], batch: ImportBatch
) -> Operator:
    gone = number % GONE_EVERY == GONE_EVERY - 1
    trade = next(trade for trade in goods().trades if trade.key == plan.trade)
    return Operator(
        uscc=plan.uscc,
        source_key=plan.uscc,
        name=plan.name,
        name_grams=name_pairs(plan.name),
        form=plan.form,
        kind=OperatorKind.IN_PLATFORM,
        status=OperatorStatus.CANCELLED if gone else OperatorStatus.ACTIVE,
        person=plan.person,
        capital=plan.capital,
        established_on=plan.established_on,
        scope=f"{trade.title}销售；互联网销售（以虚构的登记为准）",
        address=plan.address,
        town=towns[plan.town],
        phone=plan.phone,
        imported_at=batch.received_at,
        batch_id=batch.pk,
    )


def _write_papers(firms: Sequence[OperatorPlan], operators: Sequence[Operator]) -> None:
    permits = {trade.key: trade.permit for trade in goods().trades}
    BusinessLicence.objects.bulk_create(
        BusinessLicence(
            operator=operator, number=plan.uscc, issuer=ISSUER, issued_on=plan.established_on
        )
        for plan, operator in zip(firms, operators, strict=True)
    )
    Permit.objects.bulk_create(
        Permit(
            operator=operator,
            kind=permits[plan.trade],
            number=f"虚构{plan.uscc[-9:]}",
            valid_from=plan.established_on,
            valid_to=plan.established_on.replace(day=1, year=plan.established_on.year + 15),
        )
        for number, (plan, operator) in enumerate(zip(firms, operators, strict=True))
        if permits[plan.trade] and number % 4
    )


def _shop(
    plan: ShopPlan,
    platforms: dict[str, Platform],
    operators: Sequence[Operator],
    towns: dict[str, Town],
    at: datetime,
) -> Shop:
    return Shop(
        platform=platforms[plan.platform],
        external_id=plan.external_id,
        name=plan.name,
        name_grams=name_pairs(plan.name),
        url=plan.url,
        operator=operators[plan.operator] if plan.linked else None,
        operator_confirmed_at=at if plan.linked else None,
        town=towns[plan.town],
        shown_name=plan.shown_name,
        shown_uscc=plan.shown_uscc,
        phone=plan.phone,
    )


def _live_rooms(stores: Sequence[ShopPlan], shops: Sequence[Shop]) -> list[LiveRoom]:
    pairs = zip(stores, shops, strict=True)
    live = [(plan, shop) for plan, shop in pairs if plan.platform == LIVE_PLATFORM]
    return [
        LiveRoom(
            platform_id=shop.platform_id,
            account_id=f"live-{plan.external_id}",
            name=f"{shop.name}直播间",
            operator=shop.operator,
            shop=shop,
        )
        for plan, shop in live[::5]
    ]


@transaction.atomic
def write_listings(
    plans: Sequence[ListingPlan], shops: Sequence[Shop], *, today: date, by: Account
) -> tuple[Listing, ...]:
    """写入商品: the offers themselves; what was seen of them comes with each week's file."""
    made = Listing.objects.bulk_create(
        Listing(
            shop=shops[plan.shop],
            external_id=plan.external_id,
            title=plan.title,
            first_seen_at=seen_at(plan.sightings[0], today),
        )
        for plan in plans
    )
    record(by, "listings.generated", "demo", listings=len(made))
    return tuple(made)


@dataclass(frozen=True)
class Seen:
    """一周的一行: which listing, its plan and this week's look at it."""

    listing: Listing
    plan: ListingPlan
    sighting: SightingPlan


@transaction.atomic
def write_week(
    rows: Sequence[Seen], *, sweep: Sweep, today: date, by: Account, at: datetime
) -> ImportBatch:
    """写入一周看到的: as one file that an officer handed in."""
    lines = [_sighting(row, sweep, today) for row in rows]
    digests = [line.content_sha256 for line in lines]
    batch = _batch("listings", f"演示监测-{timezone.localdate(at):%Y%m%d}.csv", digests, by, at)
    for line in lines:
        line.batch_id = batch.pk
    Sighting.objects.bulk_create(lines)
    record(by, "import.done", batch, rows=len(lines))
    return batch


def _batch(
    kind: str, file_name: str, rows: Sequence[str], by: Account, at: datetime
) -> ImportBatch:
    """导入批次: what the page of imports shows for rows that were generated, not read."""
    whole = "\n".join(rows).encode()
    return ImportBatch.objects.create(
        kind=kind,
        file_name=file_name,
        sha256=hashlib.sha256(whole).hexdigest(),
        size=len(whole),
        preset=PRESETS[kind],
        state=ImportState.DONE,
        rows_expected=len(rows),
        rows_read=len(rows),
        rows_new=len(rows),
        by_id=by.pk,
        by_name=by.name,
        received_at=at,
        finished_at=at + timedelta(minutes=1),
    )


def seen_at(plan: SightingPlan, today: date) -> datetime:
    """看到的时刻: in the county's own hours."""
    moment = time(plan.minute // 60, plan.minute % 60)
    return timezone.make_aware(datetime.combine(today - timedelta(days=plan.days_ago), moment))


def _sighting(row: Seen, sweep: Sweep, today: date) -> Sighting:
    sighting = Sighting(
        listing=row.listing,
        sweep=sweep,
        seen_at=seen_at(row.sighting, today).astimezone(UTC),
        title=row.plan.title,
        detail=row.plan.detail,
        category=row.plan.shelf,
        specification=row.plan.specification,
        price=row.sighting.price,
        reference_price=row.sighting.reference_price,
        sales=row.sighting.sales,
        stock=row.sighting.stock,
        page_url=f"{row.listing.shop.url}/{row.plan.external_id}",
    )
    sighting.content_sha256 = content_digest(sighting)
    return sighting
