"""时间线: what this room knows of an operator or a shop."""

from collections.abc import Iterator

from django.db.models import Count, Max, Min, Q, QuerySet
from django.urls import reverse

from wangshi.monitoring.models import Hit, HitState, Sighting
from wangshi.registry.models import Operator, Shop
from wangshi.shared.pages import TimelineEvent

MOST_HITS = 20


def operator_events(operator: Operator) -> list[TimelineEvent]:
    """经营主体的监测经过: of all its shops."""
    return list(_events(Q(shop__operator=operator), Q(listing__shop__operator=operator), ""))


def shop_events(shop: Shop) -> list[TimelineEvent]:
    """一家店的监测经过."""
    return list(
        _events(Q(shop=shop), Q(listing__shop=shop), f"{reverse('listings')}?shop={shop.pk}")
    )


def _events(whose_hits: Q, whose_sightings: Q, href: str) -> Iterator[TimelineEvent]:
    hits = Hit.objects.filter(whose_hits)
    yield from _judged(hits)
    seen = Sighting.objects.filter(whose_sightings).aggregate(
        first=Min("seen_at"), last=Max("seen_at"), listings=Count("listing", distinct=True)
    )
    if seen["last"] is not None:
        words = f"{seen['listings']} 件商品，{hits.count()} 条命中。"
        yield TimelineEvent(seen["last"], "最近一次看到商品", words, "", href)


def _judged(hits: QuerySet[Hit]) -> Iterator[TimelineEvent]:
    confirmed = hits.filter(state=HitState.CONFIRMED).select_related("judged_by", "clue")
    for hit in confirmed.order_by("-judged_at")[:MOST_HITS]:
        by = hit.judged_by.name if hit.judged_by else ""
        clue = f"，转为线索 {hit.clue.number}" if hit.clue else "，还没有转为线索"
        words = f"“{hit.quote}”，{by}确认{clue}。"
        href = reverse("hit", args=[hit.pk])
        yield TimelineEvent(hit.judged_at, hit.title, words, "bad", href)
