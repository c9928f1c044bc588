"""抽查没有命中的商品: drawn so that anybody can draw again, read once, handed over as a clue."""

from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.monitoring.test_importing import bring_in
from wangshi.accounts.permissions import Role
from wangshi.accounts.policy import Refused
from wangshi.engine.spot_check import draw
from wangshi.monitoring.models import (
    SeenAgain,
    Sighting,
    SpotCheck,
    SpotCheckDraw,
    SpotCheckState,
    Sweep,
)
from wangshi.monitoring.selectors import missing, next_unread, replay, spot_checks, unread_count
from wangshi.monitoring.services import (
    Missed,
    clear_spot_check,
    draw_spot_check,
    find_missed,
    hand_over_missed,
    leave_unclear,
    undo_spot_check,
)
from wangshi.monitoring.workflow import JudgedMeanwhile, JudgementRefused
from wangshi.shared.models import AuditRecord, ImportBatch

from .conftest import DAY, NOON
from .outcomes import clue_of, ended, hit_of, judge

pytestmark = pytest.mark.django_db
WRONG = Missed("V16", "根治失眠")
TEXT = "样例花茶 根治失眠"


@pytest.fixture
def sweep(officer) -> Sweep:
    return Sweep.objects.create(
        title="样例监测", kind="daily", starts_on=NOON.date(), opened_by=officer
    )


@pytest.fixture
def plain(see):
    """So many listings that no rule hit: plain(shop, sweep, 40)."""
    number = 0

    def make(shop, sweep, count, *, text=TEXT, at=NOON) -> list[Sighting]:
        nonlocal number
        made = []
        for _ in range(count):
            number += 1
            made.append(
                see(shop, text, number=f"p{number}", at=at, sweep=sweep, screened_with="试填")
            )
        return made

    return make


@pytest.fixture
def made(shop, sweep, plain, officer) -> SpotCheckDraw:
    """A draw of two out of forty listings without a hit, beside one with."""
    plain(shop, sweep, 40)
    hit_of(shop, sweep=sweep)
    return draw_spot_check(sweep, by=officer, at=NOON, seed="样例")


@pytest.fixture
def check(made) -> SpotCheck:
    return made.checks.get(place=1)


def test_a_draw_keeps_everything_needed_to_draw_again(made, sweep, officer):
    frame = [seen.pk for seen in Sighting.objects.filter(hits=None)]
    expected = draw(frame, "样例")
    assert (made.frame, made.flagged, made.permille) == (40, 1, 30)
    kept = made.checks.order_by("place").values_list("sighting_id", flat=True)
    assert tuple(kept) == expected.keys
    assert made.frame_sha256 == expected.digest
    line = AuditRecord.objects.latest("sequence")
    assert (line.verb, line.facts["drawn"], line.facts["seed"]) == (
        "spot_check.drawn", 2, "样例",
    )  # fmt: skip


def test_the_draw_is_the_same_again_after_everything_that_came_later(
    made, shop, sweep, plain, officer
):
    plain(shop, sweep, 30, at=NOON + DAY)
    drawn = made.checks.first().sighting
    hit = hit_of(shop, sweep=sweep)
    SeenAgain.objects.create(hit=hit, sighting=drawn)
    assert replay(made).holds
    second = draw_spot_check(sweep, by=officer, at=NOON + DAY, seed="样例")
    assert (second.frame, second.flagged) == (30, 1)
    assert replay(second).holds
    assert replay(made).holds


def test_what_was_tampered_with_is_found(made, sweep):
    first = made.checks.get(place=1)
    others = Sighting.objects.exclude(spot_checks__draw=made).filter(hits=None)
    SpotCheck.objects.filter(pk=first.pk).update(sighting=others[0])
    assert (replay(made).same_frame, replay(made).same_listings) == (True, False)
    Sighting.objects.filter(pk=others[1].pk).update(sweep=None)
    assert not replay(made).same_frame


