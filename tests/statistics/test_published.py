"""每月公布的准确率: frozen at the end of its month, open to anyone, and nobody's name in it."""

import csv
import io
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.monitoring.outcomes import HOUR, RULE, clue_of, ended, hit_of, judge, judged
from wangshi.engine.standing import LEAST
from wangshi.monitoring.models import Hit, SpotCheck, Sweep
from wangshi.monitoring.services import (
    Missed,
    clear_spot_check,
    draw_spot_check,
    find_missed,
    restore_rule,
    set_floor,
    undo_spot_check,
)
from wangshi.registry.models import Platform, Shop
from wangshi.statistics.bulletin import COLUMNS
from wangshi.statistics.selectors import Month, months, published, published_again

pytestmark = [pytest.mark.django_db, pytest.mark.once]
MARCH, APRIL = Month(date(2026, 3, 1)), Month(date(2026, 4, 1))
EARLY = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
NOW = datetime(2026, 5, 20, 4, 0, tzinfo=UTC)
DAY = timedelta(days=1)
SECRET = "虚构机密小铺"
WORDS = "页面上的私房话"


@pytest.fixture
def shop(db) -> Shop:
    platform = Platform.objects.create(code="chengji", name="橙集商城（演示）")
    return Shop.objects.create(platform=platform, external_id="s1", name=SECRET)


@pytest.fixture
def spring(shop, officer, bureau_admin) -> None:
    """A rule falls in March and is restored in April; three listings are read in April."""
    judged(shop, "r" * 5 + "w" * LEAST, officer, first=EARLY, text=WORDS)
    judged(shop, "rrrr", officer, first=EARLY, rule="sample-02")
    clue = clue_of(*Hit.objects.filter(state="confirmed")[:5], by=officer, at=EARLY)
    ended(clue, "filed", officer, EARLY + 3 * DAY)
    restore_rule(RULE, reason=WORDS, by=bureau_admin, at=EARLY + 40 * DAY)
    judged(shop, "rw", officer, first=EARLY + 41 * DAY, text=WORDS)
    sweep = Sweep.objects.create(
        title="样例", kind="daily", starts_on=EARLY.date(), opened_by=officer
    )
    for _ in range(70):
        hit_of(shop, sweep=sweep, text=WORDS).delete()
    made = draw_spot_check(sweep, by=officer, at=EARLY + 42 * DAY, seed="样例")
    first, second, third = made.checks.order_by("place")
    clear_spot_check(first, by=officer, at=EARLY + 43 * DAY)
    find_missed(second, Missed("V16", WORDS), by=officer, at=EARLY + 43 * DAY)
    clear_spot_check(third, by=officer, at=EARLY + 65 * DAY)


def test_a_month_begins_and_ends_at_midnight_here():
    assert (MARCH.key, MARCH.words, MARCH.following) == ("2026-03", "2026 年 3 月", APRIL)
    assert timezone.localtime(MARCH.ends_at).isoformat() == "2026-04-01T00:00:00+08:00"
    assert MARCH.holds(MARCH.ends_at - timedelta(seconds=1))
    assert not MARCH.holds(MARCH.ends_at)
    assert Month(date(2026, 12, 1)).following == Month(date(2027, 1, 1))


def test_months_run_from_the_first_judgement_to_now(spring):
    assert [month.key for month in months(NOW)] == ["2026-05", "2026-04", "2026-03"]


def test_each_month_says_what_was_known_at_its_end(spring):
    march, april = published(MARCH), published(APRIL)
    assert (march.of_month.right, march.of_month.judged) == (9, 5 + LEAST + 4)
    assert (march.dispatched.right, march.dispatched.judged) == (1, 1)
    assert [rule.record.rule for rule in march.fallen] == [RULE]
    assert (march.trusted.right, march.trusted.judged) == (4, 4)
    assert [turn.turn.cause for turn in march.turns] == ["fell"]
    assert march.missing.draws == 0
    assert (april.of_month.right, april.of_month.judged) == (1, 2)
    assert april.fallen == ()
    assert [turn.turn.cause for turn in april.turns] == ["restored"]
    assert (april.missing.drawn, april.missing.read, april.missing.missed.missed) == (3, 2, 1)
    may = published(APRIL.following)
    assert may.missing.read == 3
    assert [month.is_over(NOW) for month in (APRIL, APRIL.following)] == [True, False]


def test_a_month_that_is_over_never_changes(spring, shop, officer):
    def figures(month):
        found = published(month)
        rules = [
            (r.record.rule, r.record.course, r.record.accuracy, r.of_month) for r in found.rules
        ]
        return (
            found.of_month, found.so_far, found.trusted, found.dispatched, found.missing,
            found.turns, rules,
        )  # fmt: skip

    before = figures(MARCH), figures(APRIL)
    judged(shop, "r" * 60, officer, first=NOW)
    clue = clue_of(*Hit.objects.filter(state="confirmed", clue=None), by=officer, at=NOW)
    ended(clue, "no_violation", officer, NOW + DAY)
    assert (figures(MARCH), figures(APRIL)) == before


def test_what_is_kept_for_the_next_visitor_is_what_would_be_worked_out_again(
    spring, shop, officer, bureau_admin
):
    may = APRIL.following

    def holds() -> None:
        for month in (MARCH, APRIL, may):
            assert published_again(month) == published(month)

    holds()
    hit = judged(shop, "r", officer, first=NOW)[0]
    holds()
    judge(hit, "w", officer, NOW + HOUR)
    holds()
    ended(clue_of(judge(hit, "r", officer, NOW), by=officer), "no_violation", officer, NOW + DAY)
    holds()
    set_floor(Decimal("0.9"), reason="从严", by=bureau_admin, at=NOW + DAY)
    holds()
    undo_spot_check(SpotCheck.objects.get(place=3), by=officer, at=EARLY + 65 * DAY)
    holds()
    assert published_again(MARCH) is published_again(MARCH)


