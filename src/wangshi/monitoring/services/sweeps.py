"""监测: opened for a purpose, closed with a conclusion."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import require
from wangshi.monitoring.models import Sweep, SweepKind
from wangshi.monitoring.selectors.rules import rule_book
from wangshi.monitoring.workflow import JudgementRefused
from wangshi.shared.services import record


@dataclass(frozen=True)
class SweepPlan:
    """一次监测的安排: which kind, from when to when, and which families of rules concern it."""

    title: str
    kind: SweepKind
    starts_on: date
    ends_on: date | None = None
    purpose: str = ""
    families: Sequence[str] = ()


@transaction.atomic
def open_sweep(plan: SweepPlan, *, by: Account, at: datetime) -> Sweep:
    """安排监测: listings may be imported into it from now on."""
    require(by, Permission.OPEN_SWEEP)
    _check(plan)
    sweep = Sweep.objects.create(
        title=plan.title.strip(),
        kind=plan.kind,
        purpose=plan.purpose.strip(),
        rule_families=sorted(plan.families),
        starts_on=plan.starts_on,
        ends_on=plan.ends_on,
        opened_by=by,
        opened_at=at,
    )
    record(by, "sweep.opened", sweep, kind=sweep.kind, families=sweep.rule_families)
    return sweep


@transaction.atomic
def close_sweep(sweep: Sweep, *, conclusion: str = "", by: Account, at: datetime) -> Sweep:
    """结束监测: nothing more is imported into it; its hits are still judged."""
    require(by, Permission.OPEN_SWEEP, sweep)
    sweep = Sweep.objects.select_for_update().get(pk=sweep.pk)
    if sweep.closed_by is not None:
        raise JudgementRefused(f"这次监测已经由{sweep.closed_by.name}结束了。")
    sweep.closed_at, sweep.closed_by, sweep.conclusion = at, by, conclusion.strip()
    sweep.save(update_fields=["closed_at", "closed_by", "conclusion"])
    record(by, "sweep.closed", sweep, conclusion=sweep.conclusion)
    return sweep


def _check(plan: SweepPlan) -> None:
    if not plan.title.strip():
        raise JudgementRefused("写上监测的名称，比如“秋冬养生食品专项监测”")
    if plan.ends_on and plan.ends_on < plan.starts_on:
        raise JudgementRefused(f"结束日期要在 {plan.starts_on:%Y-%m-%d} 或以后")
    unknown = set(plan.families) - set(rule_book().families)
    if unknown:
        raise JudgementRefused(f"没有这类规则：{'、'.join(sorted(unknown))}")
