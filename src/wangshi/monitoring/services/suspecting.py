"""疑点成为命中: whatever raised it, it waits for an officer on the same road."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from wangshi.engine.screening import Rule
from wangshi.monitoring.models import Hit, Sighting
from wangshi.shared.services import clean

QUOTE_LENGTH: Final = 300


@dataclass(frozen=True)
class Doubt:
    """疑点: the words and why; `passage` finds it again. What is empty the rule says."""

    spans: Sequence[tuple[int, int]]
    quote: str
    reason: str
    passage: str
    fingerprint: str
    article: str = ""
    level: str = ""


def suspect(sighting: Sighting, rule: Rule, doubt: Doubt) -> Hit:
    """存疑: a pending hit of this rule in this sighting, not yet saved."""
    shop = sighting.listing.shop
    return Hit(
        sighting=sighting,
        shop=shop,
        town_id=shop.town_id,
        rule=rule.id,
        rule_version=rule.version,
        family=rule.family,
        title=rule.title,
        violation=rule.violation,
        level=doubt.level or rule.level.value,
        harm=rule.harm,
        spans=[list(span) for span in doubt.spans],
        quote=clean(doubt.quote[:QUOTE_LENGTH]),
        article=doubt.article or rule.citation,
        reason=clean(doubt.reason),
        fact_to_check=rule.fact_to_check,
        passage_sha256=doubt.passage,
        law_fingerprint=doubt.fingerprint,
    )
