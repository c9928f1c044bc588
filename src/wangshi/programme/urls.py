"""Doors of this room."""

from django.urls import path

from .forms import TASK_FORMS
from .forms.cutting import CUT_FORMS
from .forms.funds import PROJECT_FORMS
from .forms.problems import PROBLEM_FORMS
from .views import (
    evaluation,
    funds,
    letters,
    meetings,
    papers,
    plans,
    problems,
    scores,
    supervision,
    targets,
    tasks,
    unit_scores,
)

urlpatterns = [
    path("programme/", plans.index, name="programme"),
    path("programme/plans/new/", plans.new, name="plan-new"),
    path("programme/plans/<int:plan_id>/", plans.show, name="plan"),
    path("programme/plans/<int:plan_id>/changes/", plans.changes, name="plan-changes"),
    path("programme/plans/<int:plan_id>/adopt/", plans.adopt, name="plan-adopt"),
    path("programme/plans/<int:plan_id>/discard/", plans.discard, name="plan-discard"),
    path("programme/plans/<int:plan_id>/tasks/", plans.issue, name="plan-issue"),
    path("programme/plans/<int:plan_id>/carry/", plans.carry, name="plan-carry"),
    path("programme/clauses/<int:clause_id>/", plans.clause, name="clause"),
    path("programme/clauses/<int:clause_id>/correct/", plans.correct, name="clause-correct"),
    *(
        path(
            f"programme/clauses/<int:clause_id>/{slug}/",
            plans.cut,
            {"slug": slug},
            name=f"clause-{slug}",
        )
        for slug in CUT_FORMS
    ),
    path("programme/clauses/<int:clause_id>/stage/", plans.stage, name="clause-stage"),
    path("programme/clauses/<int:clause_id>/task/", tasks.new, name="task-new"),
    path("programme/targets/", targets.index, name="targets"),
    path("programme/tasks/", tasks.index, name="tasks"),
    path("programme/tasks/<int:task_id>/", tasks.show, name="task"),
    *(
        path(
            f"programme/tasks/<int:task_id>/{slug}/",
            tasks.take,
            {"slug": slug},
            name=f"task-{slug}",
        )
        for slug in TASK_FORMS
    ),
    path("programme/proofs/<int:proof_id>/withdraw/", tasks.withdraw, name="proof-withdraw"),
    path("programme/units/<int:department_id>/", tasks.unit, name="unit"),
    path("programme/files/<int:attachment_id>/", tasks.file, name="programme-file"),
    path("programme/meetings/", meetings.index, name="meetings"),
    path("programme/meetings/new/", meetings.new, name="meeting-new"),
    path("programme/meetings/<int:meeting_id>/", meetings.show, name="meeting"),
    path("programme/meetings/<int:meeting_id>/minutes/", meetings.minutes, name="meeting-minutes"),
    path("programme/meetings/<int:meeting_id>/decide/", meetings.decide, name="meeting-decide"),
    path("programme/decisions/<int:decision_id>/", meetings.follow, name="decision-follow"),
    path("programme/seats/<int:seat_id>/", meetings.seat, name="seat"),
    path("programme/rounds/", supervision.index, name="rounds"),
    path("programme/rounds/new/", supervision.new, name="round-new"),
    path("programme/rounds/<int:round_id>/", supervision.show, name="round"),
    path("programme/rounds/<int:round_id>/finding/", supervision.finding, name="finding-new"),
    path(
        "programme/findings/<int:finding_id>/correct/", supervision.correct, name="finding-correct"
    ),
    path(
        "programme/findings/<int:finding_id>/recheck/", supervision.recheck, name="finding-recheck"
    ),
    path("scores/", scores.index, name="scores"),
    path("scores/sheets/new/", scores.sheet, name="sheet-new"),
    path("scores/new/", scores.new, name="assessment-new"),
    path("scores/<int:assessment_id>/", scores.show, name="assessment"),
    path("scores/<int:assessment_id>/items/<str:number>/", scores.item, name="assessment-item"),
    path(
        "scores/<int:assessment_id>/items/<str:number>/self/",
        scores.mark,
        {"side": "self"},
        name="mark-self",
    ),
    path(
        "scores/<int:assessment_id>/items/<str:number>/checked/",
        scores.mark,
        {"side": "checked"},
        name="mark-checked",
    ),
    path("scores/<int:assessment_id>/items/<str:number>/proof/", scores.proof, name="item-proof"),
    path("programme/unit-scores/", unit_scores.index, name="unit-scores"),
    path("programme/unit-scores/<int:department_id>/", unit_scores.show, name="unit-score"),
    path(
        "programme/unit-scores/<int:department_id>/contest/",
        unit_scores.contest,
        name="unit-score-contest",
    ),
    path("programme/contests/<int:contest_id>/", unit_scores.answer, name="contest-answer"),
    path("programme/problems/", problems.index, name="problems"),
    path("programme/problems/export.xlsx", problems.export, name="problems-export"),
    path("programme/problems/new/", problems.new, name="problem-new"),
    path("programme/problems/<int:problem_id>/", problems.show, name="problem"),
    *(
        path(
            f"programme/problems/<int:problem_id>/{slug}/",
            problems.take,
            {"slug": slug},
            name=f"problem-{slug}",
        )
        for slug in PROBLEM_FORMS
    ),
    path("programme/practices/", problems.practices, name="practices"),
    path("programme/practices/new/", problems.practice_new, name="practice-new"),
    path("programme/practices/<int:practice_id>/", problems.practice, name="practice"),
    path("programme/practices/<int:practice_id>/copy/", problems.copy, name="practice-copy"),
    path("programme/funds/", funds.index, name="funds"),
    path("programme/funds/export.xlsx", funds.export, name="funds-export"),
    path("programme/funds/new/", funds.new, name="fund-new"),
    path("programme/funds/<int:fund_id>/", funds.show, name="fund"),
    path("programme/funds/<int:fund_id>/project/", funds.project_new, name="fund-project-new"),
    path("programme/projects/<int:project_id>/", funds.project, name="fund-project"),
    *(
        path(
            f"programme/projects/<int:project_id>/{slug}/",
            funds.take,
            {"slug": slug},
            name=f"fund-project-{slug}",
        )
        for slug in PROJECT_FORMS
    ),
    path("programme/letters/", letters.index, name="supervision-letters"),
    path("programme/letters/<int:supervision_letter_id>/", letters.show, name="supervision-letter"),
    path(
        "programme/letters/<int:supervision_letter_id>/answer/",
        letters.answer,
        name="supervision-letter-answer",
    ),
    path(
        "programme/letters/<int:supervision_letter_id>/<slug:form>/",
        letters.paper,
        name="supervision-letter-paper",
    ),
    path("programme/units/<int:department_id>/letter/", letters.new, name="supervision-letter-new"),
    path("programme/years/<int:year>/<slug:form>/", papers.annual, name="annual-report"),
    path("programme/brief/<slug:form>/", papers.brief, name="brief"),
    path("scores/<int:assessment_id>/report/<slug:form>/", papers.report, name="report"),
    path("scores/<int:assessment_id>/dossier/", papers.dossier, name="dossier"),
    path("evaluation/", evaluation.index, name="evaluation"),
    path("evaluation/<int:assessment_id>/", evaluation.room, name="evaluation-room"),
    path("evaluation/dossiers/<int:dossier_id>/", evaluation.dossier, name="dossier-copy"),
    path("evaluation/verify.py", papers.verifier, name="dossier-verifier"),
    path("scores/rows/<slug:key>/", scores.rows, name="harvest"),
]
