"""Hits of invented rules, and what desk and field made of them: facts, written down directly."""

from datetime import datetime, timedelta
from itertools import count

from wangshi.accounts.models import Account
from wangshi.cases.models import Clue, ClueStep
from wangshi.monitoring.models import Hit, HitState, Listing, Sighting, Sweep
from wangshi.registry.models import Shop

from .conftest import NOON

RULE = "sample-01"
HOUR = timedelta(hours=1)
NUMBERS = count(1)
GROUNDS = {"w": "other_meaning", "n": "broken_record"}


def hit_of(
    shop: Shop,
    *,
    rule: str = RULE,
    version: int = 1,
    sentence: str = "",
    sweep: Sweep | None = None,
    at: datetime = NOON,
    text: str = "试填的商品",
) -> Hit:
    """A pending hit on a listing of its own."""
    number = next(NUMBERS)
    listing = Listing.objects.create(
        shop=shop, external_id=f"h{number}", title=text, first_seen_at=at
    )
    sighting = Sighting.objects.create(
        listing=listing,
        sweep=sweep,
        seen_at=at,
        title=text,
        content_sha256="ab" * 32,
        screened_with="试填",
    )
    return Hit.objects.create(
        sighting=sighting,
        shop=shop,
        town=shop.town,
        rule=rule,
        rule_version=version,
        title="试填规则",
        violation="V12",
        level="fail",
        quote="试填",
        article="《广告法》第九条",
        reason="试填",
        passage_sha256=sentence,
        law_fingerprint="ab" * 32,
    )


def judge(hit: Hit, word: str, by: Account, at: datetime) -> Hit:
    """r confirms, w dismisses, n dismisses for a reason that says nothing against the rule."""
    hit.state = HitState.CONFIRMED if word == "r" else HitState.DISMISSED
    hit.ground = GROUNDS.get(word, "")
    hit.judged_by, hit.judged_at = by, at
    hit.save()
    return hit


def judged(
    shop: Shop, words: str, by: Account, *, first: datetime = NOON, **facts: object
) -> list[Hit]:
    """One hit a letter, judged an hour apart."""
    return [
        judge(hit_of(shop, **facts), word, by, first + number * HOUR)
        for number, word in enumerate(words)
    ]


def clue_of(*hits: Hit, by: Account, at: datetime = NOON, shop: Shop | None = None) -> Clue:
    """These hits became this clue."""
    clue = Clue.objects.create(
        number=f"试填-{next(NUMBERS)}",
        source="hit",
        title="试填线索",
        received_at=at,
        found_on=at.date(),
        reported_by=by,
        shop=shop or hits[0].shop,
    )
    for hit in hits:
        hit.clue = clue
        hit.save()
    return clue


def ended(clue: Clue, ground: str, by: Account, at: datetime) -> None:
    """The field's word."""
    ClueStep.objects.create(
        clue=clue, name="decide", source="checking", target="decided", at=at, by=by, ground=ground
    )


def opened_again(clue: Clue, by: Account, at: datetime) -> None:
    ClueStep.objects.create(
        clue=clue, name="reopen", source="disputed", target="checking", at=at, by=by
    )
