"""直播和价格的标签: {{ ms|clock_words }}, {% beside hit %}, {% price_line listing %}."""

from typing import Any

from django import template

from wangshi.engine.pricing import standing_price_law
from wangshi.engine.transcripts import clock_words as as_clock
from wangshi.monitoring.models import Hit, Listing
from wangshi.monitoring.selectors.live_sessions import contradiction_of, passage_of
from wangshi.monitoring.selectors.prices import price_story

register = template.Library()


@register.filter
def clock_words(ms: int) -> str:
    """时间标记: 00:12:03."""
    return as_clock(ms)


@register.inclusion_tag("monitoring/_price_line.html")
def price_line(listing: Listing) -> dict[str, Any]:
    """价格一行: what is doubtful, and the way to the whole history."""
    return {"listing": listing, "story": price_story(listing)}


@register.inclusion_tag("monitoring/_beside.html")
def beside(hit: Hit) -> dict[str, Any]:
    """命中旁边的: the moment it was spoken, what it contradicts, where its prices are."""
    passage = passage_of(hit)
    rules = {test.rule for test in standing_price_law().tests.values()}
    return {
        "hit": hit,
        "passage": passage,
        "clock": as_clock(passage.at_ms) if passage else "",
        "pair": contradiction_of(hit) if passage else None,
        "is_price": hit.rule in rules,
    }
