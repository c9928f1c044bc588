"""Doors of this room."""

from django.urls import path

from .forms import STEP_FORMS
from .views import clues, desk, grid, owners, steps

urlpatterns = [
    path("desk/", desk.show, name="desk"),
    path("desk/export.xlsx", desk.export, name="desk-export"),
    path("clues/", clues.index, name="clues"),
    path("clues/export.xlsx", clues.export, name="clues-export"),
    path("clues/new/", clues.new, name="new-clue"),
    path("clues/<int:clue_id>/", clues.show, name="clue"),
    path("clues/<int:clue_id>/files/<int:file_id>/", clues.file, name="clue-photo"),
    path("clues/<int:clue_id>/letter/", clues.letter, name="clue-letter"),
    *(
        path(f"clues/<int:clue_id>/{slug}/", steps.step, {"slug": slug}, name=f"clue-{slug}")
        for slug in STEP_FORMS
    ),
    path("mine/", owners.index, name="my-shops"),
    path("mine/corrections/<int:correction_id>/", owners.show, name="my-matter"),
    path(
        "mine/corrections/<int:correction_id>/fixed/",
        owners.answer,
        {"fixed": True},
        name="my-matter-fixed",
    ),
    path(
        "mine/corrections/<int:correction_id>/objection/",
        owners.answer,
        {"fixed": False},
        name="my-matter-objection",
    ),
    path(
        "mine/corrections/<int:correction_id>/files/<int:file_id>/",
        owners.file,
        name="my-matter-photo",
    ),
    path("grid/", grid.report, name="grid"),
    path("grid/queued/", grid.queued, name="grid-queued"),
    path("grid/worker.js", grid.worker, name="grid-worker"),
    path("grid/answers/", grid.answers, name="grid-answers"),
    path("grid/answers/<int:clue_id>/dispute/", grid.dispute, name="grid-dispute"),
]
