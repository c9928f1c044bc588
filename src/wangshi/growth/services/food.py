"""食品网络经营报告: the day it began starts the clock, the report stops it."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from wangshi.accounts.models import Account, Town
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import require
from wangshi.growth.models import FoodStart, Seller
from wangshi.growth.workflow import RoadRefused
from wangshi.registry.models import Operator
from wangshi.shared.services import clean, record

from .steps import require_words


@transaction.atomic
def note_food_start(
    whose: Operator | Seller,
    *,
    town: Town,
    where: str,
    started_on: date,
    by: Account,
    at: datetime,
) -> FoodStart:
    """登记开始网上卖食品: ten working days to report it (食品经营许可和备案管理办法 第十六条)."""
    require(by, Permission.GUIDE_SELLER)
    require_words(where, "写在哪个平台、哪个群、哪个账号卖")
    if started_on > timezone.localdate(at):
        raise RoadRefused("开始的日子不能晚于今天")
    mine = {"operator": whose} if isinstance(whose, Operator) else {"seller": whose}
    where = clean(where.strip())
    if FoodStart.objects.filter(where=where, reported_on=None, **mine).exists():
        raise RoadRefused("这一处已经登记过，还没有报告：收到报告就记在那一条上")
    start = FoodStart.objects.create(
        **mine, town=town, where=where, started_on=started_on, noted_by=by, noted_at=at
    )
    record(by, "food_start.noted", start, started_on=started_on, **mine)
    return start


@transaction.atomic
def take_food_report(
    start: FoodStart, *, reported_on: date, by: Account, at: datetime
) -> FoodStart:
    """收到报告: on the day it was handed in."""
    require(by, Permission.GUIDE_SELLER)
    start = FoodStart.objects.select_for_update().get(pk=start.pk)
    if start.reported_on is not None:
        raise RoadRefused(f"{start.reported_on:%Y-%m-%d} 已经报告过了")
    if not start.started_on <= reported_on <= timezone.localdate(at):
        raise RoadRefused(f"报告日期要在 {start.started_on:%Y-%m-%d} 到今天之间")
    start.reported_on, start.taken_by = reported_on, by
    start.save(update_fields=["reported_on", "taken_by"])
    record(by, "food_start.reported", start, reported_on=reported_on)
    return start
