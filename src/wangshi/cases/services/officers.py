"""办案人员: one of the two makes way for somebody else, on the head's decision."""

from django.db import transaction

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Permission, Role
from wangshi.accounts.policy import require
from wangshi.cases.models import Case
from wangshi.cases.workflow import StepRefused
from wangshi.shared.services import record


@transaction.atomic
def replace_officer(case: Case, *, leaving: Account, coming: Account, by: Account) -> Case:
    """换办案人员: there are still two with a certificate (第十九条), and `by` is neither."""
    require(by, Permission.DECIDE_CASE, case)
    case = Case.objects.select_for_update().get(pk=case.pk)
    staying = {case.first_officer_id, case.second_officer_id} - {leaving.pk}
    if len(staying) != 1:
        raise StepRefused(f"{leaving.name}不是这件的办案人员")
    if coming.pk in staying | {by.pk} or not may_enforce(coming):
        raise StepRefused(f"{coming.name}不能接：要有执法证号，不是另一名办案人员，也不是批的人")
    if case.first_officer_id == leaving.pk:
        case.first_officer = coming
    else:
        case.second_officer = coming
    case.save(update_fields=["first_officer", "second_officer"])
    record(by, "case.officer_replaced", case, leaving=leaving, coming=coming)
    return case


def may_enforce(officer: Account) -> bool:
    """有执法资格: in use, an officer, with a certificate number."""
    return officer.is_active and Role.OFFICER in officer.roles and bool(officer.certificate_number)
