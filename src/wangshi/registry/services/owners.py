"""Verbs of a shop owner's account: bound to an operator, ended, and heard when facts are wrong."""

from datetime import datetime

from django.db import transaction

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Permission, Role
from wangshi.accounts.policy import require
from wangshi.accounts.services import Declined
from wangshi.registry.models import Operator, Remark, Representation
from wangshi.shared.services import record


@transaction.atomic
def bind_owner(
    operator: Operator, account: Account, *, reason: str, at: datetime, by: Account
) -> Representation:
    """绑定经营者账号: from now on the account sees what is told to this operator."""
    require(by, Permission.BIND_OWNER, operator)
    if account.pk == by.pk:
        raise Declined("不能绑定自己的账号：请另一位执法员核对以后绑定")
    if not account.may_act or Role.SHOP_OWNER not in account.roles:
        raise Declined(
            f"“{account.username}”不是在用的经营者账号：先由系统管理员开账号，安全管理员授予“经营者”"
        )
    Operator.objects.select_for_update().get(pk=operator.pk)
    if operator.representations.filter(account=account, ended_at=None).exists():
        raise Declined(f"{account.name}的账号已经绑定在这个主体上")
    bound = Representation.objects.create(
        operator=operator, account=account, reason=reason, bound_at=at, bound_by=by
    )
    record(by, "owner.bound", operator, account=account, reason=reason)
    return bound


@transaction.atomic
def unbind_owner(
    representation: Representation, *, reason: str, at: datetime, by: Account
) -> Representation:
    """解除绑定: the account sees nothing of the operator any more; what it said stays."""
    require(by, Permission.BIND_OWNER, representation.operator)
    held = Representation.objects.select_for_update().get(pk=representation.pk)
    if held.ended_at:
        raise Declined("这个绑定已经解除了")
    held.ended_at, held.ended_by, held.end_reason = at, by, reason
    held.save(update_fields=["ended_at", "ended_by", "end_reason"])
    record(by, "owner.unbound", held.operator, account=held.account, reason=reason)
    return held


@transaction.atomic
def remark_on_facts(operator: Operator, *, words: str, at: datetime, by: Account) -> Remark:
    """指出资料不对: one at a time; the registry officers answer it."""
    require(by, Permission.SPEAK_FOR_OPERATOR, operator)
    Operator.objects.select_for_update().get(pk=operator.pk)
    if operator.remarks.filter(upheld=None).exists():
        raise Declined("上一条还没有答复：等执法员答复，或者拿着证照到市场监管所当面改")
    remark = Remark.objects.create(operator=operator, words=words, by=by, at=at)
    record(by, "remark.made", operator, remark=remark.pk)
    return remark


@transaction.atomic
def answer_remark(
    remark: Remark, *, upheld: bool, answer: str, at: datetime, by: Account
) -> Remark:
    """答复资料意见: what was found, and what was changed or why nothing was."""
    require(by, Permission.EDIT_OPERATOR, remark.operator)
    remark = Remark.objects.select_for_update().get(pk=remark.pk)
    if remark.upheld is not None:
        raise Declined("这一条已经答复过了")
    if remark.by_id == by.pk:
        raise Declined("不能答复自己提的：请另一位执法员答复")
    remark.upheld, remark.answer = upheld, answer
    remark.answered_by, remark.answered_at = by, at
    remark.save(update_fields=["upheld", "answer", "answered_by", "answered_at"])
    record(by, "remark.answered", remark.operator, remark=remark.pk, upheld=upheld)
    return remark
