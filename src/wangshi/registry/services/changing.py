"""One record, one hand at a time: whoever saves second is told who was first."""

from typing import TypeVar

from wangshi.accounts.services import Declined
from wangshi.registry.models import Operator, Shop
from wangshi.shared.models import AuditRecord
from wangshi.shared.services import label
from wangshi.shared.words import day_in_evidence, local

Changing = TypeVar("Changing", Operator, Shop)


def held(record: Changing, version: int | None) -> Changing:
    """锁住要改的记录: fresh from the database; Declined when it changed since it was read."""
    fresh = type(record)._default_manager.select_for_update().get(pk=record.pk)
    if version is not None and fresh.version != version:
        raise Declined(_who_was_first(fresh))
    return fresh


def _who_was_first(record: Operator | Shop) -> str:
    last = AuditRecord.objects.filter(subject=label(record)).order_by("-sequence").first()
    who = f"{last.actor_name}在 {day_in_evidence(local(last.at))}" if last else "别人刚才"
    return f"{who}改过“{record.name}”。您填的还在下面：看过现在的内容，再保存一次"
