"""Pages of sellers: what they show, what they refuse, how few questions they ask."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from tests.growth.conftest import USCC, answers, then
from wangshi.accounts.permissions import Role
from wangshi.growth import services
from wangshi.growth.models import FoodStart, Guidance, Seller
from wangshi.growth.selectors import food_clock, funnel
from wangshi.registry.models import Operator

pytestmark = [pytest.mark.django_db, pytest.mark.once]
NEW = {
    "mark": "样例", "name": "样例辣酱哥", "channel": "video", "sells": "辣椒酱",
    "source": "officer",
}  # fmt: skip


@pytest.fixture
def signed_in(client, officer):
    client.force_login(officer)
    return client


def page(client, name, /, *args, asked=None, **given):
    path = reverse(name, args=args)
    return client.post(path, given) if given else client.get(path, asked or {})


def text(response):
    return response.content.decode()


def test_a_seller_is_written_in_once_however_often_the_button_is_pressed(signed_in, town):
    given = NEW | {"town": town.pk, "found_on": timezone.localdate().isoformat()}
    for _ in range(2):
        answer = page(signed_in, "seller-new", **given)
        assert answer.status_code == 302
    assert "样例辣酱哥" in text(page(signed_in, "seller", Seller.objects.get().pk))


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"name": ""}, "写怎么称呼"),
        ({"url": "不是网址"}, "链接要完整"),
        ({"found_on": "2999-01-01"}, "不能晚于今天"),
        ({"origin": "没有这个号"}, "没有这个编号的线索"),
    ],
)
def test_what_is_wrong_is_said_at_the_field(signed_in, town, wrong, told):
    given = NEW | {"town": town.pk, "found_on": timezone.localdate().isoformat()} | wrong
    answer = page(signed_in, "seller-new", **given)
    assert answer.status_code == 422
    assert told in text(answer)
    assert not Seller.objects.exists()


def test_the_guide_on_the_page_shows_the_answer_with_its_article(signed_in, seller):
    given = {"mark": "样例", "who": "person", "goods": ["ordinary"], "turnover": "60000"}
    assert page(signed_in, "seller-guide", seller.pk, **given).status_code == 302
    shown = text(page(signed_in, "seller", seller.pk))
    for words in ("不用办营业执照", "第八条第三款", "个人从事零星小额交易活动", "打印自我声明"):
        assert words in shown
    assert "个人从事零星小额交易活动" in text(page(signed_in, "seller-declaration", seller.pk))


def test_who_must_register_gets_the_handbook_step_by_step(signed_in, seller, officer):
    services.guide_seller(seller, answers("ordinary", turnover=200_000), by=officer, at=then())
    shown = text(page(signed_in, "seller", seller.pk))
    assert "手把手办照" in shown
    assert page(signed_in, "seller-declaration", seller.pk).status_code == 404
    assert "第十九条" in text(page(signed_in, "seller-handbook", seller.pk))
    given = {"mark": "一", "key": "papers", "done_already": "no", "words": ""}
    answer = page(signed_in, "seller-prepare", seller.pk, **given)
    assert "卡在哪里" in text(answer)
    page(signed_in, "seller-prepare", seller.pk, **given | {"mark": "二", "words": "身份证过期"})
    assert "身份证过期" in text(page(signed_in, "seller", seller.pk))


def test_a_step_that_is_not_open_leads_back_to_the_seller(signed_in, seller):
    answer = page(signed_in, "seller-register", seller.pk)
    assert answer.status_code == 302
    assert "不能记" in text(signed_in.get(answer.url))


def test_a_known_code_links_the_operator_and_an_unknown_one_is_refused(signed_in, seller):
    wrong = page(signed_in, "seller-link", seller.pk, mark="一", uscc=USCC)
    assert "登记库里没有" in text(wrong)
    Operator.objects.create(uscc=USCC, source_key=USCC, name="样例商行", form="sole_trader")
    assert page(signed_in, "seller-link", seller.pk, mark="二", uscc=USCC).status_code == 302
    assert "样例商行" in text(page(signed_in, "seller", seller.pk))


def test_the_road_to_the_cases_is_a_button_and_the_clue_is_told_of(signed_in, seller, officer):
    services.visit_seller(seller, words="上门讲过", by=officer, at=then())
    services.refuse_seller(seller, words="不办", by=officer, at=then())
    assert "转为线索" in text(page(signed_in, "seller", seller.pk))
    assert page(signed_in, "seller-hand-over", seller.pk, mark="一").status_code == 302
    seller.refresh_from_db()
    assert seller.clue.number in text(page(signed_in, "seller", seller.pk))


def test_the_same_account_is_pointed_out(signed_in, find):
    first = find(account="样例群")
    second = find(name="样例嫂子", account="样例群")
    assert "可能已经登记过" in text(page(signed_in, "seller", second.pk))
    assert first.name in text(page(signed_in, "seller", second.pk))


def test_a_contact_that_is_due_is_asked_for(signed_in, find):
    late, fresh = find(name="样例该联系", days=8), find(name="样例才发现")
    assert "该联系了" in text(page(signed_in, "seller", late.pk))
    shown = text(page(signed_in, "sellers", asked={"waits": "due"}))
    assert late.name in shown
    assert fresh.name not in shown


def test_a_declaration_of_a_year_ago_is_to_be_looked_at_again(signed_in, find, officer):
    old, new = find(name="样例旧声明", days=400), find(name="样例新声明", days=5)
    for one, days in ((old, 400), (new, 5)):
        services.guide_seller(one, answers("own_produce"), by=officer, at=then(days))
        day = timezone.localdate(then(days))
        services.sign_declaration(one, signed_on=day, by=officer, at=then(days))
    shown = text(page(signed_in, "sellers", asked={"waits": "look_again"}))
    assert old.name in shown
    assert new.name not in shown
    assert "声明该再看了" in text(page(signed_in, "seller", old.pk))


def test_every_figure_of_the_funnel_opens_to_as_many_rows(signed_in, find, officer, other_town):
    first, second, third = find(), find(name="样例甲"), find(name="样例乙", town=other_town)
    services.visit_seller(first, words="联系上", by=officer, at=then())
    services.guide_seller(second, answers("own_produce"), by=officer, at=then())
    services.sign_declaration(second, signed_on=timezone.localdate(), by=officer, at=then())
    services.lose_seller(third, words="找不到", by=officer, at=then())
    told = funnel(officer)
    counts = [figure.count for figure in told.county.figures]
    assert counts == [3, 2, 1, 0, 0, 1, 0, 1]
    assert len(told.towns) == 2
    for row in (told.county, *told.towns):
        for figure in row.figures:
            listed = signed_in.get(figure.href).context["page"].total
            assert listed == figure.count, figure
    assert "从无照到有照" in text(page(signed_in, "sellers-funnel"))


def test_the_list_goes_out_as_a_workbook(signed_in, find):
    find(name="=样例()", phone="13800000000")
    answer = page(signed_in, "sellers-export", asked={"channel": "group"})
    sheet = load_workbook(BytesIO(b"".join(answer.streaming_content))).active
    assert sheet.max_row == 2
    assert sheet["A2"].value.lstrip("'") == "=样例()"
    assert sheet["A2"].data_type == "s"


def test_more_sellers_ask_no_more_questions(signed_in, find, officer):
    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as counted:
            page(signed_in, "sellers")
            page(signed_in, "sellers-funnel")
            page(signed_in, "food-starts")
        return len(counted)

    def add(number: int) -> None:
        seller = find(name=f"样例 {number}")
        services.note_food_start(
            seller,
            town=seller.town,
            where="样例群",
            started_on=timezone.localdate(),
            by=officer,
            at=then(),
        )

    add(0)
    asked()
    few = asked()
    for number in range(1, 6):
        add(number)
    assert asked() == few


def test_a_grid_member_adds_a_seller_and_sees_only_the_own_town(
    client, find, grid_member, other_town
):
    find(name="样例邻镇", town=other_town)
    client.force_login(grid_member)
    given = {"mark": "一", "channel": "group", "goods": "homemade_food", "name": "样例豆腐坊"}
    answer = client.post(reverse("grid-seller-new"), given)
    assert answer.status_code == 302
    shown = text(client.get(answer.url))
    assert "样例豆腐坊" in shown
    assert "样例邻镇" not in shown
    assert Seller.objects.get(name="样例豆腐坊").town == grid_member.town
    assert page(client, "seller", Seller.objects.get(name="样例豆腐坊").pk).status_code == 404
    assert reverse("sellers") + '"' not in text(client.get(reverse("me")))


def test_a_grid_member_without_a_town_is_told_whom_to_ask(client, make_account):
    client.force_login(make_account("钱样例", Role.GRID_MEMBER))
    given = {"mark": "一", "channel": "group", "goods": "other", "name": "样例"}
    assert "请所里补上" in text(client.post(reverse("grid-seller-new"), given))


def test_who_only_looks_sees_no_telephone(client, find, leader):
    seller = find(phone="13812345678", person="样例人", place="样例巷 1 号")
    client.force_login(leader)
    shown = text(page(client, "seller", seller.pk))
    assert "13812345678" not in shown
    assert "样例人" not in shown
    assert "样例巷" not in shown


def test_the_clock_of_a_food_report_runs_from_the_day_it_began(signed_in, seller, town):
    given = {
        "seller": seller.pk, "town": town.pk, "where": "样例群",
        "started_on": (timezone.localdate() - timedelta(days=40)).isoformat(),
    }  # fmt: skip
    assert page(signed_in, "food-start-new", **given).status_code == 302
    start = FoodStart.objects.get()
    assert food_clock(start, timezone.localdate()).is_late
    assert "逾期" in text(page(signed_in, "food-starts"))
    page(signed_in, "food-start-report", start.pk, reported_on=timezone.localdate().isoformat())
    assert "没有等报告的" in text(page(signed_in, "food-starts"))
    assert "报晚了" in text(page(signed_in, "food-starts", asked={"show": "all"}))


def test_a_food_start_is_somebodys(signed_in, town):
    given = {"town": town.pk, "where": "样例群", "started_on": "2026-11-02"}
    assert "填经营主体的信用代码" in text(page(signed_in, "food-start-new", **given))
    assert "登记库里没有" in text(page(signed_in, "food-start-new", **given | {"uscc": USCC}))


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"goods": ["own_produce"]}, "个人销售自产农副产品，依法不需要办理市场主体登记"),
        ({"goods": ["ordinary"], "turnover": "90000"}, "快到"),
        ({"goods": ["ordinary"], "turnover": "100001"}, "网上卖货怎样办执照"),
        ({"goods": ["ordinary"]}, "还定不了"),
        ({"goods": ["tobacco"]}, "网上不能卖"),
    ],
)
def test_a_citizen_asks_and_nothing_is_kept(client, county, given, told):
    answer = client.post(reverse("licence-guide"), {"who": "person"} | given)
    assert answer.status_code == 200
    assert told in text(answer)
    assert not Guidance.objects.exists()
    assert not Seller.objects.exists()
    assert not client.cookies.get("sessionid")


def test_a_citizen_who_answers_nothing_is_told_what_to_choose(client):
    answer = client.post(reverse("licence-guide"), {"turnover": "六万"})
    assert answer.status_code == 422
    for words in ("至少勾一样", "写一个整数"):
        assert words in text(answer)


def test_the_page_of_the_operator_tells_where_it_comes_from(signed_in, seller, officer):
    given = services.Licensed(uscc=USCC, name="拾穗县样例蜂蜜铺")
    services.license_seller(seller, given, by=officer, at=then())
    seller.refresh_from_db()
    shown = text(page(signed_in, "operator", seller.operator_id))
    assert "没有店铺时在卖" in shown
    assert reverse("seller", args=[seller.pk]) in shown


def test_the_funnel_goes_out_as_a_workbook(signed_in, find):
    find()
    answer = page(signed_in, "sellers-funnel-export")
    sheet = load_workbook(BytesIO(b"".join(answer.streaming_content))).active
    assert [cell.value for cell in sheet[2]][:3] == ["全县", 1, 0]
    assert sheet.max_row == 3
