"""经营者账号: which operators an account represents, and what it has said about them."""

from django.db.models import QuerySet

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import require, visible
from wangshi.registry.models import Operator, Remark, Representation


def represented(account: Account) -> tuple[int, ...]:
    """代表的主体: their keys; settings.WANGSHI_REPRESENTED names this for the policy."""
    now = Representation.objects.filter(account=account.pk, ended_at__isnull=True)
    return tuple(now.values_list("operator_id", flat=True))


def own_operators(account: Account) -> QuerySet[Operator]:
    """自己的主体, with their shops."""
    require(account, Permission.VIEW_OWN_SHOPS)
    rows = Operator.objects.select_related("town").prefetch_related("shops__platform", "licences")
    return visible(rows, account, Permission.VIEW_OWN_SHOPS)


def owners_of(operator: Operator) -> QuerySet[Representation]:
    """绑定的账号: those that speak for the operator now."""
    now = operator.representations.filter(ended_at=None)
    return now.select_related("account", "bound_by")


def open_remarks(account: Account) -> QuerySet[Remark]:
    """等答复的资料意见: the oldest first, for whoever may change the facts."""
    waiting = Remark.objects.filter(upheld__isnull=True).select_related("operator", "by")
    return visible(waiting, account, Permission.EDIT_OPERATOR).order_by("at", "pk")
