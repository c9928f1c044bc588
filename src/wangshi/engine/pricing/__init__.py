"""价格检验: a price series goes in, findings with the numbers they used come out. Pure Python.

《明码标价和禁止价格欺诈规定》第十六条至第二十一条; every number and word is in law/pricing.yaml.
"""

from .amounts import Amount, PriceUnreadable, read_amount
from .checks import check_gift, check_prices
from .findings import Figure, PriceFinding
from .rulings import PriceKind, PriceLaw, Ruling, load_price_law, standing_price_law
from .series import Basis, GiftTag, Place, PricePoint, PriceSeries

__all__ = [
    "Amount",
    "Basis",
    "Figure",
    "GiftTag",
    "Place",
    "PriceFinding",
    "PriceKind",
    "PriceLaw",
    "PricePoint",
    "PriceSeries",
    "PriceUnreadable",
    "Ruling",
    "check_gift",
    "check_prices",
    "load_price_law",
    "read_amount",
    "standing_price_law",
]
