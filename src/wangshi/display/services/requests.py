"""要求亮照、复看、转线索: on the road of the cases, so that an owner has one page for all."""

from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils import timezone

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import require
from wangshi.cases.models import Clue
from wangshi.cases.services import (
    Demand,
    NewClue,
    Verdict,
    correct_on_the_spot,
    recheck,
    report_clue,
    work_again,
)
from wangshi.cases.workflow import ClueOutcome, ClueSource
from wangshi.display.models import DisplayCheck
from wangshi.display.selectors import (
    clue_in_hand,
    last_check,
    open_request,
    problem_words,
    problems,
    what_is_wrong,
)
from wangshi.display.workflow import CORRECTED_GROUND, NOT_SHOWN, DisplayRefused
from wangshi.engine.lawbook import fingerprint
from wangshi.shared.services import record

TITLE_LENGTH: Final = 200


@transaction.atomic
def ask_to_show(check: DisplayCheck, *, demand: Demand, by: Account, at: datetime) -> Clue:
    """发改正要求: the owner reads it in 我的店, an officer rechecks; a second call is the first."""
    require(by, Permission.RECORD_INSPECTION)
    check = _held(check)
    if check.clue is not None:
        return check.clue
    _require_actionable(check)
    verdict = Verdict(ClueOutcome.CORRECTED, CORRECTED_GROUND, what_is_wrong(check), demand=demand)
    clue = correct_on_the_spot(_report(check), verdict=verdict, by=by, at=at)
    _keep_clue(check, clue)
    record(by, "display.asked", check, clue=clue, on=demand.due_on)
    return clue


@transaction.atomic
def hand_over_check(check: DisplayCheck, *, by: Account, at: datetime) -> Clue:
    """转为线索: what is serious is not asked for first; a second call is the first."""
    require(by, Permission.RECORD_INSPECTION)
    check = _held(check)
    if check.clue is not None:
        return check.clue
    _require_actionable(check)
    clue = report_clue(_report(check), by=by, at=at)
    _keep_clue(check, clue)
    record(by, "display.handed_over", check, clue=clue)
    return clue


@transaction.atomic
def close_request(check: DisplayCheck, *, by: Account, at: datetime) -> Clue:
    """用这次检查复看: put right, or not and then the clue is worked again."""
    require(by, Permission.RECORD_INSPECTION)
    check = _held(check)
    if check.answers is not None:
        return check.answers.clue
    request = open_request(check.shop)
    if request is None:
        raise DisplayRefused("这家店没有等复看的改正要求")
    if not check.is_seen:
        raise DisplayRefused("这次没有看到页面，不能算复看：看到了再记一次")
    if check.on < timezone.localdate(request.asked_at) or check.at < request.asked_at:
        raise DisplayRefused("这次检查在改正要求以前：改正以后再查一次")
    fixed = not problems(check)
    recheck(request, fixed=fixed, seen=what_is_wrong(check), by=by, at=at)
    if not fixed:
        reason = f"到期复看没改好：{what_is_wrong(check)}"
        work_again(request.clue, reason=reason, by=by, at=at)
    check.answers = request
    check.save(update_fields=["answers"])
    record(by, "display.rechecked", check, clue=request.clue, fixed=fixed)
    return request.clue


def _held(check: DisplayCheck) -> DisplayCheck:
    """Locked without joins: PostgreSQL joins what was there before the wait, not after it."""
    return DisplayCheck.objects.select_for_update().get(pk=check.pk)


def _require_actionable(check: DisplayCheck) -> None:
    if not problems(check):
        raise DisplayRefused("亮照、亮证都没有查出问题；亮标没有条文要求，只记录、只提醒")
    newest = last_check(check.shop)
    if newest is not None and newest.pk != check.pk:
        raise DisplayRefused(f"这家店 {newest.on} 又查过一次：从最近的那次检查办")
    request, clue = open_request(check.shop), clue_in_hand(check.shop)
    if request is not None:
        raise DisplayRefused(f"这家店的改正要求（{request.clue.number}）还没有复看：先复看")
    if clue is not None:
        raise DisplayRefused(f"这家店的线索 {clue.number} 正在核查，不用再转一条")


def _report(check: DisplayCheck) -> NewClue:
    shop = check.shop
    return NewClue(
        source=ClueSource.OFFICER,
        source_key=f"display:{check.pk}",
        title=f"{shop.name}：{problem_words(check)}"[:TITLE_LENGTH],
        found_on=check.on,
        detail=what_is_wrong(check),
        violation=NOT_SHOWN,
        law_fingerprint=fingerprint(),
        operator=shop.operator,
        shop=shop,
        suspect_name=shop.name,
        page_url=check.page_url,
        town=shop.town,
    )


def _keep_clue(check: DisplayCheck, clue: Clue) -> None:
    check.clue = clue
    check.save(update_fields=["clue"])
