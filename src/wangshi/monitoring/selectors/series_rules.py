"""序列和矛盾的规则: price tests and contradictions, as rules beside those of the packs."""

from dataclasses import replace
from datetime import date
from functools import cache

from wangshi.engine.claims import ClaimRule, standing_claim_law
from wangshi.engine.lawfiles import Citation
from wangshi.engine.pricing import PriceLaw, standing_price_law
from wangshi.engine.pricing.rulings import VIOLATION, PriceTest
from wangshi.engine.screening import Level, Rule
from wangshi.engine.screening.rules import Exemption, Scope

PRICE_FAMILY, CLAIM_FAMILY = "price", "false_claims"
PRICE_CLASS, CLAIM_CLASS = "price_fraud", "false_publicity"
SPOKEN = "speech"


@cache
def series_rules() -> tuple[Rule, ...]:
    """这些规则: they read a series or two channels, so no pattern of a pack can hold them."""
    prices, claims = standing_price_law(), standing_claim_law()
    return (
        *(_price_rule(test, prices) for test in prices.tests.values()),
        *(_claim_rule(rule, claims.grounds[_ground(rule)]) for rule in claims.rules.values()),
    )


def series_fingerprints() -> frozenset[str]:
    """这些规则的数据的校验值."""
    return frozenset({standing_price_law().fingerprint, standing_claim_law().fingerprint})


def _ground(rule: ClaimRule) -> str:
    return "price" if rule.violation == VIOLATION else SPOKEN


def _price_rule(test: PriceTest, law: PriceLaw) -> Rule:
    return replace(
        _under(test.ruling(date.max).citation),
        id=test.rule,
        family=PRICE_FAMILY,
        title=test.title,
        violation=VIOLATION,
        evaluation_class=PRICE_CLASS,
        elements=test.elements,
        exemptions=tuple(Exemption(one.key, one.title) for one in law.exemptions),
        fact_to_check=test.fact_to_check,
        evidence=test.evidence,
        harm=test.harm,
    )


def _claim_rule(rule: ClaimRule, citation: Citation) -> Rule:
    priced = rule.violation == VIOLATION
    return replace(
        _under(citation),
        id=rule.rule,
        family=PRICE_FAMILY if priced else CLAIM_FAMILY,
        title=rule.title,
        violation=rule.violation,
        evaluation_class=PRICE_CLASS if priced else CLAIM_CLASS,
        elements=(f"同一商品，两处说的{rule.attribute.word}不能都是真的",),
        fact_to_check=rule.fact_to_check,
        evidence=rule.evidence,
        harm=rule.harm,
    )


def _under(citation: Citation) -> Rule:
    """A rule that says only on what it rests: no pattern, no scope, no example."""
    return Rule(
        id="",
        version=1,
        family="",
        title="",
        violation="",
        evaluation_class="",
        level=Level.REVIEW,
        elements=(),
        detectors=(),
        requires=None,
        scope=Scope(),
        exemptions=(),
        fact_to_check="",
        evidence=(),
        source=citation.source.key,
        source_title=citation.source.title,
        article=citation.article,
        words=citation.words,
        certainty=citation.certainty.value,
        discretion="",
        harm=1,
        beside=(),
        line=0,
        positive=(),
        negative=(),
    )
