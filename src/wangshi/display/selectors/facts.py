"""登记的内容: what the register holds of a shop's operator, as the check sheet wants it."""

from datetime import date

from wangshi.engine.display import (
    HeldPermit,
    Registered,
    Sheet,
    declarations,
    standing_display_law,
)
from wangshi.engine.exemptions import declaration
from wangshi.registry.models import Operator, OperatorForm, OperatorStatus, Shop
from wangshi.registry.selectors import permit_title

GONE = (OperatorStatus.CANCELLED, OperatorStatus.REVOKED)
# 其他组织形式没有自己的一项，照企业的表看；自然人登记了的是个体工商户.
SHEETS = {
    OperatorForm.ENTERPRISE: "enterprise",
    OperatorForm.SOLE_TRADER: "sole_trader",
    OperatorForm.COOPERATIVE: "cooperative",
    OperatorForm.PERSON: "sole_trader",
    OperatorForm.OTHER: "enterprise",
}


def sheet_of(shop: Shop) -> str:
    """平常用哪张表: by the operator; nothing while nobody knows whose shop it is."""
    if shop.operator is None:
        return ""
    if shop.operator.registration_exempt:
        return "exempt"
    return SHEETS[OperatorForm(shop.operator.form)]


def registered_of(operator: Operator | None, sheet: Sheet, on: date) -> Registered:
    """登记的内容: nothing to compare with while the operator is not known."""
    given = {"statement": _declared(operator, on)} if sheet.is_exempt else {}
    if operator is None:
        return Registered(given)
    held = {
        "uscc": operator.uscc or "",
        "name": operator.name,
        "person": operator.person,
        "address": operator.address,
        "place": operator.address,
        "capital": operator.capital,
        "scope": operator.scope,
    }
    gone = operator.get_status_display() if operator.status in GONE else ""
    return Registered(held | given, ended=_ends(operator), gone=gone)


def held_permits(operator: Operator | None, on: date) -> tuple[HeldPermit, ...]:
    """登记的许可（备案）."""
    if operator is None:
        return ()
    return tuple(
        HeldPermit(permit_title(one.kind, on), one.number, one.valid_to)
        for one in operator.permits.all()
    )


def held_numbers(operator: Operator | None) -> tuple[str, ...]:
    """登记的许可号."""
    return tuple(one.number for one in operator.permits.all()) if operator else ()


def permit_basis(operator: Operator | None) -> tuple[str, ...]:
    """亮证凭哪一条: of the kinds on record, else the general one."""
    law = standing_display_law()
    kinds = [one.kind for one in operator.permits.all()] if operator else []
    groups = [law.permit_group(kind) for kind in kinds] or [law.permits[-1]]
    return tuple(dict.fromkeys(str(group.citation) for group in groups))


def _declared(operator: Operator | None, on: date) -> str:
    if operator is not None and operator.exemption_ground:
        return declaration(operator.exemption_ground, on)
    return "\n".join(declarations(on))


def _ends(operator: Operator) -> date | None:
    """最近一次核准的执照到哪天; no day is no end."""
    newest = max(
        operator.licences.all(), key=lambda one: (one.issued_on or date.min, one.pk), default=None
    )
    return newest.valid_to if newest else None
