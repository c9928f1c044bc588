"""移交: the keeper gives it out, the receiver counts it in; until then the keeper keeps it."""

from datetime import datetime

from django.db import transaction

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import Refused, require
from wangshi.evidence.models import CustodyEntry, Exhibit
from wangshi.evidence.selectors.exhibits import certified_officers, sealed
from wangshi.evidence.workflow import Act, EvidenceRefused
from wangshi.shared.services import record

from .custody import enter, locked, require_reason


@transaction.atomic
def hand_over(
    exhibit: Exhibit, *, to: Account, reason: str, by: Account, at: datetime
) -> CustodyEntry:
    """交出: by the keeper; when the keeper's account was stopped, by a colleague."""
    require(by, Permission.TAKE_EVIDENCE, exhibit)
    reason = require_reason(reason)
    exhibit = sealed(locked(exhibit))
    _require_keeper(exhibit, by)
    if exhibit.offered_to is not None:
        raise EvidenceRefused(
            f"已经交给{exhibit.offered_to.name}，还没有点收：等点收，或者先收回来"
        )
    if to.pk == exhibit.custodian_id or not certified_officers().filter(pk=to.pk).exists():
        raise EvidenceRefused("接收人要选另一位有执法证号的执法员")
    _offer(exhibit, to, reason)
    entry = enter(exhibit, Act.OFFERED, by=by, at=at, reason=reason, hands=(exhibit.custodian, to))
    record(by, "evidence.offered", exhibit, to=to.name, reason=reason)
    return entry


@transaction.atomic
def receive(exhibit: Exhibit, *, by: Account, at: datetime) -> CustodyEntry:
    """点收: from now on the receiver keeps it."""
    exhibit = _offered_to(exhibit, by)
    keeper, reason = exhibit.custodian, exhibit.offer_reason
    exhibit.custodian = by
    _offer(exhibit, None, "")
    entry = enter(exhibit, Act.HANDED_OVER, by=by, at=at, reason=reason, hands=(keeper, by))
    record(by, "evidence.handed_over", exhibit, before=keeper.name, after=by.name, reason=reason)
    return entry


@transaction.atomic
def decline(exhibit: Exhibit, *, reason: str, by: Account, at: datetime) -> CustodyEntry:
    """不点收: the keeper keeps it; why is said."""
    exhibit = _offered_to(exhibit, by)
    reason = require_reason(reason)
    keeper = exhibit.custodian
    _offer(exhibit, None, "")
    entry = enter(exhibit, Act.DECLINED, by=by, at=at, reason=reason, hands=(keeper, by))
    record(by, "evidence.declined", exhibit, keeper=keeper.name, reason=reason)
    return entry


@transaction.atomic
def recall(exhibit: Exhibit, *, by: Account, at: datetime) -> CustodyEntry:
    """收回: what was given out and not yet counted in."""
    require(by, Permission.TAKE_EVIDENCE, exhibit)
    exhibit = locked(exhibit)
    _require_keeper(exhibit, by)
    to = exhibit.offered_to
    if to is None:
        raise EvidenceRefused("没有交出去等点收的：看保管链，也许刚刚点收了")
    _offer(exhibit, None, "")
    entry = enter(exhibit, Act.RECALLED, by=by, at=at, hands=(exhibit.custodian, to))
    record(by, "evidence.recalled", exhibit, to=to.name)
    return entry


def _offer(exhibit: Exhibit, to: Account | None, reason: str) -> None:
    exhibit.offered_to, exhibit.offer_reason = to, reason
    exhibit.save(update_fields=["custodian", "offered_to", "offer_reason"])


def _require_keeper(exhibit: Exhibit, by: Account) -> None:
    keeper = exhibit.custodian
    if keeper.pk != by.pk and keeper.is_active:
        raise EvidenceRefused(f"现在由{keeper.name}保管，要由{keeper.name}来移交")


def _offered_to(exhibit: Exhibit, by: Account) -> Exhibit:
    """Whoever is offered it may still be out of its reach: that is what counting in is for."""
    require(by, Permission.TAKE_EVIDENCE)
    exhibit = locked(exhibit)
    if exhibit.offered_to_id != by.pk:
        raise Refused(f"{exhibit} 没有交给 {by}")
    return exhibit
