"""演示县: built once from a seed, into an empty installation, all of it or nothing."""

import gc
import json
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from datetime import time as clock
from itertools import chain
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from wangshi.accounts.models import COMMAND_LINE, Account, Department, Town
from wangshi.accounts.services import first_password, system_account
from wangshi.cases.models import Clue
from wangshi.demo import (
    complaints,
    displays,
    exhibits,
    figures,
    firms,
    live,
    mediators,
    offers,
    penalties,
    programme,
    returns,
    scrutiny,
    sellers,
)
from wangshi.demo.dice import Dice
from wangshi.demo.office import Office
from wangshi.demo.people import Card, People, settle
from wangshi.demo.plans import FULL, SMALL, ListingPlan, Size, Truth
from wangshi.demo.rechecks import bind_the_owner
from wangshi.demo.roads import Road
from wangshi.demo.simulation import Watch, half_year
from wangshi.demo.writing import Opened, Seen, write_listings, write_register
from wangshi.engine.cli_chinese import Refused
from wangshi.engine.lawbook import standing_lawbook
from wangshi.monitoring.models import Hit, HitState, Listing, Sighting
from wangshi.monitoring.selectors.rules import screener
from wangshi.registry.models import Operator, Shop
from wangshi.registry.services import propose_links

EVENING = clock(18, 0)
REGISTER_AGE = 12  # days since the last file of the register
CARD, TRUTH = "demo.json", "demo-truth.jsonl"


@dataclass(frozen=True)
class Built:
    """建好的县: how many of each, how long each stage took, and how to sign in."""

    operators: int
    shops: int
    listings: int
    sightings: int
    planted: int
    hits: int
    pending: int
    clues: int
    accounts: tuple[Card, ...]
    password: str
    seconds: dict[str, float]

    def as_answer(self) -> dict[str, Any]:
        """For a program."""
        return asdict(self)

    def as_sentence(self) -> str:
        """For a person."""
        took = "，".join(f"{stage} {seconds:.1f}" for stage, seconds in self.seconds.items())
        return (
            f"演示县建好了：{self.operators} 个主体，{self.shops} 家网店，{self.listings} 条商品"
            f"（埋了 {self.planted} 条违法），{self.hits} 条命中（{self.pending} 条待复核），"
            f"{self.clues} 条线索。全部是虚构的。\n各步秒数：{took}。"
        )


class Stopwatch:
    """各步用了多少秒."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._since = time.monotonic()

    def lap(self, stage: str) -> None:
        """The stage ends now."""
        now = time.monotonic()
        self.seconds[stage] = round(now - self._since, 2)
        self._since = now


def build(*, seed: int = 2026, small: bool = False, today: date | None = None) -> Built:
    """建演示县: into an empty installation only; the same seed and day give the same county."""
    today = today or timezone.localdate()
    _refuse_a_used_installation()
    _refuse_an_early_day(today)
    watch, password = Stopwatch(), first_password()
    with _no_collecting(), transaction.atomic():
        people, truths = _fill(Dice(seed), SMALL if small else FULL, today, password, watch)
        exhibits.seal_some(people, timezone.now())
        watch.lap("证据")
        built = _count(people, truths, password, watch)
    _write_files(Path(settings.WANGSHI_HOME), built, truths)
    return built


@contextmanager
def _no_collecting() -> Iterator[None]:
    """不查环: half a million short-lived rows make no cycles; looking for them takes a sixth."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _refuse_a_used_installation() -> None:
    people = Account.objects.exclude(username=COMMAND_LINE)
    if any(rows.exists() for rows in (people, Operator.objects.all(), Clue.objects.all())):
        raise Refused(
            "库里已有数据，不能再建演示县。换一个空的 WANGSHI_HOME（或空的数据库）再运行；"
            "要继续用现在的数据，直接 wangshi run。"
        )


def _refuse_an_early_day(today: date) -> None:
    """The half-year is worked by the order on complaints: it must have been in force all along."""
    order = standing_lawbook().sources["samr-complaints"]
    first = order.since + timedelta(weeks=offers.WEEKS + 1)
    if today < first:
        raise Refused(
            f"这台电脑的日期是 {today}，演示县只能建在 {first} 以后：它的半年都照"
            f"《{order.title}》（{order.since} 起施行）办理。先把日期校准，再运行一次。"
        )


