"""取证单: the queue as an officer sees it; and what was given to him to be counted in."""

from django.db.models import QuerySet

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import visible
from wangshi.evidence.models import CaptureOrder, Exhibit
from wangshi.evidence.workflow import OrderState

from .exhibits import PEOPLE


def orders_for(account: Account) -> QuerySet[CaptureOrder]:
    """本人看得到的取证单, the newest first."""
    people = ("first_officer", "second_officer", "department", "exhibit")
    return visible(CaptureOrder.objects.select_related(*people), account, Permission.VIEW_EVIDENCE)


def orders_in(found: QuerySet[CaptureOrder], state: str) -> QuerySet[CaptureOrder]:
    """走到这一步的取证单; all of them where no step is named."""
    return found.filter(state=state) if state else found


def orders_about(subject: str, account: Account) -> QuerySet[CaptureOrder]:
    """关于一条记录、还没有取到的: what was kept stands among the exhibits."""
    over = (OrderState.KEPT, OrderState.CANCELLED)
    return orders_for(account).filter(subject=subject).exclude(state__in=over)


def offered_exhibits(account: Account) -> QuerySet[Exhibit]:
    """等本人点收的: given out by their keepers, wherever those are."""
    return Exhibit.objects.filter(offered_to=account).select_related(*PEOPLE)
