"""Pages of this room: what they show, what they refuse, and how few questions they ask."""

from io import BytesIO
from uuid import uuid4

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from wangshi.accounts.permissions import Role
from wangshi.cases.models import Clue
from wangshi.monitoring.models import Hit, HitState, Sighting, Sweep
from wangshi.monitoring.services import confirm_hit, dismiss_hit, screen

from .conftest import BY, CLAIM, DAY, NOON, PLAIN

pytestmark = [pytest.mark.django_db, pytest.mark.once]
REBATE = "样例店 好评返现三元 晒图联系客服"


@pytest.fixture
def signed_in(client, officer):
    client.force_login(officer)
    return client


def questions(client, address: str) -> int:
    client.get(address)  # what is read once a process
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def judge(client, hit: Hit, query: str = "", **fields: str):
    return client.post(f"/hits/{hit.pk}/{query}", {"mark": str(uuid4()), **fields})


def dismissal(client, hit: Hit, **fields: str):
    return client.post(f"/hits/{hit.pk}/dismiss/", {"mark": str(uuid4()), **fields})


def test_the_queue_shows_the_gravest_first_and_only_what_waits(signed_in, shop, found, officer):
    hits = found(shop, CLAIM, REBATE, "样例茶 国家级品质")
    dismiss_hit(hits[-1], ground="negated", by=officer, at=timezone.now())
    page = signed_in.get("/hits/").context["page"]
    assert list(page.rows) == hits[:-1]
    assert hits[0].harm > hits[1].harm


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("", 2),
        ("?state=all", 2),
        ("?family=absolute", 1),
        ("?family=absolute&level=note", 0),
        ("?harm=99", 0),
        ("?state=confirmed", 0),
        ("?town=0", 0),
        ("?shop=nonsense", 0),
        ("?sweep=99999999999999999999", 0),
        ("?state=all&page=-3", 2),
        ("?family=%00", 0),
    ],
)
def test_the_queue_narrows_and_nonsense_finds_nothing(signed_in, shop, found, query, count):
    found(shop, CLAIM, REBATE)
    assert len(signed_in.get(f"/hits/{query}").context["page"]) == count


def test_the_page_quotes_the_words_marks_them_and_names_rule_law_and_penalty(
    signed_in, shop, found
):
    [hit] = found(shop, f"{CLAIM} <b>")
    text = signed_in.get(f"/hits/{hit.pk}/").content.decode()
    assert f'<a href="#h{hit.pk}">全国销量第一</a>' in text
    assert "&lt;b&gt;" in text
    assert "<b>" not in text.partition('class="quote"')[2].partition("</blockquote>")[0]
    for words in (hit.article, hit.rule, "罚则：", "准确率不知道", "国家级", "只表达目标追求"):
        assert words in text


def test_a_judgement_leads_straight_to_the_next_hit_of_the_same_queue(
    signed_in, shop, other_shop, found
):
    first, second = found(shop, CLAIM, "样例茶 国家级品质")
    found(other_shop, CLAIM)
    query = f"?shop={shop.pk}"
    answer = judge(signed_in, first, query)
    assert answer.status_code == 302
    assert answer.url == f"/hits/{second.pk}/{query}&last={first.pk}"
    page = signed_in.get(answer.url)
    assert (page.context["place"].number, page.context["place"].total) == (1, 1)
    assert "撤回上一条" in page.content.decode()
    answer = dismissal(signed_in, second, ground="negated")
    assert answer.status_code == 302
    states = dict(Hit.objects.filter(shop=shop).values_list("pk", "state"))
    assert states == {first.pk: "confirmed", second.pk: "dismissed"}


def test_a_form_sent_twice_judges_once_and_goes_on(signed_in, shop, found):
    first, second = found(shop, CLAIM, "样例茶 国家级品质")
    fields = {"mark": str(uuid4())}
    answers = [signed_in.post(f"/hits/{first.pk}/", fields) for _ in range(2)]
    assert {answer.url for answer in answers} == {f"/hits/{second.pk}/?last={first.pk}"}
    assert Hit.objects.filter(state=HitState.PENDING).get() == second


