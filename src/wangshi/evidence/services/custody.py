"""保管链添一条: the exhibit is locked, so that the chain never forks."""

from datetime import datetime
from typing import Any

from wangshi.accounts.models import Account
from wangshi.evidence.models import CustodyEntry, Exhibit
from wangshi.evidence.selectors.custody import link
from wangshi.evidence.workflow import Act, EvidenceRefused
from wangshi.shared.services import clean, plain

MACHINE = "系统"
LONGEST_REASON = 300


def locked(exhibit: Exhibit) -> Exhibit:
    """锁住: whoever else writes to this exhibit's chain waits."""
    return Exhibit.objects.select_for_update().get(pk=exhibit.pk)


def require_reason(reason: str) -> str:
    """写明事由: EvidenceRefused when there is none."""
    kept = clean(reason.strip())
    if not kept:
        raise EvidenceRefused("写明事由：为什么看、交给谁用、办哪件事")
    if len(kept) > LONGEST_REASON:
        raise EvidenceRefused(f"事由最多 {LONGEST_REASON} 字：写要点")
    return kept


def enter(
    exhibit: Exhibit,
    act: Act,
    *,
    by: Account | None,
    at: datetime,
    reason: str = "",
    hands: tuple[Account, Account] | None = None,
    **facts: Any,
) -> CustodyEntry:
    """添一条: after the last one, with the digest of all before it; call it under the lock."""
    last = CustodyEntry.objects.filter(exhibit=exhibit).order_by("-number").first()
    from_whom, to_whom = hands or (None, None)
    entry = CustodyEntry(
        exhibit=exhibit,
        number=last.number + 1 if last else 1,
        at=at,
        act=act,
        by=by,
        by_name=by.name if by else MACHINE,
        reason=reason,
        from_whom=from_whom,
        to_whom=to_whom,
        facts=plain(facts),
    )
    entry.sha256 = link(entry, last.sha256 if last else "")
    entry.save(force_insert=True)
    return entry
