"""告诉: rows of the outbox, written in the transaction of the verb that makes them true."""

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from wangshi.accounts.models import Account
from wangshi.mailroom.models import Delivery, Mailbox, Notice, Robot, Silence
from wangshi.mailroom.workflow import Channel, NewsKind

MANY = 500


@dataclass(frozen=True)
class News:
    """一件事: `key` names it for good; `words` are read in the house, `number` leaves it."""

    kind: NewsKind
    key: str
    words: str
    number: str
    page: str


def tell(news: News, to: Iterable[Account], *, at: datetime) -> int:
    """告诉这些人: how many; call it inside the verb's transaction. A second time tells nobody."""
    people = {one.pk: one for one in to}
    if not people:
        return 0
    quiet = set(
        Silence.objects.filter(account__in=people, kind=news.kind).values_list(
            "account_id", "channel"
        )
    )
    heard = [pk for pk in people if (pk, Channel.DESK) not in quiet]
    notices = [
        Notice(
            recipient_id=pk,
            kind=news.kind,
            key=news.key,
            words=news.words[:300],
            page=news.page,
            at=at,
        )
        for pk in heard
    ]
    Notice.objects.bulk_create(notices, ignore_conflicts=True)
    mailed = [pk for pk in people if (pk, Channel.MAIL) not in quiet]
    letters = [*_mails(news, mailed, at), *_group_messages(news, people.values(), at)]
    if letters:
        Delivery.objects.bulk_create(letters, ignore_conflicts=True)
    return len(people)


def told_already(keys: Iterable[str]) -> frozenset[str]:
    """说过的: which of these things somebody has been told, by whatever way."""
    asked = sorted(set(keys))
    found: set[str] = set()
    for start in range(0, len(asked), MANY):
        some = asked[start : start + MANY]
        found.update(Notice.objects.filter(key__in=some).values_list("key", flat=True))
        found.update(Delivery.objects.filter(key__in=some).values_list("key", flat=True))
    return frozenset(found)


def _mails(news: News, people: list[int], at: datetime) -> Iterator[Delivery]:
    """Without a mail server nothing is put by that could never be sent."""
    if settings.EMAIL_HOST and people:
        written = Mailbox.objects.filter(account__in=people).values_list("account_id", flat=True)
        for pk in written:
            yield _delivery(news, at, account_id=pk)


def _group_messages(news: News, people: Iterable[Account], at: datetime) -> Iterator[Delivery]:
    units = {one.department_id for one in people if one.department_id}
    if units:
        robots = Robot.objects.filter(department__in=units, stopped_at__isnull=True)
        for robot in robots:
            if news.kind in robot.kinds:
                yield _delivery(news, at, robot_id=robot.pk)


def _delivery(
    news: News, at: datetime, *, account_id: int | None = None, robot_id: int | None = None
) -> Delivery:
    return Delivery(
        account_id=account_id,
        robot_id=robot_id,
        kind=news.kind,
        key=news.key,
        number=news.number[:80],
        page=news.page,
        letter=uuid.uuid4().hex,
        at=at,
        not_before=at,
    )
