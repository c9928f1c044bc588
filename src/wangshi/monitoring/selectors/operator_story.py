"""主体页的时间线: this room's part, for those who may see hits."""

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import may
from wangshi.registry.models import Operator, Shop
from wangshi.shared.pages import TimelineEvent

from .events import operator_events, shop_events


def timeline(of: Operator | Shop, by: Account) -> list[TimelineEvent]:
    """监测的经过 of an operator or of one shop."""
    if not may(by, Permission.VIEW_HIT):
        return []
    return operator_events(of) if isinstance(of, Operator) else shop_events(of)
