"""随机抽的店: a share of all open shops, the same for everybody all month long."""

from datetime import date
from typing import Final

from django.db.models import Q

from wangshi.engine.spot_check import draw
from wangshi.registry.models import Shop

# 千分之几: a rate of shops nobody chose stands for all of them.
SHARES: Final = {50: "随机抽 5%", 100: "随机抽 10%", 200: "随机抽 20%"}


def seed_of(today: date) -> str:
    """种子: of the month; whoever has the list of shops draws the same ones."""
    return f"亮照 {today:%Y-%m}"


def among(path: str, permille: int, today: date) -> Q:
    """只看抽中的: `path` leads to the shop's key; everything when nothing is drawn."""
    if permille not in SHARES:
        return Q()
    frame = Shop.objects.filter(closed_on=None).values_list("pk", flat=True)
    return Q(**{f"{path}__in": draw(frame, seed_of(today), permille).keys})
