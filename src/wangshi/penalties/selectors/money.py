"""该缴多少、缴了多少: the fine, what is confiscated, the surcharge as it stands on a day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from wangshi.engine.penalties import LateFee, Paid, Stay, late_fee
from wangshi.penalties.clocks import pay_by
from wangshi.penalties.models import Docket
from wangshi.penalties.workflow import Money

NOTHING = Decimal(0)


@dataclass(frozen=True)
class Account:
    """账: what is due of each kind, what came in, how the surcharge was worked out."""

    due: Mapping[Money, Decimal]
    paid: Mapping[Money, Decimal]
    left: Mapping[Money, Decimal]
    fee: LateFee | None

    @property
    def total_left(self) -> Decimal:
        """还差多少."""
        return sum(self.left.values(), NOTHING)

    @property
    def owes(self) -> bool:
        """还欠着."""
        return self.total_left > 0


def account_of(docket: Docket, on: date) -> Account:
    """那一天的账. Needs a decision."""
    decision = docket.decision
    payments = list(docket.payments.all())
    last, fee = pay_by(docket), None
    if last is not None and decision.fine:
        fines = [Paid(one.on, one.amount) for one in payments if one.kind == Money.FINE]
        stays = [Stay(one.first_on, one.last_on) for one in docket.contests.all()]
        fee = late_fee(decision.fine, due_on=last, until=on, paid=fines, stays=stays)
    due = {
        Money.FINE: decision.fine,
        Money.INCOME: decision.income,
        Money.SURCHARGE: fee.amount if fee else NOTHING,
    }
    paid = {
        kind: sum((one.amount for one in payments if one.kind == kind), NOTHING) for kind in Money
    }
    left = {kind: max(NOTHING, due[kind] - paid[kind]) for kind in Money}
    return Account(due, paid, left, fee)
