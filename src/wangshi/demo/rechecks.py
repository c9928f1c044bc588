"""改正和复看: what was asked to be put right is looked at again; some of it was not."""

from collections.abc import Generator
from datetime import datetime

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Role
from wangshi.cases import services as cases
from wangshi.cases.models import Clue, Correction
from wangshi.demo.office import Office
from wangshi.demo.words import casework
from wangshi.registry.models import Representation
from wangshi.registry.services import bind_owner

ASKED_OF_A_CASE = 0.5
AGAIN = 0.5
WORKDAYS = 5


def bind_the_owner(office: Office, at: datetime) -> Representation:
    """店家的账号绑到本所的一家店: so that the demo has somebody to tell."""
    shops = (shop for shop in office.shops if shop.town and office.is_own_town(shop.town))
    operator = next(shop.operator for shop in shops if shop.operator)
    owner = office.people.one(Role.SHOP_OWNER)
    officer = office.people.one(Role.OFFICER)
    return bind_owner(operator, owner, reason=casework().binding, at=at, by=officer)


def demand(office: Office, clue: Clue, at: datetime) -> cases.Demand:
    """改正要求: in words that fit the matter, a working week from then."""
    said = casework().said
    key = f"corrections_{clue.violation[:3]}"
    words = office.say(key if key in said else "corrections")
    return cases.Demand(words, office.workdays.workday_after(at.date(), WORKDAYS))


def put_right(
    office: Office, clue: Clue, at: datetime, *, stop: str, unfixed: bool
) -> Generator[datetime, None, datetime | None]:
    """到期复看: returns the moment at which it is worked again, None where nothing follows."""
    clue.refresh_from_db()
    by = _handler(clue)
    one = _open(clue)
    if one is None and clue.outcome == "filed" and office.dice.chance(ASKED_OF_A_CASE):
        at = office.later(at, 0)
        yield at
        one = cases.ask_correction(clue, demand=demand(office, clue, at), by=by, at=at)
    if one is None or stop == "asked":
        return None
    at = yield from _told(office, one, at, stop=stop)
    if stop == "said":
        return None
    at = office.moment(office.workdays.workday_after(max(one.due_on, at.date()), 1))
    yield at
    _look(office, one, by, at, fixed=not unfixed)
    if not unfixed:
        return None
    return (yield from _not_put_right(office, clue, by, at))


def _not_put_right(
    office: Office, clue: Clue, by: Account, at: datetime
) -> Generator[datetime, None, datetime | None]:
    """Another demand, which is met, or the clue is worked again."""
    at = office.later(at, 0)
    yield at
    if clue.outcome == "filed" or Role.OFFICER not in by.roles or office.dice.chance(AGAIN):
        one = cases.ask_correction(clue, demand=demand(office, clue, at), by=by, at=at)
        at = office.moment(office.workdays.workday_after(one.due_on, 1))
        yield at
        _look(office, one, by, at, fixed=True)
        return None
    cases.work_again(clue, reason=office.say("work_again"), by=by, at=at)
    clue.refresh_from_db()
    return at


def _told(
    office: Office, one: Correction, at: datetime, *, stop: str
) -> Generator[datetime, None, datetime]:
    """The owner whose account is bound answers; nobody else can."""
    owner = office.people.one(Role.SHOP_OWNER)
    if one.operator_id not in owner.operator_ids or stop == "asked":
        return at
    at = office.later(at, 1)
    yield at
    cases.answer_correction(one, fixed=True, words=office.say("owner_fixed"), by=owner, at=at)
    return at


def _look(office: Office, one: Correction, by: Account, at: datetime, *, fixed: bool) -> None:
    seen = office.say("seen_fixed" if fixed else "seen_unfixed")
    cases.recheck(one, fixed=fixed, seen=seen, by=by, at=at)


def _open(clue: Clue) -> Correction | None:
    latest = clue.corrections.order_by("pk").last()
    return latest if latest is not None and latest.is_open else None


def _handler(clue: Clue) -> Account:
    if clue.handler is None:
        raise LookupError(f"nobody has accepted {clue.number}")
    return clue.handler
