"""重复申领: a payment that looks like one that was made before, and why it looks so."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from wangshi.engine.names import fold_name


@dataclass(frozen=True)
class Paid:
    """一笔付款: `number` is the invoice's, empty where there is none; amounts in yuan."""

    key: int
    project: int
    payee: str
    number: str
    seller: str
    goods: str
    amount: Decimal
    on: date


@dataclass(frozen=True)
class Likeness:
    """像哪一笔，为什么."""

    other: Paid
    why: str


def likenesses(new: Paid, before: Iterable[Paid]) -> tuple[Likeness, ...]:
    """可能重复的: each earlier payment at most once, for its strongest reason.

    Strongest first: the same invoice; the same seller, amount and day; the same payee for the
    same goods out of another project. Width, case and marks of what was written do not count.
    """
    found = ((one, _why(new, one)) for one in before if one.key != new.key)
    return tuple(Likeness(one, why) for one, why in found if why)


def _why(new: Paid, old: Paid) -> str:
    if new.number and fold_name(new.number) == fold_name(old.number):
        return "发票号一样"
    same_seller = bool(new.seller) and fold_name(new.seller) == fold_name(old.seller)
    if same_seller and (new.amount, new.on) == (old.amount, old.on):
        return "同一天、同一家、同样的金额"
    same_payee = fold_name(new.payee) == fold_name(old.payee)
    if new.project != old.project and same_payee and fold_name(new.goods) == fold_name(old.goods):
        return "同一个单位，另一个项目里买过一样的"
    return ""
