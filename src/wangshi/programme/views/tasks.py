"""任务: the list, one task, the steps on it, the page of a unit."""

import io

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from wangshi.accounts.models import Account, Department
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import may, require
from wangshi.accounts.requests import account, kept_fields
from wangshi.programme import selectors
from wangshi.programme.forms import TASK_FORMS, IssueTaskForm, TaskFilterForm, WithdrawForm
from wangshi.programme.models import Clause, Proof, Task
from wangshi.programme.workflow import Part, TaskState
from wangshi.shared.models import Attachment
from wangshi.shared.pages import Fact, Link, StepRow
from wangshi.shared.paging import page_of
from wangshi.shared.services import attachment_path

from .acting import Around, filled
from .plans import HOME

OFFICE_STEPS = ("accept", "return")
STEP_WORDS = {
    "receive": "本单位看到了，由本单位办",
    "note": "做到哪里，随时写一句",
    "proof": "系统里没有的，在这里交",
    "sub-plan": "牵头单位自己的实施方案",
    "report": "做完了，交创建办验收",
    "accept": "看过佐证，同意完成",
    "return": "还差一点，写明差在哪里",
}


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """任务清单."""
    require(account(request), Permission.VIEW_PROGRAMME)
    form, today = TaskFilterForm(request.GET), timezone.localdate()
    found = selectors.tasks_for(form.asked(), today)
    shown = {
        "form": form,
        "page": page_of(found.distinct(), request),
        "today": today,
        "asked": any(request.GET.get(name) for name in form.fields),
    }
    return render(request, "programme/tasks.html", shown)


@require_GET
def show(request: HttpRequest, task_id: int) -> HttpResponse:
    """一项任务: whose it is, what was handed in, what may come next, what happened."""
    who = account(request)
    require(who, Permission.VIEW_PROGRAMME)
    task = _task(task_id)
    shown = {
        "task": task,
        "units": task.units.select_related("department", "received_by"),
        "steps": _steps(task, who),
        "proofs": selectors.with_files(list(task.proofs.select_related("department", "added_by"))),
        "sub_plans": selectors.with_files(list(task.sub_plans.select_related("department"))),
        "notes": task.notes.select_related("by", "department").order_by("-pk"),
        "today": timezone.localdate(),
        "late": task.state != TaskState.ACCEPTED
        and task.due_on is not None
        and task.due_on < timezone.localdate(),
        "may_withdraw": selectors.unit_of(task, who) is not None,
    }
    return render(request, "programme/task.html", shown)


def _task(task_id: int) -> Task:
    tasks = Task.objects.select_related("clause__plan").prefetch_related("units__department")
    return get_object_or_404(tasks, pk=task_id)


def _steps(task: Task, who: Account) -> list[StepRow]:
    unit = selectors.unit_of(task, who)
    open_steps: list[str] = []
    if unit is not None and may(who, Permission.WORK_TASK, unit):
        open_steps += [] if unit.received_at else ["receive"]
        if task.state in (TaskState.RECEIVED, TaskState.UNDER_WAY):
            open_steps += ["note"]
        open_steps += ["proof"]
        if unit.part == Part.LEAD:
            open_steps += ["sub-plan"]
            if task.state in (TaskState.RECEIVED, TaskState.UNDER_WAY):
                open_steps += ["report"]
    if may(who, Permission.RUN_PROGRAMME) and task.state == TaskState.REPORTED:
        open_steps += OFFICE_STEPS
    return [_step(task, slug) for slug in open_steps]


def _step(task: Task, slug: str) -> StepRow:
    href = reverse(f"task-{slug}", args=[task.pk])
    form = TASK_FORMS[slug]
    return StepRow(form.title, form.button, href=href, words=STEP_WORDS[slug])


@require_http_methods(["GET", "POST"])
def take(request: HttpRequest, task_id: int, slug: str) -> HttpResponse:
    """走一步."""
    who, task = account(request), _task(task_id)
    _admit(who, task, slug)
    form = TASK_FORMS[slug](
        request.POST or None,
        request.FILES or None,
        by=who,
        task=task,
        initial=kept_fields(request),
    )
    href = reverse("task", args=[task.pk])
    crumbs = (HOME, Link("任务", reverse("tasks")), Link(task.clause.path, href), Link(form.title))
    facts = (Fact("任务", task.title), Fact("走到哪一步", task.get_state_display()))
    return filled(request, form, Around(href, "回到任务", crumbs, facts))


def _admit(who: Account, task: Task, slug: str) -> None:
    if slug in OFFICE_STEPS:
        require(who, Permission.RUN_PROGRAMME)
        return
    unit = selectors.unit_of(task, who)
    if unit is None:
        raise Http404
    require(who, Permission.WORK_TASK, unit)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, clause_id: int) -> HttpResponse:
    """下达一项任务."""
    who = account(request)
    require(who, Permission.RUN_PROGRAMME)
    clause = get_object_or_404(Clause.objects.select_related("plan"), pk=clause_id)
    form = IssueTaskForm(request.POST or None, by=who, clause=clause, initial=kept_fields(request))
    href = reverse("clause", args=[clause.pk])
    around = Around(href, "不下达了", (HOME, Link(clause.path, href), Link("下达任务")),
                    (Fact("条款", clause.title),), clause.words)  # fmt: skip
    return filled(request, form, around, after=lambda task: reverse("task", args=[task.pk]))


@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, proof_id: int) -> HttpResponse:
    """撤回佐证."""
    who = account(request)
    proof = get_object_or_404(Proof.objects.select_related("task"), pk=proof_id)
    if not may(who, Permission.RUN_PROGRAMME):
        require(who, Permission.WORK_TASK, proof)
    form = WithdrawForm(request.POST or None, by=who, proof=proof)
    back = reverse("task", args=[proof.task_id]) if proof.task_id else HOME.href
    facts = (Fact("佐证", proof.title), Fact("哪天的事", f"{proof.happened_on:%Y-%m-%d}"))
    around = Around(back, "不撤回了", (HOME, Link("撤回佐证")), facts)
    return filled(request, form, around)


@require_GET
def unit(request: HttpRequest, department_id: int) -> HttpResponse:
    """单位页: what a unit leads, shares and owes."""
    require(account(request), Permission.VIEW_PROGRAMME)
    department = get_object_or_404(Department, pk=department_id)
    shown = {
        "unit": selectors.unit_page(department, timezone.localdate()),
        "today": timezone.localdate(),
    }
    return render(request, "programme/unit.html", shown)


@require_GET
def file(request: HttpRequest, attachment_id: int) -> FileResponse:
    """打开一份交来的文件: the evaluator reads them too."""
    require(account(request), Permission.VIEW_SCORE)
    found = get_object_or_404(Attachment, pk=attachment_id, owner__startswith="programme.")
    path = attachment_path(found.sha256)
    if not path.exists():
        raise Http404
    return FileResponse(io.BytesIO(path.read_bytes()), as_attachment=True, filename=found.name)