def test_a_listing_seen_again_with_a_hit_is_not_drawn_and_each_is_drawn_as_last_seen(
    shop, sweep, see, officer
):
    facts = {"sweep": sweep, "screened_with": "试填"}
    see(shop, TEXT, number="1", at=NOON, **facts)
    last = see(shop, TEXT, number="1", at=NOON + DAY, **facts)
    again = see(shop, TEXT, number="2", at=NOON, **facts)
    SeenAgain.objects.create(hit=hit_of(shop), sighting=again)
    made = draw_spot_check(sweep, by=officer, at=NOON)
    assert [check.sighting for check in made.checks.all()] == [last]
    assert made.flagged == 1


def test_while_the_frame_may_still_change_nothing_is_drawn(shop, sweep, plain, see, officer):
    with pytest.raises(JudgementRefused, match="没有新的"):
        draw_spot_check(sweep, by=officer, at=NOON)
    plain(shop, sweep, 3)
    batch = ImportBatch.objects.create(
        kind="listings", file_name="样例.csv", sha256="0" * 64, size=1, received_at=NOON,
        state="running",
    )  # fmt: skip
    with pytest.raises(JudgementRefused, match="正在导入"):
        draw_spot_check(sweep, by=officer, at=NOON)
    batch.delete()
    see(shop, TEXT, number="raw", sweep=sweep)
    with pytest.raises(JudgementRefused, match="没有筛查完"):
        draw_spot_check(sweep, by=officer, at=NOON)
    assert not SpotCheckDraw.objects.exists()


def test_an_import_draws_by_itself_once_there_is_enough(officer):
    head = "平台,店铺名称,商品编号,商品名称,价格,看到日期,商品网址"
    rows = [f"样例平台,样例店,{n},样例普通毛巾 {n},9,2026-03-02," for n in range(40)]
    bring_in(officer, "\n".join([head, *rows[:20]]).encode())
    assert not SpotCheckDraw.objects.exists()
    bring_in(officer, "\n".join([head, *rows[20:]]).encode(), name="样例二.csv")
    made = SpotCheckDraw.objects.get()
    assert (made.sweep, made.drawn_by, made.frame) == (None, officer, 40)
    assert made.checks.count() == 2
    assert replay(made).holds


def test_an_officer_reads_it_once_and_the_second_hears_who_was_first(
    check, officer, make_account, station
):
    clear_spot_check(check, by=officer, at=NOON)
    colleague = make_account("王范文", Role.OFFICER, department=station)
    with pytest.raises(JudgedMeanwhile, match=r"李示范在 .*没有问题"):
        find_missed(check, WRONG, by=colleague, at=NOON)
    check.refresh_from_db()
    assert (check.state, check.judged_by) == (SpotCheckState.CLEAN, officer)


@pytest.mark.parametrize(
    ("given", "note", "words"),
    [
        (Missed("V99", "根治失眠"), "", "选涉嫌什么违法行为"),
        (Missed("V16", " "), "", "照抄漏掉的"),
        (Missed("V16", "长" * 301), "", "最多 300"),
        (Missed("V16", "图上写着祖传秘方"), "", "网页原文里没有"),
        (Missed("V16", "根治失眠"), "长" * 301, "最多 300"),
    ],
)
def test_what_was_missed_must_be_shown(check, officer, given, note, words):
    with pytest.raises(JudgementRefused, match=words):
        find_missed(check, given, note=note, by=officer, at=NOON)
    check.refresh_from_db()
    assert check.state == SpotCheckState.PENDING


def test_words_in_a_picture_need_a_note(check, officer):
    given = Missed("V16", "图上写着祖传秘方")
    found = find_missed(check, given, note="第三张图", by=officer, at=NOON)
    assert found.state == SpotCheckState.MISSED


def test_nobody_can_tell_needs_what_is_lacking(check, officer):
    with pytest.raises(JudgementRefused, match="缺什么"):
        leave_unclear(check, note="", by=officer, at=NOON)
    leave_unclear(check, note="要看批准文号", by=officer, at=NOON)
    assert missing().read == 0


