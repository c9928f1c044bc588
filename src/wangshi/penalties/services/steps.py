"""走一步: the locked case, the right, the version and whose hands it is in, the step written."""

from datetime import date, datetime

from django.utils import timezone

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Permission
from wangshi.accounts.policy import require
from wangshi.cases.models import Case
from wangshi.engine.penalties import PartyKind
from wangshi.penalties.models import Docket, PenaltyStep
from wangshi.penalties.selectors.changes import who_moved
from wangshi.penalties.workflow import (
    CASE_STEPS,
    RULES,
    CaseState,
    ChangedMeanwhile,
    Step,
    StepRefused,
    step_from,
)
from wangshi.registry.models import OperatorForm
from wangshi.shared.services import clean


def take(case: Case, name: str, *, by: Account, version: int | None = None) -> tuple[Docket, Step]:
    """The docket as it is now, locked, and the step that is open.

    A handler's step is for one of the two; a reviewer's and a head's for neither of them.
    """
    right = CASE_STEPS[name].right
    require(by, right, case)
    held = Case.objects.select_for_update().get(pk=case.pk)
    require(by, right, held)
    docket, _ = Docket.objects.get_or_create(case=held, defaults=known_party(held))
    require_unchanged(docket, version)
    require_side(held, right, by)
    return docket, step_from(CaseState(docket.state), name)


def require_side(case: Case, right: Permission, by: Account) -> None:
    """承办的办，不承办的审、批: StepRefused says who is who."""
    handlers = (case.first_officer, case.second_officer)
    if right is Permission.WORK_CASE and by not in handlers:
        names = "、".join(one.name for one in handlers)
        raise StepRefused(f"您不是这件的办案人员（{names}）：由他们办")
    if right is not Permission.WORK_CASE and by in handlers:
        raise StepRefused(
            f"您是这件的办案人员：不能审核、批准、决定自己办的件（{RULES}第四十九条）"
        )


def require_unchanged(docket: Docket, version: int | None) -> None:
    """版本: the number of steps the page was drawn with; a later one is named."""
    if version is not None and docket.steps.count() != version:
        raise ChangedMeanwhile(
            f"{who_moved(docket)}。您填的还在下面：看清最新情况，再决定要不要继续。"
        )


def write_step(
    docket: Docket,
    step: Step,
    *,
    by: Account,
    at: datetime,
    words: str = "",
    article: str = "",
    target: CaseState | None = None,
) -> PenaltyStep:
    """经过添一行, and the docket stands where the step leads."""
    docket.state = target or step.target or docket.state
    docket.save()
    return PenaltyStep.objects.create(
        docket=docket,
        name=step.name,
        target=docket.state,
        at=at,
        by=by,
        words=clean(words.strip()),
        article=article or step.article,
    )


def require_words(words: str, what: str) -> str:
    """写明: the words without the blanks around them; StepRefused with what to write."""
    if not words.strip():
        raise StepRefused(what)
    return clean(words.strip())


def require_day(on: date, *, since: date, at: datetime, what: str) -> date:
    """日子: between the day before which it cannot be and today."""
    today = timezone.localdate(at)
    if not since <= on <= today:
        raise StepRefused(f"{what}要在 {since} 到今天（{today}）之间")
    return on


def known_party(case: Case) -> dict[str, object]:
    """当事人 as the register has it: nothing is typed twice."""
    clue = case.clue
    operator = clue.operator or (clue.shop.operator if clue.shop else None)
    if operator is None:
        return {"violation": clue.violation}
    is_person = operator.form == OperatorForm.PERSON
    return {
        "violation": clue.violation,
        "party_kind": PartyKind.PERSON if is_person else PartyKind.ORGANISATION,
        "party_code": operator.uscc or "",
        "party_person": operator.person,
        "party_address": operator.address,
        "party_phone": operator.phone,
    }
