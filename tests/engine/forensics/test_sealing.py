"""封存: one package, whole or absent; stamps that come late; hostile names; a full disk."""

import json
import subprocess
import sys
import zipfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509

from wangshi.engine.forensics.authorities import HttpTimeAuthority, LocalTimeAuthority, stamp
from wangshi.engine.forensics.captures import Capture, Clock, Exchange, Kept, Page
from wangshi.engine.forensics.files import sweep_drafts
from wangshi.engine.forensics.keys import KeyFault, Keyring
from wangshi.engine.forensics.manifest import MANIFEST, SEALS
from wangshi.engine.forensics.package import NotAPackage, open_package
from wangshi.engine.forensics.sealing import AlreadyThere, complete, reseal, seal
from wangshi.engine.forensics.seals import StampState
from wangshi.engine.forensics.shell import ShellRefused
from wangshi.engine.forensics.tokens import TokenFault
from wangshi.engine.forensics.verifying import verify_package

from .office import capture_of, right_now
from .stamping import Babbling, Silent, expired_authority, revoked_roots
from .verifiers import by_engine, held_by

HOSTILE = [
    "\x1b[2J\x07标题", "\u202egpj.exe", "a\0b", "../../etc/passwd", "=cmd|' /C calc'!A0",
    "<script>alert(1)</script>", "\r\nSet-Cookie: x", "𠮷" * 300, "",
]  # fmt: skip


def alone(office):
    """What an outsider holds where nobody witnessed."""
    return replace(held_by(office), witnesses=())


def left(folder):
    return sorted(path.name for path in folder.iterdir() if path.name != "home")


def sealed(office, capture, target, **options):
    given = {"keyring": office.keyring, "at": right_now(), "authorities": (), "log": office.log}
    return seal(capture, target, **(given | options))


def test_a_package_is_read_by_others(package):
    with zipfile.ZipFile(package.path) as archive:
        assert archive.testzip() is None
        listed = json.loads(archive.read(MANIFEST))
        assert listed["wacz_version"] == "1.1.1"
        names = [row["path"] for row in listed["resources"]]
        assert sorted([*names, MANIFEST, SEALS]) == sorted(archive.namelist())
        assert json.loads(archive.read(SEALS))["path"] == MANIFEST


def test_the_same_capture_gives_the_same_manifest(office, tmp_path):
    capture = capture_of(40)
    made = [sealed(office, capture, tmp_path / f"{n}.wacz") for n in (1, 2)]
    first, second = (one.path.read_bytes() for one in made)
    assert made[0].manifest_bytes == made[1].manifest_bytes
    start = made[0].shell.find(SEALS).header
    assert first[:start] == second[:start]


def test_a_sealed_package_is_never_written_over(office, package):
    before = package.path.read_bytes()
    with pytest.raises(AlreadyThere):
        sealed(office, capture_of(41), package.path)
    assert package.path.read_bytes() == before


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_are_kept_as_they_are_and_steer_nothing(office, tmp_path, words):
    capture = capture_of(42)
    url = f"https://shop.example/{words}"
    headers = (("Content-Type", words), (words or "X", words))
    exchange = replace(capture.exchanges[0], url=url, reason=words, response_headers=headers)
    page = Page(url, capture.clock.started_at, words, words)
    capture = replace(
        capture, number=words, title=words, exchanges=[exchange], pages=[page],
        facts={"name": words},
    )  # fmt: skip
    made = sealed(office, capture, tmp_path / "x.wacz")
    assert made.manifest.title == words
    assert verify_package(made.path).is_sound


@pytest.mark.parametrize("name", ["../a", "/a", "A.png", "a/b/c.png", "datapackage.json", ""])
def test_a_file_cannot_choose_its_place(office, tmp_path, name):
    capture = replace(capture_of(43), kept=[Kept(name, b"x"), Kept("datapackage.json", b"{}")])
    with pytest.raises(ShellRefused):
        sealed(office, capture, tmp_path / "x.wacz")
    assert left(tmp_path) == []


def test_nothing_is_left_when_a_file_cannot_be_read(office, tmp_path):
    capture = replace(capture_of(44), kept=[Kept("files/0001.mp4", tmp_path / "gone.mp4")])
    with pytest.raises(FileNotFoundError):
        sealed(office, capture, tmp_path / "x.wacz")
    assert left(tmp_path) == []