@pytest.fixture
def pages(client, spring) -> list[str]:
    addresses = [
        reverse("accuracy"),
        *(reverse("accuracy-month", args=[key]) for key in ("2026-03", "2026-04")),
    ]
    return [client.get(address).content.decode() for address in addresses]


def test_anybody_reads_it_and_finds_no_name_and_no_word_of_a_page(pages, client, officer):
    downloads = [
        b"".join(client.get(reverse(name, args=["2026-04"])).streaming_content)
        for name in ("accuracy-csv", "accuracy-xlsx")
    ]
    sheets = openpyxl.load_workbook(io.BytesIO(downloads[1]))
    cells = [str(cell) for sheet in sheets for row in sheet.values for cell in row]
    for text in (*pages, downloads[0].decode("utf-8-sig"), "\n".join(cells)):
        for secret in (SECRET, WORDS, officer.name, "吴范文", "橙集商城"):
            assert secret not in text


def test_the_page_says_what_fell_and_how_it_was_worked_out(pages):
    march = pages[1]
    assert f"{LEAST} 个结果里 5 个属实" in march
    for words in ("什么算属实", "什么不计", "不会悄悄改", "降为只作提示", "还不知道"):
        assert words in march
    assert "由负责人恢复" in pages[2]
    assert "还没有过完" not in march


def test_the_table_holds_the_figures_of_the_page(client, spring):
    answer = client.get(reverse("accuracy-csv", args=["2026-03"]))
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert list(rows[0]) == list(COLUMNS)
    assert [(row["规则"], row["状态"], row["累计有结果"], row["其中属实"]) for row in rows] == [
        (RULE, "只作提示", str(LEAST + 5), "5"),
        ("sample-02", "照常", "4", "4"),
    ]


@pytest.mark.parametrize("month", ["2026-13", "26-03", "2199-01", "x"])
def test_a_month_that_never_was_is_missing(client, spring, month):
    for name in ("accuracy-month", "accuracy-csv", "accuracy-xlsx"):
        assert client.get(reverse(name, args=[month])).status_code == 404


def test_before_the_first_judgement_there_is_nothing_to_print(client, county):
    assert "还没有数" in client.get(reverse("accuracy")).content.decode()


def test_it_is_linked_from_every_public_page(client, county):
    assert reverse("accuracy") in client.get(reverse("help")).content.decode()


def test_more_hits_and_draws_ask_no_more_questions(client, spring, shop, officer):
    def questions() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(reverse("accuracy-month", args=["2026-04"])).status_code == 200
        return len(asked)

    first = questions()
    kept = questions()
    for number in range(6):
        judged(shop, "rw", officer, first=EARLY + 41 * DAY, rule=f"more-{number}")
    assert questions() == first > kept


def test_a_rules_page_shows_its_standing_and_who_may_restore_it(
    client, shop, officer, bureau_admin, make_account
):
    judged(shop, "w" * LEAST, officer, first=timezone.now() - 3 * DAY)
    client.force_login(officer)
    text = client.get(reverse("rule", args=[RULE])).content.decode()
    assert "现在只作提示" in text
    assert "县局负责人和法制审核可以" in text
    assert client.get(reverse("rule-restore", args=[RULE])).status_code == 404
    rows = client.get(reverse("rule-outcomes", args=[RULE])).content.decode()
    assert rows.count("不属实") >= LEAST
    fallen = client.get(f"{reverse('rules')}?since=&until=&show=fallen").content.decode()
    assert "只作提示" in fallen
    client.force_login(bureau_admin)
    assert "恢复这条规则" in client.get(reverse("rule", args=[RULE])).content.decode()
    answer = client.post(reverse("rule-restore", args=[RULE]), {"reason": ""})
    assert (answer.status_code, "写明理由" in answer.content.decode()) == (422, True)
    answer = client.post(reverse("rule-restore", args=[RULE]), {"reason": "看过了"}, follow=True)
    assert "由人恢复" in answer.content.decode()
    answer = client.post(reverse("rule-restore", args=[RULE]), {"reason": "再来"})
    assert "没有降级" in answer.content.decode()


def test_the_head_sets_a_floor_for_one_rule_and_for_all(client, shop, officer, bureau_admin):
    judged(shop, "rrw" * 15, officer, first=timezone.now() - 9 * DAY)
    client.force_login(bureau_admin)
    one, every = reverse("rule-floor", args=[RULE]), reverse("rules-floor")
    assert client.post(one, {"floor": "0.1", "reason": "松一点"}).status_code == 422
    answer = client.post(one, {"floor": "0.8", "reason": "这类伤人"}, follow=True)
    assert "现在只作提示" in answer.content.decode()
    answer = client.post(every, {"floor": "0.55", "reason": "全县从严"}, follow=True)
    assert "下限定为 55%" in answer.content.decode()
    assert client.get(reverse("rule-floor", args=["no-such"])).status_code == 404


def test_a_hit_of_a_fallen_rule_is_shown_for_review_with_the_reason(client, shop, officer):
    judged(shop, "w" * LEAST, officer, first=timezone.now() - 3 * DAY)
    hit = hit_of(shop)
    client.force_login(officer)
    assert "规则只作提示" in client.get(reverse("hits")).content.decode()
    text = client.get(reverse("hit", args=[hit.pk])).content.decode()
    assert "这条规则现在只作提示" in text
    assert f"{LEAST} 个结果里 0 个属实" in text
