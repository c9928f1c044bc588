"""演示县: the offences planted in an invented county, some disguised, some only looking like it."""

from wangshi.demo import firms, offers
from wangshi.demo.dice import Dice
from wangshi.demo.plans import ListingPlan, Size
from wangshi.demo.scoring import Score, score
from wangshi.engine.screening import Item, Screener

SIZE = Size(operators=400, shops=1_000, listings=40_000, reports=1, bad_shops=200)
TOWNS = ["甲木镇", "乙水镇"]
PLAIN = 4_000


def county_score(screener: Screener, seed: int = 2026) -> Score:
    """对真相: every listing with a truth, and four thousand plain ones."""
    dice = Dice(seed)
    operators = firms.operators(dice.part("o"), TOWNS, SIZE.operators)
    shops = firms.shops(dice.part("s"), operators, SIZE.shops)
    listings = offers.listings(dice.part("l"), shops, SIZE)
    chosen = [each for each in listings if each.truth]
    chosen += [each for each in listings if not each.truth][:PLAIN]
    hits = screener.screen_many(_item(each, number) for number, each in enumerate(chosen))
    return score((each.truth, found) for each, found in zip(chosen, hits, strict=True))


def _item(plan: ListingPlan, number: int) -> Item:
    return Item(
        id=str(number),
        title=plan.title,
        detail=plan.detail,
        product=plan.shelf,
        price=float(plan.sightings[-1].price),
    )
