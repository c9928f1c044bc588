"""改正要求: on the road of the cases; the owner answers there, a later check is the recheck."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from tests.at_once import together
from tests.evidence.conftest import picture
from wangshi.accounts.permissions import Role
from wangshi.cases.models import Clue, Correction
from wangshi.cases.selectors import own_corrections
from wangshi.cases.services import Demand, answer_correction
from wangshi.cases.workflow import StepRefused
from wangshi.display.selectors import DueAsked, due_shops, suggested_demand, why_due
from wangshi.display.services import ask_to_show, close_request, hand_over_check
from wangshi.display.workflow import DisplayRefused
from wangshi.engine.display import Section, Verdict
from wangshi.registry.models import Shop

from .conftest import GOOD, MISSING, SHOWN, UNSEEN

pytestmark = pytest.mark.django_db
WRONG = SHOWN | {Section.LICENCE: Verdict.DIFFERS}


@pytest.fixture
def ask(officer):
    def send(check, *, by=None, days=5):
        now = timezone.now()
        demand = Demand("首页亮出营业执照", timezone.localdate(now) + timedelta(days=days))
        return ask_to_show(check, demand=demand, by=by or officer, at=now)

    return send


@pytest.fixture
def owner(make_account, shop):
    account = make_account("店主样例", Role.SHOP_OWNER)
    shop.operator.representations.create(
        account=account,
        reason="样例",
        bound_at=timezone.now(),
        bound_by=make_account("周样本", Role.OFFICER),
    )
    return account


def test_a_request_is_a_clue_the_owner_reads(shop, check, ask, officer, owner):
    made = check(shop, WRONG, values=GOOD | {"person": "王示例"})
    clue = ask(made)
    assert (clue.violation, clue.outcome, clue.state) == ("V03", "corrected", "closed")
    assert clue.handler == officer
    assert "法定代表人（负责人、经营者）和登记的不一样" in clue.detail
    (told,) = own_corrections(owner)
    assert told.demand == "首页亮出营业执照"
    made.refresh_from_db()
    assert made.clue == clue


@pytest.mark.once
def test_the_owner_sees_it_sends_proof_and_is_told_what_the_recheck_saw(
    client, shop, check, ask, officer, owner
):
    correction = ask(check(shop, MISSING)).corrections.get()
    client.force_login(owner)
    assert "未亮照亮证" in client.get(reverse("my-shops")).content.decode()
    matter = reverse("my-matter", args=[correction.pk])
    assert "把营业执照、许可证的图片或者链接放在店铺首页" in client.get(matter).content.decode()
    form = client.get(reverse("my-matter-fixed", args=[correction.pk])).context["form"]
    proof = SimpleUploadedFile("首页.png", picture())
    given = {"mark": form["mark"].value(), "words": "首页亮出来了", "photos": proof}
    assert client.post(reverse("my-matter-fixed", args=[correction.pk]), given).status_code == 302
    close_request(check(shop), by=officer, at=timezone.now())
    shown = client.get(matter).content.decode()
    assert "复看：已改好" in shown
    assert "亮照亮了" in shown


def test_a_demand_is_proposed_in_words_an_owner_understands(shop, check):
    made = check(shop, MISSING, values={"name": GOOD["name"]})
    assert suggested_demand(made) == (
        "亮照：没有写统一社会信用代码、法定代表人（负责人、经营者）、住所（经营场所）、组成形式。"
        "请亮在店铺首页的显著位置，和证照上的一字不差。"
    )


def test_asking_twice_is_asking_once(shop, check, ask):
    made = check(shop, MISSING)
    assert ask(made) == ask(made)
    assert Correction.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_officers_ask_at_the_same_moment_and_there_is_one_clue(
    shop, check, ask, make_account, station
):
    made, second = check(shop, MISSING), make_account("王示例", Role.OFFICER, department=station)
    done = together(
        lambda: ask(made), lambda: ask(made, by=second), refusal=(DisplayRefused, StepRefused)
    )
    assert len({one.pk for one in done}) == 1
    assert Clue.objects.count() == 1


def test_it_is_closed_by_a_later_check_that_is_good(shop, check, ask, officer):
    clue = ask(check(shop, MISSING))
    later = check(shop)
    assert close_request(later, by=officer, at=timezone.now()) == clue
    correction = clue.corrections.get()
    assert correction.fixed is True
    assert "亮照亮了" in correction.seen
    assert close_request(later, by=officer, at=timezone.now()) == clue


def test_what_is_not_put_right_is_worked_as_a_clue_again(shop, check, ask, officer):
    clue = ask(check(shop, MISSING))
    close_request(check(shop, MISSING), by=officer, at=timezone.now())
    clue.refresh_from_db()
    assert clue.state == "checking"
    assert clue.corrections.get().fixed is False
    with pytest.raises(DisplayRefused, match="正在核查，不用再转一条"):
        ask(check(shop, MISSING))


@pytest.mark.parametrize("verdicts", [UNSEEN, None])
def test_an_unseen_page_and_the_first_check_itself_are_no_recheck(
    shop, check, ask, officer, verdicts
):
    first = check(shop, MISSING)
    ask(first)
    again = check(shop, verdicts) if verdicts else first
    with pytest.raises(DisplayRefused, match=r"没有看到页面|改正要求以前"):
        close_request(again, by=officer, at=timezone.now())


def test_a_shop_whose_owner_says_it_is_done_is_due_first(shop, check, ask, owner):
    clue = ask(check(shop, MISSING))
    today = timezone.localdate()
    assert not due_shops(DueAsked(), today).exists()
    answer_correction(clue.corrections.get(), fixed=True, words="亮了", by=owner, at=timezone.now())
    (row,) = due_shops(DueAsked(), today)
    assert why_due(row) == "改正期满，该复看"


def test_an_unanswered_request_is_due_after_its_day(shop, check, ask):
    ask(check(shop, MISSING))
    (row,) = due_shops(DueAsked(), timezone.localdate() + timedelta(days=6))
    assert why_due(row) == "改正期满，该复看"


def test_what_is_serious_becomes_a_clue_at_once(shop, check, officer):
    made = check(shop, MISSING)
    clue = hand_over_check(made, by=officer, at=timezone.now())
    assert (clue.state, clue.violation, clue.shop) == ("reported", "V03", shop)
    assert hand_over_check(made, by=officer, at=timezone.now()) == clue


def test_nothing_is_asked_for_a_mark_or_where_all_is_well(shop, check, ask, officer):
    mark = check(shop, SHOWN | {Section.MARK: Verdict.MISSING}, marks=("地理标志",))
    for act in (ask, lambda one: hand_over_check(one, by=officer, at=timezone.now())):
        with pytest.raises(DisplayRefused, match="没有条文要求"):
            act(mark)


def test_only_the_newest_check_is_acted_on(shop, check, ask):
    old = check(shop, MISSING)
    check(shop)
    with pytest.raises(DisplayRefused, match="从最近的那次检查办"):
        ask(old)


def test_an_officer_without_a_unit_asks_nobody(shop, check, ask, make_account):
    with pytest.raises(StepRefused, match="还没有写单位"):
        ask(check(shop, MISSING), by=make_account("无单位样例", Role.OFFICER))
    assert not Clue.objects.exists()


def test_a_shop_nobody_owns_yet_is_asked_in_person(platform, town, check, ask):
    alone = Shop.objects.create(platform=platform, external_id="s2", name="样例无主店", town=town)
    clue = ask(check(alone, MISSING))
    assert clue.corrections.get().operator is None
