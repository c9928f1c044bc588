"""演示县的创建工作: a plan adopted, tasks at every stage, meetings, a round, a first self-score."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache
from importlib.resources import files
from typing import Any, Final

import yaml
from django.utils import timezone

from wangshi.accounts.models import Account, Department
from wangshi.accounts.permissions import Role
from wangshi.demo import (
    programme_funds,
    programme_meetings,
    programme_problems,
    programme_scores,
)
from wangshi.demo.office import Office
from wangshi.programme import services
from wangshi.programme.models import Plan, Task
from wangshi.programme.selectors import TasksAsked, lead_of, tasks_for

FIRST_YEAR_BACK: Final = 1
ACCEPTED: Final = ("三(一)1", "三(一)3")
REPORTED: Final = ("三(四)1",)
UNDER_WAY: Final = ("三(二)2", "三(二)4", "三(一)2")
RECEIVED: Final = ("三(二)1", "三(二)5")


def run(office: Office) -> None:
    """创建工作走到今天: nothing later than the last moment that has happened."""
    by = office.people.one(Role.PROGRAMME_OFFICE)
    at = office.until - timedelta(days=120)
    plan = _adopted(office, by, at)
    services.issue_tasks(plan, by=by, at=at)
    tasks = list(tasks_for(TasksAsked(), office.today, plan))
    for task in tasks:
        _walk(office, task, at + timedelta(days=7))
    _sub_plans(office, tasks, at + timedelta(days=20))
    programme_meetings.meet(office, by, at + timedelta(days=30), _words())
    programme_funds.spend(office, by, at + timedelta(days=10))
    programme_problems.keep(office, by, at + timedelta(days=12))
    programme_scores.score(office, by, _words())


def _adopted(office: Office, by: Account, at: datetime) -> Plan:
    year = office.today.year
    text = _words()["plan"].format(y0=year - FIRST_YEAR_BACK, y1=year, y2=year + 1)
    file = services.PlanFile(text.encode(), "拾穗县创建方案（虚构）.txt")
    plan = services.import_plan(file, by=by, at=at)
    return services.adopt_plan(plan, on=timezone.localdate(at), by=by, at=at)


def _walk(office: Office, task: Task, at: datetime) -> None:
    """As far as its clause has come."""
    path = task.clause.path
    who = _member(office, lead_of(task))
    if who is None or path not in (*ACCEPTED, *REPORTED, *UNDER_WAY, *RECEIVED):
        return
    services.receive_task(task, by=who, at=at)
    if path in RECEIVED:
        return
    said = office.dice.pick(_words()["progress"])
    services.note_task(task, words=said, by=who, at=at + timedelta(days=15))
    if path in UNDER_WAY:
        return
    _finish(task, who, at + timedelta(days=40))
    if path in ACCEPTED:
        services.settle_task(
            task,
            accepted=True,
            words="看过佐证，和条款对得上",
            by=office.people.one(Role.PROGRAMME_OFFICE),
            at=at + timedelta(days=50),
        )


def _finish(task: Task, who: Account, at: datetime) -> None:
    title, words = _words()["proofs"][task.clause.path]
    lead = lead_of(task)
    if lead is None:
        return
    proof = services.NewProof(title, timezone.localdate(at), words)
    services.add_proof(proof, task=task, department=lead, by=who, at=at)
    services.report_task(task, words="条款里写的都做了，佐证附上", by=who, at=at)


def _sub_plans(office: Office, tasks: Sequence[Task], at: datetime) -> None:
    for code, title in _words()["sub_plans"].items():
        unit = office.departments[code]
        who = _member(office, unit)
        led = [task for task in tasks if lead_of(task) == unit]
        if who is not None and led:
            services.file_sub_plan(unit, title=title, tasks=led[:2], file=None, by=who, at=at)


def _member(office: Office, unit: Department | None) -> Account | None:
    """Who works for a unit."""
    return office.people.by_department.get(unit.pk) if unit else None


@cache
def _words() -> dict[str, Any]:
    text = files("wangshi.demo").joinpath("words/programme.yaml").read_text("utf-8")
    words: dict[str, Any] = yaml.safe_load(text)
    return words
