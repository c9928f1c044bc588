"""分派给谁: which departments a clue may go to, in order, each with its reasons. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass

IN_CHARGE, COVERS_TOWN, MARKET_BUREAU, FULL = 40, 30, 20, -15


@dataclass(frozen=True)
class Office:
    """一个单位在这条线索面前的样子."""

    department_id: int
    name: str
    is_station: bool
    is_bureau: bool
    covers_town: bool
    in_charge: bool
    open_clues: int
    daily_clues: int


@dataclass(frozen=True)
class Route:
    """一个去处: the department and why it stands where it does."""

    department_id: int
    name: str
    reasons: tuple[str, ...]


def candidates(
    offices: Iterable[Office], *, town: str, violation: str, full_after_days: int
) -> tuple[Route, ...]:
    """可以派给谁: in charge of the matter, then of the place, then the bureau; a full one later."""
    weighed = (
        (_score(office, full_after_days), office)
        for office in offices
        if office.in_charge or office.covers_town or office.is_bureau
    )
    ordered = sorted(weighed, key=lambda pair: (-pair[0], pair[1].open_clues, pair[1].name))
    return tuple(
        Route(
            office.department_id,
            office.name,
            _reasons(office, town=town, violation=violation, full_after_days=full_after_days),
        )
        for _, office in ordered
    )


def is_full(office: Office, full_after_days: int) -> bool:
    """排满了: what is open would take more days than the county allows."""
    return office.open_clues >= office.daily_clues * full_after_days


def _score(office: Office, full_after_days: int) -> int:
    place = COVERS_TOWN if office.is_station and office.covers_town else 0
    score = IN_CHARGE * office.in_charge + place + MARKET_BUREAU * office.is_bureau
    return score + (FULL if is_full(office, full_after_days) else 0)


def _reasons(office: Office, *, town: str, violation: str, full_after_days: int) -> tuple[str, ...]:
    load = f"手上 {office.open_clues} 件，每天能接 {office.daily_clues} 件"
    if is_full(office, full_after_days):
        load = f"已经排满：{load}"
    reasons = (
        f"主管“{violation}”" if office.in_charge else "",
        f"{town}归它管" if office.covers_town else "",
        "县局可以直接查办" if office.is_bureau else "",
        load,
    )
    return tuple(reason for reason in reasons if reason)
