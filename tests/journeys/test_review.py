"""复核命中: judgements by keyboard, each counted once; and everything without script."""

import sys
import time

import pytest
from django.utils import timezone

from tests.browser import WIDTHS, listen, look_at_width
from wangshi.accounts.permissions import Role
from wangshi.cases.models import Clue
from wangshi.monitoring.models import Hit, HitState, Listing, Sighting, Sweep
from wangshi.monitoring.services import confirm_hit, screen
from wangshi.monitoring.services.rows import content_digest
from wangshi.registry.models import Platform, Shop
from wangshi.shared.models import AuditRecord, ImportBatch
from wangshi.shared.services import Author

JUDGEMENTS = 12
TEXTS = (
    (
        "样例花茶 清甜耐泡 {n} 号",
        "选用虚构山野的花，低温烘干。\n根治高血压。本店花茶全国销量第一，国家级品质。",
    ),
    ("样例铁观音 国家级品质 {n} 号", "散装 250 克，演示商品。"),
    ("样例礼盒 好评返现三元 {n} 号", "晒图联系客服，演示商品。"),
)

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def queue(town, officer) -> list[Hit]:
    """A sweep of one invented shop with enough hits to be quick at."""
    platform = Platform.objects.create(code="chengji", name="橙集商城（演示）")
    shop = Shop.objects.create(platform=platform, external_id="s1", name="样例山货铺", town=town)
    at = timezone.now()
    sweep = Sweep.objects.create(
        title="样例秋冬养生食品专项监测",
        kind="special",
        starts_on=timezone.localdate(at),
        opened_by=officer,
    )
    for number in range(JUDGEMENTS + 4):
        title, detail = TEXTS[number % len(TEXTS)]
        title = title.format(n=number + 1)
        listing = Listing.objects.create(
            shop=shop, external_id=f"n{number}", title=title, first_seen_at=at
        )
        sighting = Sighting(
            listing=listing,
            sweep=sweep,
            seen_at=at,
            title=title,
            detail=detail,
            category="食品 / 茶",
            price=128,
            reference_price=398,
        )
        sighting.content_sha256 = content_digest(sighting)
        sighting.save()
    batch = ImportBatch.objects.create(
        kind="listings", file_name="样例.csv", sha256="0" * 64, size=1, received_at=at
    )
    screen(Sighting.objects.all(), by=Author(None, "演示"), subject=batch)
    hits = list(Hit.objects.order_by("-harm", "pk"))
    assert len(hits) > JUDGEMENTS
    return hits


@pytest.fixture
def desk(page, client, live_server, settings, officer):
    """The officer's browser, signed in; anything the console complains of is kept."""
    settings.WANGSHI_DEMO = True
    sign_in(page.context, client, live_server, officer)
    listen(page, live_server.url)
    return page


def sign_in(context, client, live_server, account) -> None:
    client.force_login(account)
    cookie = client.cookies["sessionid"]
    context.add_cookies([{"name": "sessionid", "value": cookie.value, "url": live_server.url}])


def test_hits_are_judged_by_keyboard_and_every_one_counts(
    desk, live_server, queue, officer, capsys
):
    desk.goto(f"{live_server.url}/hits/")
    desk.get_by_role("link", name="开始复核").click()
    begun = time.monotonic()
    for number in range(JUDGEMENTS):
        here = desk.url
        desk.locator("body[data-armed]").wait_for()
        if number % 3 == 2:
            desk.keyboard.press("p")
            desk.keyboard.press("2")
            assert desk.locator("input[data-digit='2']").is_checked()
            desk.keyboard.press("Enter")
        else:
            desk.keyboard.press("q")
        desk.wait_for_url(lambda url, here=here: url != here)
    taken = time.monotonic() - begun
    with capsys.disabled():
        sys.stdout.write(f"\n{JUDGEMENTS} hits judged, {JUDGEMENTS * 60 / taken:.0f} a minute\n")
    judged = Hit.objects.exclude(state=HitState.PENDING)
    assert judged.count() == JUDGEMENTS
    assert {hit.pk for hit in judged} == {hit.pk for hit in queue[:JUDGEMENTS]}
    assert judged.filter(state=HitState.DISMISSED, ground="negated").count() == JUDGEMENTS // 3
    assert set(judged.values_list("judged_by", flat=True)) == {officer.pk}
    verbs = AuditRecord.objects.filter(verb__in=["hit.confirmed", "hit.dismissed"])
    assert verbs.count() == JUDGEMENTS
    assert desk.complaints == []


