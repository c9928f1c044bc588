"""一照多址: which of an operator's addresses are not registered as the articles ask (M046)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from wangshi.engine.false_registration.signs import PremiseRule, Signs, standing_signs


class PlaceKind(StrEnum):
    """一处地址做什么用."""

    SEAT = "seat"
    PLACE = "place"
    ONLINE = "online"


@dataclass(frozen=True)
class Premise:
    """一处地址: what for, since when, on which proof, and whether the licence names it.

    outside: beyond the area of the registering office; clustered: a registered host's address;
    trades: an online place where orders are made and paid.
    """

    key: int
    kind: PlaceKind
    address: str
    listed: bool
    proof: str = ""
    outside: bool = False
    clustered: bool = False
    trades: bool = True
    since: date | None = None
    until: date | None = None

    def stands(self, on: date) -> bool:
        """那天还在用."""
        begun = self.since is None or self.since <= on
        return begun and (self.until is None or on <= self.until)


@dataclass(frozen=True)
class PremiseFault:
    """一处不对: which address, by which rule."""

    premise: Premise
    rule: PremiseRule


def check_premises(
    premises: Sequence[Premise], *, household: bool, on: date, signs: Signs | None = None
) -> tuple[PremiseFault, ...]:
    """核对一照多址: of the addresses in use on that day; `household` is 个体工商户.

    《个体工商户登记管理规定》 arts. 10 to 13 bind households only; one seat binds everybody
    (《市场主体登记管理条例》 art. 11).
    """
    law = standing_signs() if signs is None else signs
    standing = [one for one in premises if one.stands(on)]
    found = list(_seats(standing))
    if household:
        online = [one for one in standing if one.kind is PlaceKind.ONLINE]
        found += [(one, key) for one in standing for key in _of_household(one, len(online))]
    return tuple(PremiseFault(one, law.rule(key)) for one, key in found)


def _seats(premises: Sequence[Premise]) -> Iterator[tuple[Premise, str]]:
    seats = [one for one in premises if one.kind is PlaceKind.SEAT]
    for one in seats[1:]:
        yield one, "one_seat"


def _of_household(one: Premise, online: int) -> Iterator[str]:
    if one.kind is PlaceKind.SEAT:
        if one.clustered:
            yield "cluster_seat"
        return
    if one.kind is PlaceKind.PLACE and one.outside:
        yield "outside"
    elif one.kind is PlaceKind.PLACE and not one.listed:
        yield "unlisted"
    if one.kind is PlaceKind.ONLINE:
        yield from _of_online(one, online)
    if not one.proof:
        yield "no_proof"


def _of_online(one: Premise, online: int) -> Iterator[str]:
    if not one.trades:
        yield "no_trade_online"
    elif not one.listed and online > 1:
        yield "online_unregistered"
