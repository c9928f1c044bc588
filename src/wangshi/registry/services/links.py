"""Verbs of a proposed link: proposed after an import, confirmed or rejected by an officer."""

from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from typing import Any, Final

from django.db import transaction
from django.db.models import QuerySet

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import require
from wangshi.accounts.selectors import county
from wangshi.accounts.services import Declined
from wangshi.engine.matching import (
    FIELD_TITLES,
    Evidence,
    Matcher,
    Matches,
    Outcome,
    make_register,
    parse_address,
)
from wangshi.engine.matching.building import BATCH
from wangshi.registry.models import LinkState, Operator, Shop, ShopLink
from wangshi.registry.selectors.links import county_model, mark_of
from wangshi.shared.services import Actor, record
from wangshi.shared.words import day_in_evidence, local

from .changing import held
from .shops import belong

_SHOPS: Final = 2_000
_RIVALS: Final = 3
_WHY: Final = 400


@transaction.atomic
def propose_links(*, at: datetime, by: Actor | None) -> int:
    """提出关联: shops of nobody are held against the register; nothing is settled by it.

    A shop with an open proposal is left alone, and no operator is proposed twice for a shop.
    """
    if not _unmatched().exists():
        return 0
    keys = list(Operator.objects.order_by("pk").values_list("pk", flat=True))
    matcher = Matcher(make_register(_register_sheets()), county_model())
    made = 0
    for shops in _batches(_unmatched()):
        links = list(_proposals(shops, matcher, keys, at))
        ShopLink.objects.bulk_create(links, ignore_conflicts=True)
        made += len(links)
    if made:
        facts = {"links": made, "operators": len(keys), "weights": matcher.model.fingerprint}
        record(by, "shop.links_proposed", "registry.shoplink", **facts)
    return made


@transaction.atomic
def confirm_link(link: ShopLink, *, note: str = "", at: datetime, by: Account) -> ShopLink:
    """确认关联: the shop is the operator's from now on; the evidence stays with the name."""
    require(by, Permission.EDIT_OPERATOR, link.shop)
    link = _open(link)
    shop = held(link.shop, None)
    if shop.operator_id is not None:
        raise Declined(f"这家网店已经关联到“{shop.operator}”。先解除，再关联别的主体")
    link.state, link.linked_at, link.linked_by, link.note = LinkState.CONFIRMED, at, by, note
    link.save(update_fields=["state", "linked_at", "linked_by", "note"])
    belong(shop, link.operator, at)
    facts = {"operator": link.operator, "probability": link.probability, "note": note}
    record(by, "shop.linked", shop, link=link.pk, reasons=link.reasons, **facts)
    return link


@transaction.atomic
def reject_link(link: ShopLink, *, reason: str, at: datetime, by: Account) -> ShopLink:
    """核实不是: kept with its reason; the same operator is not proposed for this shop again."""
    require(by, Permission.EDIT_OPERATOR, link.shop)
    link = _open(link)
    link.state, link.ended_at, link.ended_by = LinkState.REJECTED, at, by
    link.end_reason = reason
    link.save(update_fields=["state", "ended_at", "ended_by", "end_reason"])
    facts = {"operator": link.operator, "probability": link.probability, "reason": reason}
    record(by, "shop.link_rejected", link.shop, link=link.pk, **facts)
    return link


def _open(link: ShopLink) -> ShopLink:
    """The proposal, locked; Declined, with who was first, when it was settled meanwhile."""
    rows = ShopLink.objects.select_for_update(of=("self",))
    fresh = rows.select_related("shop", "operator", "linked_by", "ended_by").get(pk=link.pk)
    if fresh.state != LinkState.PROPOSED:
        who, when = fresh.ended_by or fresh.linked_by, fresh.ended_at or fresh.linked_at
        told = f"{who.name}在 {day_in_evidence(local(when))} " if who and when else ""
        words = f"{told}已经核实过：{fresh.get_state_display()}。您这一次没有算，看下一条就行"
        raise Declined(words)
    return fresh


def _unmatched() -> QuerySet[Shop]:
    """网店，还不知道是谁的, still open, with no proposal waiting."""
    shops = Shop.objects.filter(operator=None, closed_on=None)
    waiting = ShopLink.objects.filter(state=LinkState.PROPOSED).values("shop")
    return shops.exclude(pk__in=waiting).select_related("town").order_by("pk")


def _batches(shops: QuerySet[Shop]) -> Iterator[list[Shop]]:
    rows = iter(list(shops))
    while some := list(islice(rows, _SHOPS)):
        yield some


def _register_sheets() -> Iterator[dict[str, list[str]]]:
    """The register in the columns matching reads, in the order of its keys."""
    names = ("name", "uscc", "person", "address", "phone")
    rows = Operator.objects.order_by("pk").values_list(*names).iterator(chunk_size=BATCH)
    while some := list(islice(rows, BATCH)):
        yield {
            name: [value or "" for value in column]
            for name, column in zip(names, zip(*some, strict=True), strict=True)
        }


def _shop_sheet(shops: list[Shop]) -> dict[str, list[str]]:
    """A town says where a shop is only within a county that the table of divisions has."""
    place = county().name
    is_known = parse_address(place).county_code > 0
    return {
        "shop_id": [str(shop.pk) for shop in shops],
        "shop_name": [shop.name for shop in shops],
        "claimed_operator": [shop.shown_name for shop in shops],
        "uscc": [shop.shown_uscc for shop in shops],
        "phone": [shop.phone for shop in shops],
        "address": [f"{place}{shop.town.name}" if shop.town and is_known else "" for shop in shops],
    }


def _proposals(
    shops: list[Shop], matcher: Matcher, keys: list[int], at: datetime
) -> Iterator[ShopLink]:
    matches = matcher.match_sheet(_shop_sheet(shops))
    said = ShopLink.objects.filter(shop__in=shops).values_list("shop_id", "operator_id")
    settled = set(said)
    for row, shop in enumerate(shops):
        best = matches.operator(row)
        if best is None or matches.outcome(row) is Outcome.NONE:
            continue
        if (shop.pk, keys[best]) not in settled:
            yield _proposal(matches, row, shop, keys, at)


def _proposal(matches: Matches, row: int, shop: Shop, keys: list[int], at: datetime) -> ShopLink:
    verdict = matches.verdict(row, most=1 + _RIVALS)
    best, *others = verdict.candidates
    judged = matches.judged(row, right=True)
    return ShopLink(
        shop=shop,
        operator_id=keys[best.row],
        state=LinkState.PROPOSED,
        proposed_at=at,
        outcome=verdict.outcome.value,
        probability=verdict.probability,
        why=verdict.reason[:_WHY],
        reasons=[_reason(line) for line in best.evidence],
        evidence=[_line(line) for line in best.evidence],
        rivals=[
            {"operator": keys[one.row], "name": one.name, "uscc": one.uscc, "why": one.reason}
            for one in others
        ],
        log_odds=judged.log_odds if judged else None,
        standing=judged.standing.value if judged else "",
        weights=matches.model.fingerprint,
    )


def _reason(line: Evidence) -> dict[str, Any]:
    return {
        "mark": mark_of(line.level).value,
        "what": FIELD_TITLES[line.field],
        "words": line.words,
    }


def _line(line: Evidence) -> dict[str, Any]:
    return {
        "field": line.field.value,
        "shop": line.shop_value,
        "register": line.operator_value,
        "level": line.level.key,
        "words": line.words,
        "weight": line.weight,
    }
