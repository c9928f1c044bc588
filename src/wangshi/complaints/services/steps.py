"""走一步: the locked row, the right and the version asked again, the step written down."""

from datetime import datetime

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import require
from wangshi.complaints.models import Complaint, ComplaintStep
from wangshi.complaints.selectors.changes import who_moved
from wangshi.complaints.workflow import (
    ChangedMeanwhile,
    ComplaintState,
    RoadRefused,
    RoadStep,
    step_from,
)
from wangshi.shared.services import Author, clean

COMPLAINANT = Author(None, "投诉人")


def take(
    complaint: Complaint, name: str, permission: Permission, *, by: Account, version: int | None
) -> tuple[Complaint, RoadStep]:
    """The row as it is now, locked, and the step that is open."""
    require(by, permission, complaint)
    held = Complaint.objects.select_for_update().get(pk=complaint.pk)
    require_unchanged(held, version)
    require(by, permission, held)
    return held, step_from(ComplaintState(held.state), name)


def require_unchanged(complaint: Complaint, version: int | None) -> None:
    """版本: the number of steps the page was drawn with; a later one is named."""
    if version is not None and complaint.steps.count() != version:
        raise ChangedMeanwhile(
            f"{who_moved(complaint)}。您填的还在下面：看清最新情况，再决定要不要继续。"
        )


def write_step(
    complaint: Complaint,
    step: RoadStep,
    *,
    by: Account | None,
    at: datetime,
    words: str = "",
    article: str = "",
) -> ComplaintStep:
    """经过添一行, and the complaint stands where the step leads."""
    if step.target is not None:
        complaint.state = step.target
    complaint.save()
    return tell(complaint, step.name, by=by, at=at, words=words, article=article or step.article)


def tell(
    complaint: Complaint,
    name: str,
    *,
    by: Account | None,
    at: datetime,
    words: str = "",
    article: str = "",
) -> ComplaintStep:
    """记一行: rows are added and never changed."""
    return ComplaintStep.objects.create(
        complaint=complaint,
        name=name,
        target=complaint.state,
        at=at,
        by=by,
        words=clean(words.strip()),
        article=article,
    )


def require_words(words: str, what: str) -> str:
    """写明: the words without the blanks around them; RoadRefused with what to write."""
    if not words.strip():
        raise RoadRefused(what)
    return clean(words.strip())
