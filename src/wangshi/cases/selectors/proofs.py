"""核查说明了什么: whether what was suspected proved true, each time somebody decided it."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, Q, QuerySet

from wangshi.cases.endings import Proof, proof_of
from wangshi.cases.models import UNDECIDED, Clue, ClueStep
from wangshi.cases.workflow import ENDING_STEPS, ClueState

ENDED = (ClueState.DECIDED, ClueState.CLOSED, ClueState.DISPUTED)


@dataclass(frozen=True)
class Finding:
    """一次结论: from `at` on; None once the clue was opened again."""

    at: datetime
    proof: Proof | None


def findings(clues: QuerySet[Any], until: datetime | None = None) -> dict[int, tuple[Finding, ...]]:
    """每条线索的结论, in the order they came: two queries, however many clues.

    `clues` yields keys. A clue handed on inside the county goes on in the receiver's clue: what
    that one proves, it proves.
    """
    heirs = _heirs()
    wanted = Q(clue__in=clues) | Q(clue__in=list(heirs))
    opened_again = Q(source__in=ENDED, target__in=UNDECIDED)
    steps = ClueStep.objects.filter(wanted, Q(name__in=ENDING_STEPS) | opened_again)
    if until is not None:
        steps = steps.filter(at__lt=until)
    found: dict[int, list[Finding]] = defaultdict(list)
    for clue, name, ground, at in steps.order_by("at", "pk").values_list(
        "clue", "name", "ground", "at"
    ):
        finding = Finding(at, proof_of(ground) if name in ENDING_STEPS else None)
        for key in _with_ancestors(clue, heirs):
            found[key].append(finding)
    return {clue: tuple(each) for clue, each in found.items()}


def steps_mark(until: datetime) -> tuple[int, int | None]:
    """经过变没变: how many steps there were before, and the newest; rows are only ever added."""
    found = ClueStep.objects.filter(at__lt=until).aggregate(n=Count("pk"), last=Max("pk"))
    return found["n"], found["last"]


def _heirs() -> Mapping[int, int]:
    """接手的线索, each with the clue it came from."""
    handed_on = Clue.objects.exclude(came_from=None).values_list("pk", "came_from_id")
    return {heir: before for heir, before in handed_on if before is not None}


def _with_ancestors(clue: int, heirs: Mapping[int, int]) -> Iterator[int]:
    yield clue
    while clue in heirs:
        clue = heirs[clue]
        yield clue
