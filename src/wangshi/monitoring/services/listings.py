"""商品信息入库: listings found again by their number, sightings only ever added."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from wangshi.accounts.models import Account
from wangshi.engine.tables import Fault, Record
from wangshi.monitoring.models import Listing, Sighting
from wangshi.shared.imports import Written

from .rows import Origin, SeenRow, listing_of, read_row, remarks_of
from .shops import Shops


@dataclass
class _Chunk:
    """分拣好的一段: rows to write, and what the batch counts."""

    rows: list[SeenRow] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    remarks: list[Fault] = field(default_factory=list)


def take_rows(records: Sequence[Record], *, origin: Origin, by: Account) -> Written:
    """写入一段商品信息 inside the caller's transaction; the same rows again change nothing."""
    chunk = _read(records, origin)
    shops = Shops(row.shop for row in chunk.rows)
    owners = [shops.open(row.shop, by=by).pk for row in chunk.rows]
    known = _Known(chunk.rows, owners)
    fresh, count = _sort(chunk.rows, owners, known)
    Listing.objects.bulk_create(known.opened)
    for listing, row in fresh:
        row.sighting.listing = listing
    Sighting.objects.bulk_create(row.sighting for _, row in fresh)
    _retitle(fresh)
    return _answer(chunk, count)


def weigh_rows(records: Sequence[Record], *, origin: Origin) -> Written:
    """试算一段商品信息: what `take_rows` would count, nothing written."""
    chunk = _read(records, origin)
    shops = Shops(row.shop for row in chunk.rows)
    numbers: dict[object, int] = {}
    owners = []
    for row in chunk.rows:
        shop = shops.find(row.shop)
        owners.append(shop.pk if shop else numbers.setdefault(row.shop, -1 - len(numbers)))
    _, count = _sort(chunk.rows, owners, _Known(chunk.rows, owners))
    return _answer(chunk, count)


@dataclass
class _Count:
    new: int = 0
    changed: int = 0
    same: int = 0


class _Known:
    """已有的商品和看到过的时间, for the rows of one chunk."""

    def __init__(self, rows: Sequence[SeenRow], owners: Sequence[int]) -> None:
        found = Listing.objects.filter(
            shop__in=set(owners), external_id__in={row.number for row in rows}
        )
        self.listings = {(each.shop_id, each.external_id): each for each in found}
        self.opened: list[Listing] = []
        ids = [each.pk for each in self.listings.values()]
        moments = {row.sighting.seen_at for row in rows}
        seen = Sighting.objects.filter(listing__in=ids, seen_at__in=moments) if ids else ()
        by_id = {each.pk: key for key, each in self.listings.items()}
        self.seen: set[tuple[tuple[int, str], datetime]] = {
            (by_id[each.listing_id], each.seen_at) for each in seen
        }

    def open(self, row: SeenRow, owner: int) -> Listing:
        """A listing nobody saw before."""
        listing = listing_of(row, owner)
        self.listings[owner, row.number] = listing
        self.opened.append(listing)
        return listing


def _sort(
    rows: Iterable[SeenRow], owners: Iterable[int], known: _Known
) -> tuple[list[tuple[Listing, SeenRow]], _Count]:
    """Which rows bring a sighting. One listing on two shelves of one file is seen once."""
    fresh: list[tuple[Listing, SeenRow]] = []
    count = _Count()
    for row, owner in zip(rows, owners, strict=True):
        key = (owner, row.number)
        if (key, row.sighting.seen_at) in known.seen:
            count.same += 1
            continue
        known.seen.add((key, row.sighting.seen_at))
        listing = known.listings.get(key)
        if listing is None:
            listing = known.open(row, owner)
            count.new += 1
        else:
            count.changed += 1
        fresh.append((listing, row))
    return fresh, count


def _retitle(fresh: Iterable[tuple[Listing, SeenRow]]) -> None:
    """A listing is called what it was last seen as."""
    renamed = {}
    for listing, row in fresh:
        if listing.title != row.sighting.title:
            listing.title = row.sighting.title
            renamed[listing.pk] = listing
    Listing.objects.bulk_update(renamed.values(), ["title"], batch_size=200)


def _read(records: Sequence[Record], origin: Origin) -> _Chunk:
    chunk = _Chunk()
    for record in records:
        row = read_row(record, origin)
        if isinstance(row, Fault):
            chunk.faults.append(row)
        else:
            chunk.rows.append(row)
            chunk.remarks.extend(remarks_of(record))
    return chunk


def _answer(chunk: _Chunk, count: _Count) -> Written:
    return Written(
        new=count.new,
        changed=count.changed,
        same=count.same,
        faults=tuple(chunk.faults),
        remarks=tuple(chunk.remarks),
    )
