"""主体清单: what the filters leave."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from wangshi.accounts.models import Account, Town
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import visible
from wangshi.registry.models import Operator, Platform, Shop

from .search import operator_keys, read_question, shop_keys

MOST_FOUND: Final = 2_000


@dataclass(frozen=True)
class OperatorsAsked:
    """主体清单的条件: what was not asked is empty."""

    text: str = ""
    form: str = ""
    kind: str = ""
    status: str = ""
    town: Town | None = None
    has_shop: bool | None = None
    batch: int | None = None


@dataclass(frozen=True)
class ShopsAsked:
    """网店清单的条件."""

    text: str = ""
    platform: Platform | None = None
    town: Town | None = None
    linked: bool | None = None
    is_open: bool | None = None


def operators_for(asked: OperatorsAsked, by: Account) -> QuerySet[Operator]:
    """看得到的主体, filtered; by text at most the first two thousand."""
    found = visible(Operator.objects.select_related("town"), by, Permission.VIEW_OPERATOR)
    equal = {"form": asked.form, "kind": asked.kind, "status": asked.status}
    found = found.filter(**{name: value for name, value in equal.items() if value})
    if asked.town:
        found = found.filter(town=asked.town)
    if asked.batch is not None:
        found = found.filter(batch_id=asked.batch)
    if asked.has_shop is not None:
        has_shop = Exists(Shop.objects.filter(operator=OuterRef("pk")))
        found = found.filter(has_shop if asked.has_shop else ~has_shop)
    if asked.text:
        keys = operator_keys(read_question(asked.text), most=MOST_FOUND)
        found = found.filter(pk__in=keys)
    return found


def shop_counts(operators: Iterable[Operator]) -> dict[int, int]:
    """各有几家网店: in one question for the rows of a page."""
    shops = Shop.objects.filter(operator__in=[operator.pk for operator in operators]).order_by()
    counted = shops.values_list("operator_id").annotate(Count("pk"))
    return {key: count for key, count in counted if key is not None}


def shops_for(asked: ShopsAsked, by: Account) -> QuerySet[Shop]:
    """看得到的网店, filtered."""
    shops = Shop.objects.select_related("platform", "operator", "town")
    found = visible(shops, by, Permission.VIEW_OPERATOR)
    if asked.platform:
        found = found.filter(platform=asked.platform)
    if asked.town:
        found = found.filter(Q(town=asked.town) | Q(town=None, operator__town=asked.town))
    if asked.linked is not None:
        found = found.filter(operator__isnull=not asked.linked)
    if asked.is_open is not None:
        found = found.filter(closed_on__isnull=asked.is_open)
    if asked.text:
        found = found.filter(pk__in=shop_keys(read_question(asked.text), most=MOST_FOUND))
    return found
