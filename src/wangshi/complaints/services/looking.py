"""看身份: opened for a reason, by whoever holds that right, and every look is in the record."""

from datetime import datetime

from django.db import transaction

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import require
from wangshi.complaints.identities import Person, open_seal
from wangshi.complaints.models import Complaint, Identity, ViolationReport
from wangshi.complaints.workflow import RoadRefused
from wangshi.shared.services import record

from .filing import sealed_label
from .steps import require_words


@transaction.atomic
def look_at_identity(
    matter: Complaint | ViolationReport, *, reason: str, by: Account, at: datetime
) -> Person:
    """看身份: who wrote it; the look stands in the audit chain before the name is shown."""
    require(by, Permission.VIEW_IDENTITY, matter)
    reason = require_words(reason, "写一句：为什么要看，例如 联系投诉人约调解")
    identity = Identity.objects.filter(letter=matter.letter_id).first()
    if identity is None:
        raise RoadRefused("这件没有留身份：匿名举报，或者 12315 导出表里没有")
    person = open_seal(bytes(identity.sealed), sealed_label(matter.letter))
    record(by, "identity.viewed", matter, reason=reason, at=at)
    return person
