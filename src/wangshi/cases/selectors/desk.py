"""办件台: what waits for this account, by deadline and harm."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

from django.db.models import Exists, OuterRef, Q, QuerySet

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import may, visible
from wangshi.cases.clocks import ClueClock, clock_of
from wangshi.cases.conventions import Conventions, conventions
from wangshi.cases.models import OPEN_CORRECTION, Clue, Correction
from wangshi.cases.workflow import ClueState
from wangshi.engine.clocks import ClockState

from .facts import Standing, Waiting, standings

RANKS = {
    ClockState.LATE: 0,
    ClockState.TODAY: 1,
    ClockState.SOON: 2,
    ClockState.CALM: 3,
    ClockState.REST: 4,
    ClockState.DONE: 5,
}
PRESSING = (ClockState.LATE, ClockState.TODAY, ClockState.SOON)
GRAVE = 3


class Duty(StrEnum):
    """要做的事: its minutes stand in the county's file under the same word."""

    ASSIGN = "assign"
    ACCEPT = "accept"
    CHECK = "check"
    FILING = "filing"
    EXTENSION = "extension"
    REPLY = "reply"
    SETTLE = "settle"
    LETTER = "letter"
    RECHECK = "recheck"


class Chip(StrEnum):
    """快速筛选."""

    MINE = "mine"
    TODAY = "today"
    LATE = "late"
    HARM = "harm"
    OTHERS = "others"
    REST = "rest"


MINUTES = {Duty.FILING: "answer", Duty.EXTENSION: "answer"}


@dataclass(frozen=True)
class Rights:
    """这个账号能办什么, asked once for the whole desk."""

    account_id: int
    department_id: int | None
    held: frozenset[Permission]

    @property
    def dispatches(self) -> bool:
        """分派是不是他的事: a bureau head may assign, but has a dispatcher for it."""
        return Permission.ASSIGN_CLUE in self.held and Permission.APPROVE_FILING not in self.held


@dataclass(frozen=True)
class DeskItem:
    """一件: which clue, which duty (none when it waits for others), its clock and minutes."""

    clue_id: int
    duty: Duty | None
    clock: ClueClock
    harm: int
    found_on: date
    minutes: int
    chips: frozenset[Chip]


@dataclass(frozen=True)
class Desk:
    """一张办件台: every item in order, and what of it is for today."""

    items: tuple[DeskItem, ...]
    budget: int

    def under(self, chip: Chip) -> tuple[DeskItem, ...]:
        """筛选后的件, in order."""
        return tuple(item for item in self.items if chip in item.chips)

    @cached_property
    def today(self) -> tuple[DeskItem, ...]:
        """今天的件: what presses, then as much of the rest as fits the minutes of a day."""
        chosen: list[DeskItem] = []
        spent = 0
        for item in self.under(Chip.MINE):
            if item.clock.state not in PRESSING and spent + item.minutes > self.budget:
                break
            chosen.append(item)
            spent += item.minutes
        return tuple(chosen)

    @property
    def minutes_today(self) -> int:
        """今天约几分钟."""
        return sum(item.minutes for item in self.today)

    @property
    def next_due(self) -> date | None:
        """下一个期限, whoever it waits for."""
        return min((i.clock.due_on for i in self.items if i.clock.due_on), default=None)


def desk(account: Account, today: date) -> Desk:
    """办件台: overdue, due today, soon, the rest; within each by harm, then by age."""
    rights, rules = rights_of(account), conventions()
    seen = standings(open_clues(account))
    items = [_item(standing, rights, rules, today) for standing in seen]
    return Desk(tuple(sorted(items, key=_order)), rules.minutes_a_day)


def open_clues(account: Account) -> QuerySet[Clue]:
    """没有办完的线索, as far as the account may see them: also closed ones nobody has rechecked."""
    return visible(awaited(Clue.objects.all()), account, Permission.VIEW_CLUE)


