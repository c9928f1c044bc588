"""Questions about this room. They read facts and change nothing."""

from .food import FoodClock, food_clock, food_starts_for, food_term
from .funnel import Funnel, funnel
from .sellers import (
    SellersAsked,
    due_count,
    goods_titles,
    guides,
    reads_sellers,
    sellers_for,
    sellers_seen,
    similar_sellers,
)
from .story import SellerStory, latest_advice, seller_story
from .themed import (
    ThemedAsked,
    items_of,
    themed_cells,
    themed_counts,
    themed_entries,
    value_cells,
)

__all__ = [
    "FoodClock",
    "Funnel",
    "SellerStory",
    "SellersAsked",
    "ThemedAsked",
    "due_count",
    "food_clock",
    "food_starts_for",
    "food_term",
    "funnel",
    "goods_titles",
    "guides",
    "items_of",
    "latest_advice",
    "reads_sellers",
    "seller_story",
    "sellers_for",
    "sellers_seen",
    "similar_sellers",
    "themed_cells",
    "themed_counts",
    "themed_entries",
    "value_cells",
]
