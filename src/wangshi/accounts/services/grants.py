"""Roles: who gives which to whom, and who takes it back."""

from datetime import datetime

from django.db import transaction

from wangshi.accounts.models import Account, RoleGrant
from wangshi.accounts.permissions import ROLES, THREE_ADMINISTRATORS, Permission, Role
from wangshi.accounts.policy import require
from wangshi.shared.services import record

from .declined import Declined


@transaction.atomic
def grant_role(
    account: Account, *, role: Role, reason: str, at: datetime, by: Account
) -> RoleGrant:
    """授予角色: the account holds the role from now on; the reason stays in the history."""
    require(by, Permission.GRANT_ROLES)
    account = Account.objects.select_for_update().get(pk=account.pk)
    why_not = obstacle(account, role, by)
    if why_not:
        raise Declined(why_not)
    grant = RoleGrant.objects.create(
        account=account, role=role, reason=reason, granted_at=at, granted_by=by
    )
    record(by, "role.granted", account, role=role, reason=reason)
    return grant


@transaction.atomic
def end_role(grant: RoleGrant, *, reason: str, at: datetime, by: Account) -> RoleGrant:
    """收回角色: the grant ends and stays in the history."""
    require(by, Permission.GRANT_ROLES)
    grant = RoleGrant.objects.select_for_update(of=("self",)).get(pk=grant.pk)
    if grant.ended_at:
        who = grant.ended_by.name if grant.ended_by else "命令行"
        raise Declined(f"{who}已经收回了这个角色，不用再收一次。")
    if grant.role == Role.COMMAND_LINE:
        raise Declined("命令行的角色不能收回。")
    grant.ended_at, grant.ended_by, grant.end_reason = at, by, reason
    grant.save(update_fields=["ended_at", "ended_by", "end_reason"])
    record(by, "role.ended", grant.account, role=grant.role, reason=reason)
    return grant


def obstacle(account: Account, role: Role, by: Account) -> str:
    """Why this role cannot be given to this account by this person; empty when it can."""
    title = ROLES[role].title
    other = next((r for r in THREE_ADMINISTRATORS if r in account.roles and r != role), None)
    reasons = {
        "不能给自己授予角色，请另一位安全管理员办。": account.pk == by.pk,
        "“命令行”只归服务器上的命令行，不能授予人。": role == Role.COMMAND_LINE
        or account.is_command_line,
        f"{account.name}的账号已停用，先请系统管理员恢复。": not account.may_act,
        f"{account.name}已经是{title}。": role in account.roles,
    }
    if other is not None and role in THREE_ADMINISTRATORS:
        return (
            f"{account.name}是{ROLES[other].title}，不能再当{title}："
            "系统、安全、审计三种管理员不能由同一个人兼任。换一个人，或者先收回原来的角色。"
        )
    return next((words for words, holds in reasons.items() if holds), "")
