"""The pages: one happy path and one refusal each, for the people who use them."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.cases.conftest import PNG, clue_in, new_clue
from tests.conftest import lately
from wangshi.accounts.models import Account
from wangshi.cases.forms import STEP_FORMS
from wangshi.cases.models import Case, Clue, ClueExtension
from wangshi.cases.services import (
    accept_clue,
    add_evidence_photos,
    ask_extension,
    propose_decision,
    report_clue,
    return_clue,
    supervise_clue,
)
from wangshi.cases.workflow import ClueState
from wangshi.engine.statutes import install
from wangshi.shared.models import Attachment

from .acts import filing

pytestmark = pytest.mark.once


@pytest.fixture
def now():
    return lately()


@pytest.fixture
def found(now):
    """Found on the day the page is read: the clock is running."""
    return {"at": now, "found_on": timezone.localdate(now)}


def as_user(account: Account) -> Client:
    client = Client()
    client.force_login(account)
    return client


def hidden(page) -> dict[str, str]:
    """The hidden fields of the page's own form."""
    html = page.content.decode()
    fields = re.findall(r'<input type="hidden" name="(mark|version)" value="([^"]*)"', html)
    return dict(fields)


def send(client: Client, url: str, **fields: object):
    """Opens the form, then sends it as a browser would."""
    return client.post(url, hidden(client.get(url)) | fields)


def test_the_desk_counts_the_work_and_names_the_duty(people, found):
    clue_in(ClueState.CHECKING, people, **found)
    page = as_user(people.officer).get(reverse("desk")).content.decode()
    assert "今天 1 件，约 5 分钟" in page
    assert "核查：虚构小铺卖的花茶说能治病" in page
    assert "剩 15 个工作日" in page


def test_an_empty_desk_says_what_next(people):
    page = as_user(people.officer).get(reverse("desk")).content.decode()
    assert "没有等您的事" in page


@pytest.mark.parametrize(
    ("who", "state", "words"),
    [
        ("dispatcher", ClueState.REPORTED, "分派：虚构小铺"),
        ("officer", ClueState.ASSIGNED, "接收：虚构小铺"),
        ("officer", ClueState.DECIDED, "答复：虚构小铺"),
        ("reviewer", ClueState.DISPUTED, "复核异议：虚构小铺"),
    ],
)
def test_each_finds_on_the_desk_what_waits_for_them(who, state, words, people, found):
    clue_in(state, people, **found)
    assert words in as_user(getattr(people, who)).get(reverse("desk")).content.decode()


def test_what_waits_for_others_is_under_another_chip(people, found):
    clue_in(ClueState.CHECKING, people, **found)
    client = as_user(people.colleague)
    assert "没有等您的事" in client.get(reverse("desk")).content.decode()
    assert "在核查" in client.get(reverse("desk"), {"f": "others"}).content.decode()


def test_a_grid_member_is_shown_the_phone_page_instead(people):
    client = as_user(people.grid_member)
    assert client.get(reverse("desk")).headers["Location"] == reverse("grid")
    assert client.get(reverse("clues")).headers["Location"] == reverse("grid-answers")


@pytest.mark.parametrize("slug", sorted(STEP_FORMS))
def test_a_grid_member_finds_no_step_page_at_all(slug, people, found):
    clue = clue_in(ClueState.CHECKING, people, **found)
    client = as_user(people.grid_member)
    assert client.get(reverse(f"clue-{slug}", args=[clue.pk])).status_code == 404
    assert client.post(reverse(f"clue-{slug}", args=[clue.pk]), {"note": "x"}).status_code == 404
    assert client.get(reverse("clue", args=[clue.pk])).status_code == 404


def test_a_clue_of_another_station_is_missing(people, found):
    clue = clue_in(ClueState.CHECKING, people, **found)
    assert as_user(people.outsider).get(reverse("clue", args=[clue.pk])).status_code == 404


def test_the_clue_page_shows_steps_clock_words_and_road(people, found):
    clue = clue_in(ClueState.CHECKING, people, quote="喝三天，根治失眠", **found)
    page = as_user(people.officer).get(reverse("clue", args=[clue.pk])).content.decode()
    for words in (
        "拾市监线〔",
        "填立案审批表",
        "喝三天，根治失眠",
        "自发现线索或者收到材料之日起十五个工作日内予以核查",
        'id="clock-check"',
        "李示范接收",
        "申请延长",
    ):
        assert words in page