def awaited(clues: QuerySet[Clue]) -> QuerySet[Clue]:
    """还有期限在走的: not closed, or to be rechecked."""
    unseen = Exists(Correction.objects.filter(OPEN_CORRECTION, clue=OuterRef("pk")))
    return clues.filter(~Q(state=ClueState.CLOSED) | unseen)


def rights_of(account: Account) -> Rights:
    """权限一次问清."""
    held = frozenset(permission for permission in Permission if may(account, permission))
    return Rights(account.pk, account.department_id, held)


def duty_of(standing: Standing, rights: Rights, today: date) -> Duty | None:
    """等不等这个账号, and for what; the duties in the order they press."""
    return next(_duties(standing, rights, today), None)


def clue_ids_by_clock(clues: Iterable[Standing], state: ClockState, today: date) -> list[int]:
    """按期限状态找线索: for the filter of the list and the figures of the cockpit."""
    rules = conventions()
    return [each.pk for each in clues if clock_of(each.facts, today, rules).state is state]


def _duties(standing: Standing, rights: Rights, today: date) -> Iterator[Duty]:
    if standing.has_letter and _holds(standing, rights):
        yield Duty.LETTER
    for waiting, permission, duty in (
        (standing.proposal, Permission.APPROVE_FILING, Duty.FILING),
        (standing.extension, Permission.APPROVE_EXTENSION, Duty.EXTENSION),
        (standing.dispute, Permission.SETTLE_DISPUTE, Duty.SETTLE),
    ):
        if _answers(waiting, permission, standing, rights):
            yield duty
    yield from _own_duties(standing, rights)
    start = standing.facts.recheck_from
    if start is not None and start <= today and standing.handler_id == rights.account_id:
        yield Duty.RECHECK


def _own_duties(standing: Standing, rights: Rights) -> Iterator[Duty]:
    mine = standing.handler_id == rights.account_id
    match standing.state:
        case ClueState.REPORTED if rights.dispatches:
            yield Duty.ASSIGN
        case ClueState.ASSIGNED if standing.department_id == rights.department_id:
            if Permission.ACCEPT_CLUE in rights.held:
                yield Duty.ACCEPT
        case ClueState.CHECKING if mine and standing.proposal is None:
            yield Duty.CHECK
        case ClueState.DECIDED if mine and Permission.REPLY_CLUE in rights.held:
            yield Duty.REPLY


def _holds(standing: Standing, rights: Rights) -> bool:
    if standing.department_id is None:
        return rights.dispatches
    return standing.handler_id == rights.account_id


def _answers(
    waiting: Waiting | None, permission: Permission, standing: Standing, rights: Rights
) -> bool:
    return (
        waiting is not None
        and permission in rights.held
        and rights.account_id not in waiting.barred | {standing.handler_id}
    )


def _item(standing: Standing, rights: Rights, rules: Conventions, today: date) -> DeskItem:
    duty = duty_of(standing, rights, today)
    minutes = rules.minutes[MINUTES.get(duty, duty)] if duty else 0
    clock = clock_of(standing.facts, today, rules)
    chips = _chips(duty, clock, standing.harm)
    found = standing.facts.found_on
    return DeskItem(standing.pk, duty, clock, standing.harm, found, minutes, chips)


def _order(item: DeskItem) -> tuple[int, int, date, int]:
    return RANKS[item.clock.state], -item.harm, item.found_on, item.clue_id


def _chips(duty: Duty | None, clock: ClueClock, harm: int) -> frozenset[Chip]:
    if clock.state is ClockState.REST:
        return frozenset({Chip.REST})
    if duty is None:
        return frozenset({Chip.OTHERS})
    late = clock.state is ClockState.LATE
    pressing = late or clock.state is ClockState.TODAY
    claims = {
        Chip.MINE: True,
        Chip.TODAY: pressing,
        Chip.LATE: late,
        Chip.HARM: harm == GRAVE,
    }
    return frozenset(chip for chip, holds in claims.items() if holds)
