"""已确认待移交: by shop, each with what it would become a clue about."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.db.models import QuerySet

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import visible
from wangshi.cases.models import Clue
from wangshi.monitoring.models import Hit, HitState
from wangshi.registry.models import Shop


@dataclass(frozen=True)
class ReadyShop:
    """一家店的已确认命中, and the clues it may be a duplicate of."""

    shop: Shop
    hits: tuple[Hit, ...]
    alike: tuple[Clue, ...]

    @property
    def harm(self) -> int:
        """最重的危害."""
        return max(hit.harm for hit in self.hits)


def ready_shops_rows(by: Account) -> QuerySet[Shop]:
    """有已确认、还没有移交的命中的店."""
    hits = ready_hits(by)
    shops = Shop.objects.filter(pk__in=hits.order_by().values("shop"))
    return shops.select_related("platform", "operator").order_by("pk")


def ready_hits(by: Account) -> QuerySet[Hit]:
    """已确认、还没有移交的命中."""
    hits = visible(Hit.objects.all(), by, Permission.VIEW_HIT)
    return hits.filter(state=HitState.CONFIRMED, clue=None)


def ready_shops(shops: Sequence[Shop], by: Account) -> tuple[ReadyShop, ...]:
    """Two queries for a page of shops."""
    hits = ready_hits(by).filter(shop__in=shops).select_related("sighting__listing")
    by_shop = {
        key: tuple(found)
        for key, found in groupby(
            hits.order_by("shop_id", "-harm", "pk"), key=lambda hit: hit.shop_id
        )
    }
    in_hand = alike(by_shop.values(), by)
    return tuple(
        ReadyShop(shop, by_shop[shop.pk], tuple(in_hand.get(shop.pk, ())))
        for shop in shops
        if shop.pk in by_shop
    )


def alike(groups: Iterable[tuple[Hit, ...]], by: Account) -> dict[int, list[Clue]]:
    """在办的线索 by shop, of the same shop and violation: one query, however many shops."""
    pairs = {(hit.shop_id, hit.violation) for hits in groups for hit in hits}
    if not pairs:
        return {}
    in_hand = Clue.objects.filter(shop__in={shop for shop, _ in pairs}, decided_on=None)
    found: dict[int, list[Clue]] = {}
    for clue in visible(in_hand, by, Permission.VIEW_CLUE).order_by("-pk"):
        if clue.shop_id is not None and (clue.shop_id, clue.violation) in pairs:
            found.setdefault(clue.shop_id, []).append(clue)
    return found
