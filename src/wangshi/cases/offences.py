"""涉嫌违法行为: what the law folder says about the violation a clue names."""

from datetime import date

from wangshi.engine.violations import (
    Violation,
    ViolationNotInForce,
    ViolationUnknown,
    penalty_text,
)
from wangshi.shared.lawshelf.selectors import violations


def suspected(code: str, on: date) -> Violation | None:
    """The violation as it stood that day; None for no code, or one no article stood for."""
    try:
        return violations().get(code, on)
    except (ViolationUnknown, ViolationNotInForce):
        return None


def choices(on: date) -> list[tuple[str, str]]:
    """选项: code and title of what is in force, for a form."""
    return [(each.code, f"{each.code} {each.title}") for each in violations().in_force(on)]


def title_of(code: str) -> str:
    """The title of a violation, whatever the day; the code itself when it is unknown."""
    known = violations().by_code.get(code)
    return known.title if known else code


def penalties(violation: Violation, on: date) -> str:
    """罚则: one sentence an article."""
    return penalty_text(violation, on)
