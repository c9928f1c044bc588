"""The owner's pages: all they need to put it right, and not a word of what is not theirs."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.cases.conftest import clue_in
from tests.cases.test_pages import as_user, send
from tests.conftest import lately
from wangshi.accounts.permissions import Role
from wangshi.cases.models import Clue, OwnerAnswer
from wangshi.cases.services import note_check, recheck, work_again
from wangshi.cases.workflow import SEEN_BY_OURSELVES, ClueSource, ClueState
from wangshi.registry.models import Operator
from wangshi.shared.models import Attachment

pytestmark = pytest.mark.once

SECRETS = {
    "title": "钱试说虚构小铺卖的花茶能治病",
    "detail": "钱试在群里看到，家住甲木镇三号",
    "place": "甲木镇三号门口",
    "external_number": "虚构12315-77",
}


@pytest.fixture
def now():
    return lately()


@pytest.fixture
def matter(people, now):
    """A grid member's report that ended in guidance, told to the bound operator."""
    clue = clue_in(
        ClueState.CLOSED,
        people,
        at=now,
        found_on=timezone.localdate(now),
        operator=people.operator,
        quote="原话：包治失眠",
        page_url="https://example.com/item/1",
        **SECRETS,
    )
    return clue.corrections.get()


def own(people) -> Client:
    return as_user(people.owner)


def page_of(people, matter) -> str:
    return own(people).get(reverse("my-matter", args=[matter.pk])).content.decode()


def test_the_first_page_says_what_to_put_right_by_when(people, matter):
    page = own(people).get(reverse("home"), follow=True).content.decode()
    assert "有 1 件要改" in page
    assert "非药品涉医" in page
    assert "个工作日" in page
    assert people.operator.name in page


def test_a_matter_shows_the_article_the_way_and_the_day(people, matter):
    page = page_of(people, matter)
    for words in (
        "删掉标题和详情里“能治病”的话",
        "禁止其他任何广告涉及疾病治疗功能",
        "只写配料、产地、吃法用法",
        "应当责令当事人改正或者限期改正违法行为",
        "甲木市场监管所",
        "我已改好",
    ):
        assert words in page, words


def test_nothing_of_the_reporter_or_of_the_file_is_shown(people, matter, now):
    again = matter.clue
    pages = [page_of(people, matter), own(people).get(reverse("my-shops")).content.decode()]
    for words in (*SECRETS.values(), people.grid_member.name, "包治失眠", "item/1", again.number):
        assert not any(words in page for page in pages), words


@pytest.mark.parametrize("source", list(ClueSource))
def test_the_words_of_the_page_are_shown_where_the_bureau_saw_them_itself(source, people, matter):
    Clue.objects.filter(pk=matter.clue_id).update(source=source)
    assert ("包治失眠" in page_of(people, matter)) == (source in SEEN_BY_OURSELVES)


def test_what_is_checked_again_in_secret_is_not_told(people, matter):
    recheck(matter, fixed=False, seen="标题里还有", by=people.officer, at=timezone.now())
    clue = work_again(
        matter.clue, reason="提请立案，先不惊动", by=people.officer, at=timezone.now()
    )
    note_check(clue, words="今晚去仓库看", by=people.officer, at=timezone.now())
    page = page_of(people, matter)
    assert "标题里还有" in page
    for words in ("先不惊动", "今晚去仓库看", "重办", "重新核查", "核查中"):
        assert words not in page


def test_an_owner_opens_no_clue_and_no_officers_page(people, matter):
    client = own(people)
    for name, args in (
        ("clue", [matter.clue_id]),
        ("clues", []),
        ("desk", []),
        ("operator", [people.operator.pk]),
        ("operators", []),
        ("clue-recheck", [matter.clue_id]),
    ):
        assert client.get(reverse(name, args=args)).status_code == 404, name


def test_what_belongs_to_another_operator_is_missing(people, matter):
    matter.operator = Operator.objects.create(source_key="别家", name="别家样例", form="other")
    matter.save()
    for name in ("my-matter", "my-matter-fixed", "my-matter-objection"):
        assert own(people).get(reverse(name, args=[matter.pk])).status_code == 404


def test_the_owner_says_it_is_fixed_with_a_photo_and_the_officer_sees_it(people, matter, photo):
    client = own(people)
    sent = send(
        client, reverse("my-matter-fixed", args=[matter.pk]), words="那句话删掉了", photos=[photo]
    )
    assert sent.status_code == 302
    assert "等复看" in page_of(people, matter)
    kept = Attachment.objects.get()
    assert client.get(reverse("my-matter-photo", args=[matter.pk, kept.pk])).status_code == 200
    officer = as_user(people.officer)
    page = officer.get(reverse("clue", args=[matter.clue_id])).content.decode()
    assert "店家说改好了" in page
    assert "店家交的照片" in page
    assert officer.get(reverse("clue-photo", args=[matter.clue_id, kept.pk])).status_code == 200
    assert "复看：" in officer.get(reverse("desk")).content.decode()


def test_a_sentence_is_needed_and_a_double_click_says_it_once(people, matter):
    client, url = own(people), reverse("my-matter-fixed", args=[matter.pk])
    refused = send(client, url)
    assert refused.status_code == 422
    assert "写一句：改了哪里" in refused.content.decode()
    again = {"mark": "m" * 32, "words": "删了"}
    assert [client.post(url, again).status_code for _ in range(2)] == [302, 302]
    assert OwnerAnswer.objects.count() == 1


def test_an_objection_is_heard_and_moves_no_day(people, matter):
    url = reverse("my-matter-objection", args=[matter.pk])
    send(own(people), url, words="那句话是平台自动加的")
    page = page_of(people, matter)
    assert "您有不同意见" in page
    assert "我已改好" in page


@pytest.mark.parametrize(("fixed", "said"), [(True, "复看：已改好"), (False, "复看：没改好")])
def test_the_answer_of_the_recheck_is_read(fixed, said, people, matter):
    recheck(matter, fixed=fixed, seen="看了三个页面", by=people.officer, at=timezone.now())
    page = page_of(people, matter)
    assert said in page
    assert "看了三个页面" in page
    assert "我已改好" not in page
    url = reverse("my-matter-fixed", args=[matter.pk])
    assert own(people).get(url).headers["Location"] == reverse("my-matter", args=[matter.pk])
    refused = own(people).post(url, {"mark": "m" * 32, "words": "删了"})
    assert "已经复看过了" in refused.content.decode()


def test_the_finder_hears_what_the_recheck_found(people, matter):
    recheck(matter, fixed=True, seen="看了三个页面", by=people.officer, at=timezone.now())
    page = as_user(people.grid_member).get(reverse("grid-answers")).content.decode()
    assert "复看过了：已改好。" in page
    assert "看了三个页面" not in page


def test_an_account_without_an_operator_is_told_what_to_do(make_account):
    page = as_user(make_account("新店样例", Role.SHOP_OWNER)).get(reverse("my-shops"))
    assert "这个账号还没有绑定主体" in page.content.decode()


def test_the_first_page_asks_as_often_for_ten_matters_as_for_two(people, now):
    client = own(people)
    client.get(reverse("my-shops"))  # the session is written once

    def grow(to: int) -> int:
        found = {"at": now, "found_on": timezone.localdate(now), "operator": people.operator}
        for _ in range(Clue.objects.count(), to):
            clue_in(ClueState.CLOSED, people, **found)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(reverse("my-shops")).status_code == 200
        return len(asked)

    assert grow(2) == grow(10)
