"""定下限、恢复规则: the two things people decide about a rule's standing, each with its reason."""

from datetime import datetime
from decimal import Decimal
from typing import Final

from django.db import transaction

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import require
from wangshi.engine.standing import FLOOR, HIGHEST_FLOOR
from wangshi.monitoring.models import RuleFloor, RuleRestoration
from wangshi.monitoring.selectors.rule_accuracy import rule_record
from wangshi.monitoring.workflow import JudgementRefused
from wangshi.shared.services import record

REASON_LENGTH: Final = 300


@transaction.atomic
def set_floor(
    floor: Decimal, *, rule: str = "", reason: str, by: Account, at: datetime
) -> RuleFloor:
    """定下限: of one rule, or (without a name) of all; never lower than the house's own."""
    require(by, Permission.TUNE_RULES)
    if not Decimal(str(FLOOR)) <= floor <= Decimal(str(HIGHEST_FLOOR)):
        raise JudgementRefused(f"下限要在 {FLOOR:.0%} 到 {HIGHEST_FLOOR:.0%} 之间：只能比五成严")
    row = RuleFloor.objects.create(
        rule=rule, floor=floor, reason=_reason(reason), set_by=by, set_at=at
    )
    subject = f"rule:{rule}" if rule else "rules"
    record(by, "rule.floor_set", subject, floor=str(floor), reason=row.reason)
    return row


@transaction.atomic
def restore_rule(rule: str, *, reason: str, by: Account, at: datetime) -> RuleRestoration:
    """恢复规则: it acts by itself again, and its outcomes are counted anew from here."""
    require(by, Permission.TUNE_RULES)
    standing = rule_record(rule)
    if not standing.is_review_only:
        raise JudgementRefused("这条规则没有降级，不用恢复。")
    walked = standing.course
    row = RuleRestoration.objects.create(
        rule=rule, reason=_reason(reason), restored_by=by, restored_at=at
    )
    record(
        by,
        "rule.restored",
        f"rule:{rule}",
        reason=row.reason,
        right=walked.right,
        judged=walked.right + walked.wrong,
        floor=walked.floor,
    )
    return row


def _reason(words: str) -> str:
    if not words.strip():
        raise JudgementRefused("写明理由：看了哪些命中，为什么这样定")
    if len(words.strip()) > REASON_LENGTH:
        raise JudgementRefused(f"理由最多 {REASON_LENGTH} 个字")
    return words.strip()
