"""进出的记录: a shop, an operator of the register, and what is said about the two."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from typing import TypeVar

from wangshi.engine.matching.levels import Field, Level


@dataclass(frozen=True)
class Shop:
    """网店: what its page, its platform or its goods say of who runs it; anything may be empty.

    `person` is a representative or operator, `payee` whom the buyer pays, `domain` a web host
    with an ICP record, `permit` the number of a licence other than the business licence.
    """

    shop_id: str
    shop_name: str = ""
    claimed_operator: str = ""
    uscc: str = ""
    phone: str = ""
    address: str = ""
    person: str = ""
    domain: str = ""
    payee: str = ""
    permit: str = ""


@dataclass(frozen=True)
class Operator:
    """登记的经营主体: one row of the register. `former_names` are joined by 、 or ；."""

    name: str
    uscc: str = ""
    person: str = ""
    address: str = ""
    province: str = ""
    city: str = ""
    phone: str = ""
    former_names: str = ""
    registration_number: str = ""
    domain: str = ""
    permit: str = ""


_Record = TypeVar("_Record", Shop, Operator)


def batches(records: Iterable[_Record], size: int) -> Iterator[list[_Record]]:
    """分批: lists of at most `size` records."""
    waiting = iter(records)
    while batch := list(islice(waiting, size)):
        yield batch


class Outcome(StrEnum):
    """结果: link at once, let an officer look, or leave alone."""

    LINK = "link"
    REVIEW = "review"
    NONE = "none"


OUTCOME_TITLES = {Outcome.LINK: "关联", Outcome.REVIEW: "待人看", Outcome.NONE: "不关联"}


@dataclass(frozen=True)
class Evidence:
    """一条依据: one field of both sides, how they compare, and what that weighs (natural log)."""

    field: Field
    shop_value: str
    operator_value: str
    level: Level
    weight: float

    @property
    def words(self) -> str:
        """页面写法: 字号一致."""
        return self.level.words


@dataclass(frozen=True)
class Candidate:
    """一个可能的主体: `row` in the register as given, probability 0 to 1, and why."""

    row: int
    uscc: str
    name: str
    probability: float
    weight: float
    evidence: tuple[Evidence, ...]
    reason: str


@dataclass(frozen=True)
class Verdict:
    """一家店的结果: the outcome, the likeliest candidates first, and one line that says why."""

    shop_id: str
    outcome: Outcome
    probability: float
    candidates: tuple[Candidate, ...]
    reason: str

    @property
    def best(self) -> Candidate | None:
        """最可能的主体: None when nobody comes into question."""
        return self.candidates[0] if self.candidates else None
