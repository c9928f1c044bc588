"""发现和联系: a seller enters the register, is spoken to, and every contact is written down."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.utils import timezone

from wangshi.accounts.models import Account, Grid, Town
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import require
from wangshi.cases.models import Clue
from wangshi.growth.models import Seller
from wangshi.growth.workflow import FOUND_STEP, NOTE_STEP, Channel, RoadRefused, SellerSource
from wangshi.shared.services import clean, record

from .steps import held, move, reminder, require_words, tell

FIRST_CONTACT_DAYS: Final = 7
NEXT_CONTACT_DAYS: Final = 7


@dataclass(frozen=True)
class NewSeller:
    """要登记的一个卖家: a second one with the same `source_key` is the first one."""

    name: str
    channel: Channel
    sells: str
    town: Town
    source: SellerSource
    found_on: date
    account: str = ""
    url: str = ""
    goods: tuple[str, ...] = ()
    person: str = ""
    phone: str = ""
    place: str = ""
    grid: Grid | None = None
    origin: Clue | None = None
    source_key: str = ""
    words: str = ""


@transaction.atomic
def find_seller(new: NewSeller, *, by: Account, at: datetime) -> Seller:
    """登记卖家: stands in the register from now on; the first contact is due within a week."""
    seller = _written(new, by, at)
    require(by, Permission.FIND_SELLER, seller)
    _check(new, at)
    # Two clicks at once wait for one another: the second finds the first.
    list(Town.objects.select_for_update().filter(pk=new.town.pk))
    known = Seller.objects.filter(source_key=new.source_key).first() if new.source_key else None
    if known is not None:
        return known
    seller.save(force_insert=True)
    tell(seller, FOUND_STEP, by=by, at=at, words=new.words)
    record(by, "seller.found", seller, channel=seller.channel, source=new.source, town=new.town)
    return seller


@transaction.atomic
def visit_seller(seller: Seller, *, words: str, by: Account, at: datetime) -> Seller:
    """联系上了: by telephone, in the chat or at the door; what was said."""
    seller = held(seller, by)
    require_words(words, "写一句：怎么联系上的，对方怎么说")
    move(seller, "visit", by=by, at=at, words=words, days=NEXT_CONTACT_DAYS)
    record(by, "seller.visited", seller)
    return seller


@transaction.atomic
def note_seller(
    seller: Seller, *, words: str, remind_on: date | None, by: Account, at: datetime
) -> Seller:
    """记一笔: the state stays; the next contact is on the day that was chosen."""
    seller = held(seller, by)
    require_words(words, "写一句：这次做了什么")
    if remind_on is not None and remind_on <= timezone.localdate(at):
        raise RoadRefused("下次联系要选明天或者以后的日子")
    seller.remind_on = remind_on
    seller.save(update_fields=["remind_on"])
    tell(seller, NOTE_STEP, by=by, at=at, words=words)
    record(by, "seller.noted", seller, remind_on=remind_on)
    return seller


def _written(new: NewSeller, by: Account, at: datetime) -> Seller:
    return Seller(
        name=clean(new.name.strip()),
        channel=new.channel,
        account=clean(new.account.strip()),
        url=new.url,
        sells=clean(new.sells.strip()),
        goods=list(new.goods),
        person=clean(new.person.strip()),
        phone=new.phone.strip(),
        place=clean(new.place.strip()),
        town=new.town,
        grid=new.grid,
        source=new.source,
        source_key=new.source_key or None,
        origin=new.origin,
        found_on=new.found_on,
        found_by=by,
        recorded_at=at,
        remind_on=reminder(at, FIRST_CONTACT_DAYS),
    )


def _check(new: NewSeller, at: datetime) -> None:
    require_words(new.name, "写怎么称呼这个卖家，昵称也行")
    require_words(new.sells, "写卖的是什么")
    if new.found_on > timezone.localdate(at):
        raise RoadRefused("发现日期不能晚于今天：改成看到的那一天")
