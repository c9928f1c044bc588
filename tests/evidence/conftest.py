"""An office with keys, two officers with certificates, and files as an officer hands them in."""

import io
import shutil
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from wangshi.accounts.permissions import Role
from wangshi.engine.forensics.authorities import LocalTimeAuthority
from wangshi.engine.forensics.keys import Keyring
from wangshi.evidence.models import Exhibit
from wangshi.evidence.services import Taking, seal_exhibit, stamp_exhibit, take_in
from wangshi.evidence.strongroom import DEMO_AUTHORITY, KEYS
from wangshi.evidence.workflow import ExhibitKind

# The demonstration authority stamps with this machine's clock: what it stamps is sealed now.
AT = timezone.now().replace(microsecond=0)
BEGAN, ENDED = AT - timedelta(minutes=9), AT - timedelta(minutes=4)
LATER = AT + timedelta(hours=1)
SINCE = AT - timedelta(days=30)
TEXT = "根治失眠，买家虚构甲 电话 13900000000，三天见效。\n电话 13900000000"


def picture(colour: str = "white") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (60, 40), colour).save(out, format="PNG")
    return out.getvalue()


def upload(content: bytes | None = None, name: str = "店铺首页.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, picture() if content is None else content)


@pytest.fixture(scope="session")
def _office_keys(tmp_path_factory):
    folder = tmp_path_factory.mktemp("office")
    Keyring.create(folder / KEYS, "拾穗县市场监督管理局（虚构）", "shisui.example/evidence", SINCE)
    LocalTimeAuthority.create(folder / DEMO_AUTHORITY)
    return folder


@pytest.fixture
def office_keys(settings, _office_keys):
    """Keys and a time authority, made once; the log begins anew for each test."""
    for place in (KEYS, DEMO_AUTHORITY):
        shutil.copytree(_office_keys / place, settings.WANGSHI_HOME / place)


@pytest.fixture
def officer(make_account, station):
    return make_account(
        "李示范", Role.OFFICER, username="officer", department=station, certificate_number="虚构-01"
    )


@pytest.fixture
def second(make_account, bureau):
    return make_account(
        "周模拟", Role.OFFICER, username="second", department=bureau, certificate_number="虚构-02"
    )


@pytest.fixture
def reviewer(make_account, bureau):
    return make_account("范审样例", Role.LEGAL_REVIEWER, username="reviewer", department=bureau)


@pytest.fixture
def taking(second) -> Taking:
    return Taking(
        title="试填茶行店铺首页截图",
        kind=ExhibitKind.PICTURE,
        place="甲木所二楼",
        method="用浏览器打开后截取整页",
        content="页面写着“根治失眠”",
        started_at=BEGAN,
        ended_at=ENDED,
        second_officer=second,
        page_url="https://shop.example/tea",
    )


@pytest.fixture
def waiting(officer, taking, office_keys) -> Exhibit:
    files = [upload(), upload(TEXT.encode(), "页面文字.txt")]
    return take_in(taking, files, by=officer, at=AT)


@pytest.fixture
def exhibit(waiting) -> Exhibit:
    """Sealed, and stamped by the authority without legal force."""
    made = seal_exhibit(waiting, at=timezone.now())
    stamp_exhibit(made, at=timezone.now())
    return made
