"""方案: which one stands, what it says as corrected, what is wrong with it, what changed."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from wangshi.engine import plans as engine
from wangshi.engine.plans import Reading, Stage, check_plan, parse_plan, with_readings
from wangshi.programme.models import Clause, Plan
from wangshi.programme.workflow import PlanState

from .units import UnitBook, unit_book


@dataclass(frozen=True)
class Problem:
    """要核对的: what keeps a clause from becoming a task, and what to do."""

    path: str
    words: str


@dataclass(frozen=True)
class ClauseLine:
    """条款树的一行: the clause, with what stands beside it."""

    clause: Clause
    findings: tuple[engine.Finding, ...]
    problems: tuple[Problem, ...]
    tasks: int
    corrected: bool


@dataclass(frozen=True)
class Change:
    """两版之间的一处不同."""

    path: str
    kind: str
    before: str
    after: str


def standing_plan() -> Plan | None:
    """正在执行的方案."""
    return Plan.objects.filter(state=PlanState.STANDING).first()


def drafted_plan() -> Plan | None:
    """正在核对的方案."""
    return Plan.objects.filter(state=PlanState.DRAFT).first()


@lru_cache(maxsize=8)
def _parsed(text: str) -> engine.Plan:
    return parse_plan(text)


def read_plan(plan: Plan) -> engine.Plan:
    """读出来的方案: the printed words under the readings of its editor."""
    return with_readings(_parsed(plan.text), _readings(plan))


def _readings(plan: Plan) -> Mapping[str, Reading]:
    return {clause.path: reading_of(clause) for clause in plan.clauses.all()}


def reading_of(clause: Clause) -> Reading:
    """一条的读法."""
    stage = None
    if clause.first_on and clause.last_on:
        stage = Stage(clause.stage, clause.first_on, clause.last_on)
    return Reading(clause.title, tuple(clause.leads), tuple(clause.partners), stage)


def findings_of(plan: Plan, on: date) -> tuple[engine.Finding, ...]:
    """体检: F1 to F10 of the plan as it is read today."""
    return check_plan(read_plan(plan), on=on)


def findings_by_clause(plan: Plan, on: date) -> Mapping[str, tuple[engine.Finding, ...]]:
    """体检结果按条款: a finding that names several clauses stands at each."""
    found: dict[str, list[engine.Finding]] = defaultdict(list)
    for finding in findings_of(plan, on):
        for path in dict.fromkeys(part.partition("·")[0] for part in finding.path.split("、")):
            found[path].append(finding)
    return {path: tuple(each) for path, each in found.items()}


def clause_lines(plan: Plan, on: date) -> tuple[ClauseLine, ...]:
    """条款树: in the order of the plan, each with its findings, problems and tasks."""
    findings = findings_by_clause(plan, on)
    problems: dict[str, list[Problem]] = defaultdict(list)
    for problem in problems_of(plan):
        problems[problem.path].append(problem)
    clauses = plan.clauses.select_related("merged_into").prefetch_related(
        "tasks", "corrections", "pieces"
    )
    return tuple(
        ClauseLine(
            clause,
            findings.get(clause.path, ()),
            tuple(problems[clause.path]),
            len(clause.tasks.all()),
            bool(clause.corrections.all()),
        )
        for clause in clauses
    )


def is_cut(clause: Clause) -> bool:
    """拆开了，或者并入了别的: others answer for it."""
    return clause.merged_into_id is not None or clause.pieces.exists()


def gathered_under(clause: Clause) -> tuple[Clause, ...]:
    """一条和归到它下面的: itself, its pieces, what was merged into it."""
    return (clause, *clause.pieces.all(), *clause.merged.all())


def problems_of(plan: Plan) -> tuple[Problem, ...]:
    """要核对的: no lead, two leads, units nobody knows, stages out of order, gaps in numbers."""
    book = unit_book()
    clauses = list(plan.clauses.prefetch_related("pieces"))
    answering = [one for one in clauses if one.merged_into_id is None and not one.pieces.all()]
    found = [
        *(problem for clause in answering for problem in _of_clause(clause, book)),
        *_stages_out_of_order(clauses),
        *(Problem(*remark.split("：", 1)) for remark in _parsed(plan.text).remarks),
    ]
    return tuple(found)


def _of_clause(clause: Clause, book: UnitBook) -> Iterator[Problem]:
    if clause.kind == engine.Kind.MEASURE and not clause.leads:
        yield Problem(clause.path, "没有写牵头单位：核对原文，写明由谁牵头，才能下达任务")
    if len(clause.leads) > 1:
        names = "、".join(clause.leads)
        yield Problem(
            clause.path, f"写了 {len(clause.leads)} 个牵头（{names}）：留一个，其余写作责任单位"
        )
    for name in book.resolve((*clause.leads, *clause.partners)).unknown:
        yield Problem(clause.path, f"“{name}”对不上县里的单位：改写法，或者请管理员给单位加别名")


def _stages_out_of_order(clauses: list[Clause]) -> Iterator[Problem]:
    before: Clause | None = None
    for clause in clauses:
        if clause.first_on is None:
            continue
        if before is not None and before.last_on and clause.first_on <= before.last_on:
            yield Problem(
                clause.path,
                f"{clause.first_on:%Y-%m-%d} 开始，上一阶段 {before.last_on:%Y-%m-%d} 才完，核对",
            )
        before = clause


def changes_of(plan: Plan) -> tuple[Change, ...]:
    """和上一版比: clauses that came, went, or read differently."""
    if plan.previous is None:
        return ()
    old = {clause.path: clause for clause in plan.previous.clauses.all()}
    new = {clause.path: clause for clause in plan.clauses.all()}
    gone = (Change(path, "去掉", old[path].title, "") for path in old if path not in new)
    come = (Change(path, "新增", "", new[path].title) for path in new if path not in old)
    kept = (
        change
        for path in new
        if path in old
        for change in _differences(path, facts_of(old[path]), facts_of(new[path]))
    )
    return (*gone, *come, *kept)


def _differences(
    path: str, before: Mapping[str, str], after: Mapping[str, str]
) -> Iterator[Change]:
    for name, words in after.items():
        if before[name] != words:
            yield Change(path, name, before[name], words)


def facts_of(clause: Clause) -> dict[str, str]:
    """一条写了什么, for comparing and for the record of a correction."""
    stage = ""
    if clause.first_on and clause.last_on:
        stage = f"{clause.stage} {clause.first_on:%Y-%m-%d} 至 {clause.last_on:%Y-%m-%d}"
    return {
        "原文": clause.words,
        "标题": clause.title,
        "牵头单位": "、".join(clause.leads),
        "责任单位": "、".join(clause.partners),
        "阶段": stage,
        "怎么理解": clause.note,
        "三个促发展": clause.get_aim_display(),
    }
