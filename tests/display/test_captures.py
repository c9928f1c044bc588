"""读取证机器取的网页: a look at evidence leaves its entry, and a wall stays a wall."""

import pytest
from django.utils import timezone

from wangshi.display.selectors import Seen
from wangshi.display.services import Look, read_capture, record_check
from wangshi.display.workflow import DisplayRefused, Way
from wangshi.engine.forensics.captures import Capture, Clock, Kept
from wangshi.engine.forensics.keys import Keyring
from wangshi.engine.forensics.sealing import seal
from wangshi.evidence.models import CustodyEntry, Exhibit, ExhibitFile
from wangshi.evidence.strongroom import package_path

from .conftest import CODE, GOOD, PAGE, SHOWN

pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def captured(shop, station, officer, make_account, tmp_path):
    """A sealed capture of the shop's page: captured("capture/page.txt", text)."""

    def take(place: str, text: str) -> Exhibit:
        now, second = timezone.now(), make_account("周样本", department=station)
        exhibit = Exhibit.objects.create(
            number="试填证1号", title="样例茶铺的页面", kind="captured", place="试填",
            method="试填", content="试填", subject=f"registry.shop:{shop.pk}",
            started_at=now, ended_at=now, department=station, first_officer=officer,
            first_certificate="虚构-1", second_officer=second, second_certificate="虚构-2",
            custodian=officer, received_at=now, state="sealed", sealed_at=now,
            manifest_sha256="ab" * 32, manifest_sm3="cd" * 32, log_index=0,
        )  # fmt: skip
        ExhibitFile.objects.create(
            exhibit=exhibit, place=place, name="文字.txt", kind="text/plain",
            size=len(text.encode()), sha256="ab" * 32, sm3="cd" * 32,
        )  # fmt: skip
        ring = Keyring.create(tmp_path / "keys", "试填局（虚构）", "shitian.example/log", now)
        target = package_path(exhibit.pk)
        target.parent.mkdir(parents=True)
        whole = Capture("试填", "试填", Clock(now, now, 0), kept=[Kept(place, text.encode())])
        seal(whole, target, keyring=ring, at=now)
        return exhibit

    return take


def test_a_captured_page_is_read_and_the_look_is_entered(shop, captured, officer):
    exhibit = captured("capture/page.txt", PAGE)
    page = read_capture(exhibit, by=officer, at=timezone.now())
    assert CODE in page.text
    entry = CustodyEntry.objects.get()
    assert (entry.act, entry.reason) == ("viewed", "亮照检查：读页面上的文字")
    look = Look(
        timezone.localdate(), Way.CAPTURE, Seen("sole_trader", GOOD), SHOWN,
        page_text=page.text, exhibit=exhibit,
    )  # fmt: skip
    made = record_check(shop, look, by=officer, at=timezone.now())
    assert (made.way, made.exhibit) == ("capture", exhibit)


def test_what_the_machine_called_a_wall_is_a_wall_however_much_stands_on_it(captured, officer):
    exhibit = captured("capture/wall.txt", "欢迎登录 " * 200)
    page = read_capture(exhibit, by=officer, at=timezone.now())
    assert "取证机器看到的不是页面" in page.wall


def test_a_package_without_text_is_filled_in_by_hand(captured, officer):
    exhibit = captured("capture/page.png", "不是文字")
    with pytest.raises(DisplayRefused, match="对着图填表"):
        read_capture(exhibit, by=officer, at=timezone.now())
    assert not CustodyEntry.objects.exists()