def test_a_judgement_is_taken_back_on_its_day_by_whoever_made_it(
    check, officer, make_account, station
):
    colleague = make_account("王范文", Role.OFFICER, department=station)
    with pytest.raises(JudgementRefused, match="不用撤回"):
        undo_spot_check(check, by=officer, at=NOON)
    find_missed(check, WRONG, by=officer, at=NOON)
    for who, at in ((colleague, NOON), (officer, NOON + DAY)):
        with pytest.raises(JudgementRefused, match="本人在当天"):
            undo_spot_check(check, by=who, at=at)
    found = undo_spot_check(check, by=officer, at=NOON)
    assert (found.state, found.violation, found.quote) == (SpotCheckState.PENDING, "", "")


def test_what_was_missed_becomes_a_clue_of_the_officers_own(check, officer, shop):
    with pytest.raises(JudgementRefused, match="先判断"):
        hand_over_missed(check, by=officer, at=NOON)
    find_missed(check, WRONG, note="第一行", by=officer, at=NOON)
    clue = hand_over_missed(check, by=officer, at=NOON + DAY)
    assert (clue.source, clue.violation, clue.quote, clue.shop) == (
        "officer", "V16", "根治失眠", shop,
    )  # fmt: skip
    assert clue.found_on == NOON.date()
    assert "第一行" in clue.detail
    assert AuditRecord.objects.latest("sequence").verb == "spot_check.handed_over"
    with pytest.raises(JudgedMeanwhile, match=clue.number):
        hand_over_missed(check, by=officer, at=NOON)
    with pytest.raises(JudgementRefused, match="到线索里办"):
        undo_spot_check(check, by=officer, at=NOON)


@pytest.mark.parametrize("act", [clear_spot_check, undo_spot_check, hand_over_missed])
def test_who_may_only_look_may_not_judge(check, dispatcher, act):
    with pytest.raises(Refused):
        act(check, by=dispatcher, at=NOON)


def test_the_estimate_counts_what_was_read_as_known_then(made, officer):
    first, second = made.checks.order_by("place")
    clear_spot_check(first, by=officer, at=NOON)
    find_missed(second, WRONG, by=officer, at=NOON + DAY)
    before, now = missing(until=NOON + DAY), missing()
    assert (before.read, before.missed.missed, before.missed.share) == (1, 0, 0.0)
    assert (now.read, now.missed.missed, now.missed.share) == (2, 1, 0.5)
    assert (now.draws, now.drawn, now.missed.frame) == (1, 2, 40)
    assert missing(until=NOON).draws == 0
    assert missing(since=NOON + DAY).draws == 0


def test_what_the_field_found_lawful_was_not_missed(made, officer):
    check = made.checks.get(place=1)
    clue = hand_over_missed(find_missed(check, WRONG, by=officer, at=NOON), by=officer, at=NOON)
    ended(clue, "no_violation", officer, NOON + DAY)
    assert (missing().read, missing().missed.missed) == (1, 0)
    assert missing(until=NOON + DAY).missed.missed == 1


def test_the_recall_asks_which_flagged_listings_proved_right(made, shop, sweep, officer):
    hit = hit_of(shop)  # of no draw
    judge(hit, "w", officer, NOON)
    assert missing().found.judged == 0
    flagged = sweep.sightings.exclude(hits=None).get().hits.get()
    judge(flagged, "r", officer, NOON)
    for check in made.checks.all():
        clear_spot_check(check, by=officer, at=NOON)
    found = missing()
    assert (found.found.right, found.found.judged, found.recall.share) == (1, 1, 1.0)
    ended(clue_of(flagged, by=officer), "no_violation", officer, NOON + DAY)
    assert (missing().found.right, missing().recall.share) == (0, None)


def test_the_next_unread_is_of_the_same_draw_first(made, shop, sweep, plain, officer):
    plain(shop, sweep, 40, at=NOON + DAY)
    later = draw_spot_check(sweep, by=officer, at=NOON + DAY)
    first, second = made.checks.order_by("place")
    assert next_unread(first, officer) == second.pk
    clear_spot_check(first, by=officer, at=NOON)
    assert next_unread(second, officer) == later.checks.get(place=1).pk
    assert unread_count(officer) == 3
    assert spot_checks(officer).first() == first


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"state": "clean"}, "judged_exactly_when"),
        ({"state": "missed", "judged_at": NOON, "judged_by": True}, "names_the_violation"),
        ({"clue": True}, "only_what_was_missed"),
    ],
)
def test_what_cannot_be_is_refused_by_the_database(check, officer, change, name):
    if change.get("judged_by"):
        change = {**change, "judged_by": officer}
    if change.get("clue"):
        change = {"clue": clue_of(shop=check.sighting.listing.shop, by=officer)}
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        SpotCheck.objects.filter(pk=check.pk).update(**change)


