"""What is asked of the mailroom: one's own news, and what did not get through."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from wangshi.accounts.models import Account

from .models import Attempt, Delivery, Notice, Robot, Silence
from .workflow import Channel, DeliveryState, NewsKind


def notices_of(account: Account) -> QuerySet[Notice]:
    """一个人的通知, the newest first."""
    return Notice.objects.filter(recipient=account)


def unseen_count(account: Account) -> int:
    """没看过的有几条."""
    return notices_of(account).filter(seen_at__isnull=True).count()


def wanted_by(account: Account) -> frozenset[tuple[NewsKind, Channel]]:
    """要收哪些: everything by every way but what was refused."""
    refused = set(Silence.objects.filter(account=account).values_list("kind", "channel"))
    return frozenset(
        (kind, channel)
        for kind in NewsKind
        for channel in Channel
        if (kind.value, channel.value) not in refused
    )


def robots() -> QuerySet[Robot]:
    """群机器人: with how many messages each got, waits for and did not get."""
    counted = {
        state.value: Count("deliveries", filter=Q(deliveries__state=state))
        for state in DeliveryState
    }
    return Robot.objects.select_related("department", "opened_by").annotate(**counted)


def deliveries(state: str = "", *, robot: int | None = None) -> QuerySet[Delivery]:
    """投递, the newest first, with how often each was tried."""
    found = Delivery.objects.select_related("account", "robot").annotate(tried=Count("attempts"))
    if state:
        found = found.filter(state=state)
    return found.filter(robot=robot) if robot is not None else found


def attempts_of(delivery: Delivery) -> QuerySet[Attempt]:
    """一件投递的经过."""
    return delivery.attempts.order_by("id")


@dataclass(frozen=True)
class Standings:
    """投递的总数, by state."""

    waiting: int
    sent: int
    dead: int


def standings() -> Standings:
    """等着的、送到的、没送到的各几件."""
    rows: Mapping[str, int] = dict(
        Delivery.objects.order_by().values_list("state").annotate(Count("id"))
    )
    return Standings(
        *(
            rows.get(one, 0)
            for one in (DeliveryState.WAITING, DeliveryState.SENT, DeliveryState.DEAD)
        )
    )
