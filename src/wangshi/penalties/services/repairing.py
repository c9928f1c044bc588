"""信用修复: taken in by who handles the case, decided by somebody else; granted, it ends early."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import require
from wangshi.cases.models import Case
from wangshi.penalties.models import Publication, Repair
from wangshi.penalties.selectors.repairs import obstacles
from wangshi.penalties.workflow import REPAIR, StepRefused
from wangshi.shared.services import record

from .ledger import tell_ledger
from .steps import require_day, require_side, require_words


@dataclass(frozen=True)
class RepairAsked:
    """申请: when it came, what was put right, which papers came with it."""

    on: date
    remedy: str
    papers: str
    limit_over: bool = False


@transaction.atomic
def take_repair(case: Case, asked: RepairAsked, *, by: Account, at: datetime) -> Repair:
    """受理信用修复: when each condition holds (第十一条); otherwise it says which does not."""
    require(by, Permission.WORK_CASE, case)
    require_side(case, Permission.WORK_CASE, by)
    publication = _shown(case)
    today = timezone.localdate(at)
    if publication.repairs.filter(granted__isnull=True).exists():
        raise StepRefused("已经有一份申请在办：先决定它")
    since = publication.published_on or today
    require_day(asked.on, since=since, at=at, what="收到申请的日子")
    wrong = obstacles(publication, asked.on, limit_over=asked.limit_over)
    if wrong:
        raise StepRefused(f"还不能申请信用修复：{'；'.join(wrong)}。把理由告诉当事人")
    repair = Repair.objects.create(
        publication=publication,
        asked_on=asked.on,
        accepted_on=today,
        remedy=require_words(asked.remedy, "写明采取了哪些整改措施、怎么消除的后果和影响"),
        papers=require_words(asked.papers, "写明收到了哪些材料：申请书、信用承诺书……")[:300],
        taken_by=by,
    )
    record(by, "penalty.repair_taken", case, repair=repair.pk, on=asked.on)
    return repair


@transaction.atomic
def decide_repair(case: Case, *, grant: bool, words: str, by: Account, at: datetime) -> Repair:
    """决定信用修复: granted, the publication ends the same day and the ledger hears of it."""
    require(by, Permission.PUBLISH_PENALTY, case)
    require_side(case, Permission.PUBLISH_PENALTY, by)
    publication = _shown(case)
    repair = (
        Repair.objects.select_for_update()
        .filter(publication=publication, granted__isnull=True)
        .first()
    )
    if repair is None:
        raise StepRefused("没有等决定的信用修复申请")
    if repair.taken_by == by:
        raise StepRefused("受理的人不能自己决定：请另一位决定")
    today = timezone.localdate(at)
    repair.granted, repair.decided_on, repair.decided_by = grant, today, by
    repair.answer = require_words(words, "写明核实了什么、为什么")
    repair.save(update_fields=["granted", "decided_on", "decided_by", "answer"])
    if grant:
        publication.ended_on = today
        publication.save(update_fields=["ended_on"])
        article = f"{REPAIR}第十六条"
        tell_ledger(publication.decision, "repaired", on=today, at=at, article=article)
    record(by, "penalty.repair_decided", case, repair=repair.pk, granted=grant)
    return repair


def _shown(case: Case) -> Publication:
    publication = (
        Publication.objects.select_for_update().filter(decision__docket__case=case).first()
    )
    if publication is None or publication.published_on is None:
        raise StepRefused("没有在公示，用不着修复")
    if publication.withdrawn_on or publication.ended_on:
        raise StepRefused("已经不在公示了，用不着修复")
    return publication
