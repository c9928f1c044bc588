"""办公室: who does what on which working day; every act goes through the rooms' own services."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property

from django.utils import timezone

from wangshi.accounts.models import Account, Department, DepartmentKind, Town
from wangshi.accounts.permissions import Role
from wangshi.cases import services as cases
from wangshi.cases.models import Clue
from wangshi.cases.workflow import StepRefused
from wangshi.demo.dice import Dice
from wangshi.demo.people import People
from wangshi.demo.words import casework
from wangshi.engine.lawbook import standing_lawbook
from wangshi.engine.workdays import Workdays
from wangshi.registry.models import Shop

OPENS, CLOSES = 8 * 60 + 40, 17 * 60 + 20  # minutes of the day
BUREAU = "amr"


@dataclass
class Office:
    """县里的一天天: people, calendar and chance; `until` is the last moment that has happened."""

    people: People
    dice: Dice
    today: date
    until: datetime
    shops: Sequence[Shop]
    departments: dict[str, Department]
    workdays: Workdays = field(default_factory=lambda: standing_lawbook().calendar)
    by_shop: dict[int, Clue] = field(default_factory=dict)

    def later(self, at: datetime, workdays: int) -> datetime:
        """So many working days later, at some hour of the office; the same day: soon after."""
        if workdays == 0:
            return at + timedelta(minutes=self.dice.number(6, 35))
        day = self.workdays.workday_after(timezone.localdate(at), workdays)
        return self.moment(day)

    def moment(self, day: date) -> datetime:
        """Some minute of that day's office hours."""
        minute = self.dice.number(OPENS, CLOSES)
        return timezone.make_aware(datetime.combine(day, time(minute // 60, minute % 60)))

    def back(self, workdays: int) -> date:
        """So many working days before today."""
        return self.workdays.workday_before(self.today, workdays)

    def say(self, key: str, **facts: str) -> str:
        """One of the sentences of this kind, its blanks filled."""
        return self.dice.pick(casework().said[key]).format(**facts)

    def why(self, ending: str, **facts: str) -> str:
        """The reason for such an ending."""
        return self.dice.pick(casework().endings[ending]).format(**facts)

    def officer_of(self, department_id: int | None) -> Account:
        """Who answers for a unit; the bureau's own officer where it has none."""
        bureau = self.departments[BUREAU].pk
        return self.people.by_department.get(
            department_id or bureau, self.people.by_department[bureau]
        )

    def second_officer(self, first: Account) -> Account:
        """Another officer for a case."""
        others = [who for who in self.people.by_role[Role.OFFICER] if who.pk != first.pk]
        return self.dice.pick(others)

    def department_for(self, clue: Clue) -> Department:
        """Where it goes: the unit in charge of the matter, the town's station, or the bureau."""
        for unit in self.departments.values():
            if clue.violation and any(clue.violation.startswith(code) for code in unit.violations):
                return unit
        return self._stations.get(clue.town_id or 0, self.departments[BUREAU])

    @cached_property
    def _stations(self) -> dict[int, Department]:
        return {
            town.pk: unit
            for unit in self.departments.values()
            if unit.kind == DepartmentKind.STATION
            for town in unit.towns.all()
        }

    def is_own_town(self, town: Town) -> bool:
        """Whether the demo officer's station covers it."""
        station = self._stations.get(town.pk)
        return station is not None and station.pk == self.people.one(Role.OFFICER).department_id

    def grid_member_of_own_town(self) -> Account:
        """The grid member whose reports reach the demo officer."""
        members = self.people.by_role[Role.GRID_MEMBER]
        return next(who for who in members if who.town and self.is_own_town(who.town))

    def away_grid_member(self) -> Account:
        """A grid member of some other town."""
        own = self.grid_member_of_own_town()
        members = self.people.by_role[Role.GRID_MEMBER]
        return self.dice.pick([who for who in members if who.pk != own.pk])

    def assign(self, clue: Clue, at: datetime, to: Department | None = None) -> Clue:
        """分派: with the suggestion's own reason, or with one when it is not the suggestion."""
        by = self.people.one(Role.DISPATCHER)
        to = to or self.department_for(clue)
        try:
            return cases.assign_clue(clue, department=to, by=by, at=at)
        except StepRefused:
            reason = self.say("assign_notes")
            return cases.assign_clue(clue, department=to, by=by, at=at, reason=reason)
