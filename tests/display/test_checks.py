"""记亮照检查: what agrees goes in, what does not says why, what nobody saw is no verdict."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from tests.at_once import together
from wangshi.accounts.permissions import Role
from wangshi.accounts.policy import Refused
from wangshi.display.models import DisplayCheck
from wangshi.display.selectors import (
    ChecksAsked,
    DueAsked,
    checks_for,
    due_shops,
    newest_checks,
    why_due,
)
from wangshi.display.workflow import DisplayRefused
from wangshi.engine.display import Section, Verdict
from wangshi.registry.models import Permit, Shop
from wangshi.shared.models import AuditRecord

from .conftest import CODE, GOOD, MISSING, SHOWN, UNSEEN

pytestmark = pytest.mark.django_db
OLD = timedelta(days=200)


def test_a_check_keeps_both_values_of_each_item_and_leaves_its_record(shop, check):
    made = check(shop)
    first = made.findings[0]
    assert (first["key"], first["shown"], first["registered"]) == ("uscc", CODE, CODE)
    assert [one["state"] for one in made.findings] == ["present"] * 5
    line = AuditRecord.objects.order_by("-sequence").first()
    assert (line.verb, line.facts["licence"]) == ("display.recorded", "shown")


@pytest.mark.parametrize(
    ("verdicts", "facts", "said"),
    [
        (MISSING, {"values": GOOD}, "照填的内容是“亮了”"),
        (SHOWN, {"values": {}}, "没有写：统一社会信用代码"),
        (SHOWN | {Section.LICENCE: Verdict.NOT_DUE}, {"why": "不用"}, "亮的是自我声明"),
        (SHOWN | {Section.MARK: Verdict.UNREACHABLE}, {}, "三样都记看不到"),
        (SHOWN, {"values": GOOD | {"uscc": CODE.replace("0", "O", 1)}}, "不用 I、O、S、V、Z"),
        (SHOWN | {Section.MARK: Verdict.SHOWN}, {"marks": ("地理标志",)}, "没有亮号码"),
        (MISSING, {"page_text": "请先登录"}, "没看到的不能记没亮"),
    ],
)
def test_a_conclusion_that_does_not_follow_is_refused_with_the_reason(
    shop, check, verdicts, facts, said
):
    with pytest.raises(DisplayRefused, match=said):
        check(shop, verdicts, **facts)
    assert not DisplayCheck.objects.exists()


def test_an_officer_who_says_why_is_not_overruled(shop, check):
    made = check(shop, SHOWN, values={}, why="照片清楚，逐项对过，没有差错")
    assert made.licence == Verdict.SHOWN


def test_a_permit_on_record_must_be_on_the_page(shop, operator, check):
    Permit.objects.create(operator=operator, kind="food_business_permit", number="JY1990101001")
    with pytest.raises(DisplayRefused, match="亮证照填的内容是“没亮”"):
        check(shop, SHOWN | {Section.PERMIT: Verdict.SHOWN})
    made = check(shop, SHOWN | {Section.PERMIT: Verdict.SHOWN}, permits=("JY1990101001",))
    assert made.findings[-1]["registered"] == "JY1990101001"


def test_a_page_nobody_saw_is_no_verdict_and_says_why(shop, check):
    assert check(shop, UNSEEN).why == "页面要求登录"
    with pytest.raises(DisplayRefused, match="为什么看不到"):
        _blind_without_a_word(shop, check)


def _blind_without_a_word(shop, check):
    check(shop, dict(UNSEEN), values={})


@pytest.mark.parametrize(
    ("facts", "said"),
    [({"on": "tomorrow"}, "不能晚于今天"), ({"closed": True}, "已经关闭")],
)
def test_a_day_to_come_and_a_closed_shop_are_refused(shop, check, facts, said):
    today = timezone.localdate()
    if "closed" in facts:
        Shop.objects.update(closed_on=today)
    on = today + timedelta(days=1) if "on" in facts else today
    with pytest.raises(DisplayRefused, match=said):
        check(shop, on=on)


def test_who_may_not_inspect_may_not_record(shop, check, grid_member):
    with pytest.raises(Refused):
        check(shop, by=grid_member)


@pytest.mark.parametrize(
    "wrong",
    [
        {"licence": "not_due"},
        {"licence": "unreachable", "why": "登录"},
        {"permit": "unreachable"},
        {"way": "capture"},
    ],
)
def test_the_database_refuses_what_can_never_be(shop, check, wrong):
    made = check(shop)
    with pytest.raises(IntegrityError), transaction.atomic():
        DisplayCheck.objects.filter(pk=made.pk).update(**wrong)


def test_the_second_of_two_officers_sees_what_the_first_found(shop, check, make_account, station):
    second = make_account("王示例", Role.OFFICER, department=station)
    first = check(shop, after=0)
    with pytest.raises(DisplayRefused, match=r"李示范 .* 刚查过这家店（亮照亮了"):
        check(shop, MISSING, after=0, by=second)
    assert check(shop, MISSING, after=first.pk, by=second).pk != first.pk


@pytest.mark.django_db(transaction=True)
def test_two_officers_at_the_same_moment_record_one_check(shop, check, make_account, station):
    second = make_account("王示例", Role.OFFICER, department=station)
    done = together(
        lambda: check(shop, after=0),
        lambda: check(shop, MISSING, after=0, by=second),
        refusal=DisplayRefused,
    )
    assert sorted(type(one).__name__ for one in done) == ["DisplayCheck", "DisplayRefused"]


def test_the_newest_check_of_a_shop_counts_and_a_later_typed_older_one_does_not(shop, check):
    newest = check(shop)
    check(shop, MISSING, on=timezone.localdate() - OLD)
    assert list(newest_checks()) == [newest]
    every = checks_for(ChecksAsked(every=True), timezone.localdate())
    assert every.count() == 2


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ({}, 1),
        ({"section": "licence", "verdict": "shown"}, 1),
        ({"section": "licence", "verdict": "due"}, 1),
        ({"section": "permit", "verdict": "due"}, 0),
        ({"section": "licence", "verdict": "problem"}, 0),
        ({"age": "stale"}, 0),
        ({"age": "fresh"}, 1),
        ({"text": "茶铺"}, 1),
        ({"text": "茶行"}, 1),
        ({"text": "没有"}, 0),
        ({"no_town": True}, 0),
        ({"section": "licence", "verdict": "nonsense"}, 1),
    ],
)
def test_checks_are_found_by_what_is_asked(shop, check, asked, count):
    check(shop)
    assert checks_for(ChecksAsked(**asked), timezone.localdate()).count() == count


def test_shops_are_due_for_a_reason(platform, operator, town, check):
    today = timezone.localdate()
    shops = [
        Shop.objects.create(platform=platform, external_id=str(n), name=f"样例{n}号店",
                            operator=operator, town=town)
        for n in range(5)
    ]  # fmt: skip
    check(shops[1], UNSEEN)
    check(shops[2], on=today - OLD)
    check(shops[3])
    Shop.objects.filter(pk=shops[4].pk).update(closed_on=today)
    rows = list(due_shops(DueAsked(), today))
    assert [(row.name, why_due(row)) for row in rows] == [
        ("样例0号店", "没有查过"),
        ("样例1号店", "上次没看到页面"),
        ("样例2号店", "检查过期了"),
    ]
    assert [row.name for row in due_shops(DueAsked(why="old"), today)] == ["样例2号店"]
