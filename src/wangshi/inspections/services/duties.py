"""记一项职责: what was found, on which day, on what grounds; the earlier findings stay."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import require
from wangshi.engine.lawbook import fingerprint
from wangshi.engine.supervision import standing_supervision
from wangshi.inspections.models import DutyCheck
from wangshi.inspections.workflow import DutyFinding, InspectionRefused
from wangshi.registry.models import Platform
from wangshi.shared.services import record


@dataclass(frozen=True)
class DutyLook:
    """看了什么: `again_on` is asked for where the duty was not met."""

    duty: str
    finding: DutyFinding
    evidence: str
    looked_on: date
    page_url: str = ""
    again_on: date | None = None


@transaction.atomic
def look_at_duty(platform: Platform, look: DutyLook, *, by: Account, at: datetime) -> DutyCheck:
    """记下看得怎么样; a duty not met has a day on which it is looked at again."""
    require(by, Permission.SUPERVISE_PLATFORM)
    law = standing_supervision()
    _check(look, timezone.localdate(at))
    not_met = look.finding is DutyFinding.NOT_MET
    again = look.again_on or look.looked_on + timedelta(days=law.again_days)
    made = DutyCheck.objects.create(
        platform=platform,
        duty=look.duty,
        finding=look.finding,
        evidence=look.evidence.strip(),
        page_url=look.page_url,
        looked_on=look.looked_on,
        again_on=again if not_met else None,
        law_fingerprint=fingerprint(),
        by=by,
        at=at,
    )
    record(by, "duty.looked_at", platform, duty=look.duty, finding=look.finding, on=look.looked_on)
    return made


def _check(look: DutyLook, today: date) -> None:
    if standing_supervision().duty(look.duty) is None:
        raise InspectionRefused("职责表里没有这一项：回到职责表重新选")
    if not look.evidence.strip():
        raise InspectionRefused("写一句凭什么：在哪里看到的、看了谁的什么记录")
    if look.looked_on > today:
        raise InspectionRefused(f"看的那天不能晚于今天（{today}）")
    if look.again_on and look.again_on <= look.looked_on:
        raise InspectionRefused(f"复看的日子要在 {look.looked_on} 之后")
