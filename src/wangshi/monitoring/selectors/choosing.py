"""今天先移交哪些: by expected harm a minute, within what each office can still take today.

Only what rules that stand have found goes together; what a rule that fell has found, and what
may be a matter already in hand, an officer hands over one by one.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from wangshi.accounts.models import Account
from wangshi.cases.selectors import Capacity, Matter, capacity
from wangshi.engine.choosing import Candidate, choose
from wangshi.monitoring.models import Hit
from wangshi.registry.models import Shop

from .ready import alike, ready_hits
from .rule_accuracy import RuleRecord, rule_records
from .verdicts import CHANNEL, channel_of


@dataclass(frozen=True)
class Offer:
    """一家店可以移交的: its trusted hits, the office they would go to, what they promise."""

    shop: Shop
    hits: tuple[Hit, ...]
    office: str
    harm: int
    chance: float


@dataclass(frozen=True)
class HandOverPlan:
    """今天的打算: `chosen` go now, the best first; `waiting` until their office has room.

    `by_hand` counts the shops of which nothing may go together.
    """

    chosen: tuple[Offer, ...]
    waiting: tuple[Offer, ...]
    by_hand: int
    minutes: int
    room: Mapping[str, int]


def hand_over_plan(by: Account, at: datetime) -> HandOverPlan:
    """今天先移交哪些: a fixed number of queries, however many shops are ready."""
    ready = ready_hits(by)
    groups = _by_shop(ready.select_related("shop__platform"))
    known = alike(groups.values(), by)
    records = rule_records({hit.rule for hits in groups.values() for hit in hits})
    chances = {
        hit: records[rule].chance(channel_of(*where))
        for hit, rule, *where in ready.values_list("pk", "rule", *CHANNEL)
    }
    trusted = {
        shop: hits
        for shop, found in groups.items()
        if shop not in known and (hits := tuple(h for h in found if _stands(h, records)))
    }
    found = capacity((_matter(hits) for hits in trusted.values()), at)
    offers = {shop: _offer(hits, found, chances) for shop, hits in trusted.items()}
    candidates = [
        Candidate(shop, found.office_of[_matter(trusted[shop])], o.harm, o.chance, found.minutes)
        for shop, o in offers.items()
        if _matter(trusted[shop]) in found.office_of
    ]
    choice = choose(candidates, found.room)
    return HandOverPlan(
        chosen=tuple(offers[one.key] for one in choice.chosen),
        waiting=tuple(offers[one.key] for one in choice.waiting),
        by_hand=len(groups) - len(candidates),
        minutes=found.minutes * len(choice.chosen),
        room={found.names[one.office]: found.room[one.office] for one in candidates},
    )


def _by_shop(hits: Iterable[Hit]) -> dict[int, tuple[Hit, ...]]:
    found: dict[int, list[Hit]] = defaultdict(list)
    for hit in hits:
        found[hit.shop_id].append(hit)
    return {shop: tuple(each) for shop, each in found.items()}


def _stands(hit: Hit, records: Mapping[str, RuleRecord]) -> bool:
    record = records.get(hit.rule)
    return record is None or not record.is_review_only


def _matter(hits: Collection[Hit]) -> Matter:
    """What the clue will be about: the gravest of them names it."""
    gravest = min(hits, key=lambda hit: (-hit.harm, hit.pk))
    return Matter(gravest.shop.town_id, gravest.violation)


def _offer(hits: tuple[Hit, ...], found: Capacity, chances: Mapping[int, float]) -> Offer:
    best = max(hits, key=lambda hit: (hit.harm * chances[hit.pk], -hit.pk))
    office = found.office_of.get(_matter(hits))
    return Offer(
        shop=best.shop,
        hits=hits,
        office=found.names[office] if office else "",
        harm=best.harm,
        chance=chances[best.pk],
    )
