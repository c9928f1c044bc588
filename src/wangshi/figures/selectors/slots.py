"""该报的: every form of every respondent for every period that is over, and how it stands."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.utils import timezone

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import visible
from wangshi.engine.figures import (
    Period,
    ReturnForm,
    closed_periods,
    standing_forms,
)
from wangshi.figures.models import Filing, Respondent, Return
from wangshi.figures.workflow import MISSING, SlotState

SHOWN_BACK: Final = 5  # periods of one respondent; older ones are reached by their own address


@dataclass(frozen=True)
class Slot:
    """一份该报的: whose, for when, until when; the newest filing where there is one."""

    respondent: Respondent
    form: ReturnForm
    period: Period
    due_on: date
    state: SlotState
    filing: Filing | None

    @property
    def is_missing(self) -> bool:
        """还没报."""
        return self.state in MISSING


def slots(of: Iterable[Respondent], on: date) -> tuple[Slot, ...]:
    """这些单位该报的各份, the newest period first; two queries."""
    respondents = list(of)
    newest = _newest(respondents)
    found = [
        slot_of(one, period, newest.get((one.pk, period.key)), on)
        for one in respondents
        for period in _periods(one, on)
    ]
    return tuple(
        sorted(found, key=lambda slot: (slot.period.last_on, slot.is_missing), reverse=True)
    )


def slot_of(respondent: Respondent, period: Period, filing: Filing | None, on: date) -> Slot:
    """一份."""
    form = standing_forms()[respondent.form]
    due_on = form.due_on(period)
    return Slot(respondent, form, period, due_on, _state(filing, period, due_on, on), filing)


def respondents_of(who: Account) -> Sequence[Respondent]:
    """这个人替谁报: those of the account's own unit or firms."""
    rows = visible(Respondent.objects.all(), who, Permission.FILE_RETURN)
    return list(rows.select_related("department", "operator", "town"))


def every_respondent() -> Sequence[Respondent]:
    """全部报送单位."""
    return list(Respondent.objects.select_related("department", "operator", "town"))


def filings_of(respondent: Respondent, period: Period) -> Sequence[Filing]:
    """一份报表的各版, the newest first."""
    rows = Filing.objects.filter(
        filed_return__respondent=respondent, filed_return__period=period.key
    )
    return list(rows.select_related("by", "filed_return").order_by("-number"))


def previous_values(respondent: Respondent, period: Period) -> Filing | None:
    """上一期报的, to hold this one against."""
    rows = Filing.objects.filter(
        filed_return__respondent=respondent, filed_return__period=period.before.key
    )
    return rows.order_by("-number").first()


def late_slots(on: date) -> tuple[Slot, ...]:
    """逾期没报的."""
    return tuple(one for one in slots(every_respondent(), on) if one.state is SlotState.LATE)


@dataclass(frozen=True)
class Missing:
    """还没报的: how many, and how many of them are late."""

    count: int
    late: int


def missing_returns(who: Account, on: date) -> Missing:
    """这个人该报还没报的: one query where nothing is asked of the account."""
    mine = respondents_of(who)
    states = [one.state for one in slots(mine, on)] if mine else []
    return Missing(sum(state in MISSING for state in states), states.count(SlotState.LATE))


def _newest(respondents: Sequence[Respondent]) -> dict[tuple[int, str], Filing]:
    rows = Filing.objects.filter(filed_return__respondent__in=respondents)
    found: dict[tuple[int, str], Filing] = {}
    for filing in rows.select_related("filed_return", "by").order_by("number"):
        sent: Return = filing.filed_return
        found[sent.respondent_id, sent.period] = filing
    return found


def _periods(respondent: Respondent, on: date) -> tuple[Period, ...]:
    form = standing_forms()[respondent.form]
    last = min(on, respondent.until + timedelta(days=1)) if respondent.until else on
    return closed_periods(respondent.since, last, form.every)[-SHOWN_BACK:]


def _state(filing: Filing | None, period: Period, due_on: date, on: date) -> SlotState:
    if filing is not None:
        first_on = timezone.localdate(filing.filed_return.first_at)
        return SlotState.FILED if first_on <= due_on else SlotState.FILED_LATE
    if on <= period.last_on:
        return SlotState.OPEN
    return SlotState.LATE if on > due_on else SlotState.DUE
