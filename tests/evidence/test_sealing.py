"""What officers hand in is sealed whole, or the queue says why not; nothing is lost on the way."""

import errno
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from wangshi.accounts.policy import Refused
from wangshi.engine.forensics import sealing as engine_sealing
from wangshi.engine.forensics.package import open_package
from wangshi.engine.forensics.verifying import verify_package
from wangshi.evidence.models import Exhibit, ExhibitFile
from wangshi.evidence.selectors import breaks, check_package, entries_of
from wangshi.evidence.services import resume_waiting, seal_exhibit, sealing, stamp_again, take_in
from wangshi.evidence.strongroom import KEYS, home, incoming_path, package_path
from wangshi.evidence.workflow import Act, EvidenceRefused, ExhibitState

from .conftest import AT, ENDED, LATER, TEXT, upload

pytestmark = pytest.mark.django_db


def test_what_was_handed_in_lies_sealed_and_a_stranger_finds_nothing_wrong(exhibit):
    report = verify_package(package_path(exhibit.pk))
    assert report.is_sound
    assert exhibit.state == ExhibitState.SEALED
    assert report.facts["manifest_sha256"] == exhibit.manifest_sha256
    assert open_package(package_path(exhibit.pk)).read("files/0002.txt") == TEXT.encode()


def test_with_the_offices_own_list_signer_log_and_time_authority_are_known(exhibit):
    report = check_package(package_path(exhibit.pk))
    told = {check.key: check.verdict.value for check in report.checks}
    assert {told[key] for key in ("signer", "log", "keeper", "authorities")} == {"passed"}
    assert told["witnesses"] == "skipped"


def test_the_package_says_who_took_it_how_and_where(exhibit):
    facts = open_package(package_path(exhibit.pk)).read("capture/facts.json").decode()
    for words in ("李示范", "虚构-01", "周模拟", "虚构-02", "甲木所二楼", "店铺首页.png"):
        assert words in facts


def test_sealing_twice_changes_nothing(exhibit):
    before = package_path(exhibit.pk).read_bytes()
    again = seal_exhibit(exhibit, at=LATER)
    assert package_path(exhibit.pk).read_bytes() == before
    assert again.sealed_at == exhibit.sealed_at


def test_a_package_left_whole_by_a_killed_worker_is_adopted(waiting):
    made = sealing.sealed_package(sealing._capture_of(waiting), package_path(waiting.pk), AT)
    assert resume_waiting(LATER) == 1
    waiting.refresh_from_db()
    assert waiting.manifest_sha256 == made.seals.manifest.sha256
    assert waiting.sealed_at == made.manifest.sealed_at


def test_a_worker_killed_while_writing_leaves_nothing_and_the_next_one_seals(waiting, monkeypatch):
    class Killed(BaseException):
        pass

    def dies(*_: object) -> bytes:
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(engine_sealing, "_closed", dies)
        with pytest.raises(Killed):
            seal_exhibit(waiting, at=AT)
    assert list(package_path(waiting.pk).parent.glob("*.wacz")) == []
    assert Exhibit.objects.get().state == ExhibitState.WAITING
    assert resume_waiting(LATER) == 1
    assert check_package(package_path(waiting.pk)).is_sound


def test_a_full_disk_is_told_and_tried_again(waiting, monkeypatch):
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(sealing, "seal", full)
        held = seal_exhibit(waiting, at=AT)
    assert (held.state, held.attempts) == (ExhibitState.WAITING, 1)
    assert "腾出空间" in held.fault
    assert not package_path(waiting.pk).exists()
    assert resume_waiting(LATER) == 1


def test_without_keys_it_waits_and_says_so(waiting):
    (home() / KEYS / "keys.json").rename(home() / "aside.json")
    held = seal_exhibit(waiting, at=AT)
    assert held.state == ExhibitState.WAITING
    assert "wangshi keys new" in held.fault
    (home() / "aside.json").rename(home() / KEYS / "keys.json")
    assert resume_waiting(LATER) == 1


def test_what_came_in_is_let_go_once_it_lies_in_the_package(exhibit):
    came = ExhibitFile.objects.first()
    assert not incoming_path(exhibit.department_id, came.sha256).exists()


def test_a_file_sent_twice_is_told_where_it_lies(exhibit, taking, officer):
    with pytest.raises(EvidenceRefused, match=exhibit.number):
        take_in(taking, [upload()], by=officer, at=AT)
    assert Exhibit.objects.count() == 1


def test_of_what_lies_elsewhere_nothing_is_told(
    exhibit, taking, make_account, other_bureau, officer
):
    """The other unit takes its own: that ours exists stays untold."""
    other = make_account(
        "别处样例", *officer.roles, department=other_bureau, certificate_number="虚构-09"
    )
    assert take_in(taking, [upload()], by=other, at=AT).pk != exhibit.pk


REFUSED = (
    ({"ended_at": AT + timedelta(minutes=1)}, "提取结束"),
    ({"started_at": ENDED + timedelta(minutes=1)}, "提取结束"),
)


@pytest.mark.parametrize(("change", "words"), REFUSED)
def test_times_that_cannot_be_are_refused(taking, officer, office_keys, change, words):
    with pytest.raises(EvidenceRefused, match=words):
        take_in(replace(taking, **change), [upload()], by=officer, at=AT)


def test_two_officers_with_certificates_are_needed(taking, officer, second, office_keys):
    with pytest.raises(EvidenceRefused, match="另一位"):
        take_in(replace(taking, second_officer=officer), [upload()], by=officer, at=AT)
    second.certificate_number = ""
    second.save()
    with pytest.raises(EvidenceRefused, match="另一位"):
        take_in(taking, [upload()], by=officer, at=AT)


def test_an_officer_without_a_certificate_takes_nothing(taking, officer, office_keys):
    officer.certificate_number = ""
    with pytest.raises(EvidenceRefused, match="执法证号"):
        take_in(taking, [upload()], by=officer, at=AT)


@pytest.mark.parametrize("who", ["grid_member", "leader", "reviewer", "dispatcher"])
def test_only_who_may_inspect_takes_evidence(request, taking, who):
    with pytest.raises(Refused):
        take_in(taking, [upload()], by=request.getfixturevalue(who), at=AT)


def test_an_empty_file_and_two_of_one_content_are_refused(taking, officer, office_keys):
    with pytest.raises(EvidenceRefused, match="空文件"):
        take_in(taking, [upload(b"")], by=officer, at=AT)
    with pytest.raises(EvidenceRefused, match="完全相同"):
        take_in(taking, [upload(), upload(name="又一次.png")], by=officer, at=AT)
    assert Exhibit.objects.count() == 0


def test_a_time_authority_that_was_away_stamps_later(waiting, monkeypatch):
    with monkeypatch.context() as patched:
        patched.setattr(sealing, "complete", lambda package, **_: package)
        made = seal_exhibit(waiting, at=AT)
        sealing.stamp_exhibit(made, at=AT)
        made.refresh_from_db()
        assert made.stamp_due_at > AT
    assert stamp_again(AT) == 0
    assert stamp_again(made.stamp_due_at) == 1
    made.refresh_from_db()
    assert made.stamp_due_at is None
    assert [one.act for one in entries_of(made)] == [Act.RECEIVED, Act.SEALED, Act.STAMPED]
    assert list(breaks(entries_of(made))) == []


def test_the_database_refuses_an_exhibit_sealed_without_digests(waiting):
    with pytest.raises(IntegrityError), transaction.atomic():
        Exhibit.objects.filter(pk=waiting.pk).update(state=ExhibitState.SEALED)
