"""复看的提示: whether the words a clue rests on were still there when their listing was last seen.

Hints for the officer who looks again, named in settings.WANGSHI_SIGNS; nobody's decision.
"""

from collections.abc import Iterator
from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from wangshi.cases.models import Clue
from wangshi.monitoring.models import Hit, SeenAgain, Sighting

from .series_rules import series_rules

MOST: Final = 3
QUOTED: Final = 16


def signs(clue: Clue) -> Iterator[str]:
    """每句原话一条提示: as its listing was last collected and screened."""
    hits = list(_with_last_look(clue))
    for hit in hits[:MOST]:
        yield _sign(hit)
    if len(hits) > MOST:
        yield f"另有 {len(hits) - MOST} 句，在命中页看"


def _with_last_look(clue: Clue) -> Iterator[Hit]:
    later = Sighting.objects.filter(
        listing=OuterRef("sighting__listing"), seen_at__gt=OuterRef("sighting__seen_at")
    )
    last = later.exclude(screened_with="").order_by("-seen_at", "-pk")
    hits = _seen_on_a_page(clue).annotate(
        last_look=Subquery(last.values("pk")[:1]), looked_at=Subquery(last.values("seen_at")[:1])
    )
    again = SeenAgain.objects.filter(hit__rule=OuterRef("rule"), sighting=OuterRef("last_look"))
    anew = Hit.objects.filter(rule=OuterRef("rule"), sighting=OuterRef("last_look"))
    yield from hits.annotate(is_there=Q(Exists(again)) | Q(Exists(anew))).order_by("pk")


def _seen_on_a_page(clue: Clue) -> QuerySet[Hit]:
    """What was spoken, or read from a row of prices, is not looked up on the last page."""
    hits = Hit.objects.filter(clue=clue, sighting__spoken_passage=None)
    return hits.exclude(rule__in=[rule.id for rule in series_rules()])


def _sign(hit: Hit) -> str:
    said = hit.quote if len(hit.quote) <= QUOTED else f"{hit.quote[:QUOTED]}…"
    looked_at = getattr(hit, "looked_at", None)
    if looked_at is None:
        return f"同一商品还没有再采集过（“{said}”）"
    still = "还看得到" if getattr(hit, "is_there", False) else "已看不到"
    return f"同一商品最近一次采集（{timezone.localtime(looked_at):%m-%d}）{still}这句话（“{said}”）"
