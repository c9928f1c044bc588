"""投诉人自己说的: more material, a withdrawal, words after the end; by the code, without a name."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from wangshi.complaints.models import Complaint, Letter
from wangshi.complaints.workflow import (
    ADD_STEP,
    COMPLAINT_STEPS,
    OPEN,
    SAY_AFTER_STEP,
    ComplaintState,
    RoadRefused,
)
from wangshi.shared.models import Attachment
from wangshi.shared.services import attach, label, record

from .entrusting import stop_entrustment
from .filing import MOST_FILES, PUBLIC, Files
from .mediating import WITHDRAWN
from .steps import COMPLAINANT, require_words, tell, write_step

MOST_KEPT = 60
MOST_SAID = 30


@transaction.atomic
def add_material(letter: Letter, *, words: str, at: datetime, files: Files = ()) -> Letter:
    """补充材料: to an open matter as more material, to a closed one as words after the end."""
    letter = Letter.objects.select_for_update().get(pk=letter.pk)
    if not words.strip() and not files:
        raise RoadRefused("写一句话，或者选一个文件")
    _require_room(letter, files)
    complaint = Complaint.objects.filter(letter=letter).first()
    if complaint is not None:
        is_open = ComplaintState(complaint.state) in OPEN
        said = words.strip() or f"补了 {len(files)} 个文件"
        tell(complaint, ADD_STEP if is_open else SAY_AFTER_STEP, by=None, at=at, words=said)
    for file in files:
        attach(file, to=letter, by=PUBLIC, at=at)
    record(COMPLAINANT, "letter.added_to", letter, files=len(files))
    return letter


@transaction.atomic
def withdraw_complaint(complaint: Complaint, *, words: str, at: datetime) -> Complaint:
    """撤回、已经和解: before acceptance it is done; afterwards the mediation ends (T23_1)."""
    complaint = Complaint.objects.select_for_update().get(pk=complaint.pk)
    words = require_words(words, "写一句：商家怎么处理的，为什么撤回")
    state, today = ComplaintState(complaint.state), timezone.localdate(at)
    if state is ComplaintState.RECEIVED:
        step = COMPLAINT_STEPS["withdraw"]
    elif state in COMPLAINT_STEPS["end"].sources:
        step = COMPLAINT_STEPS["end"]
        complaint.pauses.filter(last_on=None).update(last_on=today)
        stop_entrustment(complaint, today)
        complaint.ending, complaint.ended_on, complaint.reason = WITHDRAWN, today, words
    else:
        raise RoadRefused("这件已经办完了，不用撤回；还有话可以在“补充”里说")
    write_step(complaint, step, by=None, at=at, words=words)
    record(COMPLAINANT, "complaint.withdrawn", complaint)
    return complaint


def _require_room(letter: Letter, files: Files) -> None:
    if len(files) > MOST_FILES:
        raise RoadRefused(f"一次最多 {MOST_FILES} 个文件：分几次补")
    kept = Attachment.objects.filter(owner=label(letter)).count()
    if kept + len(files) > MOST_KEPT:
        raise RoadRefused(f"一件最多存 {MOST_KEPT} 个文件，已经有 {kept} 个：其余的带到窗口交")
    complaint = Complaint.objects.filter(letter=letter).first()
    if complaint and complaint.steps.filter(by=None).count() >= MOST_SAID:
        raise RoadRefused("这件补充得很多了：还有要紧的，打 12315 或者到窗口说")