@pytest.fixture
def signed_in(client, officer):
    client.force_login(officer)
    return client


def send(client, check, path="", **fields):
    return client.post(
        f"{reverse('spot-check', args=[check.pk])}{path}", {"mark": str(uuid4()), **fields}
    )


def test_no_problem_leads_to_the_next_one_and_at_the_end_back_to_the_draw(signed_in, made):
    first, second = made.checks.order_by("place")
    answer = send(signed_in, first)
    assert answer.url == f"{reverse('spot-check', args=[second.pk])}?last={first.pk}"
    text = signed_in.get(answer.url).content.decode()
    assert "撤回上一件" in text
    assert send(signed_in, second).url == reverse("spot-check-draw", args=[made.pk])


def test_the_page_of_what_was_missed_says_what_is_wrong_and_then_offers_the_clue(
    signed_in, made, officer
):
    check = made.checks.get(place=1)
    answer = send(signed_in, check, "missed/", violation="", quote="")
    assert answer.status_code == 422
    assert "选涉嫌什么违法行为" in answer.content.decode()
    answer = send(signed_in, check, "missed/", violation="V16", quote="不在页面上的话")
    assert "网页原文里没有" in answer.content.decode()
    answer = send(signed_in, check, "missed/", violation="V16", quote="根治失眠")
    assert "转为线索" in signed_in.get(answer.url).content.decode()
    answer = signed_in.post(reverse("spot-check-hand-over", args=[check.pk]))
    check.refresh_from_db()
    assert check.clue is not None
    answer = send(signed_in, made.checks.get(place=2), "unclear/", note="要看批准文号")
    assert answer.status_code == 302


def test_a_sweep_is_drawn_from_by_a_button_and_told_when_there_is_nothing(
    signed_in, shop, sweep, plain
):
    begin = reverse("spot-check-begin")
    assert signed_in.post(begin, {"sweep": sweep.pk}).url == reverse("sweep", args=[sweep.pk])
    plain(shop, sweep, 5)
    made_at = signed_in.post(begin, {"sweep": sweep.pk}).url
    text = signed_in.get(made_at).content.decode()
    assert "重抽一遍，结果一样" in text
    assert "抽过 1 次" in signed_in.get(reverse("sweep", args=[sweep.pk])).content.decode()
    assert signed_in.post(begin).url == reverse("spot-checks")
    assert signed_in.post(begin, {"sweep": "999999"}).status_code == 404


def test_a_draw_goes_out_as_a_workbook(signed_in, made):
    answer = signed_in.get(reverse("spot-check-draw-export", args=[made.pk]))
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content)[:2] == b"PK"


def test_no_page_asks_more_questions_for_more_rows(signed_in, shop, sweep, plain, officer):
    def questions(address: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            assert signed_in.get(address).status_code == 200
        return len(asked)

    def grow(times: int) -> None:
        for _ in range(times):
            plain(shop, sweep, 70, at=timezone.now())
            made = draw_spot_check(sweep, by=officer, at=timezone.now())
            clear_spot_check(made.checks.get(place=1), by=officer, at=timezone.now())

    grow(1)
    made = SpotCheckDraw.objects.get()
    check = made.checks.get(place=2)
    pages = (
        reverse("spot-checks"),
        reverse("spot-check-draw", args=[made.pk]),
        reverse("spot-check", args=[check.pk]),
        reverse("sweep", args=[sweep.pk]),
    )
    few = {page: questions(page) for page in pages}
    few = {page: questions(page) for page in pages}
    grow(4)
    assert {page: questions(page) for page in pages} == few
