"""Verbs of a platform and a shop: opened, filled in, given to an operator or taken back, closed."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db import transaction

from wangshi.accounts.models import Account, Town
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import may, require
from wangshi.accounts.services import Declined
from wangshi.engine.identifiers import normalise_code
from wangshi.engine.names import name_pairs
from wangshi.registry.models import LinkState, Operator, Platform, Shop, ShopLink
from wangshi.registry.workflow import Reason
from wangshi.shared.services import record

from .changing import held

SHOWN: Final = ("name", "name_grams", "url", "shown_name", "shown_uscc", "phone", "town")


@dataclass(frozen=True)
class ShopFacts:
    """网店资料: what its page shows."""

    name: str
    url: str = ""
    shown_name: str = ""
    shown_uscc: str = ""
    phone: str = ""
    town: Town | None = None


@transaction.atomic
def open_platform(
    *, code: str, name: str, domain: str = "", operator: Operator | None = None, by: Account
) -> Platform:
    """登记平台: once, by its code."""
    _may_open(by)
    if Platform.objects.filter(code=code).exists():
        raise Declined(f"代码 {code} 已经有平台了。换一个代码，或直接用那个平台")
    platform = Platform.objects.create(code=code, name=name, domain=domain, operator=operator)
    record(by, "platform.opened", platform, code=code, name=name)
    return platform


@transaction.atomic
def find_or_open_shop(
    platform: Platform, *, external_id: str, facts: ShopFacts, by: Account
) -> Shop:
    """找到或登记网店: by its number on its platform; blanks of a known shop are filled in."""
    _may_open(by)
    shop = Shop.objects.filter(platform=platform, external_id=external_id).first()
    if shop is not None:
        return _filled(shop, facts)
    shop = Shop(platform=platform, external_id=external_id)
    _show(shop, facts)
    shop.save(force_insert=True)
    record(by, "shop.opened", shop, platform=platform.code, external_id=external_id)
    return shop


@transaction.atomic
def edit_shop(shop: Shop, facts: ShopFacts, *, version: int | None = None, by: Account) -> Shop:
    """改网店资料: as its page shows it now."""
    require(by, Permission.EDIT_OPERATOR, shop)
    shop = held(shop, version)
    _show(shop, facts)
    shop.version += 1
    shop.save(update_fields=[*SHOWN, "version"])
    record(by, "shop.edited", shop, name=shop.name, shown_uscc=shop.shown_uscc)
    return shop


@transaction.atomic
def link_shop(
    shop: Shop,
    operator: Operator,
    *,
    reasons: Sequence[Reason] = (),
    note: str = "",
    version: int | None = None,
    at: datetime,
    by: Account,
) -> ShopLink:
    """关联主体: an officer says whose shop it is; the grounds are kept with the name.

    What the software had proposed is confirmed by that, or rejected.
    """
    require(by, Permission.EDIT_OPERATOR, shop)
    shop = held(shop, version)
    if shop.operator_id is not None:
        raise Declined(f"这家网店已经关联到“{shop.operator}”。先解除，再关联别的主体")
    proposals = shop.links.select_for_update().filter(state=LinkState.PROPOSED)
    link = proposals.filter(operator=operator).first() or ShopLink(shop=shop, operator=operator)
    link.state, link.linked_at, link.linked_by, link.note = LinkState.CONFIRMED, at, by, note
    link.reasons = [asdict(reason) for reason in reasons]
    link.save()
    proposals.update(
        state=LinkState.REJECTED, ended_at=at, ended_by=by, end_reason=f"关联到了“{operator}”"
    )
    belong(shop, operator, at)
    record(by, "shop.linked", shop, operator=operator, reasons=link.reasons, note=note)
    return link


@transaction.atomic
def unlink_shop(
    shop: Shop, *, reason: str, version: int | None = None, at: datetime, by: Account
) -> Shop:
    """解除关联: the mistake stays on record, with who undid it and why."""
    require(by, Permission.EDIT_OPERATOR, shop)
    shop = held(shop, version)
    if shop.operator_id is None:
        raise Declined("这家网店现在没有关联主体，不用解除")
    former = shop.operator
    shop.links.filter(state=LinkState.CONFIRMED).update(
        state=LinkState.UNDONE, ended_at=at, ended_by=by, end_reason=reason
    )
    belong(shop, None, None)
    record(by, "shop.unlinked", shop, operator=former, reason=reason)
    return shop


@transaction.atomic
def close_shop(shop: Shop, *, on: date, by: Account) -> Shop:
    """网店已关闭: since that day; what was seen in it stays."""
    require(by, Permission.EDIT_OPERATOR, shop)
    shop = held(shop, None)
    if shop.closed_on:
        raise Declined(f"这家网店已经记为 {shop.closed_on:%Y-%m-%d} 关闭")
    shop.closed_on = on
    shop.version += 1
    shop.save(update_fields=["closed_on", "version"])
    record(by, "shop.closed", shop, on=on)
    return shop


def _may_open(by: Account) -> None:
    # Importing listings meets shops and platforms nobody has seen before.
    if not may(by, Permission.IMPORT_LISTINGS):
        require(by, Permission.EDIT_OPERATOR)


def _show(shop: Shop, facts: ShopFacts) -> None:
    shop.name, shop.name_grams = facts.name, name_pairs(facts.name)
    shop.url, shop.phone, shop.town = facts.url, facts.phone, facts.town
    shop.shown_name, shop.shown_uscc = facts.shown_name, normalise_code(facts.shown_uscc)


def _filled(shop: Shop, facts: ShopFacts) -> Shop:
    """What was blank is taken from the facts; what an officer wrote stays."""
    blanks: dict[str, Any] = {
        name: value for name, value in _as_kept(facts).items() if value and not getattr(shop, name)
    }
    for name, value in blanks.items():
        setattr(shop, name, value)
    if blanks:
        shop.save(update_fields=list(blanks))
    return shop


def _as_kept(facts: ShopFacts) -> dict[str, Any]:
    """The facts by field, as the shop keeps them."""
    return {
        "url": facts.url,
        "shown_name": facts.shown_name,
        "shown_uscc": normalise_code(facts.shown_uscc),
        "phone": facts.phone,
        "town": facts.town,
    }


def belong(shop: Shop, operator: Operator | None, at: datetime | None) -> None:
    """归到主体名下, or to nobody: for the verbs of this room, which hold the shop."""
    shop.operator, shop.operator_confirmed_at = operator, at
    shop.version += 1
    shop.save(update_fields=["operator", "operator_confirmed_at", "version"])
