"""The slow reference: every row is read, every figure is counted with plain Python."""

from collections import defaultdict
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from tests.statistics.world import SHANGHAI
from wangshi.cases.models import Clue, Correction
from wangshi.engine.lawbook import standing_lawbook
from wangshi.engine.violations import Violations
from wangshi.monitoring.models import Hit, SeenAgain
from wangshi.statistics.selectors import Asked

PROMISED = {"assign": 1, "reply": 3, "settle": 5, "recheck": 3}
CHECK_DAYS, EXTENDED_BY, SOON = 15, 15, 2
CALENDAR = standing_lawbook().calendar
PARENTS = {each.code: each.part_of for each in Violations.load()}


class County:
    """All rows, read once."""

    def __init__(self) -> None:
        related = ("pauses", "extensions", "disputes", "letters", "corrections__answers")
        self.clues = list(Clue.objects.prefetch_related(*related))
        self.hits = list(Hit.objects.select_related("sighting"))
        self.again: dict[int, list[datetime]] = defaultdict(list)
        for again in SeenAgain.objects.select_related("sighting"):
            self.again[again.hit_id].append(again.sighting.seen_at)
        self.hits_of: dict[int, list[Hit]] = defaultdict(list)
        self.hits_on: dict[tuple[int, str], list[Hit]] = defaultdict(list)
        for hit in self.hits:
            if hit.clue_id:
                self.hits_of[hit.clue_id].append(hit)
            self.hits_on[hit.sighting.listing_id, hit.rule].append(hit)
        self.endings = {clue.pk: self.ending(clue) for clue in self.clues}
        self.clocks = {clue.pk: clocks(clue) for clue in self.clues}
        self.on_time = {clue.pk: on_time(clue) for clue in self.clues if clue.decided_on}

    def came_back(self, hit: Hit, answered: datetime) -> bool:
        later = [each.sighting.seen_at for each in self.hits_on[hit.sighting.listing_id, hit.rule]]
        return any(at > answered for at in [*later, *self.again[hit.pk]])

    def ending(self, clue: Clue) -> str:
        """fixed, unfixed or unseen; nothing while it is open or where nothing was asked."""
        demands = standing_demands(clue)
        if clue.state != "closed" or not demands:
            return ""
        return {True: "fixed", False: "unfixed", None: "unseen"}[demands[-1].fixed]

    def relapsed(self, clue: Clue) -> bool:
        """The same words came back after the answer."""
        hits = self.hits_of[clue.pk]
        return clue.state == "closed" and any(self.came_back(hit, clue.replied_at) for hit in hits)


def standing_demands(clue: Clue) -> list[Correction]:
    every = sorted(clue.corrections.all(), key=lambda each: each.pk)
    return [each for each in every if each.set_aside_at is None]


def workdays(after: date, until: date) -> list[date]:
    """Day by day."""
    days = (after + timedelta(days=n) for n in range(1, (until - after).days + 1))
    return [day for day in days if CALENDAR.is_workday(day)]


def is_paused(clue: Clue, day: date) -> bool:
    start = clue.reopened_on or clue.found_on
    return any(
        pause.first_on >= start
        and pause.first_on <= day
        and (pause.last_on is None or day <= pause.last_on)
        for pause in clue.pauses.all()
    )


def check_due(clue: Clue) -> date | None:
    """Walk day by day; None when an open pause holds the clock for good."""
    start = clue.reopened_on or clue.found_on
    extended = any(each.approved for each in clue.extensions.all())
    need = CHECK_DAYS + (EXTENDED_BY if extended else 0)
    day = start
    for _ in range(400):
        day += timedelta(days=1)
        if CALENDAR.is_workday(day) and not is_paused(clue, day):
            need -= 1
            if need == 0:
                return day
    return None


def promised(key: str, start: date) -> date:
    day, need = start, PROMISED[key]
    while need:
        day += timedelta(days=1)
        need -= CALENDAR.is_workday(day)
    return day


def face(due: date | None, today: date) -> str:
    if due is None:
        return "rest"
    if today > due:
        return "late"
    return "soon" if len(workdays(today, due)) <= SOON else "calm"


def local(at: datetime) -> date:
    return at.astimezone(SHANGHAI).date()


def recheck(clue: Clue) -> dict[str, date | None]:
    """Three working days from the last day, or from the first word that it is done."""
    waits = [each for each in standing_demands(clue) if each.fixed is None]
    if not waits or clue.state == "disputed":
        return {}
    said = [local(each.at) for each in waits[0].answers.all() if each.fixed]
    return {"recheck": promised("recheck", min([waits[0].due_on, *said]))}