def test_the_whole_article_is_shown_where_the_library_has_it(people, found, settings, tmp_path):
    folder = tmp_path / "statutes"
    folder.mkdir()
    (folder / "范文.md").write_text(
        "# 市场监督管理行政处罚程序规定\n\n原文链接：https://example.com/\n\n"
        "第十八条　这是范文里的第十八条全文。\n",
        "utf-8",
    )
    install(folder, settings.WANGSHI_HOME)
    clue = clue_in(ClueState.CHECKING, people, **found)
    page = as_user(people.officer).get(reverse("clue", args=[clue.pk])).content.decode()
    assert "这是范文里的第十八条全文" in page


def test_a_clue_without_letters_has_no_letter_to_print(people, found):
    clue = clue_in(ClueState.CHECKING, people, **found)
    url = reverse("clue-letter", args=[clue.pk])
    assert as_user(people.officer).get(url).status_code == 404


def test_the_list_filters_and_says_when_nothing_fits(people, found):
    clue = clue_in(ClueState.CHECKING, people, **found)
    client = as_user(people.officer)
    assert clue.number in client.get(reverse("clues"), {"state": "checking"}).content.decode()
    assert clue.number in client.get(reverse("clues"), {"q": "虚构小铺"}).content.decode()
    nothing = client.get(reverse("clues"), {"clock": "late"}).content.decode()
    assert "没有符合的线索" in nothing


@pytest.mark.parametrize("name", ["desk-export", "clues-export"])
def test_what_is_listed_is_exported(name, people, found):
    clue_in(ClueState.CHECKING, people, **found)
    answer = as_user(people.officer).get(reverse(name))
    assert b"".join(answer.streaming_content).startswith(b"PK")
    assert as_user(people.grid_member).get(reverse(name)).status_code == 404


def test_an_officer_registers_a_clue_and_a_double_click_registers_one(people):
    client, url = as_user(people.officer), reverse("new-clue")
    fields = hidden(client.get(url)) | {
        "source": "report",
        "external_number": "虚构12315-1",
        "title": "虚构小铺不亮照",
        "found_on": timezone.localdate().isoformat(),
        "detail": "首页没有营业执照",
    }
    first, second = (client.post(url, fields) for _ in "ab")
    assert first.headers["Location"] == second.headers["Location"]
    assert Clue.objects.get().external_number == "虚构12315-1"


def test_a_clue_without_a_sentence_is_refused_and_keeps_what_was_typed(people):
    client, url = as_user(people.officer), reverse("new-clue")
    page = send(client, url, source="report", detail="首页没有营业执照", found_on="2030-01-01")
    assert page.status_code == 422
    html = page.content.decode()
    assert "写一句话，说清是什么事" in html
    assert "填 12315 单号或者交办文号" in html
    assert "发现日期不能晚于今天" in html
    assert "首页没有营业执照" in html


HAPPY = {
    "assign": ("dispatcher", ClueState.REPORTED, {"reason": "就近"}, ClueState.ASSIGNED),
    "accept": ("officer", ClueState.ASSIGNED, {}, ClueState.CHECKING),
    "return": ("officer", ClueState.ASSIGNED, {"reason": "店在乙水镇"}, ClueState.REPORTED),
    "note": ("officer", ClueState.CHECKING, {"note": "打了电话"}, ClueState.CHECKING),
    "pause": (
        "officer",
        ClueState.CHECKING,
        {"ground": "test", "note": "送检"},
        ClueState.CHECKING,
    ),
    "ask-extension": ("officer", ClueState.CHECKING, {"reason": "等检测"}, ClueState.CHECKING),
    "decide": (
        "officer",
        ClueState.CHECKING,
        {
            "ground": "corrected",
            "reason": "写着能治病",
            "demand": "删掉那句话",
            "due_on": timezone.localdate() + timedelta(days=3),
            "confirmed": "1",
        },
        ClueState.DECIDED,
    ),
    "recheck": (
        "officer",
        ClueState.CLOSED,
        {"result": "unfixed", "seen": "标题里还有"},
        ClueState.CLOSED,
    ),
    "decline": (
        "officer",
        ClueState.CHECKING,
        {"ground": "first_minor", "reason": "初次，已改", "confirmed": "1"},
        ClueState.CHECKING,
    ),
    "reply": ("officer", ClueState.DECIDED, {"reply": "已经改正"}, ClueState.CLOSED),
    "settle": (
        "reviewer",
        ClueState.DISPUTED,
        {"choice": "yes", "answer": "页面还在"},
        ClueState.CHECKING,
    ),
    "supervise": (
        "head",
        ClueState.CHECKING,
        {"demand": "办完", "reason": "群众催"},
        ClueState.CHECKING,
    ),
}


