"""谁能调解: accounts of the unit that was given the complaint."""

from django.db.models import QuerySet

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import ROLES, Permission, Scope
from wangshi.complaints.models import Complaint

MEDIATING_ROLES = tuple(
    role
    for role, card in ROLES.items()
    if (Permission.MEDIATE_COMPLAINT, Scope.DEPARTMENT) in card.grants
)


def mediators_for(complaint: Complaint) -> QuerySet[Account]:
    """承办单位里能调解的人."""
    return Account.objects.filter(
        department=complaint.department_id,
        is_active=True,
        grants__role__in=MEDIATING_ROLES,
        grants__ended_at=None,
    ).distinct()
