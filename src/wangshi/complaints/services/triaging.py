"""定类别: software suggests with its certainty and words, a person decides, and it learns."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import Q

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import require
from wangshi.complaints.models import Complaint, Triage, TriageModel
from wangshi.complaints.triage import (
    problem_titles,
    read,
    starting_examples,
    text_of,
    title_hints,
)
from wangshi.complaints.workflow import OPEN, RoadRefused
from wangshi.engine.triage import Example, TooFewExamples, train
from wangshi.shared.services import record

from .steps import take, write_step

MOST_UNSORTED: Final = 2000


def suggest_category(complaint: Complaint) -> None:
    """软件读一遍 inside the caller's transaction: a code that is known already stays."""
    if complaint.problem:
        return
    model, guess = read(complaint)
    Triage.objects.update_or_create(
        complaint=complaint,
        defaults={
            "model": model,
            "suggested": guess.code,
            "certainty": guess.certainty,
            "words": list(guess.words),
            "settled": guess.settled,
        },
    )
    if guess.settled:
        complaint.problem = guess.code
        complaint.save(update_fields=["problem"])


@transaction.atomic
def sort_complaint(
    complaint: Complaint, *, code: str, by: Account, at: datetime, version: int | None = None
) -> Complaint:
    """定类别: what a person says stands, and is what the next training learns from."""
    complaint, step = take(complaint, "sort", Permission.TAKE_COMPLAINT, by=by, version=version)
    titles = problem_titles()
    if code not in titles:
        raise RoadRefused("从列出的类别里选一个")
    triage, _ = Triage.objects.get_or_create(complaint=complaint)
    triage.code, triage.judged_by, triage.judged_at = code, by, at
    triage.save(update_fields=["code", "judged_by", "judged_at"])
    complaint.problem = code
    said = f"，软件建议的是{titles[triage.suggested]}" if triage.suggested in titles else ""
    write_step(complaint, step, by=by, at=at, words=f"{titles[code]}{said}")
    record(by, "complaint.sorted", complaint, code=code, suggested=triage.suggested)
    return complaint


@transaction.atomic
def train_triage(examples: Sequence[Example], *, by: Account, at: datetime) -> TriageModel:
    """训练分拣: on `examples` and on all that people sorted; what nobody sorted is read again."""
    require(by, Permission.TRAIN_TRIAGE)
    unsorted = Complaint.objects.filter(problem="").order_by("-pk")[:MOST_UNSORTED]
    try:
        model = train(
            [*examples, *_sorted_by_people()],
            hints=[*starting_examples(), *title_hints()],
            others=[text_of(one) for one in unsorted],
        )
    except TooFewExamples as few:
        raise RoadRefused(str(few)) from None
    quality = model.quality
    kept = TriageModel.objects.create(
        trained_at=at,
        kept=model.to_bytes(),
        fingerprint=model.fingerprint,
        texts=quality.texts,
        settled=quality.settled,
        right=quality.right,
        brier=quality.brier,
        line=model.line,
    )
    _read_again()
    record(by, "triage.trained", kept, texts=quality.texts, fingerprint=model.fingerprint)
    return kept


def _sorted_by_people() -> list[Example]:
    """人定过的: here, or in the 12315 table they came with; never what software settled."""
    by_people = Q(triage=None) | ~Q(triage__code="")
    rows = Complaint.objects.exclude(problem="").filter(by_people).order_by("pk")
    return [Example(text_of(one), one.problem) for one in rows]


def _read_again() -> None:
    for triage in Triage.objects.filter(code="", complaint__state__in=OPEN).select_related(
        "complaint"
    ):
        complaint = triage.complaint
        if triage.settled:
            complaint.problem = ""
            complaint.save(update_fields=["problem"])
        suggest_category(complaint)
