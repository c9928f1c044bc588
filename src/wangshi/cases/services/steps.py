"""走一步: lock the clue, check the right and the version, write the step."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypeAlias

from django.core.files.uploadedfile import UploadedFile

from wangshi.accounts.models import Account, Department
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import require
from wangshi.cases.models import Clue, ClueStep, Correction, OwnerAnswer
from wangshi.cases.selectors import who_moved
from wangshi.cases.workflow import (
    ENDING_STEPS,
    ChangedMeanwhile,
    ClueState,
    Step,
    StepRefused,
    step_from,
)
from wangshi.shared.services import attach

Photos: TypeAlias = "Sequence[UploadedFile[Any]]"


def take(
    clue: Clue,
    name: str,
    permission: Permission,
    *,
    by: Account,
    version: int | None,
    told: Correction | None = None,
) -> tuple[Clue, Step]:
    """The clue, locked, and the step that is open; Refused, ChangedMeanwhile or StepRefused.

    An owner's right reaches what they were `told`, never the clue itself.
    """
    require(by, permission, told or clue)
    locked = Clue.objects.select_for_update().get(pk=clue.pk)
    # Before the right is asked again: the step of another may have taken the clue out of reach.
    require_unchanged(locked, version)
    require(by, permission, told or locked)
    return locked, step_from(ClueState(locked.state), name)


def require_unchanged(clue: Clue, version: int | None) -> None:
    """版本: the number of steps the page was drawn with; a later step by somebody is named."""
    if version is not None and ClueStep.objects.filter(clue=clue).count() != version:
        raise ChangedMeanwhile(
            f"{who_moved(clue)}。您填的还在下面：看清最新情况，再决定要不要继续。"
        )


def require_words(words: str, message: str) -> str:
    """写明: the words without the blanks around them; StepRefused with the message when none."""
    if not words.strip():
        raise StepRefused(message)
    return words.strip()


def write_step(
    clue: Clue,
    step: Step,
    *,
    by: Account,
    at: datetime,
    reason: str = "",
    article: str = "",
    department: Department | None = None,
) -> ClueStep:
    """经过添一行, and the clue stands where the step leads."""
    clue.state = step.target
    clue.save()
    return ClueStep.objects.create(
        clue=clue,
        name=step.name,
        source=step.source,
        target=step.target,
        at=at,
        by=by,
        reason=reason,
        article=article or step.article,
        # What ended the clue stays readable here when it is worked again.
        ground=clue.ground if step.name in ENDING_STEPS else "",
        department=department,
    )


def attach_photos(
    photos: Photos, *, to: Clue | ClueStep | OwnerAnswer, by: Account, at: datetime
) -> int:
    """附照片: how many were kept."""
    return len([attach(photo, to=to, by=by, at=at) for photo in photos])
