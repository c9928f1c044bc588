"""The account of a shop owner: bound by an officer who checked, ended likewise, and heard."""

from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from wangshi.accounts.models import Account
from wangshi.accounts.permissions import Permission, Role
from wangshi.accounts.policy import Refused, may
from wangshi.registry.models import Remark, Representation
from wangshi.registry.selectors import own_operators, timeline_of
from wangshi.registry.services import (
    Declined,
    add_permit,
    answer_remark,
    bind_owner,
    remark_on_facts,
    unbind_owner,
)
from wangshi.shared.models import AuditRecord

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def owner(make_account) -> Account:
    return make_account("卫虚构", Role.SHOP_OWNER, username="weixugou")


@pytest.fixture
def operator(make_operator):
    return make_operator("样例山货行")


def bind(operator, account, by) -> Representation:
    return bind_owner(operator, account, reason="看过执照和身份证", at=NOW, by=by)


def again(account: Account) -> Account:
    """The account as the next request reads it."""
    return Account.objects.get(pk=account.pk)


def last() -> AuditRecord:
    return AuditRecord.objects.order_by("-sequence")[0]


def test_a_bound_account_sees_its_operator_and_no_other(operator, make_operator, owner, officer):
    other = make_operator("别家山货行")
    assert list(own_operators(again(owner))) == []
    bind(operator, owner, officer)
    assert list(own_operators(again(owner))) == [operator]
    assert not may(again(owner), Permission.VIEW_OWN_SHOPS, other)
    assert (last().verb, last().subject) == ("owner.bound", f"registry.operator:{operator.pk}")


def test_an_ended_account_sees_nothing_and_what_was_stays(operator, owner, officer):
    unbind_owner(bind(operator, owner, officer), reason="店转让了", at=NOW, by=officer)
    assert list(own_operators(again(owner))) == []
    assert last().verb == "owner.unbound"
    titles = [event.title for event in timeline_of(operator, officer)]
    assert {"绑定经营者账号：卫虚构", "解除经营者账号：卫虚构"} <= set(titles)


def test_two_people_may_speak_for_one_operator_each_once(operator, owner, officer, make_account):
    bind(operator, owner, officer)
    with pytest.raises(Declined, match="已经绑定"):
        bind(operator, owner, officer)
    bind(operator, make_account("合伙样例", Role.SHOP_OWNER), officer)
    assert operator.representations.count() == 2


@pytest.mark.parametrize("roles", [(), (Role.GRID_MEMBER,), (Role.OFFICER,)])
def test_only_a_shop_owners_account_is_bound(roles, operator, officer, make_account):
    with pytest.raises(Declined, match="不是在用的经营者账号"):
        bind(operator, make_account("某样例", *roles), officer)


def test_a_stopped_account_is_not_bound(operator, owner, officer):
    owner.is_active = False
    with pytest.raises(Declined, match="不是在用的经营者账号"):
        bind(operator, owner, officer)


def test_nobody_binds_their_own_account(operator, make_account, station):
    both = make_account("两职样例", Role.OFFICER, Role.SHOP_OWNER, department=station)
    with pytest.raises(Declined, match="不能绑定自己的账号"):
        bind(operator, both, both)
    with pytest.raises(IntegrityError), transaction.atomic():
        Representation.objects.create(
            operator=operator, account=both, reason="x", bound_at=NOW, bound_by=both
        )


@pytest.mark.parametrize("who", ["dispatcher", "grid_member", "leader"])
def test_who_does_not_keep_the_register_binds_nobody(who, operator, owner, request):
    with pytest.raises(Refused):
        bind(operator, owner, request.getfixturevalue(who))


def test_a_bureau_admin_may_bind(operator, owner, bureau_admin):
    assert bind(operator, owner, bureau_admin).bound_by == bureau_admin


def test_a_remark_is_answered_once_and_one_waits_at_a_time(operator, owner, officer):
    bind(operator, owner, officer)
    owner = again(owner)
    remark = remark_on_facts(operator, words="电话换了", at=NOW, by=owner)
    with pytest.raises(Declined, match="还没有答复"):
        remark_on_facts(operator, words="住址也换了", at=NOW, by=owner)
    answer_remark(remark, upheld=True, answer="电话改了", at=NOW, by=officer)
    assert last().facts == {"remark": remark.pk, "upheld": True}
    with pytest.raises(Declined, match="已经答复"):
        answer_remark(remark, upheld=False, answer="没有错", at=NOW, by=officer)
    remark_on_facts(operator, words="住址也换了", at=NOW, by=owner)


def test_nobody_remarks_on_another_operator(make_operator, operator, owner, officer):
    bind(operator, owner, officer)
    with pytest.raises(Refused):
        remark_on_facts(make_operator("别家"), words="不对", at=NOW, by=again(owner))


def send(client, name, key, **fields):
    return client.post(reverse(name, args=[key]), {"mark": str(uuid4()), **fields})


def test_an_officer_binds_and_ends_on_the_operators_page(client, operator, owner, officer):
    client.force_login(officer)
    refused = send(client, "owner-bind", operator.pk, username="meiyou", reason="看过执照")
    assert "没有叫“meiyou”的经营者账号" in refused.content.decode()
    assert send(client, "owner-bind", operator.pk, username="weixugou", reason="看过执照").url
    page = client.get(reverse("operator", args=[operator.pk])).content.decode()
    assert "weixugou" in page
    bound = Representation.objects.get()
    assert send(client, "owner-unbind", bound.pk).status_code == 422
    send(client, "owner-unbind", bound.pk, reason="绑错了")
    assert Representation.objects.get().end_reason == "绑错了"


def test_an_owner_reads_the_facts_and_says_what_is_wrong(client, operator, owner, officer):
    add_permit(operator, kind="food_business_permit", number="虚构证1", by=officer)
    bind(operator, owner, officer)
    client.force_login(owner)
    page = client.get(reverse("my-operator", args=[operator.pk])).content.decode()
    assert "虚构证1" in page
    assert operator.uscc in page
    assert send(client, "my-remark", operator.pk).status_code == 422
    send(client, "my-remark", operator.pk, words="许可证换了新的")
    assert "等答复" in client.get(reverse("my-operator", args=[operator.pk])).content.decode()
    client.force_login(officer)
    assert "许可证换了新的" in client.get(reverse("remarks")).content.decode()
    remark = Remark.objects.get()
    send(client, "remark", remark.pk, upheld="yes", answer="已按新证改好")
    client.force_login(owner)
    page = client.get(reverse("my-operator", args=[operator.pk])).content.decode()
    assert "已按新证改好" in page
