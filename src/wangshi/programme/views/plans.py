"""方案: the state of the programme, the clause tree, one clause, what changed."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import may, require
from wangshi.accounts.requests import account, kept_fields
from wangshi.programme import selectors, services
from wangshi.programme.forms import (
    AdoptPlanForm,
    CorrectClauseForm,
    DiscardPlanForm,
    ImportPlanForm,
    StageForm,
)
from wangshi.programme.forms.cutting import CUT_FORMS
from wangshi.programme.models import Clause, Plan
from wangshi.programme.selectors.tasks import NO_AIM
from wangshi.programme.workflow import (
    AIM_TITLES,
    TASK_KINDS,
    TASK_TITLES,
    PlanState,
    ProgrammeRefused,
)
from wangshi.shared.pages import BarRow, Fact, Link

from .acting import Around, filled

LATEST = 3
WHOLE = ("plan", "piece_of", "merged_into")
HOME = Link("创建工作", "/programme/")
MORE = (
    ("tasks", "全部任务"),
    ("targets", "目标和实际"),
    ("funds", "专项资金"),
    ("unit-scores", "单位计分"),
    ("supervision-letters", "督办函"),
    ("problems", "问题台账"),
    ("practices", "做法库"),
)


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """创建工作今天的样子: the plan, its stages, its tasks, what is late."""
    who, today = account(request), timezone.localdate()
    require(who, Permission.VIEW_PROGRAMME)
    plan = selectors.standing_plan()
    shown: dict[str, Any] = {
        "plan": plan,
        "draft": selectors.drafted_plan(),
        "may_run": may(who, Permission.RUN_PROGRAMME),
        "today": today,
    }
    if plan is not None:
        shown |= {
            "bars": _bars(plan),
            "aims": _aims(plan),
            "more": [Link(word, reverse(name)) for name, word in MORE],
            "late": selectors.late_count(plan, today),
            "stages": selectors.stage_lines(plan, today),
            "findings": len(selectors.findings_of(plan, today)),
            "problems": len(selectors.problems_of(plan)),
            "bodies": selectors.bodies(today),
            "decisions": selectors.open_decisions(today),
            "open_findings": selectors.open_findings(),
            "assessments": plan.assessments.all()[:LATEST],
            "units": selectors.leading_units(plan),
            "years": (today.year, today.year - 1),
        }
    return render(request, "programme/index.html", shown)


def _bars(plan: Plan) -> list[BarRow]:
    counts = selectors.state_counts(plan)
    most = max(counts.values()) or 1
    return [
        BarRow(
            title,
            round(counts[state] * 100 / most),
            f"{counts[state]} 项",
            f"{reverse('tasks')}?state={state}",
            kind={"good": "bg", "soon": "bs"}.get(TASK_KINDS[state], "b1"),
        )
        for state, title in TASK_TITLES.items()
    ]


def _aims(plan: Plan) -> list[BarRow]:
    """三个促发展: how the tasks are shared among the three, and how many nobody has placed."""
    counts = selectors.aim_counts(plan)
    titles = {str(aim): title for aim, title in AIM_TITLES.items()} | {NO_AIM: "没有定"}
    whole = sum(counts.values()) or 1
    return [
        BarRow(
            titles[aim],
            round(count * 100 / whole),
            f"{count} 项",
            f"{reverse('tasks')}?aim={aim}",
            kind="br" if aim == NO_AIM else "b1",
        )
        for aim, count in counts.items()
    ]


@require_GET
def show(request: HttpRequest, plan_id: int) -> HttpResponse:
    """方案的条款树: each clause with its findings, its problems and its tasks."""
    who, today = account(request), timezone.localdate()
    require(who, Permission.VIEW_PROGRAMME)
    plan = get_object_or_404(Plan, pk=plan_id)
    shown = {
        "plan": plan,
        "lines": selectors.clause_lines(plan, today),
        "findings": len(selectors.findings_of(plan, today)),
        "problems": selectors.problems_of(plan),
        "targets": selectors.read_plan(plan).targets,
        "versions": Plan.objects.all(),
        "may_run": may(who, Permission.RUN_PROGRAMME),
        "is_draft": plan.state == PlanState.DRAFT,
        "to_carry": selectors.carriable(plan).count() if plan.previous_id else 0,
        "to_issue": plan.clauses.filter(tasks=None, pieces=None, merged_into=None)
        .exclude(leads=[])
        .exists(),
    }
    return render(request, "programme/plan.html", shown)


@require_GET
def changes(request: HttpRequest, plan_id: int) -> HttpResponse:
    """和上一版比."""
    require(account(request), Permission.VIEW_PROGRAMME)
    plan = get_object_or_404(Plan.objects.select_related("previous"), pk=plan_id)
    shown = {"plan": plan, "changes": selectors.changes_of(plan)}
    return render(request, "programme/changes.html", shown)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """导入方案."""
    who = account(request)
    require(who, Permission.RUN_PROGRAMME)
    form = ImportPlanForm(
        request.POST or None, request.FILES or None, by=who, initial=kept_fields(request)
    )
    around = Around(HOME.href, "不导入了", (HOME, Link("导入方案")))
    return filled(request, form, around, after=lambda plan: reverse("plan", args=[plan.pk]))


@require_http_methods(["GET", "POST"])
def adopt(request: HttpRequest, plan_id: int) -> HttpResponse:
    """按这一版执行."""
    who, plan = account(request), get_object_or_404(Plan, pk=plan_id)
    require(who, Permission.RUN_PROGRAMME)
    form = AdoptPlanForm(request.POST or None, by=who, plan=plan, today=timezone.localdate())
    return filled(request, form, _around(plan, "按这一版执行"))


@require_http_methods(["GET", "POST"])
def discard(request: HttpRequest, plan_id: int) -> HttpResponse:
    """放弃这一版."""
    who, plan = account(request), get_object_or_404(Plan, pk=plan_id)
    require(who, Permission.RUN_PROGRAMME)
    form = DiscardPlanForm(request.POST or None, by=who, plan=plan)
    around = _around(plan, "放弃这一版")
    if request.method == "POST" and form.is_valid():
        around = Around(HOME.href, "回到创建工作", around.crumbs)
    return filled(request, form, around)


def _around(plan: Plan, here: str) -> Around:
    href = reverse("plan", args=[plan.pk])
    return Around(href, "回到方案", (HOME, Link(f"第 {plan.version} 版", href), Link(here)))


@require_POST
def issue(request: HttpRequest, plan_id: int) -> HttpResponse:
    """分解任务: a task for each clause with one known lead."""
    who, plan = account(request), get_object_or_404(Plan, pk=plan_id)
    require(who, Permission.RUN_PROGRAMME)
    try:
        made = services.issue_tasks(plan, by=who, at=timezone.now())
    except ProgrammeRefused as refusal:
        messages.warning(request, str(refusal))
        return redirect("plan", plan.pk)
    messages.success(request, f"下达了 {len(made)} 项任务，等单位签收。")
    return redirect("tasks")


@require_POST
def carry(request: HttpRequest, plan_id: int) -> HttpResponse:
    """转入新一轮: what the version before left undone."""
    who, plan = account(request), get_object_or_404(Plan, pk=plan_id)
    require(who, Permission.RUN_PROGRAMME)
    try:
        made = services.carry_tasks(plan, by=who, at=timezone.now())
    except ProgrammeRefused as refusal:
        messages.warning(request, str(refusal))
        return redirect("plan", plan.pk)
    messages.success(request, f"转入了 {len(made)} 项，等单位签收。")
    return redirect("tasks")


@require_GET
def clause(request: HttpRequest, clause_id: int) -> HttpResponse:
    """条款页: the printed words, how they are read, what is wrong, its tasks and its evidence."""
    who, today = account(request), timezone.localdate()
    require(who, Permission.VIEW_PROGRAMME)
    row = get_object_or_404(Clause.objects.select_related(*WHOLE), pk=clause_id)
    shown = {
        "clause": row,
        "plan": row.plan,
        "facts": _facts(row),
        "findings": selectors.findings_by_clause(row.plan, today).get(row.path, ()),
        "problems": [one for one in selectors.problems_of(row.plan) if one.path == row.path],
        "tasks": selectors.tasks_for(selectors.TasksAsked(), today, row.plan).filter(
            clause__in=selectors.gathered_under(row)
        ),
        "pieces": row.pieces.all(),
        "merged": row.merged.all(),
        "is_cut": selectors.is_cut(row),
        "harvested": selectors.serving_figures(row, today),
        "corrections": row.corrections.select_related("by"),
        "may_run": may(who, Permission.RUN_PROGRAMME),
        "stands": row.plan.state == PlanState.STANDING,
    }
    return render(request, "programme/clause.html", shown)


def _facts(row: Clause) -> list[Fact]:
    stage = ""
    if row.first_on and row.last_on:
        stage = f"{row.stage}：{row.first_on:%Y-%m-%d} 至 {row.last_on:%Y-%m-%d}"
    facts = [
        Fact("牵头单位", "、".join(row.leads) or "没有写"),
        Fact("责任单位", "、".join(row.partners) or "没有写"),
        Fact("阶段", stage),
        Fact("怎么理解", row.note),
        Fact("三个促发展", row.get_aim_display()),
    ]
    return [fact for fact in facts if fact.words]


@require_http_methods(["GET", "POST"])
def correct(request: HttpRequest, clause_id: int) -> HttpResponse:
    """核对一条."""
    who = account(request)
    require(who, Permission.RUN_PROGRAMME)
    row = get_object_or_404(Clause.objects.select_related("plan"), pk=clause_id)
    form = CorrectClauseForm(request.POST or None, by=who, clause=row, initial=kept_fields(request))
    return filled(request, form, _beside(row, "核对这一条"))


@require_http_methods(["GET", "POST"])
def cut(request: HttpRequest, clause_id: int, slug: str) -> HttpResponse:
    """拆开、合并、恢复一条."""
    who = account(request)
    require(who, Permission.RUN_PROGRAMME)
    row = get_object_or_404(Clause.objects.select_related("plan"), pk=clause_id)
    form = CUT_FORMS[slug](request.POST or None, by=who, clause=row, initial=kept_fields(request))
    return filled(request, form, _beside(row, form.title))


@require_http_methods(["GET", "POST"])
def stage(request: HttpRequest, clause_id: int) -> HttpResponse:
    """记阶段的进入和完成."""
    who, row = account(request), get_object_or_404(Clause, pk=clause_id)
    require(who, Permission.RUN_PROGRAMME)
    form = StageForm(
        request.POST or None,
        by=who,
        clause=row,
        today=timezone.localdate(),
        initial=kept_fields(request),
    )
    return filled(request, form, _beside(row, "记阶段"))


def _beside(row: Clause, here: str) -> Around:
    plan, href = reverse("plan", args=[row.plan_id]), reverse("clause", args=[row.pk])
    crumbs = (HOME, Link("方案", plan), Link(row.path, href), Link(here))
    return Around(href, "回到条款", crumbs, tuple(_facts(row)), row.words, lede=row.title)
