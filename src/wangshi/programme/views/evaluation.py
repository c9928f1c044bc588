"""评估室: from score to item to evidence to rows; self-score beside checked, nothing to do."""

from collections.abc import Callable, Mapping
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import require
from wangshi.accounts.requests import account
from wangshi.programme import selectors
from wangshi.programme.models import Assessment, Dossier
from wangshi.programme.selectors.scores import ItemState, Score
from wangshi.shared.pages import Check, Link

ROOM: Final = "评估室"
FACES: Final[Mapping[str, tuple[str, Callable[[ItemState], bool]]]] = {
    "": ("全部", lambda state: True),
    "apart": ("自评核查不一样", lambda state: bool(state.apart)),
    "unchecked": ("还没核查", lambda state: state.checked is None),
    "missing": ("缺依据", lambda state: not state.has_evidence),
    "moved": ("打分以后依据变了", lambda state: bool(state.moved)),
}


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """评估室: the newest assessment, or what to wait for."""
    require(account(request), Permission.VIEW_SCORE)
    newest = Assessment.objects.first()
    if newest is not None:
        return redirect("evaluation-room", newest.pk)
    return render(request, "programme/evaluation.html", {"room": ROOM})


@require_GET
def room(request: HttpRequest, assessment_id: int) -> HttpResponse:
    """一次自评的评估室."""
    require(account(request), Permission.VIEW_SCORE)
    rows = Assessment.objects.select_related("sheet", "plan")
    assessment = get_object_or_404(rows, pk=assessment_id)
    score = selectors.score_of(assessment)
    face = request.GET.get("show", "")
    face = face if face in FACES else ""
    checked = {group.title: group for group in score.checked.groups}
    shown = {
        "room": ROOM,
        "assessment": assessment,
        "score": score,
        "levels": [(own, checked[own.title]) for own in score.own.groups],
        "groups": [
            (group.title, [state for state in score.of_group(group) if FACES[face][1](state)])
            for group in score.sheet.groups
        ],
        "faces": _faces(score, face),
        "empty": not any(map(FACES[face][1], score.items)),
        "others": Assessment.objects.exclude(pk=assessment.pk),
        "dossiers": selectors.dossiers_of(assessment),
    }
    return render(request, "programme/evaluation.html", shown)


def _faces(score: Score, here: str) -> list[Link]:
    return [
        Link(word, f"?show={key}", sum(map(holds, score.items)), here=key == here)
        for key, (word, holds) in FACES.items()
    ]


@require_GET
def dossier(request: HttpRequest, dossier_id: int) -> HttpResponse:
    """一份迎检材料: checked once more while the page is made, then and now side by side."""
    require(account(request), Permission.VIEW_SCORE)
    rows = Dossier.objects.select_related("assessment", "by")
    found = get_object_or_404(rows, pk=dossier_id)
    state = selectors.dossier_state(found)
    shown = {
        "room": ROOM,
        "dossier": found,
        "state": state,
        "back": reverse("evaluation-room", args=[found.assessment_id]),
        "checks": [Check(fault, "failed") for fault in state.faults] or _passed(found),
    }
    return render(request, "programme/dossier.html", shown)


def _passed(found: Dossier) -> list[Check]:
    return [
        Check(f"{found.files} 份文件都在，内容和目录一致", "passed"),
        Check(f"{found.figures} 个数从明细重新数过，分档、得分率、总分重新算过", "passed"),
        Check("目录的校验值和做好时记下的一样", "passed"),
    ]
