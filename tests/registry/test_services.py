"""What may be done with operators and shops, by whom, and what is left of it."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from wangshi.accounts.policy import Refused
from wangshi.registry.models import Operator, Shop, ShopLink
from wangshi.registry.selectors import compare, suggest_operators, timeline_of
from wangshi.registry.services import (
    Declined,
    NewOperator,
    OperatorFacts,
    ShopFacts,
    add_licence,
    add_live_room,
    add_permit,
    close_shop,
    edit_operator,
    edit_shop,
    find_or_open_shop,
    link_shop,
    open_operator,
    open_platform,
    unlink_shop,
)
from wangshi.shared.models import AuditRecord

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def last_verb() -> str:
    return AuditRecord.objects.order_by("-sequence").first().verb


def test_every_verb_leaves_one_audit_record(make_operator, make_shop, officer):
    operator, shop = make_operator("样例山货行"), make_shop("样例小店")
    verbs = [
        (
            lambda: edit_operator(operator, OperatorFacts(phone="13800000000"), by=officer),
            "operator.edited",
        ),
        (lambda: add_licence(operator, number="L1", by=officer), "licence.added"),
        (
            lambda: add_permit(operator, kind="food_business_permit", number="P1", by=officer),
            "permit.added",
        ),
        (lambda: edit_shop(shop, ShopFacts(name="样例大店"), by=officer), "shop.edited"),
        (lambda: link_shop(shop, operator, at=NOW, by=officer), "shop.linked"),
        (lambda: unlink_shop(shop, reason="认错了", at=NOW, by=officer), "shop.unlinked"),
        (lambda: close_shop(shop, on=date(2026, 3, 1), by=officer), "shop.closed"),
        (
            lambda: open_operator(NewOperator("样例人", "person"), OperatorFacts(), by=officer),
            "operator.opened",
        ),
        (lambda: open_platform(code="yanshi", name="演示平台", by=officer), "platform.opened"),
    ]
    for act, verb in verbs:
        before = AuditRecord.objects.count()
        act()
        assert (AuditRecord.objects.count(), last_verb()) == (before + 1, verb)


def test_only_those_with_the_right_may_edit(make_operator, make_shop, dispatcher, platform):
    operator, shop = make_operator("样例山货行"), make_shop("样例小店")
    acts = [
        lambda: edit_operator(operator, OperatorFacts(), by=dispatcher),
        lambda: link_shop(shop, operator, at=NOW, by=dispatcher),
        lambda: close_shop(shop, on=date(2026, 3, 1), by=dispatcher),
        lambda: find_or_open_shop(
            platform, external_id="x", facts=ShopFacts("样例"), by=dispatcher
        ),
    ]
    for act in acts:
        with pytest.raises(Refused):
            act()


def test_a_shop_is_found_again_by_its_number_and_its_blanks_are_filled(officer, platform):
    first = find_or_open_shop(platform, external_id="7", facts=ShopFacts("样例小店"), by=officer)
    facts = ShopFacts("别的店名", shown_name="样例山货行", phone="13800000000")
    again = find_or_open_shop(platform, external_id="7", facts=facts, by=officer)
    assert (again.pk, again.name, again.shown_name) == (first.pk, "样例小店", "样例山货行")
    assert Shop.objects.count() == 1


def test_a_link_keeps_its_grounds_and_can_be_undone(make_operator, make_shop, officer):
    operator = make_operator("样例山货行")
    shop = make_shop("样例山货", shown_uscc=operator.uscc, shown_name="样例山货行")
    link = link_shop(shop, operator, reasons=compare(shop, operator), at=NOW, by=officer)
    assert [r["mark"] for r in link.reasons][:2] == ["同", "同"]
    with pytest.raises(Declined, match="先解除"):
        link_shop(shop, make_operator("另一家样例"), at=NOW, by=officer)
    unlink_shop(shop, reason="认错了", at=NOW, by=officer)
    shop.refresh_from_db()
    assert (shop.operator, shop.operator_confirmed_at) == (None, None)
    assert ShopLink.objects.get().end_reason == "认错了"
    titles = [event.title for event in timeline_of(operator, officer)]
    assert {"关联：样例山货", "解除关联：样例山货"} <= set(titles)


def test_whoever_saves_second_is_told_who_was_first(make_operator, officer):
    operator = make_operator("样例山货行")
    edit_operator(operator, OperatorFacts(phone="13800000000"), version=0, by=officer)
    with pytest.raises(Declined, match="李示范在"):
        edit_operator(operator, OperatorFacts(phone="13900000000"), version=0, by=officer)
    operator.refresh_from_db()
    assert operator.phone == "13800000000"


def test_a_registered_operator_is_never_exempt(make_operator, officer):
    with pytest.raises(Declined, match="已经登记"):
        edit_operator(
            make_operator("样例行"), OperatorFacts(exemption_ground="small_turnover"), by=officer
        )


def test_a_permit_number_belongs_to_one_operator(make_operator, officer):
    add_permit(make_operator("样例甲"), kind="food_business_permit", number="P1", by=officer)
    with pytest.raises(Declined, match="样例甲"):
        add_permit(make_operator("样例乙"), kind="food_business_permit", number="P1", by=officer)


def test_a_live_room_is_run_by_one_operator(make_operator, make_shop, officer):
    one, other = make_operator("样例甲"), make_operator("样例乙")
    platform = make_shop("样例店").platform
    facts = {"platform": platform, "account_id": "yangli-01", "name": "样例直播间", "by": officer}
    room = add_live_room(one, **facts)
    assert (room.operator, room.name) == (one, "样例直播间")
    with pytest.raises(Declined, match="已经录过"):
        add_live_room(one, **facts)
    with pytest.raises(Declined, match="样例甲"):
        add_live_room(other, **facts)


def test_the_database_refuses_what_can_never_be(make_operator, make_shop):
    operator, shop = make_operator("样例行"), make_shop("样例店")
    never = [
        lambda: Operator.objects.filter(pk=operator.pk).update(registration_exempt=True),
        lambda: Operator.objects.filter(pk=operator.pk).update(written_code="9161"),
        lambda: Shop.objects.filter(pk=shop.pk).update(operator_confirmed_at=NOW),
    ]
    for act in never:
        with pytest.raises(IntegrityError), transaction.atomic():
            act()


def test_suggestions_come_with_reasons_the_strongest_first(make_operator, make_shop, officer):
    by_code = make_operator("完全不同的名字样例")
    by_phone = make_operator("又一个样例", phone="13800000009")
    by_name = make_operator("拾穗县甲木山货经营部")
    make_operator("毫不相干的虚构公司")
    shop = make_shop("甲木山货", shown_uscc=by_code.uscc, phone="13800000009")
    found = suggest_operators(shop, officer)
    assert [one.operator for one in found] == [by_code, by_phone, by_name]
    assert "同 信用代码" in found[0].said
    assert "同 字号" in found[2].said
    assert "异 信用代码" in found[2].said
