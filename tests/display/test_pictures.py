"""执照图片: taken in once, read by a worker, forgotten when read; each refusal says why."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from tests.engine.display.recogniser import PNG, Reader, invented
from wangshi.accounts.policy import Refused
from wangshi.display import tasks
from wangshi.display.models import DisplayCheck, LicencePicture
from wangshi.display.selectors import codes_in_pictures, same_code
from wangshi.display.services import pictures, read_picture, take_picture, take_up_unread
from wangshi.display.views import checking
from wangshi.engine.display.layout import Box, TextLine
from wangshi.engine.display.pictures import PictureRefused
from wangshi.registry.models import Shop

from .test_pages import BOMB, sheet

pytestmark = pytest.mark.django_db
LICENCE = invented(7)


@pytest.fixture
def taken(shop, officer, county):
    """Take a picture of a shop: taken(shop) → LicencePicture, and what was queued."""
    queued: list[int] = []

    def take(of: Shop = shop, content: bytes = PNG) -> LicencePicture:
        now = timezone.now()
        return take_picture(of, content=content, by=officer, at=now, enqueue=queued.append)

    take.queued = queued
    return take


def nothing(picture: bytes, part: Box | None, quarters: int = 0) -> list[TextLine]:
    return []


def read(picture: LicencePicture, recognise=None) -> LicencePicture:
    return read_picture(picture, recognise or Reader(LICENCE, 3, slip=0), at=timezone.now())


def test_a_picture_is_kept_until_it_is_read_and_then_forgotten(taken):
    waiting = taken()
    assert bytes(LicencePicture.objects.get().content) == PNG
    assert taken.queued == [waiting.pk]
    done = read(waiting)
    assert (done.state, done.content, done.uscc) == ("read", None, LICENCE.code)
    assert done.reading["values"]["name"] == LICENCE.name
    assert read(waiting, nothing).uscc == LICENCE.code


def test_the_same_picture_of_a_shop_is_read_once_and_a_refused_one_may_come_again(taken):
    assert taken().pk == taken().pk
    refused = read(LicencePicture.objects.get(), nothing)
    assert (refused.state, refused.content) == ("refused", None)
    assert "没有认出字" in refused.message
    assert taken().pk != refused.pk


def test_what_is_not_a_licence_says_so(taken):
    line = TextLine("今日上新", Box(0, 0, 1, 0.1))
    assert "没有营业执照的代码" in read(taken(), lambda *_: [line]).message


@pytest.mark.once
def test_a_bomb_is_refused_unopened_and_a_grid_member_too(taken, shop, grid_member):
    with pytest.raises(PictureRefused, match="50000×50000 像素"):
        taken(content=BOMB)
    with pytest.raises(Refused):
        take_picture(shop, content=PNG, by=grid_member, at=timezone.now(), enqueue=print)
    assert not LicencePicture.objects.exists()


def test_a_picture_nobody_reads_is_queued_again_and_given_up_after_three_tries(taken):
    waiting = taken()
    now = timezone.now()
    assert take_up_unread(now) == []
    later = now + pictures.SILENT_AFTER + timedelta(seconds=1)
    assert take_up_unread(later) == [waiting]
    LicencePicture.objects.update(moved_at=now - timedelta(hours=1), tries=3)
    assert tasks.queue_unread() == 0
    assert "认了 3 次" in LicencePicture.objects.get().message


def test_the_same_code_in_pictures_of_two_shops_is_seen(taken, shop, platform):
    other = Shop.objects.create(platform=platform, external_id="s2", name="样例分号")
    first, second = read(taken()), read(taken(other))
    assert same_code(first) == [other]
    assert codes_in_pictures() == {shop.pk: LICENCE.code, other.pk: LICENCE.code}
    assert second.shop == other


@pytest.mark.once
def test_a_picture_fills_the_sheet_and_the_check_names_it(client, officer, shop, monkeypatch):
    client.force_login(officer)
    monkeypatch.setattr(checking, "has_recogniser", lambda: True)
    monkeypatch.setattr(tasks, "standing_recogniser", lambda: Reader(LICENCE, 3, slip=0))
    door = reverse("display-new", args=[shop.pk])
    file = SimpleUploadedFile("licence.png", PNG)
    given = {"do": "read", "sheet": "sole_trader", "picture": file}
    sent = client.post(door, given)
    waiting = LicencePicture.objects.get()
    assert sent.url == f"{door}?sheet=sole_trader&picture={waiting.pk}"
    page = client.get(sent.url)
    assert page.context["form"]["v_uscc"].value() == LICENCE.code
    assert [item.value() for item in page.context["form"].verdicts] == [None, None, None]
    client.post(door, sheet(page, licence="differs", why=""))
    made = DisplayCheck.objects.get()
    assert (made.way, made.picture) == ("picture", waiting)


@pytest.mark.once
def test_the_page_asks_until_a_worker_is_done(client, officer, shop, taken):
    client.force_login(officer)
    waiting = taken()
    door = reverse("display-picture", args=[waiting.pk])
    assert "正在认字" in client.get(door).content.decode()
    sheet_door = f"{reverse('display-new', args=[shop.pk])}?picture={waiting.pk}"
    page = client.get(sheet_door).content.decode()
    assert f'hx-get="{door}"' in page
    assert "htmx-config" in page
    read(waiting)
    assert "填到表里" in client.get(door).content.decode()
    LicencePicture.objects.update(state="refused", message="图上没有认出字")
    assert "图上没有认出字" in client.get(door).content.decode()


@pytest.mark.once
def test_where_nothing_can_read_pictures_the_page_says_so(client, officer, shop, monkeypatch):
    client.force_login(officer)
    monkeypatch.setattr(checking, "has_recogniser", lambda: False)
    page = client.get(reverse("display-new", args=[shop.pk])).content.decode()
    assert "没有装认字的程序" in page
    assert 'name="picture"' not in page
