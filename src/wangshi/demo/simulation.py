"""半年: weekly files, judgements and clues, act by act in the order of time."""

import heapq
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from django.utils import timezone

from wangshi.accounts.permissions import Role
from wangshi.cases.models import Clue
from wangshi.cases.workflow import ClueSource
from wangshi.demo.courses import Courses, one_of_each
from wangshi.demo.judging import first_workday, hand_over_week, judge_week
from wangshi.demo.offers import WEEKS
from wangshi.demo.office import Office
from wangshi.demo.plans import Truth
from wangshi.demo.reports import CHANNELS, opener
from wangshi.demo.roads import Course, Opener, Road, walk
from wangshi.demo.spot_checks import draw_week, read_week
from wangshi.demo.sweeps import Sweeps
from wangshi.demo.writing import Seen, write_week
from wangshi.monitoring.models import Sighting
from wangshi.monitoring.services import screen
from wangshi.shared.services import Author

DAYS_BACK = WEEKS * 7
QUIET_DAYS = 45
TWICE = 0.07
LONG_AGO = (50, 90)  # working days
IMPORTED_AT = time(17, 50)


@dataclass
class Timeline:
    """时间轴: every road waits for its next moment; the earliest goes first."""

    until: datetime
    _waiting: list[tuple[datetime, int, Road]] = field(default_factory=list)
    _count: int = 0

    def add(self, road: Road) -> None:
        """A road joins at its first moment; what lies beyond `until` has not happened."""
        at = next(road, None)
        if at is not None and at <= self.until:
            self._count += 1
            heapq.heappush(self._waiting, (at, self._count, road))

    def run(self) -> None:
        """走完: until nothing is left that has happened by now."""
        while self._waiting:
            _, _, road = heapq.heappop(self._waiting)
            self.add(road)


@dataclass(frozen=True)
class Watch:
    """监测的材料: what was seen in which week, and what is true of each listing."""

    weeks: Mapping[int, Sequence[Seen]]
    truths: Mapping[int, Truth]


def half_year(office: Office, watch: Watch, reports: int, live: Iterable[Road]) -> None:
    """过完半年: files come weekly, people report daily, and everything takes its course."""
    timeline = Timeline(office.until)
    courses = Courses(office.dice.part("courses"))
    sweeps = Sweeps(office)
    for week in sorted(watch.weeks, reverse=True):
        timeline.add(_week(office, timeline, watch, courses, sweeps, week))
    for road in _reports(office, courses, reports):
        timeline.add(road)
    for road in _one_of_each(office):
        timeline.add(road)
    for road in live:
        timeline.add(road)
    timeline.run()
    sweeps.close_past()


def _week(
    office: Office,
    timeline: Timeline,
    watch: Watch,
    courses: Courses,
    sweeps: Sweeps,
    week: int,
) -> Road:
    day = office.today - timedelta(days=week * 7 + 1)
    at = timezone.make_aware(datetime.combine(day, IMPORTED_AT))
    yield at
    by = office.people.one(Role.OFFICER)
    sweep = sweeps.of(day)
    rows = watch.weeks[week]
    batch = write_week(rows, sweep=sweep, today=office.today, by=by, at=at)
    found = Sighting.objects.filter(batch_id=batch.pk)
    screen(found, by=Author(by.pk, by.name), subject=batch)
    made = draw_week(office, batch, sweep, week=week, at=at)
    if made is not None and week > 0:
        morning = first_workday(office, day)
        timeline.add(read_week(office, made, watch.truths, morning, week=week))
    if week == 0:
        return
    start = first_workday(office, day)
    yield start
    for at in judge_week(office, batch, watch.truths, start):
        yield at
    ready = first_workday(office, timezone.localdate(at))
    yield ready
    for road in hand_over_week(office, batch, courses, ready, week=week):
        timeline.add(road)


def _reports(office: Office, courses: Courses, count: int) -> Iterable[Road]:
    """平日的上报: spread over the half-year; the newest come from other towns than the desk's."""
    everywhere = [shop for shop in office.shops if shop.town_id]
    elsewhere = [shop for shop in everywhere if shop.town and not office.is_own_town(shop.town)]
    for _ in range(count):
        ago = office.dice.number(3, DAYS_BACK)
        channel = office.dice.weighed(CHANNELS, [channel.share for channel in CHANNELS])
        shop = office.dice.pick(elsewhere if ago < QUIET_DAYS else everywhere)
        day = office.workdays.workday_after(office.today - timedelta(days=ago + 1), 1)
        away = channel.source is ClueSource.GRID and ago < QUIET_DAYS
        by = office.away_grid_member() if away else None
        open_it = opener(office, channel.source, shop, by=by)
        course = courses.for_report(channel.source)
        if office.dice.chance(TWICE):
            yield from _twice(office, open_it, office.moment(day), course)
        else:
            yield walk(office, open_it, office.moment(day), course)


def _one_of_each(office: Office) -> Iterable[Road]:
    """Begun long ago enough to be over; the last two are the same matter."""
    for source, course in one_of_each():
        day = office.back(office.dice.number(*LONG_AGO))
        open_it = opener(office, source, office.dice.pick(office.shops))
        yield walk(office, open_it, office.moment(day), course)
    shop = office.dice.pick(office.shops)
    start = office.moment(office.back(LONG_AGO[0]))
    yield from _twice(office, opener(office, ClueSource.COMPLAINT, shop), start, Course())


def _twice(office: Office, open_it: Opener, start: datetime, course: Course) -> Iterable[Road]:
    """报了两次的: the second is closed as a duplicate of the first."""
    made: list[Clue] = []

    def first(at: datetime) -> Clue:
        made.append(open_it(at))
        return made[0]

    yield walk(office, first, start, course)
    again = office.later(start, office.dice.number(1, 3))
    yield walk(office, open_it, again, Course("duplicate", original=lambda: made[0]))
