"""信用台账的事实: told by the verb that made it happen, in the same transaction."""

from datetime import date, datetime

from wangshi.penalties.models import Decision, LedgerFact
from wangshi.penalties.selectors.sanctions import sanction_words, total_of
from wangshi.penalties.workflow import CaseOutcome


def tell_ledger(
    decision: Decision, kind: str, *, on: date, at: datetime, article: str
) -> LedgerFact | None:
    """记一笔事实: of a penalty alone; who was not punished has nothing in the ledger."""
    if decision.outcome != CaseOutcome.PENALTY:
        return None
    clue = decision.docket.case.clue
    fact, _ = LedgerFact.objects.get_or_create(
        decision=decision,
        kind=kind,
        defaults={
            "operator": clue.operator or (clue.shop.operator if clue.shop else None),
            "on": on,
            "at": at,
            "violation": decision.docket.violation,
            "amount": total_of(decision),
            "words": f"{decision.number}：{'；'.join(sanction_words(decision))}"[:600],
            "article": article,
        },
    )
    return fact
