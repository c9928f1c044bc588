"""看和带走: every look and every export leaves an entry, before anything is shown."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.db import transaction

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import Refused, require
from wangshi.engine.forensics.report import Report
from wangshi.evidence.models import CustodyEntry, Exhibit
from wangshi.evidence.selectors.exhibits import sealed
from wangshi.evidence.selectors.seals import check_package, counted
from wangshi.evidence.strongroom import package_path
from wangshi.evidence.workflow import Act, EvidenceRefused, Export
from wangshi.shared.services import record

from .custody import enter, locked, require_reason

OPEN_FOR = timedelta(minutes=30)


@transaction.atomic
def look_at(exhibit: Exhibit, *, reason: str, by: Account, at: datetime) -> CustodyEntry:
    """查看工作副本: opens the working copy to this account for half an hour."""
    require(by, Permission.VIEW_EVIDENCE, exhibit)
    reason = require_reason(reason)
    exhibit = sealed(locked(exhibit))
    entry = enter(exhibit, Act.VIEWED, by=by, at=at, reason=reason)
    record(by, "evidence.viewed", exhibit, reason=reason)
    return entry


def require_open(entry: CustodyEntry, *, by: Account, now: datetime) -> Exhibit:
    """还开着: the look was this account's own, and not too long ago."""
    exhibit = entry.exhibit
    require(by, Permission.VIEW_EVIDENCE, exhibit)
    if entry.by_id != by.pk or entry.act != Act.VIEWED:
        raise Refused(f"{by} 没有登记过这一次查看")
    if now - entry.at > OPEN_FOR:
        raise EvidenceRefused("这次查看过了半小时，再登记一次事由")
    return exhibit


@transaction.atomic
def export(
    exhibit: Exhibit, *, what: Export, reason: str, by: Account, at: datetime
) -> CustodyEntry:
    """导出: the entry stands before the first byte leaves."""
    require(by, Permission.TAKE_EVIDENCE, exhibit)
    reason = require_reason(reason)
    exhibit = sealed(locked(exhibit))
    entry = enter(exhibit, Act.EXPORTED, by=by, at=at, reason=reason, what=what)
    record(by, "evidence.exported", exhibit, what=what, reason=reason)
    return entry


@dataclass(frozen=True)
class Checked:
    """校验过了: the report, and the entry that says so."""

    report: Report
    entry: CustodyEntry


def check_exhibit(exhibit: Exhibit, *, by: Account, at: datetime) -> Checked:
    """校验: read outside a transaction, so that nobody waits for it; then entered."""
    require(by, Permission.VIEW_EVIDENCE, exhibit)
    path = package_path(sealed(exhibit).pk)
    report = check_package(_present(path))
    return Checked(report, _note_check(exhibit, report, by=by, at=at))


def _present(path: Path) -> Path:
    if not path.exists():
        raise EvidenceRefused(f"库里找不到 {path.name}：不要动别的，马上告诉系统管理员，从备份恢复")
    return path


@transaction.atomic
def _note_check(exhibit: Exhibit, report: Report, *, by: Account, at: datetime) -> CustodyEntry:
    exhibit = locked(exhibit)
    result = counted(report)
    entry = enter(exhibit, Act.VERIFIED, by=by, at=at, result=result, sound=report.is_sound)
    record(by, "evidence.verified", exhibit, result=result)
    return entry