@pytest.mark.parametrize("slug", HAPPY)
def test_a_step_is_taken_on_its_page(slug, people, found):
    who, state, fields, after = HAPPY[slug]
    clue = clue_in(state, people, **found)
    if slug == "assign":
        fields = fields | {"department": str(people.station.pk)}
    steps = clue.steps.count()
    answer = send(as_user(getattr(people, who)), reverse(f"clue-{slug}", args=[clue.pk]), **fields)
    assert answer.status_code == 302, answer.content.decode()
    clue.refresh_from_db()
    assert (clue.state, clue.steps.count()) == (after, steps + 1)


REFUSED = {
    "assign": ("dispatcher", ClueState.REPORTED, "选一个单位"),
    "return": ("officer", ClueState.ASSIGNED, "写明为什么退回"),
    "note": ("officer", ClueState.CHECKING, "写明做了什么、看到什么"),
    "evidence": ("officer", ClueState.CHECKING, "选一张照片"),
    "pause": ("officer", ClueState.CHECKING, "选一个法律允许的事由"),
    "ask-extension": ("officer", ClueState.CHECKING, "写明特殊情况是什么"),
    "file": ("officer", ClueState.CHECKING, "选第二名执法人员，不能是您自己"),
    "decline": ("officer", ClueState.CHECKING, "选一个理由"),
    "decide": ("officer", ClueState.CHECKING, "选一个理由"),
    "reply": ("officer", ClueState.DECIDED, "写给发现人的话"),
    "recheck": ("officer", ClueState.CLOSED, "选一个：已改好，还是没改好"),
    "settle": ("reviewer", ClueState.DISPUTED, "写明复核意见"),
    "supervise": ("head", ClueState.CHECKING, "写明要求"),
}


@pytest.mark.parametrize("slug", REFUSED)
def test_an_empty_form_is_refused_with_words_that_help(slug, people, found):
    who, state, words = REFUSED[slug]
    clue = clue_in(state, people, **found)
    answer = send(as_user(getattr(people, who)), reverse(f"clue-{slug}", args=[clue.pk]))
    html = answer.content.decode()
    assert answer.status_code == 422
    assert html.count(words) == 2  # in the summary and at the field
    assert 'class="errors"' in html


def test_filing_is_looked_over_before_it_is_sent_and_then_approved(people, found):
    clue = clue_in(ClueState.CHECKING, people, **found)
    client, url = as_user(people.officer), reverse("clue-file", args=[clue.pk])
    given = {
        "cause": "普通食品宣传疗效",
        "party": "虚构小铺",
        "second_officer": str(people.colleague.pk),
        "reason": "11 月 20 日页面写着根治失眠",
    }
    look = send(client, url, **given)
    assert "核对一遍" in look.content.decode()
    assert "周模拟（执法证" in look.content.decode()
    assert send(client, url, **given, again="1").status_code == 200
    assert send(client, url, **given, confirmed="1").status_code == 302
    head = as_user(people.head)
    assert "批复：虚构小铺" in head.get(reverse("desk")).content.decode()
    assert send(head, reverse("clue-answer-proposal", args=[clue.pk]), choice="yes").status_code
    assert Case.objects.get().second_officer == people.colleague


def test_the_head_may_not_see_a_form_for_his_own_work(people, now, found):
    clue = clue_in(ClueState.CHECKING, people, **found)
    propose_decision(clue, filing=filing(people), by=people.officer, at=now)
    Clue.objects.filter(pk=clue.pk).update(handler=people.head)
    page = as_user(people.head).get(reverse("clue", args=[clue.pk])).content.decode()
    assert "是您自己经办的件，请另一位批" in page


