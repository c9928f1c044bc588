"""The account under which the command line acts."""

from django.db import transaction
from django.utils import timezone

from wangshi.accounts.models import COMMAND_LINE, Account, RoleGrant
from wangshi.accounts.permissions import Role
from wangshi.shared.services import record


@transaction.atomic
def system_account() -> Account:
    """命令行账号: made at its first use; it has no password and nobody can sign in with it."""
    account = Account.objects.filter(username=COMMAND_LINE).first()
    if account is not None:
        return account
    at = timezone.now()
    account = Account(username=COMMAND_LINE, name="命令行", is_active=False, opened_at=at)
    account.set_unusable_password()
    account.save()
    RoleGrant.objects.create(
        account=account, role=Role.COMMAND_LINE, granted_at=at, reason="随系统建立"
    )
    record(account, "account.opened", account, username=COMMAND_LINE, name=account.name)
    return account
