"""这是谁的店: operators that may run a shop, each with what agrees and what does not.

No figure pretends to be a likelihood: the order is that of the reasons, and an officer decides.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.db.models import Q

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import require, visible
from wangshi.engine.identifiers import check_uscc
from wangshi.engine.names import fold_name, neighbours, shared_pairs, trade_name
from wangshi.registry.models import Operator, Shop
from wangshi.registry.search_index import keys_with
from wangshi.registry.workflow import Mark, Reason

SUGGESTED: Final = 5
CANDIDATES: Final = 50
NEAR: Final = 0.5
_WEIGHT: Final = {Mark.SAME: 2, Mark.NEAR: 1, Mark.ABSENT: 0, Mark.DIFFERENT: -1}


@dataclass(frozen=True)
class Suggestion:
    """一个可能的主体: and the reasons for and against, the strongest first."""

    operator: Operator
    reasons: tuple[Reason, ...]

    @property
    def said(self) -> str:
        """理由写成一行."""
        return "；".join(
            f"{reason.mark} {reason.what}" for reason in self.reasons if reason.mark != Mark.ABSENT
        )


def suggest_operators(shop: Shop, by: Account) -> tuple[Suggestion, ...]:
    """可能的主体: at most five, by code, by shown name, by phone, by trade name."""
    require(by, Permission.VIEW_OPERATOR, shop)
    operators = Operator.objects.select_related("town").filter(_known_by(shop))
    found = visible(operators, by, Permission.VIEW_OPERATOR)
    suggestions = [Suggestion(operator, compare(shop, operator)) for operator in found]
    likely = [one for one in suggestions if _speaks_for(one.reasons)]
    return tuple(sorted(likely, key=_order)[:SUGGESTED])


def compare(shop: Shop, operator: Operator) -> tuple[Reason, ...]:
    """逐项比较: code, name, phone, trade name, town; each with the values compared."""
    return (
        _code(shop, operator),
        _name(shop, operator),
        _phone(shop, operator),
        _trade_name(shop, operator),
        _town(shop, operator),
    )


def _known_by(shop: Shop) -> Q:
    found = Q(pk__in=_by_trade_name(shop))
    if check_uscc(shop.shown_uscc).ok:
        found |= Q(uscc=shop.shown_uscc)
    if shop.shown_name:
        found |= Q(name=shop.shown_name)
    if shop.phone:
        found |= Q(phone=shop.phone)
    return found


def _by_trade_name(shop: Shop) -> set[int]:
    asked = {trade_name(name) for name in (shop.shown_name, shop.name) if name}
    return {
        key
        for name in asked
        for key in keys_with("registry_operator", neighbours(name), most=CANDIDATES)
    }


def _speaks_for(reasons: Iterable[Reason]) -> bool:
    """A town alone says nothing."""
    return any(r.mark in (Mark.SAME, Mark.NEAR) and r.what != "镇办" for r in reasons)


def _order(one: Suggestion) -> tuple[object, ...]:
    return (*(-_WEIGHT[Mark(reason.mark)] for reason in one.reasons), one.operator.pk)


def _code(shop: Shop, operator: Operator) -> Reason:
    if not shop.shown_uscc or not operator.uscc:
        return Reason(Mark.ABSENT, "信用代码", "页面没有亮" if operator.uscc else "主体没有代码")
    same = shop.shown_uscc == operator.uscc
    words = operator.uscc if same else f"页面 {shop.shown_uscc}，登记 {operator.uscc}"
    return Reason(Mark.SAME if same else Mark.DIFFERENT, "信用代码", words)


def _name(shop: Shop, operator: Operator) -> Reason:
    if not shop.shown_name:
        return Reason(Mark.ABSENT, "亮照名称", "页面没有亮")
    shown, known = fold_name(shop.shown_name), fold_name(operator.name)
    if shown == known:
        return Reason(Mark.SAME, "亮照名称", operator.name)
    near = shared_pairs(shown, known) >= NEAR
    return Reason(Mark.NEAR if near else Mark.DIFFERENT, "亮照名称", shop.shown_name)


def _phone(shop: Shop, operator: Operator) -> Reason:
    if not shop.phone or not operator.phone:
        return Reason(Mark.ABSENT, "电话", "有一方没有电话")
    return Reason(Mark.SAME if shop.phone == operator.phone else Mark.DIFFERENT, "电话")


def _trade_name(shop: Shop, operator: Operator) -> Reason:
    shown, known = trade_name(shop.name), trade_name(operator.name)
    words = f"店名 {shown}，字号 {known}"
    if shown == known:
        return Reason(Mark.SAME, "字号", words)
    near = shown in known or known in shown or shared_pairs(shown, known) >= NEAR
    return Reason(Mark.NEAR if near else Mark.DIFFERENT, "字号", words)


def _town(shop: Shop, operator: Operator) -> Reason:
    if shop.town_id is None or operator.town_id is None:
        return Reason(Mark.ABSENT, "镇办")
    same = shop.town_id == operator.town_id
    return Reason(Mark.SAME if same else Mark.DIFFERENT, "镇办", str(operator.town))
