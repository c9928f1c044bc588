"""信用修复的条件 (信用修复管理办法 第八、九、十一条), each a fact that holds or does not."""

from datetime import date

from django.db.models import QuerySet

from wangshi.engine.deadlines import due_on
from wangshi.engine.penalties import Publicity, repair_term
from wangshi.penalties.codes import KINDS, rows_of
from wangshi.penalties.models import LedgerFact, Publication, Repair


def obstacles(publication: Publication, on: date, *, limit_over: bool = False) -> tuple[str, ...]:
    """还差什么: empty where it may end early; whether all was put right a person says."""
    first = repair_from(publication)
    decision = publication.decision
    wrong = []
    if first is None:
        wrong.append("这一档只能公示到期满，不能提前")
    elif on < first:
        wrong.append(f"最短公示期到 {first} 才满")
    if publication.level == Publicity.LIMIT and not limit_over:
        wrong.append("限制经营、从业的，还要限制期满")
    if decision.docket.performed_on is None:
        wrong.append("处罚决定的义务还没有履行完")
    again = _again(publication)
    if again:
        wrong.append(f"公示以后又因同一类违法行为受到处罚：{'、'.join(again)}")
    return tuple(wrong)


def repairs_of(publication: Publication | None) -> QuerySet[Repair]:
    """这件公示的信用修复申请, the oldest first."""
    found = Repair.objects.filter(publication=publication)
    return found.select_related("taken_by", "decided_by")


def repair_from(publication: Publication) -> date | None:
    """最早哪天能申请: None where the law leaves no early end."""
    if publication.published_on is None:
        return None
    others = rows_of(KINDS, publication.decision.others)
    term = repair_term(Publicity(publication.level), others)
    return due_on(term, publication.published_on) if term else None


def _again(publication: Publication) -> list[str]:
    decision = publication.decision
    violation, clue = decision.docket.violation, decision.docket.case.clue
    operator = clue.operator or (clue.shop.operator if clue.shop else None)
    if operator is None or not violation:
        return []
    later = LedgerFact.objects.filter(
        operator=operator, violation=violation, kind="decided", on__gte=publication.published_on
    ).exclude(decision=decision)
    return list(later.values_list("decision__number", flat=True))
