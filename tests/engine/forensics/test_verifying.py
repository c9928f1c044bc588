"""校验: sound packages pass, every change is caught and named, three programs agree."""

import random

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from wangshi.engine.forensics.notes import sign_checkpoint
from wangshi.engine.forensics.report import Verdict
from wangshi.engine.forensics.trust import NO_TRUST
from wangshi.engine.forensics.verifying import verify_package

from .tampering import ATTACKS, Ground, flipped
from .verifiers import (
    LEFT_OPEN,
    NODE,
    Held,
    Remembering,
    by_engine,
    by_page,
    by_script,
    held_by,
    shape,
    trust_of,
)

INSTANCES = 3


@pytest.fixture(scope="module")
def ground(office, packages):
    return Ground(office, packages)


@pytest.fixture(scope="module")
def openssl(tmp_path_factory):
    return Remembering(tmp_path_factory.mktemp("openssl"))


def codes(report):
    return {fault.code for fault in report.faults}


def test_a_sound_package_passes_every_check(office, packages):
    for package in packages:
        report = by_engine(package.path, held_by(office))
        assert report.is_complete, [one for one in report.checks if one.verdict != Verdict.PASSED]


def test_what_was_not_checked_says_why(package):
    report = verify_package(package.path, NO_TRUST)
    open_questions = [one for one in report.checks if one.verdict is Verdict.SKIPPED]
    assert report.is_sound
    assert not report.is_complete
    assert {one.key for one in open_questions} == {"signer", "authorities", "keeper", "witnesses"}
    assert all(one.said.startswith("没有查：") for one in open_questions)


@pytest.mark.parametrize("name", ATTACKS)
def test_every_way_of_changing_a_package_is_caught_and_named(name, ground, office, tmp_path):
    draw = random.Random(name)
    for _ in range(INSTANCES):
        attack = ATTACKS[name](ground, draw)
        path = tmp_path / "x.wacz"
        path.write_bytes(attack.whole)
        report = by_engine(path, held_by(office).but(attack.held))
        assert codes(report) & attack.named, (codes(report), attack.named)


def test_every_flipped_bit_is_caught(ground, office, tmp_path):
    draw = random.Random(20261123)
    held = held_by(office)
    for _ in range(60):
        _, whole = ground.pick(draw)
        path = tmp_path / "x.wacz"
        path.write_bytes(flipped(whole, draw.randrange(len(whole)), draw))
        assert not by_engine(path, held).is_sound


def test_a_flipped_record_is_named_with_its_place(ground, office, tmp_path):
    package, whole = ground.packages[0], ground.wholes[0]
    entry = package.shell.find("archive/data.warc.gz")
    path = tmp_path / "x.wacz"
    path.write_bytes(flipped(whole, entry.start + entry.size - 20, random.Random(1)))
    fault = next(f for f in by_engine(path, Held()).faults if f.code.startswith("record."))
    assert (fault.file, fault.record) == ("archive/data.warc.gz", 9)
    assert 0 < fault.offset < entry.size


def test_a_quick_look_finds_the_same_changes_and_says_what_it_left(ground, office, tmp_path):
    trust = trust_of(held_by(office))
    report = verify_package(ground.packages[0].path, trust, quick=True)
    assert [one.key for one in report.checks if one.verdict is not Verdict.PASSED] == ["records"]
    assert "--quick" in report.check("records").said
    draw = random.Random(3)
    for name in ("T01", "T03", "T08", "T10"):
        path = tmp_path / "x.wacz"
        path.write_bytes(ATTACKS[name](ground, draw).whole)
        slow = verify_package(path, trust)
        fast = verify_package(path, trust, quick=True)
        assert codes(slow) - codes(fast) <= {"record.index"}
        assert {"digest.sha256"} <= codes(fast)


def test_the_script_agrees_with_the_engine_on_every_attack(ground, office, openssl, tmp_path):
    draw = random.Random(7)
    for name, act in ATTACKS.items():
        attack = act(ground, draw)
        path = tmp_path / "x.wacz"
        path.write_bytes(attack.whole)
        held = held_by(office).but(attack.held)
        ours = shape(by_engine(path, held).as_json()["checks"])
        assert shape(by_script(path, held, openssl)["checks"]) == ours, name


def test_the_script_agrees_with_the_engine_on_sound_packages(office, packages, openssl):
    for held in (Held(), held_by(office)):
        for package in packages:
            ours = shape(by_engine(package.path, held).as_json()["checks"])
            assert shape(by_script(package.path, held, openssl)["checks"]) == ours


@pytest.mark.skipif(NODE is None, reason="没有 node：网页的脚本只在浏览器里试")
def test_the_page_agrees_with_the_engine_on_every_attack(ground, office, tmp_path):
    draw = random.Random(11)
    asked = []
    for name, act in ATTACKS.items():
        attack = act(ground, draw)
        path = tmp_path / f"{name}.wacz"
        path.write_bytes(attack.whole)
        asked.append((path, held_by(office).but(attack.held)))
    for (path, held), report in zip(asked, by_page(asked), strict=True):
        ours = by_engine(path, held).as_json()["checks"]
        assert shape(report["checks"], without=LEFT_OPEN) == shape(ours, without=LEFT_OPEN), path


def test_a_checkpoint_of_another_log_is_called_that_and_not_a_fork(
    office, package, openssl, tmp_path
):
    other = sign_checkpoint("elsewhere.example/log", 1, bytes(32), Ed25519PrivateKey.generate())
    path = tmp_path / "checkpoint"
    path.write_text(str(other), "utf-8")
    held = held_by(office).but({"checkpoint": path})
    report = by_engine(package.path, held)
    assert codes(report) == {"keeper.origin"}
    theirs = by_script(package.path, held, openssl)["checks"]
    assert shape(theirs) == shape(report.as_json()["checks"])


def test_a_file_that_is_no_package_is_told_and_nothing_is_believed(tmp_path):
    path = tmp_path / "x.wacz"
    for content in (b"", b"PK", b"\0" * 5000, b"PK\x05\x06" + b"\xff" * 18, b"<html>" * 99):
        path.write_bytes(content)
        report = verify_package(path)
        assert not report.is_sound
        assert report.facts == {}
