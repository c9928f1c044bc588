"""地址: what is everybody's, how full a host is, which of an operator's addresses are wrong."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Q, QuerySet

from wangshi.accounts.selectors import county
from wangshi.engine.false_registration import (
    Home,
    PlaceKind,
    Premise,
    PremiseFault,
    address_keys,
    check_premises,
)
from wangshi.registry.models import Operator, OperatorForm
from wangshi.scrutiny.models import Premise as PremiseRow
from wangshi.scrutiny.models import SharedPlace
from wangshi.scrutiny.workflow import PlaceSort

_DOOR: Final = re.compile(r"[0-9０-９一二三四五六七八九十]")


@dataclass(frozen=True)
class HostState:
    """一处公用地址: who is registered there, how many left no number or could not be reached."""

    place: SharedPlace
    operators: tuple[Operator, ...]
    lost: int

    @property
    def count(self) -> int:
        """登记了几个."""
        return len(self.operators)

    @property
    def silent(self) -> int:
        """没有留电话的几个."""
        return sum(not one.phone for one in self.operators)

    @property
    def is_over(self) -> bool:
        """超过了能容的."""
        return self.place.capacity is not None and self.count > self.place.capacity


@dataclass(frozen=True)
class PremiseState:
    """一处地址和它的毛病."""

    row: PremiseRow
    faults: tuple[PremiseFault, ...]
    stands: bool


def shared_places(on: date, sort: PlaceSort) -> list[SharedPlace]:
    """那天共用的地址或者电话."""
    still = Q(ended_on__isnull=True) | Q(ended_on__gt=on)
    rows = SharedPlace.objects.filter(still, sort=sort, since__lte=on)
    return list(rows.select_related("declared_by"))


def ended_places() -> QuerySet[SharedPlace]:
    """不再是公用的."""
    return SharedPlace.objects.filter(ended_on__isnull=False).order_by("-ended_on", "-pk")


def host_states(on: date, lost: dict[int, str]) -> list[HostState]:
    """各处公用地址登记了几个主体: one question to the register, whatever is declared."""
    places = shared_places(on, PlaceSort.ADDRESS)
    keys = address_keys([one.value for one in places], home())
    found: dict[str, list[Operator]] = {key: [] for key in keys if key}
    candidates = list(_near([one.value for one in places])) if found else []
    near = address_keys([one.address for one in candidates], home())
    for one, key in zip(candidates, near, strict=True):
        if key in found:
            found[key].append(one)
    return [_host(place, found.get(key, []), lost) for place, key in zip(places, keys, strict=True)]


def premises_of(operator: Operator, on: date) -> list[PremiseState]:
    """一个主体的地址, each with what is wrong with it."""
    rows = list(operator.premises.select_related("noted_by").order_by("-until", "kind", "pk"))
    hosts = _clustered(rows, on)
    premises = [_premise(row, clustered=row.pk in hosts) for row in rows]
    household = operator.form == OperatorForm.SOLE_TRADER
    faults = check_premises(premises, household=household, on=on)
    return [
        PremiseState(row, _of(premise, faults), premise.stands(on))
        for row, premise in zip(rows, premises, strict=True)
    ]


def home() -> Home:
    """本县, as the engine wants it."""
    here = county()
    return Home(here.code, here.name)


def _of(premise: Premise, faults: Sequence[PremiseFault]) -> tuple[PremiseFault, ...]:
    return tuple(one for one in faults if one.premise is premise)


def _near(values: Sequence[str]) -> QuerySet[Operator]:
    """Those in the same street or village, however the door is written; the key decides."""
    either = Q(pk__in=[])
    for value in values:
        street = _DOOR.split(value.split(county().name or "，")[-1])[0]
        either |= Q(address__contains=street) if street else Q(address=value)
    return Operator.objects.filter(either).order_by("pk")


def _host(place: SharedPlace, operators: Sequence[Operator], lost: dict[int, str]) -> HostState:
    return HostState(place, tuple(operators), sum(one.pk in lost for one in operators))


def _clustered(rows: Sequence[PremiseRow], on: date) -> set[int]:
    """哪几处是登记过的集群场所."""
    hosts = [one.value for one in shared_places(on, PlaceSort.ADDRESS) if one.capacity is not None]
    known = set(address_keys(hosts, home())) - {""}
    keys = address_keys([row.address for row in rows], home())
    return {row.pk for row, key in zip(rows, keys, strict=True) if key in known}


def _premise(row: PremiseRow, *, clustered: bool) -> Premise:
    return Premise(
        key=row.pk,
        kind=PlaceKind(row.kind),
        address=row.address,
        listed=row.listed,
        proof=row.proof,
        outside=row.outside,
        clustered=clustered,
        trades=row.trades,
        since=row.since,
        until=row.until,
    )
