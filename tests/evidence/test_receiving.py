"""收进封好的包: verified first, byte for byte the same, with its chain of custody from here on."""

from datetime import timedelta

import pytest
from click.testing import CliRunner
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from wangshi.accounts.policy import Refused
from wangshi.cli import main
from wangshi.engine.forensics.captures import Capture, Clock, Kept
from wangshi.engine.forensics.keys import Keyring
from wangshi.engine.forensics.sealing import seal
from wangshi.evidence.models import Exhibit
from wangshi.evidence.selectors import check_package, entries_of
from wangshi.evidence.services import Arrival, resume_waiting, take_package
from wangshi.evidence.strongroom import home, keyring, package_path
from wangshi.evidence.workflow import Act, EvidenceRefused

from .conftest import BEGAN, ENDED, LATER, SINCE, picture

pytestmark = pytest.mark.django_db
OFFICERS = [
    {"name": "李示范", "certificate": "虚构-01"},
    {"name": "周模拟", "certificate": "虚构-02"},
]


def facts(officers: list[dict[str, str]]) -> dict[str, object]:
    return {
        "asked": "https://shop.example/tea",
        "final_url": "https://shop.example/tea?from=x",
        "place": "局电子取证室",
        "method": "网络在线提取",
        "officers": officers,
        "observed": {"verdict": "full", "because": ["状态 200"], "guesses": []},
    }


def sealed(target, ring=None, officers=OFFICERS):
    """A package as `wangshi capture` on another machine leaves it."""
    kept = [Kept("capture/page.png", picture())]
    clock = Clock(BEGAN, ENDED, 300_000)
    capture = Capture("命令 0388", "试填茶行", clock, kept=kept, facts=facts(officers))
    return seal(capture, target, keyring=ring or keyring(), at=timezone.now()).path


@pytest.fixture
def package(office_keys, tmp_path) -> bytes:
    return sealed(tmp_path / "0388.wacz").read_bytes()


def handed_in(raw: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("0388.wacz", raw)


@pytest.fixture
def taken(package, officer, second) -> Exhibit:
    return take_package(Arrival(second), handed_in(package), by=officer, at=timezone.now())


def test_a_package_is_verified_numbered_and_kept_byte_for_byte(taken, package, officer):
    assert taken.is_sealed
    assert package_path(taken.pk).read_bytes() == package
    assert check_package(package_path(taken.pk)).is_sound
    assert (taken.title, taken.page_url) == ("试填茶行", "https://shop.example/tea")
    assert (taken.place, taken.started_at, taken.custodian) == ("局电子取证室", BEGAN, officer)
    assert "看到的：完整" in taken.content
    assert {"取证的事实.json", "网页.png"} <= {one.name for one in taken.files.all()}
    acts = [one.act for one in entries_of(taken)]
    assert acts == [Act.RECEIVED, Act.VERIFIED, Act.SHELVED]
    assert entries_of(taken)[0].facts["theirs"] == "命令 0388"


def test_the_same_package_is_taken_in_once(taken, package, officer, second):
    with pytest.raises(EvidenceRefused, match=taken.number):
        take_package(Arrival(second), handed_in(package), by=officer, at=LATER)
    assert Exhibit.objects.count() == 1


def test_a_package_that_was_changed_is_refused_and_nothing_stays(package, officer, second):
    broken = package.replace(b"LI", b"IL", 1) if b"LI" in package else package[:-9]
    changed = broken[:200] + bytes([broken[200] ^ 1]) + broken[201:]
    with pytest.raises(EvidenceRefused, match="校验不通过"):
        take_package(Arrival(second), handed_in(changed), by=officer, at=LATER)
    assert Exhibit.objects.count() == 0
    assert list((home() / "evidence/incoming").iterdir()) == []


def test_another_office_cannot_seal_for_us(officer, second, office_keys, tmp_path):
    ring = Keyring.create(tmp_path / "theirs", "别处局（虚构）", "elsewhere.example/log", SINCE)
    raw = sealed(tmp_path / "theirs.wacz", ring).read_bytes()
    with pytest.raises(EvidenceRefused, match="签名的是谁"):
        take_package(Arrival(second), handed_in(raw), by=officer, at=LATER)


def test_who_is_named_in_the_package_takes_it_in(officer, second, office_keys, tmp_path):
    others = [OFFICERS[0], {"name": "旁人样例", "certificate": "虚构-77"}]
    raw = sealed(tmp_path / "x.wacz", officers=others).read_bytes()
    with pytest.raises(EvidenceRefused, match="旁人样例（虚构-77）"):
        take_package(Arrival(second), handed_in(raw), by=officer, at=LATER)


def test_one_that_died_before_the_shelf_is_shelved_later(taken):
    """As if the machine had stopped between the row and the move."""
    target = package_path(taken.pk)
    target.rename(home() / "evidence/incoming" / f"{taken.department_id}-{taken.package_sha256}")
    Exhibit.objects.filter(pk=taken.pk).update(
        state="waiting", sealed_at=None, manifest_sha256="", manifest_sm3=""
    )
    assert resume_waiting(timezone.now() + timedelta(days=1)) == 1
    assert check_package(target).is_sound


def test_a_leader_takes_nothing_in(package, leader, second):
    with pytest.raises(Refused):
        take_package(Arrival(second), handed_in(package), by=leader, at=LATER)


def test_the_page_takes_a_package_and_says_what_is_wrong_with_another(
    client, officer, second, package
):
    client.force_login(officer)
    address = "/exhibits/package/"
    assert address in client.get("/exhibits/").content.decode()
    wrong = {"package": SimpleUploadedFile("x.wacz", b"not a package"), "second_officer": second.pk}
    answer = client.post(address, wrong)
    assert answer.status_code == 422
    assert "校验不通过" in answer.content.decode()
    answer = client.post(address, {"package": handed_in(package), "second_officer": second.pk})
    exhibit = Exhibit.objects.get()
    assert answer.url == f"/exhibits/{exhibit.pk}/"
    assert "封好的包核对以后入库" in client.get(answer.url).content.decode()


def test_the_command_takes_a_package_and_leaves_the_file(
    officer, second, office_keys, tmp_path, monkeypatch
):
    monkeypatch.setattr("wangshi.installation.receiving.migrate", lambda: None)
    path = sealed(tmp_path / "0388.wacz")
    words = ["evidence", "take", str(path), "--by", "officer"]
    done = CliRunner().invoke(main, [*words, "--second", "nobody"])
    assert (done.exit_code, "没有“nobody”" in done.output) == (2, True)
    done = CliRunner().invoke(main, [*words, "--second", "second"])
    assert done.exit_code == 0, done.output
    assert Exhibit.objects.get().number in done.output
    assert path.exists()
