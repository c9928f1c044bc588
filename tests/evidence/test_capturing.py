"""The machine goes where two officers send it: a page kept and sealed, or nothing, and why."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from tests.engine.capture.site import Site
from wangshi.accounts.policy import Refused
from wangshi.engine.capture import CaptureClock, Captured, Observed, Studio
from wangshi.engine.forensics.captures import Capture, Clock
from wangshi.evidence.models import CaptureOrder, Exhibit
from wangshi.evidence.selectors import check_package, entries_of, orders_for
from wangshi.evidence.services import (
    Ordering,
    order_again,
    order_capture,
    resume_waiting,
    sealing,
    take_order,
    take_up_silent,
)
from wangshi.evidence.services.capturing import _claim, _write_down
from wangshi.evidence.strongroom import KEYS, home, package_path
from wangshi.evidence.workflow import Act, EvidenceRefused, ExhibitState, OrderState

from .conftest import AT, LATER

pytestmark = [pytest.mark.django_db, pytest.mark.once]
CLOCK = CaptureClock(timezone.now)
NOWHERE = Path("no-browser-here")


@pytest.fixture(scope="module")
def studio():
    with Studio() as made:
        yield made


@pytest.fixture(scope="module")
def bare():
    """A machine on which no browser is installed."""
    with Studio(NOWHERE) as made:
        yield made


@pytest.fixture(scope="module")
def site():
    made = Site()
    yield made
    made.close()


@pytest.fixture
def let_in(settings, site):
    settings.WANGSHI_CAPTURE_ADDRESSES = ("127.0.0.1",)
    settings.WANGSHI_CAPTURE_PORTS = (site.port,)


@pytest.fixture
def ordering(second, site) -> Ordering:
    return Ordering(
        page_url=f"http://127.0.0.1:{site.port}/plain",
        reason="核查“根治失眠”的宣传",
        place="甲木所二楼",
        method="用取证程序打开",
        second_officer=second,
    )


@pytest.fixture
def order(ordering, officer, office_keys, let_in) -> CaptureOrder:
    return order_capture(ordering, by=officer, at=timezone.now())


def test_a_page_that_was_ordered_lies_sealed_with_who_how_where_and_why(order, studio):
    kept = take_order(order, studio=studio, clock=CLOCK)
    exhibit = kept.exhibit
    assert (kept.state, kept.observed) == (OrderState.KEPT, "full")
    assert check_package(package_path(exhibit.pk)).is_sound
    assert exhibit.title == "普通的页面"
    assert {"网页.png", "网页.txt", "网页.pdf"} <= {one.name for one in exhibit.files.all()}
    facts = sealing.open_package(package_path(exhibit.pk)).read("capture/facts.json").decode()
    for words in ("李示范", "虚构-01", "周模拟", "虚构-02", "甲木所二楼", "根治失眠", "127.0.0.1"):
        assert words in facts
    assert [one.act for one in entries_of(exhibit)][:2] == [Act.CAPTURED, Act.SEALED]
    again = take_order(kept, studio=studio, clock=CLOCK)
    assert (again.attempts, Exhibit.objects.count()) == (1, 1)


def test_what_the_proxy_shuts_out_leaves_nothing_and_says_so(order, studio, settings):
    settings.WANGSHI_CAPTURE_ADDRESSES = ()
    failed = take_order(order, studio=studio, clock=CLOCK)
    assert (failed.state, failed.fate) == (OrderState.FAILED, "refused")
    assert "只去公网" in failed.fault
    assert Exhibit.objects.count() == 0


def test_without_a_browser_the_queue_says_what_to_install(order, bare):
    failed = take_order(order, studio=bare, clock=CLOCK)
    assert (failed.state, failed.fate) == (OrderState.FAILED, "browser_missing")
    assert "chromium" in failed.fault


def test_without_keys_nothing_is_opened(order, bare):
    (home() / KEYS / "keys.json").unlink()
    failed = take_order(order, studio=bare, clock=CLOCK)
    assert failed.fate == "no_keys"
    assert "wangshi keys new" in failed.fault


def test_what_failed_may_be_ordered_again_and_only_that(order, bare, officer):
    with pytest.raises(EvidenceRefused, match="没有失败"):
        order_again(order, by=officer, at=LATER)
    failed = take_order(order, studio=bare, clock=CLOCK)
    waiting = order_again(failed, by=officer, at=LATER)
    assert (waiting.state, waiting.attempts) == (OrderState.WAITING, 0)


def test_two_workers_never_take_one_order(order, bare):
    assert _claim(order, AT) is not None
    assert _claim(order, AT) is None
    assert take_order(order, studio=bare, clock=CLOCK).state == OrderState.RUNNING


def test_a_killed_worker_is_noticed_and_after_three_times_given_up(order):
    for attempt in range(1, 4):
        now = order.ordered_at + timedelta(hours=attempt)
        assert take_up_silent(now - timedelta(minutes=55)) == []
        assert _claim(order, now - timedelta(minutes=30)).attempts == attempt
        assert take_up_silent(now) == ([order] if attempt < 3 else [])
    order.refresh_from_db()
    assert (order.state, order.fate) == (OrderState.FAILED, "unfinished")


def captured(order: CaptureOrder):
    """What a browser would have brought, without a browser."""
    now = timezone.now()
    made = Capture("", "试填的页面", Clock(now, now, 0))
    return Captured(made, Observed.FULL, (), (), order.page_url, "试填的页面", "", None)


def test_a_package_left_whole_by_a_killed_worker_is_adopted_and_nothing_is_opened(order, bare):
    claimed = _claim(order, timezone.now() - timedelta(hours=1))
    exhibit = _write_down(claimed, captured(order), at=timezone.now())
    capture = replace(captured(order).capture, number=exhibit.number)
    made = sealing.sealed_package(capture, package_path(exhibit.pk), timezone.now())
    kept = take_order(order, studio=bare, clock=CLOCK)
    assert kept.state == OrderState.KEPT
    assert kept.exhibit.manifest_sha256 == made.seals.manifest.sha256


def test_what_could_not_be_sealed_is_told_and_taken_anew_under_its_number(order):
    claimed = _claim(order, timezone.now())
    exhibit = _write_down(claimed, captured(order), at=timezone.now())
    (home() / KEYS / "keys.json").rename(home() / "aside.json")
    capture = replace(captured(order).capture, number=exhibit.number)
    held = sealing.seal_capture(exhibit, capture, at=timezone.now(), waits=False)
    assert held.state == ExhibitState.FAILED
    assert "好了再取一次" in held.fault
    assert resume_waiting(LATER + timedelta(days=1)) == 0
    (home() / "aside.json").rename(home() / KEYS / "keys.json")
    again = _write_down(CaptureOrder.objects.get(), captured(order), at=timezone.now())
    assert again.number == exhibit.number
    assert sealing.seal_capture(again, capture, at=timezone.now(), waits=False).is_sealed


@pytest.mark.parametrize("url", ["file:///etc/passwd", "http://甲@shop.example/", "shop.example"])
def test_only_plain_web_addresses_are_ordered(ordering, officer, url):
    with pytest.raises(EvidenceRefused, match="http"):
        order_capture(replace(ordering, page_url=url), by=officer, at=AT)


def test_why_and_two_certificates_are_needed(ordering, officer):
    with pytest.raises(EvidenceRefused, match="事由"):
        order_capture(replace(ordering, reason=" "), by=officer, at=AT)
    with pytest.raises(EvidenceRefused, match="另一位"):
        order_capture(replace(ordering, second_officer=officer), by=officer, at=AT)


@pytest.mark.parametrize("who", ["grid_member", "leader", "reviewer", "dispatcher"])
def test_only_who_may_inspect_orders_a_capture(request, ordering, who):
    with pytest.raises(Refused):
        order_capture(ordering, by=request.getfixturevalue(who), at=AT)


def test_another_unit_neither_sees_nor_repeats_an_order(order, make_account, other_bureau, officer):
    other = make_account(
        "别处样例", *officer.roles, department=other_bureau, certificate_number="虚构-09"
    )
    assert list(orders_for(other)) == []
    with pytest.raises(Refused):
        order_again(order, by=other, at=AT)


def test_the_database_refuses_a_failure_without_a_reason(order):
    with pytest.raises(IntegrityError), transaction.atomic():
        CaptureOrder.objects.update(state=OrderState.FAILED)
