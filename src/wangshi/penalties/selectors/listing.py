"""案件清单: which cases somebody may open, found by words and stage, with few questions."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Permission, Role
from wangshi.accounts.policy import may, visible
from wangshi.cases.models import Case
from wangshi.penalties.clocks import case_clock
from wangshi.penalties.models import Docket, SpotPenalty
from wangshi.penalties.workflow import CaseState

BESIDE = (
    "pauses",
    "measures__docket__pauses",
    "approvals__instalments",
    "reports__reviews",
    "reports__hearing",
    "letters",
    "attempts",
    "decision__publication__repairs",
)
WAITING_FOR = {
    Permission.REVIEW_CASE: (CaseState.REVIEWING,),
    Permission.DECIDE_CASE: (CaseState.REVIEWED, CaseState.NOTIFIED),
}


@dataclass(frozen=True)
class Asked:
    """筛选: words, a stage, only mine."""

    words: str = ""
    state: str = ""
    mine: bool = False


def cases_seen(who: Account) -> QuerySet[Case]:
    """看得到的案件."""
    found = visible(Case.objects.all(), who, Permission.VIEW_CASE)
    return found.select_related(
        "clue__operator", "clue__shop__operator", "first_officer", "second_officer", "docket"
    )


def cases_for(asked: Asked, who: Account) -> QuerySet[Case]:
    """筛出来的案件."""
    found = cases_seen(who)
    for word in asked.words.split():
        found = found.filter(
            Q(number__contains=word) | Q(party__contains=word) | Q(cause__contains=word)
        )
    if asked.state == CaseState.INVESTIGATING:
        found = found.filter(Q(docket=None) | Q(docket__state=asked.state))
    elif asked.state:
        found = found.filter(docket__state=asked.state)
    if asked.mine:
        found = found.filter(Q(first_officer=who) | Q(second_officer=who))
    return found


def dockets_of(cases: Iterable[Case]) -> dict[int, Docket]:
    """案卷 by case, everything its clocks ask for read at once; an unopened one is a blank."""
    wanted = {case.pk: case for case in cases}
    rows = Docket.objects.filter(case__in=list(wanted)).select_related(
        "decision__publication", "transfer"
    )
    found = {one.case_id: one for one in rows.prefetch_related(*BESIDE)}
    for key, case in wanted.items():
        docket = found.setdefault(key, Docket(case=case))
        docket.case = case
    return found


def docket_of(case: Case) -> Docket:
    """这一件的案卷: a blank one when no step was taken yet."""
    return dockets_of([case])[case.pk]


def spots_seen(who: Account) -> QuerySet[SpotPenalty]:
    """看得到的当场处罚."""
    found = visible(SpotPenalty.objects.all(), who, Permission.VIEW_CASE)
    return found.select_related("first_officer", "second_officer", "department")


def certified_officers() -> QuerySet[Account]:
    """有执法证号的执法员."""
    found = Account.objects.filter(is_active=True, grants__role=Role.OFFICER)
    held = found.filter(grants__ended_at__isnull=True).exclude(certificate_number="")
    return held.distinct().order_by("department__code", "name")


def waiting_count(who: Account, today: date) -> tuple[int, int] | None:
    """等他的案件 and how many are late; None for whoever only reads."""
    states = [s for right, some in WAITING_FOR.items() if may(who, right) for s in some]
    mine = Q(first_officer=who) | Q(second_officer=who)
    if states:
        found = cases_seen(who).filter(docket__state__in=states).exclude(mine)
    elif may(who, Permission.WORK_CASE):
        found = cases_seen(who).filter(mine).exclude(docket__state=CaseState.CLOSED)
    else:
        return None
    dockets = dockets_of(found[:MOST_COUNTED])
    late = sum(case_clock(one, today).is_late for one in dockets.values())
    return len(dockets), late


MOST_COUNTED = 100