def test_a_second_officer_is_told_and_keeps_what_was_typed(
    signed_in, shop, found, make_account, station
):
    [hit] = found(shop, CLAIM)
    colleague = make_account("王范文", Role.OFFICER, department=station)
    confirm_hit(hit, by=colleague, at=timezone.now())
    answer = judge(signed_in, hit, note="我看是真的")
    assert answer.status_code == 409
    assert "王范文在" in answer.content.decode()
    answer = dismissal(signed_in, hit, ground="negated", note="我看不是")
    assert answer.status_code == 422
    assert "王范文在" in answer.content.decode()
    hit.refresh_from_db()
    assert (hit.state, hit.judged_by) == ("confirmed", colleague)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "选一个排除的理由"),
        ({"ground": "no_such"}, "从列出的理由里选一个"),
        ({"ground": "other"}, "写明为什么"),
        ({"ground": "negated", "note": "长" * 301}, "最多 300 个字"),
    ],
)
def test_a_wrong_dismissal_shows_the_form_again_with_what_to_do(
    signed_in, shop, found, fields, words
):
    [hit] = found(shop, CLAIM)
    answer = dismissal(signed_in, hit, **fields)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    hit.refresh_from_db()
    assert hit.state == "pending"


def test_a_judgement_is_taken_back_from_the_page(signed_in, shop, found):
    [hit] = found(shop, CLAIM)
    assert judge(signed_in, hit).url == f"/hits/{hit.pk}/"  # nothing is left to look at
    assert "撤回判断" in signed_in.get(f"/hits/{hit.pk}/").content.decode()
    signed_in.post(f"/hits/{hit.pk}/undo/")
    hit.refresh_from_db()
    assert hit.state == "pending"


@pytest.mark.parametrize("whole_shop", [True, False])
def test_confirmed_hits_become_a_clue_by_one_button(signed_in, shop, found, officer, whole_shop):
    for hit in found(shop, CLAIM, REBATE):
        confirm_hit(hit, by=officer, at=timezone.now())
    where = f"/hits/ready/{shop.pk}/hand-over/" if whole_shop else f"/hits/{hit.pk}/hand-over/"
    answer = signed_in.post(where)
    clue = Clue.objects.get()
    assert answer.url == reverse("clue", args=[clue.pk])
    assert clue.hits.count() == (2 if whole_shop else 1)
    assert signed_in.post(where).status_code == 302
    assert Clue.objects.count() == 1


def test_a_listing_shows_every_time_it_was_seen_with_its_price_and_hits(
    signed_in, shop, see, batch
):
    see(shop, CLAIM, price=20)
    later = see(shop, CLAIM, price=15, at=NOON + DAY)
    screen(Sighting.objects.all(), by=BY, subject=batch)
    page = signed_in.get(f"/listings/{later.listing_id}/")
    text = page.content.decode()
    assert [row.price_change for row in page.context["rows"]] == [-5, None]
    assert "降 5.00" in text
    assert "话没有变，判断沿用" in text


def test_a_sweep_is_opened_filled_and_closed(signed_in):
    fields = {"title": "样例专项监测", "kind": "special", "starts_on": "2026-03-02"}
    wrong = signed_in.post("/sweeps/new/", {**fields, "ends_on": "2026-03-01"})
    assert wrong.status_code == 422
    assert "结束日期要在 2026-03-02 或以后" in wrong.content.decode()
    answer = signed_in.post("/sweeps/new/", {**fields, "families": ["absolute"]})
    sweep = Sweep.objects.get()
    assert answer.url == f"/sweeps/{sweep.pk}/"
    assert "绝对化用语" in signed_in.get(answer.url).content.decode()
    signed_in.post(f"/sweeps/{sweep.pk}/close/", {"conclusion": "没有发现"})
    again = signed_in.post(f"/sweeps/{sweep.pk}/close/", {}, follow=True)
    assert "已经由李示范结束了" in again.content.decode()


def test_a_sweep_is_screened_again_when_the_rules_changed(signed_in, shop, see, officer):
    sweep = Sweep.objects.create(
        title="样例监测", kind="daily", starts_on=NOON.date(), opened_by=officer
    )
    see(shop, CLAIM, sweep=sweep, screened_with="old")
    assert "重新筛查" in signed_in.get(f"/sweeps/{sweep.pk}/").content.decode()
    signed_in.post(f"/sweeps/{sweep.pk}/screen/")
    assert Hit.objects.count() == 1


