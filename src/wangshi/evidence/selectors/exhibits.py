"""看得到的证据: what the asking account may open; everything else is missing."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.db.models import Count, Q, QuerySet
from django.utils.module_loading import import_string

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import ROLES, Permission
from wangshi.accounts.policy import visible
from wangshi.evidence.models import Exhibit, ExhibitFile, MaskedCopy
from wangshi.evidence.workflow import EvidenceRefused

KEY = re.compile(r"[0-9]{1,18}", re.ASCII)
PEOPLE = ("first_officer", "second_officer", "custodian", "department", "offered_to")


@dataclass(frozen=True)
class ExhibitSubject:
    """证据关于什么: as the room that owns the record tells it; a key of no room is nothing."""

    key: str
    words: str
    href: str
    page_url: str = ""
    may_take: bool = False


Teller = Callable[[int, Account], ExhibitSubject | None]


def exhibits_for(account: Account) -> QuerySet[Exhibit]:
    """本人看得到的, the newest first."""
    return visible(Exhibit.objects.select_related(*PEOPLE), account, Permission.VIEW_EVIDENCE)


def exhibits_about(subject: str, account: Account) -> QuerySet[Exhibit]:
    """关于一条记录的证据: of those the account may see."""
    return exhibits_for(account).filter(subject=subject).annotate(file_count=Count("files"))


def matching(found: QuerySet[Exhibit], words: str, state: str) -> QuerySet[Exhibit]:
    """查找: by number, title or the name of a file, and by how far the sealing is."""
    for word in words.split():
        found = found.filter(
            Q(number__contains=word)
            | Q(title__contains=word)
            | Q(pk__in=ExhibitFile.objects.filter(name__contains=word).values("exhibit"))
        )
    return found.filter(state=state) if state else found


def subject_of(key: str, account: Account) -> ExhibitSubject | None:
    """关于什么: None for an unknown kind, a missing record and one out of reach alike."""
    kind, _, number = key.partition(":")
    teller = _tellers().get(kind)
    if teller is None or not KEY.fullmatch(number):
        return None
    return teller(int(number), account)


@cache
def _tellers() -> dict[str, Teller]:
    return {kind: import_string(path) for kind, path in settings.WANGSHI_EXHIBIT_SUBJECTS.items()}


def twins_of(digests: Iterable[str], account: Account) -> QuerySet[ExhibitFile]:
    """已经封存过的: files of the same digest in exhibits this account may see."""
    files = ExhibitFile.objects.filter(sha256__in=list(digests)).select_related("exhibit")
    return files.filter(exhibit__in=exhibits_for(account).values("pk")).order_by("pk")


def certified_officers() -> QuerySet[Account]:
    """能取证的执法员: in use, with a certificate number and the right to take evidence."""
    roles = [
        role
        for role, card in ROLES.items()
        if any(granted is Permission.TAKE_EVIDENCE for granted, _ in card.grants)
    ]
    held = Q(grants__role__in=roles, grants__ended_at__isnull=True)
    found = Account.objects.filter(held, is_active=True).exclude(certificate_number="")
    return found.distinct().order_by("department__code", "name")


def published_copies() -> QuerySet[MaskedCopy]:
    """公开过、没有撤下的遮盖副本; whether the term still runs is asked of the law."""
    found = MaskedCopy.objects.filter(published_at__isnull=False, withdrawn_at__isnull=True)
    return found.select_related("exhibit", "file").order_by("-published_at", "-pk")


def sealed(exhibit: Exhibit) -> Exhibit:
    """封存好了的: EvidenceRefused with what to wait for."""
    if exhibit.is_sealed:
        return exhibit
    raise EvidenceRefused("还没有封存好，等封存完再办；一直没好的，看页面上写的原因")
