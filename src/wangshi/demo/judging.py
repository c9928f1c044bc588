"""复核和移交: officers judge each week's hits by what is true, and hand shops over as clues."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import groupby

from django.utils import timezone

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Role
from wangshi.cases.models import Clue
from wangshi.cases.workflow import ClueState
from wangshi.demo.courses import Courses
from wangshi.demo.office import Office
from wangshi.demo.plans import Truth
from wangshi.demo.roads import Road, walk
from wangshi.demo.words import casework
from wangshi.monitoring.models import Hit, HitState
from wangshi.monitoring.services import confirm_hit, dismiss_hit, hand_over
from wangshi.registry.models import Shop
from wangshi.shared.models import ImportBatch

JUDGES = 3
LEFT_OVER = 0.03
MISTAKEN = 0.02
WAITS_TO_BE_HANDED_OVER = 0.12
QUIET_WEEKS = 5
UNEXPLAINED = "other_meaning"


def judge_week(
    office: Office, batch: ImportBatch, truths: Mapping[int, Truth], start: datetime
) -> Road:
    """复核一周的命中: one after another, by three officers in turn; a few are left for later."""
    hits = Hit.objects.filter(sighting__batch_id=batch.pk, state=HitState.PENDING)
    judges = office.people.by_role[Role.OFFICER][:JUDGES]
    at = start
    for number, hit in enumerate(hits.select_related("sighting").order_by("pk")):
        if office.dice.chance(LEFT_OVER):
            continue
        at += timedelta(minutes=1)
        yield at
        truth = truths.get(hit.sighting.listing_id)
        _judge(office, hit, truth, by=judges[number % JUDGES], at=at)


def _judge(office: Office, hit: Hit, truth: Truth | None, *, by: Account, at: datetime) -> None:
    planted = truth is not None and truth.kind == "planted"
    if planted and not office.dice.chance(MISTAKEN):
        confirm_hit(hit, by=by, at=at)
        return
    ground = truth.look_alike if truth and truth.look_alike else UNEXPLAINED
    dismiss_hit(hit, ground=ground, note=casework().dismissals[ground], by=by, at=at)


def hand_over_week(
    office: Office, batch: ImportBatch, courses: Courses, start: datetime, *, week: int
) -> list[Road]:
    """移交一周确认的: one clue a shop, each on its own road."""
    hits = Hit.objects.filter(
        sighting__batch_id=batch.pk, state=HitState.CONFIRMED, clue__isnull=True
    ).select_related("shop__operator", "shop__town", "judged_by")
    roads = []
    for shop, group in groupby(hits.order_by("shop_id", "pk"), key=lambda hit: hit.shop):
        if _waits(office, shop, week):
            continue
        start += timedelta(minutes=2)
        roads.append(_road(office, shop, list(group), courses, start))
    return roads


def _waits(office: Office, shop: Shop, week: int) -> bool:
    """The newest wait a little; in the demo officer's own towns the desk is set by hand."""
    if week > QUIET_WEEKS:
        return False
    own = shop.town is not None and office.is_own_town(shop.town)
    return own or office.dice.chance(WAITS_TO_BE_HANDED_OVER)


def _road(
    office: Office, shop: Shop, hits: Sequence[Hit], courses: Courses, start: datetime
) -> Road:
    by = hits[0].judged_by or office.people.one(Role.OFFICER)
    earlier = office.by_shop.get(shop.pk)

    def open_it(at: datetime) -> Clue:
        clue = hand_over(hits, by=by, at=at)
        office.by_shop.setdefault(shop.pk, clue)
        return clue

    found = min(timezone.localdate(hit.sighting.seen_at) for hit in hits)
    used = office.workdays.workdays_between(found, timezone.localdate(start))
    return walk(office, open_it, start, courses.for_hit(_open(earlier), used=used))


def _open(clue: Clue | None) -> Clue | None:
    """The shop's earlier clue, when it has not been closed yet."""
    if clue is None:
        return None
    fresh = Clue.objects.get(pk=clue.pk)
    return None if fresh.state == ClueState.CLOSED else fresh


def first_workday(office: Office, day: date) -> datetime:
    """The next working day after that one, in the morning."""
    morning = office.moment(office.workdays.workday_after(day, 1))
    return morning.replace(hour=9, minute=0)
