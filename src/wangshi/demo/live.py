"""眼下的件: set by hand, so that on the first morning each desk shows every kind of clock."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from wangshi.accounts.models import Account
from wangshi.cases.workflow import ClueSource
from wangshi.demo.office import Office
from wangshi.demo.reports import opener
from wangshi.demo.roads import Course, Road, walk
from wangshi.engine.lawbook import standing_lawbook
from wangshi.registry.models import Shop

CHECK_TERM = "clue_check"
PACKAGE_TOUR = "V41"
NO_LICENCE_SHOWN, NO_PRICE = "V03", "V24"
REPLY = 3  # working days that the county promises
TO_PUT_RIGHT = 3  # working days ago: two are left
RECHECK = 5 + 1  # the day to put it right is over, the recheck has begun


@dataclass(frozen=True)
class Live:
    """一件: found how many working days ago (0: due today), from whom, and how far it has come."""

    spent: int
    source: ClueSource
    course: Course
    decided: int = 0
    about: str = ""


def _stops(stop: str, *flags: str, ending: str = "corrected", pace: int = 0) -> Course:
    return Course(ending, frozenset(flags), stop=stop, pace=pace)


COMPLAINT, GRID, SUPERIOR, OFFICER = (
    ClueSource.COMPLAINT,
    ClueSource.GRID,
    ClueSource.SUPERIOR,
    ClueSource.OFFICER,
)
# `spent` counts from the last day of the term: 0 is due today, 2 was due two working days ago.
DEMO_OFFICER = (
    Live(2, GRID, _stops("checking", "supervised", pace=11)),
    Live(0, COMPLAINT, _stops("checking")),
    Live(-1, COMPLAINT, _stops("checking")),
    Live(-2, COMPLAINT, _stops("assigned")),
    Live(-1, SUPERIOR, _stops("assigned")),
    Live(-6, GRID, _stops("decided"), decided=REPLY),
    Live(-6, COMPLAINT, _stops("decided", ending="unverifiable"), decided=REPLY - 1),
    Live(-2, GRID, _stops("assigned")),
    Live(-8, COMPLAINT, _stops("checking")),
    Live(-5, COMPLAINT, _stops("paused")),
    Live(-3, SUPERIOR, _stops("extension_asked")),
    Live(4, COMPLAINT, _stops("checking", "extended")),
    Live(-5, COMPLAINT, _stops("proposed", ending="filed")),
    Live(-3, GRID, _stops("disputed", "disputed")),
    Live(-3, COMPLAINT, _stops("asked"), decided=RECHECK + 1),
)
# The shop owner's own: one to put right, one that waits for the recheck, one that was fixed.
OWNED = (
    Live(-7, OFFICER, _stops("asked"), decided=TO_PUT_RIGHT, about=NO_LICENCE_SHOWN),
    Live(-6, OFFICER, _stops("said"), decided=TO_PUT_RIGHT + 1, about=NO_PRICE),
    Live(20, OFFICER, _stops(""), about=NO_LICENCE_SHOWN),
)
OTHERS = (
    Live(5, COMPLAINT, _stops("checking")),
    Live(3, GRID, _stops("checking", "supervised", pace=12)),
    Live(1, COMPLAINT, _stops("assigned")),
    Live(0, GRID, _stops("checking")),
    Live(0, OFFICER, _stops("assigned")),
    Live(-1, COMPLAINT, _stops("checking")),
    Live(-4, SUPERIOR, _stops("proposed", ending="first_minor")),
    Live(-5, GRID, _stops("proposed", ending="filed")),
    Live(-4, COMPLAINT, _stops("extension_asked")),
    Live(-5, GRID, _stops("paused")),
    Live(-5, OFFICER, _stops("disputed", "disputed", ending="unverifiable")),
    Live(-6, COMPLAINT, _stops("decided"), decided=REPLY + 1),
    Live(-6, OFFICER, _stops("decided", ending="not_ours"), decided=REPLY),
    Live(-9, COMPLAINT, _stops("checking", "returned")),
    Live(-2, OFFICER, _stops("checking"), about=PACKAGE_TOUR),
    Live(-10, OFFICER, _stops("assigned"), about=PACKAGE_TOUR),
)
# Nobody has given these to a unit yet: late, due today, and of yesterday.
UNASSIGNED = (
    Live(-11, COMPLAINT, _stops("reported")),
    Live(-13, GRID, _stops("reported")),
    Live(-13, COMPLAINT, _stops("reported")),
    Live(-14, GRID, _stops("reported")),
    Live(-14, COMPLAINT, _stops("reported")),
    Live(-14, SUPERIOR, _stops("reported")),
    Live(-14, OFFICER, _stops("reported")),
)


def roads(
    office: Office, own: Sequence[Shop], others: Sequence[Shop], owned: Shop
) -> Iterator[Road]:
    """眼下每一件的路: the demo officer's shops first, and among them the shop owner's."""
    grid = office.grid_member_of_own_town()
    for live in OWNED:
        yield _road(office, live, owned, grid)
    for live in DEMO_OFFICER:
        yield _road(office, live, office.dice.pick(own), grid)
    for live in (*OTHERS, *UNASSIGNED):
        yield _road(office, live, office.dice.pick(others), office.away_grid_member())


def _road(office: Office, live: Live, shop: Shop, grid_member: Account) -> Road:
    by = grid_member if live.source is GRID else None
    open_it = opener(office, live.source, shop, by=by, about=live.about)
    term = standing_lawbook().term(CHECK_TERM, on=office.today)
    found = office.back(term.length.amount + live.spent)
    course = live.course
    if live.decided:
        course = replace(course, decide_on=office.back(live.decided))
    return walk(office, open_it, office.moment(found), course)