def clocks(clue: Clue) -> dict[str, date | None]:
    """Running clocks and their due days."""
    found = recheck(clue)
    if clue.state == "closed":
        return found
    if clue.state == "reported":
        found["assign"] = promised("assign", local(clue.received_at))
    if clue.state == "decided":
        found["reply"] = promised("reply", clue.decided_on)
    open_disputes = [each for each in clue.disputes.all() if each.reopened is None]
    if clue.state == "disputed" and open_disputes:
        found["settle"] = promised("settle", local(open_disputes[0].raised_at))
    for letter in clue.letters.all():
        if letter.answered_at is None:
            found["letter"] = letter.answer_by
    if clue.decided_on is None:
        found["check"] = check_due(clue)
    return found


def shows(running: dict[str, date | None], asked: Asked, today: date) -> bool:
    if asked.clock:
        if asked.clock not in running:
            return False
        shown = face(running[asked.clock], today)
    elif running:
        shown = face(min(running.values(), key=lambda due: due or date.max), today)
    else:
        return False
    return not asked.face or shown == asked.face


def on_time(clue: Clue) -> bool:
    due = check_due(clue)
    return due is None or clue.decided_on <= due


def days_used(clue: Clue) -> int:
    start = clue.reopened_on or clue.found_on
    return sum(not is_paused(clue, day) for day in workdays(start, clue.decided_on))


def hit_claims(key: str) -> Callable[[Hit], bool]:
    return {
        "hits": lambda hit: True,
        "pending": lambda hit: hit.state == "pending",
        "reviewed": lambda hit: hit.state != "pending",
        "confirmed": lambda hit: hit.state == "confirmed",
        "dismissed": lambda hit: hit.state == "dismissed",
        "handed": lambda hit: hit.clue_id is not None,
    }[key]


def clue_claims(key: str, county: County, asked: Asked, today: date) -> Callable[[Clue], bool]:
    return {
        "clues": lambda clue: True,
        "decided": lambda clue: clue.decided_on is not None,
        "filed": lambda clue: clue.outcome == "filed",
        "guided": lambda clue: clue.outcome == "corrected",
        "closed": lambda clue: clue.state == "closed",
        "demanded": lambda clue: county.endings[clue.pk] != "",
        "fixed": lambda clue: county.endings[clue.pk] == "fixed",
        "unfixed": lambda clue: county.endings[clue.pk] == "unfixed",
        "relapsed": county.relapsed,
        "unseen": lambda clue: county.endings[clue.pk] == "unseen",
        "disputed": lambda clue: len(clue.disputes.all()) > 0,
        "overturned": lambda clue: any(each.reopened for each in clue.disputes.all()),
        "supervised": lambda clue: len(clue.letters.all()) > 0,
        "running": lambda clue: shows(county.clocks[clue.pk], asked, today),
        "on_time": lambda clue: county.on_time.get(clue.pk) is True,
        "overtime": lambda clue: county.on_time.get(clue.pk) is False,
    }[key]


def matches(row: Any, asked: Asked, moment: datetime, *, timed: bool) -> bool:
    day = local(moment)
    return (
        not (timed and asked.since and day < asked.since)
        and not (timed and asked.until and day > asked.until)
        and _same(asked.town, row.town_id)
        and _same(asked.department, getattr(row, "department_id", None))
        and _same(asked.source, getattr(row, "source", None))
        and _same(asked.rule, row.rule)
        and _same(asked.ground, row.ground)
        and _of_family(asked.violation, row.violation)
    )


def _same(word: str, value: Any) -> bool:
    return word in ("", str(value)) or (word == "none" and value in (None, ""))


def _of_family(word: str, code: str) -> bool:
    if word in ("", "none"):
        return word == "" or code == ""
    while PARENTS.get(code):
        code = PARENTS[code]
    return code == word


def slow_rows(key: str, county: County, asked: Asked, today: date) -> set[int]:
    """The keys of the rows the figure counts."""
    hit_keys = ("hits", "pending", "reviewed", "confirmed", "dismissed", "handed")
    if key in hit_keys:
        if asked.department or asked.source:
            return set()
        claim: Callable[[Any], bool] = hit_claims(key)
        seen = [hit for hit in county.hits if matches(hit, asked, hit.sighting.seen_at, timed=True)]
        return {hit.pk for hit in seen if claim(hit)}
    claim = clue_claims(key, county, asked, today)
    timed = key != "running"
    found = [each for each in county.clues if matches(each, asked, each.received_at, timed=timed)]
    return {clue.pk for clue in found if claim(clue)}
