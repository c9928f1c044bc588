"""主体页的时间线: how an operator came to its licence, for those who may see sellers."""

from django.urls import reverse
from django.utils import timezone

from wangshi.accounts.models import Account
from wangshi.growth.models import SellerStep
from wangshi.growth.workflow import FOUND_STEP, SellerState
from wangshi.registry.models import Operator, Shop
from wangshi.shared.pages import TimelineEvent

from .sellers import reads_sellers

TOLD = (FOUND_STEP, "license", "link")


def timeline(of: Operator | Shop, by: Account) -> list[TimelineEvent]:
    """辅导的经过 of an operator; a shop has a page, and so no part in it."""
    if not isinstance(of, Operator) or not reads_sellers(by):
        return []
    steps = SellerStep.objects.filter(seller__operator=of, name__in=TOLD).select_related("seller")
    return [_event(step) for step in steps]


def _event(step: SellerStep) -> TimelineEvent:
    seller = step.seller
    done = step.target == SellerState.LICENSED
    return TimelineEvent(
        timezone.localtime(step.at),
        f"没有店铺时在卖：{step.get_name_display()}",
        f"{seller.get_channel_display()} {seller.name}",
        "good" if done else "",
        reverse("seller", args=[seller.pk]),
    )