def test_an_extension_is_answered_on_its_page(people, now, found):
    clue = clue_in(ClueState.CHECKING, people, **found)
    ask_extension(clue, reason="等检测", by=people.officer, at=now)
    head, url = as_user(people.head), reverse("clue-answer-extension", args=[clue.pk])
    assert "写明为什么不批" in send(head, url, choice="no").content.decode()
    assert send(head, url, choice="yes").status_code == 302
    assert ClueExtension.objects.get().approved


def test_a_letter_is_answered_on_its_page(people, now, found):
    clue = clue_in(ClueState.CHECKING, people, **found)
    supervise_clue(clue, demand="办完", reason="群众催", by=people.head, at=now)
    client, url = as_user(people.officer), reverse("clue-answer-letter", args=[clue.pk])
    printed = client.get(reverse("clue-letter", args=[clue.pk])).content.decode()
    assert "拾市监督〔" in printed
    assert "群众催" not in printed  # why it was issued is for the file, not for the letter
    assert send(client, url).status_code == 422
    assert send(client, url, answer="明天办完").status_code == 302


def test_the_second_of_two_officers_keeps_what_he_typed(people, now, found):
    clue = clue_in(ClueState.ASSIGNED, people, **found)
    client, url = as_user(people.colleague), reverse("clue-return", args=[clue.pk])
    fields = hidden(client.get(url)) | {"reason": "店在乙水镇，不归我们"}
    Clue.objects.filter(pk=clue.pk).update(state=ClueState.ASSIGNED)
    clue_steps = clue.steps.count()
    clue.steps.create(name="assign", source="assigned", target="assigned", at=now, by=people.head)
    page = client.post(url, fields)
    html = page.content.decode()
    assert page.status_code == 422
    assert "吴范文在" in html
    assert "做了“分派”" in html
    assert "店在乙水镇，不归我们" in html
    again = dict(re.findall(r'name="(mark|version)" value="([^"]*)"', html))
    assert again["version"] == str(clue_steps + 1)
    assert client.post(url, again | {"reason": "店在乙水镇，不归我们"}).status_code == 302


def test_what_was_typed_survives_when_the_clue_has_left_the_office(people, now, found):
    clue = clue_in(ClueState.ASSIGNED, people, **found)
    client, url = as_user(people.colleague), reverse("clue-return", args=[clue.pk])
    fields = hidden(client.get(url)) | {"reason": "店在乙水镇，不归我们"}
    return_clue(clue, reason="不归本所", by=people.officer, at=now)
    page = client.post(url, fields)
    assert page.status_code == 422
    assert "李示范在" in page.content.decode()
    assert "店在乙水镇，不归我们" in page.content.decode()
    assert as_user(people.outsider).post(url, fields).status_code == 404


def test_a_step_that_was_taken_by_somebody_else_leads_back_to_the_clue(people, now, found):
    clue = clue_in(ClueState.ASSIGNED, people, **found)
    accept_clue(clue, by=people.officer, at=now)
    answer = as_user(people.colleague).get(reverse("clue-accept", args=[clue.pk]), follow=True)
    assert "不能接收" in answer.content.decode()


def test_an_overdue_clue_says_why_its_clock_cannot_stop(people):
    long_ago = timezone.now() - timedelta(days=60)
    clue = clue_in(ClueState.CHECKING, people, at=long_ago, found_on=timezone.localdate(long_ago))
    client = as_user(people.officer)
    page = client.get(reverse("clue", args=[clue.pk])).content.decode()
    assert "期满以后停不了表" in page
    assert reverse("clue-pause", args=[clue.pk]) not in page
    answer = client.get(reverse("clue-pause", args=[clue.pk]), follow=True)
    assert answer.redirect_chain[-1][0] == reverse("clue", args=[clue.pk])


def test_photos_are_shown_to_who_may_see_them(people, now, found, photo):
    clue = clue_in(ClueState.CHECKING, people, **found)
    add_evidence_photos(clue, photos=[photo], words="货架", by=people.officer, at=now)
    evidence = Attachment.objects.get()
    url = reverse("clue-photo", args=[clue.pk, evidence.pk])
    shown = as_user(people.officer).get(url)
    assert shown.headers["Content-Type"] == "image/png"
    assert shown.content == PNG
    assert as_user(people.grid_member).get(url).status_code == 404
    assert as_user(people.outsider).get(url).status_code == 404