@pytest.mark.parametrize("address", ["/hits/", "/hits/ready/", "/sweeps/", "/listings/"])
def test_an_empty_page_says_what_to_do_next(signed_in, address):
    text = signed_in.get(address).content.decode()
    assert 'class="empty"' in text or "empty" in text
    assert "btn" in text


def test_a_workbook_holds_the_rows_and_no_formula(signed_in, shop, found):
    [hit] = found(shop, f"=1+1 {CLAIM}")
    listing = hit.sighting.listing_id
    for address, cell in (
        ("/hits/export.xlsx", "B2"),
        ("/listings/export.xlsx", "A2"),
        (f"/listings/{listing}/export.xlsx", "B2"),
    ):
        answer = signed_in.get(address)
        book = openpyxl.load_workbook(BytesIO(b"".join(answer.streaming_content)))
        found_cell = book.active[cell]
        assert (found_cell.data_type, found_cell.value) == ("s", f"=1+1 {CLAIM}")


def test_no_page_asks_more_questions_for_more_rows(
    signed_in, shop, make_account, found, officer, see, batch
):
    def grow(count):
        hits = found(shop, *([f"{CLAIM} {PLAIN}"] * count))
        for hit in hits[: count // 2]:
            confirm_hit(hit, by=officer, at=timezone.now())
        Sweep.objects.bulk_create(
            Sweep(title="样例", kind="daily", starts_on=NOON.date(), opened_by=officer)
            for _ in range(count)
        )
        start = Sighting.objects.count()
        for number in range(count):
            see(shop, CLAIM, number="again", at=NOON + (start + number) * DAY)
        screen(Sighting.objects.all(), by=BY, subject=batch)
        return hits

    hits = grow(3)
    listing = Sighting.objects.filter(listing__external_id="again").first().listing_id
    pages = (
        *("/hits/", "/hits/?state=all", f"/hits/{hits[-1].pk}/", f"/hits/{hits[0].pk}/"),
        *(f"/hits/{hits[-1].pk}/dismiss/", "/hits/ready/", "/sweeps/", "/listings/"),
        f"/listings/{listing}/",
    )
    few = {page: questions(signed_in, page) for page in pages}
    grow(30)
    many = {page: questions(signed_in, page) for page in pages}
    assert few == many
    assert max(many.values()) <= 35


WRITING = ("dismiss/", "undo/", "hand-over/")


def test_a_grid_member_finds_no_page_here(client, grid_member, shop, found):
    [hit] = found(shop, CLAIM)
    client.force_login(grid_member)
    for address in (
        *("/hits/", "/hits/ready/", "/hits/export.xlsx", f"/hits/{hit.pk}/", "/sweeps/"),
        *("/sweeps/new/", "/listings/", f"/listings/{hit.sighting.listing_id}/"),
        *("/listings/export.xlsx",),
    ):
        assert client.get(address).status_code == 404, address
    for word in ("", *WRITING):
        assert client.post(f"/hits/{hit.pk}/{word}").status_code == 404


def test_who_may_only_look_sees_no_button_and_cannot_judge(client, dispatcher, shop, found):
    [hit] = found(shop, CLAIM)
    client.force_login(dispatcher)
    text = client.get(f"/hits/{hit.pk}/").content.decode()
    assert "确认这一条" not in text
    assert judge(client, hit).status_code == 404
    for word in WRITING:
        assert client.post(f"/hits/{hit.pk}/{word}").status_code == 404
    hit.refresh_from_db()
    assert hit.state == "pending"


def test_keys_are_off_for_whoever_switched_them_off(signed_in, officer, shop, found):
    [hit] = found(shop, CLAIM)
    assert 'data-key="KeyQ"' in signed_in.get(f"/hits/{hit.pk}/").content.decode()
    officer.keys_enabled = False
    officer.save()
    text = signed_in.get(f"/hits/{hit.pk}/").content.decode()
    assert "data-key" not in text
    assert "<kbd>Q</kbd>" not in text