def test_a_key_pressed_twice_judges_once(desk, live_server, queue):
    desk.goto(f"{live_server.url}/hits/{queue[0].pk}/")
    desk.locator("body[data-armed]").wait_for()
    desk.keyboard.press("q")
    desk.keyboard.press("q")
    desk.wait_for_url("**/?last=*")
    desk.keyboard.press("q")  # before anybody can have read the next one
    desk.locator("body[data-armed]").wait_for()
    assert Hit.objects.exclude(state=HitState.PENDING).count() == 1


def test_x_and_s_walk_the_queue_and_keys_are_silent_in_a_field(desk, live_server, queue):
    desk.goto(f"{live_server.url}/hits/{queue[0].pk}/")
    desk.keyboard.press("x")
    desk.wait_for_url(f"**/hits/{queue[1].pk}/")
    desk.keyboard.press("s")
    desk.wait_for_url(f"**/hits/{queue[0].pk}/")
    desk.locator("body[data-armed]").wait_for()
    note = desk.get_by_label("确认时的说明")
    note.fill("")
    note.press_sequentially("qpxs")
    assert note.input_value() == "qpxs"
    assert desk.url.endswith(f"/hits/{queue[0].pk}/")
    assert Hit.objects.exclude(state=HitState.PENDING).count() == 0


def test_everything_works_without_script(browser, client, live_server, queue, officer):
    context = browser.new_context(java_script_enabled=False)
    sign_in(context, client, live_server, officer)
    page = context.new_page()
    page.goto(f"{live_server.url}/hits/{queue[0].pk}/")
    page.get_by_role("button", name="确认这一条").click()
    assert page.url.startswith(f"{live_server.url}/hits/{queue[1].pk}/")
    page.get_by_role("link", name="排除…").click()
    page.get_by_label("否定、警示").check()
    page.get_by_role("button", name="排除这一条").click()
    assert page.url.startswith(f"{live_server.url}/hits/{queue[2].pk}/")
    page.get_by_role("button", name="撤回上一条").click()
    states = [Hit.objects.get(pk=hit.pk).state for hit in queue[:2]]
    assert states == ["confirmed", "pending"]
    context.close()


def test_two_officers_on_one_hit_and_the_second_hears_who_was_first(
    desk, live_server, queue, make_account, station
):
    desk.goto(f"{live_server.url}/hits/{queue[0].pk}/")
    desk.get_by_label("确认时的说明").fill("我也看过")
    colleague = make_account("王范文", Role.OFFICER, department=station)
    confirm_hit(queue[0], by=colleague, at=timezone.now())
    desk.get_by_role("button", name="确认这一条").click()
    desk.locator(".errors", has_text="王范文在").wait_for()
    assert desk.locator(".errors:focus").count() == 1
    assert Hit.objects.get(pk=queue[0].pk).judged_by == colleague


def test_what_was_confirmed_becomes_a_clue(desk, live_server, queue, officer):
    for hit in queue[:3]:
        confirm_hit(hit, by=officer, at=timezone.now())
    desk.goto(f"{live_server.url}/hits/")
    desk.get_by_role("link", name="移交已确认的 3 条").click()
    desk.get_by_role("button", name="转为线索").click()
    desk.get_by_text("已转为线索").first.wait_for()
    assert Clue.objects.get().hits.count() == 3


@pytest.mark.parametrize("width", WIDTHS)
def test_every_page_passes_axe_whole_and_refused(desk, live_server, queue, officer, width):
    confirm_hit(queue[-1], by=officer, at=timezone.now())
    sweep, listing = Sweep.objects.get().pk, queue[0].sighting.listing_id
    for path in (
        *("/hits/", f"/hits/{queue[0].pk}/", f"/hits/{queue[-1].pk}/", "/hits/ready/"),
        *(f"/hits/{queue[0].pk}/dismiss/", "/sweeps/", f"/sweeps/{sweep}/", "/sweeps/new/"),
        *("/listings/", f"/listings/{listing}/", "/hits/?harm=1&level=note"),
    ):
        desk.goto(live_server.url + path)
        look_at_width(desk, "review", width)
    desk.goto(f"{live_server.url}/hits/{queue[0].pk}/dismiss/")
    desk.get_by_role("button", name="排除这一条").click()
    assert desk.locator(".errors:focus").count() == 1
    look_at_width(desk, "review", width)
    desk.goto(f"{live_server.url}/sweeps/new/")
    desk.get_by_role("button", name="安排这次监测").click()
    assert desk.locator(".errors:focus").count() == 1
    look_at_width(desk, "review", width)
    desk.goto(f"{live_server.url}/hits/{queue[0].pk}/")
    desk.get_by_role("link", name="排除…").click()
    look_at_width(desk, "review", width)