def test_a_text_that_calls_itself_a_photo_is_refused(people, found):
    clue = clue_in(ClueState.CHECKING, people, **found)
    fake = SimpleUploadedFile("虚构.png", b"<script>", content_type="image/png")
    url = reverse("clue-evidence", args=[clue.pk])
    page = send(as_user(people.officer), url, photos=fake, note="货架")
    assert "不是照片" in page.content.decode()


def test_six_taps_report_a_clue(people, photo):
    client, url = as_user(people.grid_member), reverse("grid")
    answer = send(
        client, url, photos=photo, kind="cure", town=people.town.pk, shop="虚构老灶", words=""
    )
    assert answer.headers["Location"] == reverse("grid-answers")
    clue = Clue.objects.get()
    assert (clue.violation, clue.suspect_name, clue.title) == (
        "V16",
        "虚构老灶",
        "虚构老灶：说能治病",
    )
    assert clue.number in client.get(reverse("grid-answers")).content.decode()


def test_a_report_without_a_shop_is_refused(people):
    page = send(as_user(people.grid_member), reverse("grid"), town=people.town.pk)
    html = page.content.decode()
    assert page.status_code == 422
    assert "点一个：是哪种情况" in html
    assert "写店名或者账号，写个大概也行" in html


def test_a_report_somebody_made_before_is_taken_and_said_so(people, now):
    report_clue(new_clue(people, found_on=timezone.localdate(now)), by=people.desk_12315, at=now)
    client, url = as_user(people.grid_member), reverse("grid")
    fields = hidden(client.get(url)) | {"kind": "cure", "town": people.town.pk, "shop": "虚构小铺"}
    assert "有人报过同一种情况" in client.post(url, fields, follow=True).content.decode()


def test_a_finder_hears_the_answer_and_disputes_it(people, found):
    clue = clue_in(ClueState.CLOSED, people, **found)
    client = as_user(people.grid_member)
    page = client.get(reverse("grid-answers")).content.decode()
    assert "已经改正" in page
    assert "答复人 李示范" in page
    url = reverse("grid-dispute", args=[clue.pk])
    assert "写一句：哪里不对" in send(client, url).content.decode()
    assert send(client, url, reason="还在卖").status_code == 302
    assert "您提的异议已收到" in client.get(reverse("grid-answers")).content.decode()


def test_nobody_disputes_what_another_reported(people, found):
    clue = clue_in(ClueState.CLOSED, people, **found)
    url = reverse("grid-dispute", args=[clue.pk])
    assert as_user(people.officer).get(url).status_code == 404


LISTS = {
    "desk": "officer",
    "clues": "officer",
    "clues-export": "officer",
    "desk-export": "officer",
    "grid-answers": "grid_member",
}


@pytest.mark.parametrize("name", LISTS)
def test_a_list_asks_as_often_at_thirty_rows_as_at_three(name, people, found):
    def asked() -> int:
        client = as_user(getattr(people, LISTS[name]))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            answer = client.get(reverse(name))
            if answer.streaming:
                b"".join(answer.streaming_content)
        return len(queries)

    for _ in range(3):
        clue_in(ClueState.CHECKING, people, **found)
    few = asked()
    for _ in range(27):
        clue_in(ClueState.CHECKING, people, **found)
    assert asked() == few


def test_a_form_whose_answer_was_lost_is_answered_as_done(people, client):
    """What was done made its own choice impossible: sent again, it is not refused."""
    clue = clue_in(ClueState.REPORTED, people)
    client.force_login(people.dispatcher)
    page = reverse("clue-assign", args=[clue.pk])
    fields = {"mark": "试填", "version": clue.steps.count(), "reason": "就近"}
    sent = [client.post(page, {**fields, "department": people.station.pk}) for _ in range(2)]
    assert [one.status_code for one in sent] == [302, 302]
    assert sent[0].headers["Location"] == sent[1].headers["Location"]
    assert clue.steps.filter(name="assign").count() == 1
