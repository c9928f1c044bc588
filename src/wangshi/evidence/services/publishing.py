"""公开遮盖副本: approved by another than its maker, for as long as the law lets it stand."""

from datetime import datetime

from django.db import transaction

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import require
from wangshi.evidence.models import MaskedCopy
from wangshi.evidence.workflow import PUBLICATION_TERMS, Act, EvidenceRefused
from wangshi.shared.services import clean, record

from .custody import enter, locked, require_reason


@transaction.atomic
def publish_copy(
    copy: MaskedCopy, *, caption: str, term: str, by: Account, at: datetime
) -> MaskedCopy:
    """公开: shown to everybody from now on, until its term is over or it is withdrawn."""
    require(by, Permission.PUBLISH_EVIDENCE, copy)
    copy = _locked(copy)
    if copy.published_at is not None:
        raise EvidenceRefused("这一份已经公开过了；撤下的，另做一份再公开")
    if copy.made_by_id == by.pk:
        raise EvidenceRefused("自己遮的要由别人看过才公开：请法制审核或者负责人来办")
    if not caption.strip():
        raise EvidenceRefused("写一句话，说明公开的是什么，不要写当事人的名字")
    if term not in PUBLICATION_TERMS:
        raise EvidenceRefused("选公示期的依据")
    copy.caption, copy.term = clean(caption.strip()), term
    copy.published_at, copy.published_by = at, by
    copy.save(update_fields=["caption", "term", "published_at", "published_by"])
    enter(locked(copy.exhibit), Act.PUBLISHED, by=by, at=at, copy=copy.number, term=term)
    record(by, "evidence.published", copy.exhibit, copy=copy.number, term=term)
    return copy


@transaction.atomic
def withdraw_copy(copy: MaskedCopy, *, reason: str, by: Account, at: datetime) -> MaskedCopy:
    """撤下: gone from the public page at once; the copy and the entries stay."""
    require(by, Permission.PUBLISH_EVIDENCE, copy)
    reason = require_reason(reason)
    copy = _locked(copy)
    if copy.published_at is None or copy.withdrawn_at is not None:
        raise EvidenceRefused("这一份现在没有公开着，不用撤")
    copy.withdrawn_at, copy.withdrawn_by, copy.withdraw_reason = at, by, reason
    copy.save(update_fields=["withdrawn_at", "withdrawn_by", "withdraw_reason"])
    enter(locked(copy.exhibit), Act.WITHDRAWN, by=by, at=at, reason=reason, copy=copy.number)
    record(by, "evidence.withdrawn", copy.exhibit, copy=copy.number, reason=reason)
    return copy


def _locked(copy: MaskedCopy) -> MaskedCopy:
    return (
        MaskedCopy.objects.select_for_update(of=("self",)).select_related("exhibit").get(pk=copy.pk)
    )
