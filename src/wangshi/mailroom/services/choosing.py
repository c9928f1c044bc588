"""要收哪些: what a person wants to hear, by which way, and what they have seen."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from wangshi.accounts.models import Account
from wangshi.mailroom.models import Mailbox, Notice, Silence
from wangshi.mailroom.workflow import Channel, NewsKind
from wangshi.shared.services import record


@dataclass(frozen=True)
class Wish:
    """想要的: the mail address ("" for none), and every pair of thing and way that is wanted."""

    address: str
    wanted: frozenset[tuple[NewsKind, Channel]]


@transaction.atomic
def choose(wish: Wish, *, by: Account) -> None:
    """定下要收哪些: for oneself, from the next piece of news on."""
    if wish.address:
        Mailbox.objects.update_or_create(account=by, defaults={"address": wish.address})
    else:
        Mailbox.objects.filter(account=by).delete()
    Silence.objects.filter(account=by).delete()
    refused = [
        Silence(account=by, kind=kind, channel=channel)
        for kind in NewsKind
        for channel in Channel
        if (kind, channel) not in wish.wanted
    ]
    Silence.objects.bulk_create(refused)
    record(by, "notices.chosen", by, mail=bool(wish.address), refused=len(refused))


def mark_seen(account: Account, *, at: datetime, notice: Notice | None = None) -> int:
    """看过了: one of one's own, or all of them; how many were new."""
    unseen = Notice.objects.filter(recipient=account, seen_at__isnull=True)
    if notice is not None:
        unseen = unseen.filter(pk=notice.pk)
    return unseen.update(seen_at=at)