def _fill(
    dice: Dice, size: Size, today: date, password: str, watch: Stopwatch
) -> tuple[People, dict[Listing, Truth]]:
    until = timezone.make_aware(datetime.combine(today - timedelta(days=1), EVENING))
    opened_at = until - timedelta(days=offers.WEEKS * 7 + 30)
    people = settle(password, at=opened_at)
    watch.lap("账号")
    towns = [town.name for town in Town.objects.all()]
    companies = firms.operators(dice.part("operators"), towns, size.operators)
    stores = firms.shops(dice.part("shops"), companies, size.shops)
    plans = offers.listings(dice.part("listings"), stores, size)
    watch.lap("编写")
    opened = write_register(
        companies,
        stores,
        by=system_account(),
        at=opened_at,
        filed_at=until - timedelta(days=REGISTER_AGE),
    )
    propose_links(at=opened_at, by=system_account())
    watch.lap("登记")
    listings = write_listings(plans, opened.shops, today=today, by=system_account())
    watch.lap("商品")
    screener()
    watch.lap("规则")
    office = _office(people, dice.part("office"), today, until, opened)
    seen = _by_week(plans, listings)
    truths = {a: plan.truth for a, plan in zip(listings, plans, strict=True) if plan.truth}
    known = {listing.pk: truth for listing, truth in truths.items()}
    half_year(office, Watch(seen, known), size.reports, _live(office))
    watch.lap("半年")
    _other_rooms(office, watch)
    programme.run(office)
    watch.lap("创建")
    return people, truths


def _other_rooms(office: Office, watch: Stopwatch) -> None:
    """平台、亮照、案件、数字、疑点: what the rooms beside the clues have seen by then."""
    mediators.keep(office)
    returns.supervise(office)
    displays.look_around(office)
    penalties.run(office)
    watch.lap("平台")
    figures.tell(office)
    watch.lap("数字")
    scrutiny.look_around(office)
    watch.lap("疑点")


def _office(people: People, dice: Dice, today: date, until: datetime, opened: Opened) -> Office:
    return Office(
        people=people,
        dice=dice,
        today=today,
        until=until,
        shops=opened.shops,
        departments={unit.code: unit for unit in Department.objects.prefetch_related("towns")},
    )


def _live(office: Office) -> Iterator[Road]:
    bound = bind_the_owner(office, office.until - timedelta(days=offers.WEEKS * 7))
    owned = next(shop for shop in office.shops if shop.operator_id == bound.operator_id)
    own = [shop for shop in office.shops if shop.town and office.is_own_town(shop.town)]
    others = [shop for shop in office.shops if shop.town and not office.is_own_town(shop.town)]
    selling = live.roads(office, own, others, owned)
    return chain(selling, sellers.roads(office), complaints.roads(office))


def _by_week(plans: Sequence[ListingPlan], listings: Sequence[Listing]) -> dict[int, list[Seen]]:
    weeks: dict[int, list[Seen]] = defaultdict(list)
    for plan, listing in zip(plans, listings, strict=True):
        for sighting in plan.sightings:
            weeks[sighting.week].append(Seen(listing, plan, sighting))
    return weeks


def _count(people: People, truths: dict[Listing, Truth], password: str, watch: Stopwatch) -> Built:
    return Built(
        operators=Operator.objects.count(),
        shops=Shop.objects.count(),
        listings=Listing.objects.count(),
        sightings=Sighting.objects.count(),
        planted=sum(truth.kind == "planted" for truth in truths.values()),
        hits=Hit.objects.count(),
        pending=Hit.objects.filter(state=HitState.PENDING).count(),
        clues=Clue.objects.count(),
        accounts=people.cards,
        password=password,
        seconds=watch.seconds,
    )


def _write_files(home: Path, built: Built, truths: dict[Listing, Truth]) -> None:
    """The truth, and the card by which the start page names the accounts."""
    lines = (
        json.dumps({"listing": listing.pk, **asdict(truth)}, ensure_ascii=False)
        for listing, truth in truths.items()
    )
    (home / TRUTH).write_text("\n".join(lines) + "\n", encoding="utf-8")
    card = {"password": built.password, "accounts": [asdict(one) for one in built.accounts]}
    (home / CARD).touch(mode=0o600)
    (home / CARD).write_text(json.dumps(card, ensure_ascii=False), encoding="utf-8")
