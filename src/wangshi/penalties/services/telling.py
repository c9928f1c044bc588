"""告诉谁: who hears of a step of a case; one line in each verb, in its transaction."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Permission
from wangshi.accounts.selectors import holders
from wangshi.cases.models import Case
from wangshi.mailroom.services import News, tell
from wangshi.mailroom.workflow import NewsKind
from wangshi.penalties.clocks import Clock
from wangshi.penalties.models import PenaltyStep


def tell_reviewers(step: PenaltyStep) -> None:
    """送审了: whoever reviews cases, and has not this one in hand."""
    _tell(step, NewsKind.ASSIGNED, "等审核", holders(Permission.REVIEW_CASE))


def tell_officers(step: PenaltyStep, words: str, *, returned: bool = False) -> None:
    """批了、审了、退了: the two who handle it."""
    kind = NewsKind.RETURNED if returned else NewsKind.ANSWERED
    _tell(step, kind, words, officers_of(step.docket.case))


def tell_clock(case: Case, clock: Clock, *, key: str, at: datetime) -> None:
    """快到期、逾期: the two who handle it."""
    kind = NewsKind.OVERDUE if clock.is_late else NewsKind.DUE_SOON
    said = (
        f"{clock.name} {clock.due_on:%m-%d} {'已经期满' if clock.is_late else '到期'}：{case.cause}"
    )
    news = News(kind, key, said, case.number, reverse("case", args=[case.pk]))
    tell(news, officers_of(case), at=at)


def officers_of(case: Case) -> tuple[Account, Account]:
    """两名办案人员."""
    return case.first_officer, case.second_officer


def _tell(step: PenaltyStep, kind: NewsKind, words: str, people: Iterable[Account]) -> None:
    """Nobody is told what they did themselves."""
    case = step.docket.case
    page = reverse("case", args=[case.pk])
    news = News(kind, f"case.step:{step.pk}", f"{words}：{case.cause}", case.number, page)
    tell(news, [one for one in people if one.pk != step.by_id], at=step.at)