def test_a_recording_is_read_from_its_file(office, tmp_path):
    video = tmp_path / "录像.mp4"
    video.write_bytes(b"video" * 9999)
    capture = replace(capture_of(45), kept=[Kept("files/0001.mp4", video)])
    made = sealed(office, capture, tmp_path / "x.wacz")
    assert made.read("files/0001.mp4") == video.read_bytes()
    with pytest.raises(NotAPackage):
        made.read("files/0001.mp4", 10)


def test_an_empty_capture_is_a_package_too(office, tmp_path):
    now = right_now()
    made = sealed(office, Capture("试填", "空", Clock(now, now, 0)), tmp_path / "x.wacz")
    assert verify_package(made.path).is_sound


def test_a_full_disk_leaves_no_package(office, tmp_path):
    """The file may not grow past 300 kB: the writing fails in the middle."""
    script = """
import resource, signal, sys
from pathlib import Path
sys.path[:0] = sys.argv[3:]
from tests.engine.forensics.office import capture_of, right_now
from wangshi.engine.forensics.keys import Keyring
from wangshi.engine.forensics.sealing import seal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))
target = Path(sys.argv[2])
for size in (100, 400_000):
    try:
        seal(capture_of(1, size=size), target / f"{size}.wacz", keyring=Keyring(Path(sys.argv[1])),
             at=right_now())
        print("whole")
    except OSError as fault:
        print("absent", fault.errno)
"""
    root = Path(__file__).parents[3]
    done = subprocess.run(
        [sys.executable, "-c", script, str(office.keyring.folder), str(tmp_path), str(root)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.stdout.splitlines() == ["whole", "absent 27"], done.stderr
    assert left(tmp_path) == ["100.wacz"]
    assert verify_package(tmp_path / "100.wacz").is_sound


# A disk of 4 MB for packages and log; the last word is what a stranger's check says of each.
FULL_DISK = """
import subprocess, sys
from pathlib import Path
subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m", "small", sys.argv[1]], check=True)
sys.path[:0] = sys.argv[2:]
from tests.engine.forensics.office import Office, capture_of
from wangshi.engine.forensics.journal import LogFault
from wangshi.engine.forensics.logcheck import check_tree
from wangshi.engine.forensics.verifying import verify_package
disk = Path(sys.argv[1])
office, made = Office.open(disk, authorities=0), 0
while made < 50:
    try:
        office.seal(capture_of(made, size=90_000), f"{made}.wacz")
    except (OSError, LogFault) as fault:
        print(made > 0, "磁盘" in str(fault) or getattr(fault, "errno", 0) == 28)
        break
    made += 1
whole = sorted(disk.glob("*.wacz"))
print(len(whole) == made, all(verify_package(one).is_sound for one in whole))
print([one.name for one in disk.iterdir() if ".part" in one.name])
whole[0].unlink()
office.seal(capture_of(99, size=100), "again.wacz")
print(verify_package(disk / "again.wacz").is_sound, check_tree(disk / "log", None).is_sound)
"""
OWN_DISK = ("unshare", "-r", "-m")


def may_mount() -> bool:
    """Whether this user may have a disk of its own."""
    try:
        return subprocess.run([*OWN_DISK, "true"], capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        return False


@pytest.mark.once
@pytest.mark.skipif(not may_mount(), reason="不许用命名空间：不能另挂一个小磁盘")
def test_a_disk_that_is_really_full_leaves_whole_packages_and_goes_on_when_there_is_room(tmp_path):
    root = Path(__file__).parents[3]
    done = subprocess.run(
        [*OWN_DISK, sys.executable, "-c", FULL_DISK, str(tmp_path), str(root)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.stdout.splitlines() == ["True True", "True True", "[]", "True True"], done.stderr


def test_a_full_disk_while_a_stamp_is_added_leaves_the_package_as_it_was(
    office, tmp_path, monkeypatch
):
    made = sealed(office, capture_of(46), tmp_path / "x.wacz", authorities=office.authorities)
    before = made.path.read_bytes()

    def full(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("wangshi.engine.forensics.files.os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        complete(made, keyring=office.keyring, authorities=office.authorities, at=right_now())
    assert made.path.read_bytes() == before
    assert left(tmp_path) == ["x.wacz"]


def test_an_authority_that_is_silent_for_a_day_is_asked_until_it_answers(office, tmp_path):
    silent = Silent(office.authorities[0])
    speaking = replace(silent, speaking=True)
    then = right_now() - timedelta(days=1)
    held = alone(office)
    made = sealed(
        office, capture_of(47, at=then), tmp_path / "x.wacz", at=then, authorities=[silent]
    )
    pending = complete(made, keyring=office.keyring, authorities=[silent], at=then)
    [stamp_of] = pending.seals.stamps
    assert stamp_of.state is StampState.PENDING
    assert "演练" in stamp_of.attempts[0].outcome
    report = by_engine(made.path, held)
    assert report.is_sound
    assert "还没有取到" in report.check("times").said
    written = made.path.stat().st_mtime_ns
    later = then + timedelta(hours=5)
    again = complete(pending, keyring=office.keyring, authorities=[silent], at=later)
    assert made.path.stat().st_mtime_ns == written  # asking all day does not rewrite it all day
    done = complete(again, keyring=office.keyring, authorities=[speaking], at=right_now())
    assert [one.state for one in done.seals.stamps] == [StampState.CONFIRMED]
    report = by_engine(made.path, held)
    assert report.is_sound
    assert "比封存晚 86" in report.check("times").said
    assert done.manifest_bytes == made.manifest_bytes


def test_a_bad_answer_is_told_and_asked_for_again(office, tmp_path):
    good = office.authorities[0]
    older = stamp(good, b"something else")[0]
    for reply in (b"", b"<html>", older, b"0\x05\x30\x03\x02\x01\x02"):
        babbling = Babbling(reply, name=good.name)
        target = tmp_path / f"{len(reply)}.wacz"
        made = sealed(office, capture_of(48), target, authorities=[babbling])
        failed = complete(made, keyring=office.keyring, authorities=[babbling], at=right_now())
        assert [one.state for one in failed.seals.stamps] == [StampState.FAILED]
        assert by_engine(target, alone(office)).is_sound
        done = complete(failed, keyring=office.keyring, authorities=[good], at=right_now())
        assert [one.state for one in done.seals.stamps] == [StampState.CONFIRMED]


def test_the_network_is_handed_in(office):
    asked = []

    def post(request):
        asked.append(request)
        return office.authorities[0].answer(request)

    def down(_):
        raise ConnectionRefusedError("演练")

    answer, token = stamp(HttpTimeAuthority("试填", post), b"statement")
    assert (len(asked), token.is_signed, token.stands_for(b"statement")) == (1, True, True)
    with pytest.raises(TokenFault):
        stamp(HttpTimeAuthority("重放", lambda _: answer), b"statement")  # the nonce is another
    with pytest.raises(RuntimeError, match="连不上"):
        stamp(HttpTimeAuthority("断网", down), b"statement")


@pytest.mark.parametrize(
    ("reason", "days", "sound"),
    [
        ("key_compromise", -1, False),
        ("key_compromise", 1, False),
        (None, 1, False),
        ("superseded", -1, False),
        ("superseded", 1, True),
    ],
)
def test_a_revoked_certificate_counts_as_the_standard_says(
    office, package, tmp_path, reason, days, sound
):
    roots = tmp_path / "roots.pem"
    reasons = x509.ReasonFlags[reason] if reason else None
    listed = [
        revoked_roots(one, reasons, right_now() + timedelta(days=days))
        for one in office.authorities
    ]
    roots.write_bytes(b"".join(listed))
    report = by_engine(package.path, replace(held_by(office), roots=roots))
    assert report.is_sound is sound
    assert {fault.code for fault in report.faults} <= {"authority.revoked"}


def test_an_expired_or_unknown_authority_is_named(office, tmp_path):
    expired = expired_authority(tmp_path / "tsa")
    made = sealed(office, capture_of(49), tmp_path / "x.wacz", authorities=[expired])
    complete(made, keyring=office.keyring, authorities=[expired], at=right_now())
    own = tmp_path / "own.pem"
    own.write_bytes(expired.roots)
    for roots, code in ((own, "authority.expired"), (office.roots, "authority.chain")):
        report = by_engine(made.path, replace(alone(office), roots=roots))
        assert code in {fault.code for fault in report.faults}


def test_a_new_key_seals_and_the_old_packages_still_hold(office, tmp_path):
    ring = Keyring.create(
        tmp_path / "keys", "试填局（虚构）", "x.example/log", right_now() - timedelta(2)
    )
    capture = capture_of(50, at=right_now() - timedelta(1))
    old = seal(capture, tmp_path / "old.wacz", keyring=ring, at=right_now() - timedelta(1))
    ring.rotate(right_now() - timedelta(hours=1))
    new = seal(capture_of(51), tmp_path / "new.wacz", keyring=Keyring(ring.folder), at=right_now())
    assert old.manifest.promise.keys != new.manifest.promise.keys
    held = replace(held_by(office), keys=ring.folder / "keys.json", log=None, checkpoint=None,
                   witnesses=(), roots=None)  # fmt: skip
    assert by_engine(old.path, held).is_sound
    assert by_engine(new.path, held).is_sound


def test_a_revoked_key_proves_only_what_a_stamp_shows_to_be_older(office, tmp_path):
    ring = Keyring.create(
        tmp_path / "keys", "试填局（虚构）", "x.example/log", right_now() - timedelta(2)
    )
    asked = office.authorities
    bare = seal(capture_of(52), tmp_path / "bare.wacz", keyring=ring, at=right_now())
    made = seal(
        capture_of(53), tmp_path / "stamped.wacz", keyring=ring, at=right_now(), authorities=asked
    )
    stamped = complete(made, keyring=ring, authorities=asked, at=right_now())
    key = ring.public.find(stamped.manifest.promise.keys["sm2"])
    ring.revoke(key.id, right_now() + timedelta(hours=1), "演练")
    held = replace(held_by(office), keys=ring.folder / "keys.json", log=None, checkpoint=None,
                   witnesses=())  # fmt: skip
    assert by_engine(stamped.path, held).is_sound
    assert {f.code for f in by_engine(bare.path, held).faults} == {"signer.revoked"}
    ed25519 = stamped.manifest.promise.keys["ed25519"]
    ring.revoke(ed25519, right_now(), "演练")
    with pytest.raises(KeyFault, match="吊销"):
        reseal(stamped, stamped.seals, keyring=ring)
    with pytest.raises(KeyFault, match="没有可用的"):
        seal(capture_of(54), tmp_path / "none.wacz", keyring=ring, at=right_now())


def test_a_private_key_that_others_can_read_is_not_used(tmp_path):
    ring = Keyring.create(tmp_path / "keys", "试填局（虚构）", "x.example/log", right_now())
    modes = {path.name: path.stat().st_mode & 0o777 for path in ring.folder.glob("*.pem")}
    assert set(modes.values()) == {0o600}
    assert ring.folder.stat().st_mode & 0o777 == 0o700
    for path in ring.folder.glob("*.pem"):
        path.chmod(0o640)
    with pytest.raises(KeyFault, match="chmod 600"):
        seal(capture_of(55), tmp_path / "x.wacz", keyring=ring, at=right_now())
    assert not (tmp_path / "x.wacz").exists()


def test_keys_are_made_once(tmp_path):
    Keyring.create(tmp_path, "试填局（虚构）", "x.example/log", right_now())
    with pytest.raises(KeyFault, match="已经有"):
        Keyring.create(tmp_path, "试填局（虚构）", "x.example/log", right_now())
    with pytest.raises(KeyFault, match="没有钥匙"):
        Keyring(tmp_path / "elsewhere")


def test_a_damaged_package_is_not_opened(package, tmp_path):
    path = tmp_path / "x.wacz"
    for content in (b"", package.path.read_bytes()[:-200], b"PK"):
        path.write_bytes(content)
        with pytest.raises(NotAPackage):
            open_package(path)


def test_a_local_authority_says_that_it_has_no_legal_force(package, tmp_path):
    assert LocalTimeAuthority(tmp_path).legal_force is False
    assert set(package.manifest.promise.authorities.values()) == {False}
    assert "无法律效力" in verify_package(package.path).check("times").said


def test_an_exchange_without_a_type_is_kept(office, tmp_path):
    capture = capture_of(56)
    odd = Exchange("about:blank", capture.clock.started_at, 0, "", (), b"")
    made = sealed(office, replace(capture, exchanges=[odd], pages=[]), tmp_path / "x.wacz")
    assert verify_package(made.path).is_sound


def test_what_a_killed_process_left_half_written_is_swept(office, tmp_path):
    made = sealed(office, capture_of(57), tmp_path / "x.wacz")
    (tmp_path / ".y.wacz.0123456789abcdef.part").write_bytes(b"half")
    assert sweep_drafts(tmp_path) == 1
    assert left(tmp_path) == ["x.wacz"]
    assert verify_package(made.path).is_sound
