"""Doors of this room."""

from django.urls import path

from .forms import TASK_FORMS
from .views import plans, tasks

urlpatterns = [
    path("programme/", plans.index, name="programme"),
    path("programme/plans/new/", plans.new, name="plan-new"),
    path("programme/plans/<int:plan_id>/", plans.show, name="plan"),
    path("programme/plans/<int:plan_id>/changes/", plans.changes, name="plan-changes"),
    path("programme/plans/<int:plan_id>/adopt/", plans.adopt, name="plan-adopt"),
    path("programme/plans/<int:plan_id>/discard/", plans.discard, name="plan-discard"),
    path("programme/plans/<int:plan_id>/tasks/", plans.issue, name="plan-issue"),
    path("programme/clauses/<int:clause_id>/", plans.clause, name="clause"),
    path("programme/clauses/<int:clause_id>/correct/", plans.correct, name="clause-correct"),
    path("programme/clauses/<int:clause_id>/stage/", plans.stage, name="clause-stage"),
    path("programme/clauses/<int:clause_id>/task/", tasks.new, name="task-new"),
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
]
