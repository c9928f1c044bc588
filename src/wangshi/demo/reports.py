"""上报: complaints, grid reports, orders from above and what officers find themselves."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Role
from wangshi.cases.models import Clue
from wangshi.cases.services import NewClue, report_clue
from wangshi.cases.workflow import ClueSource
from wangshi.demo.office import Office
from wangshi.demo.words import Matter, casework, goods
from wangshi.registry.models import Shop

OUTSIDE = "2026-虚构-"


@dataclass(frozen=True)
class Channel:
    """一个来源: which words, which source, and who writes it down."""

    source: ClueSource
    matters: str
    role: Role
    share: int


CHANNELS = (
    Channel(ClueSource.COMPLAINT, "complaints", Role.DESK_12315, 38),
    Channel(ClueSource.GRID, "grid_reports", Role.GRID_MEMBER, 27),
    Channel(ClueSource.SUPERIOR, "superior", Role.DESK_12315, 13),
    Channel(ClueSource.OFFICER, "officer_found", Role.OFFICER, 22),
)
BY_SOURCE = {channel.source: channel for channel in CHANNELS}


def opener(
    office: Office, source: ClueSource, shop: Shop, *, by: Account | None = None, about: str = ""
) -> Callable[[datetime], Clue]:
    """登记这一条, when its moment comes: the words are chosen now, the number is given then."""
    channel = BY_SOURCE[source]
    who = by or office.dice.pick(office.people.by_role[channel.role])
    matters = casework().matters[channel.matters]
    matter = office.dice.pick([one for one in matters if not about or one.violation == about])
    number = office.dice.number(1000, 9999)

    def open_it(at: datetime) -> Clue:
        clue = report_clue(_new(office, source, shop, who, matter, number, at), by=who, at=at)
        office.by_shop[shop.pk] = clue
        return clue

    return open_it


def _new(
    office: Office,
    source: ClueSource,
    shop: Shop,
    by: Account,
    matter: Matter,
    number: int,
    at: datetime,
) -> NewClue:
    words = {"shop": shop.name, "goods": _item(shop), "n": str(number)}
    from_grid = source is ClueSource.GRID
    outside = source in (ClueSource.COMPLAINT, ClueSource.SUPERIOR)
    return NewClue(
        source=source,
        title=matter.title.format(**words),
        found_on=timezone.localdate(at),
        external_number=f"{OUTSIDE}{number}" if outside else "",
        detail=matter.detail.format(**words),
        violation=matter.violation,
        operator=None if from_grid else shop.operator,
        shop=None if from_grid else shop,
        suspect_name=shop.name,
        page_url="" if from_grid else shop.url,
        town=by.town if from_grid else shop.town,
        grid=by.grid if from_grid else None,
        place=by.grid.name if from_grid and by.grid else "",
    )


def _item(shop: Shop) -> str:
    """What a shop of this number sells, the same each time it is asked."""
    number, trades = int(shop.external_id[1:]), goods().trades
    sold = trades[number % len(trades)].goods
    return sold[number % len(sold)]
