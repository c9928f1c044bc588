"""wangshi verify, seal, keys and log: a county's own use, and a stranger's."""

import json
import shutil

import pytest
from click.testing import CliRunner
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)

from wangshi.cli import main

OFFICE = "拾穗县市场监督管理局（虚构）"


def run(*words):
    return CliRunner().invoke(main, [str(word) for word in words])


@pytest.fixture(scope="module")
def county(tmp_path_factory):
    """A county with keys, a log and one sealed recording, made by the commands alone."""
    home = tmp_path_factory.mktemp("county")
    made = run(
        "keys", "new", "--office", OFFICE, "--log", "shisui.example/evidence", "--home", home
    )
    assert made.exit_code == 0, made.output
    (home / "录像 \x1b[2J.mp4").write_bytes(b"video" * 100)
    sealed = run("seal", home / "录像 \x1b[2J.mp4", "--out", home / "x.wacz", "--number", "试填1号",
                 "--demo-authority", "--home", home)  # fmt: skip
    assert sealed.exit_code == 0, sealed.output
    return home


def held(home):
    return (
        "--keys", home / "keys/keys.json", "--log", home / "evidence/log",
        "--roots", home / "evidence/demo-authority/root.pem",
        "--checkpoint", home / "evidence/log/checkpoint",
    )  # fmt: skip


def test_a_sealed_package_is_verified_in_chinese(county):
    told = run("verify", county / "x.wacz", *held(county))
    assert told.exit_code == 0, told.output
    for words in ("没有发现改动", "试填1号", OFFICE, "[通过] 每个文件都没变", "[没有查] 见证"):
        assert words in told.output
    assert all(line.isprintable() for line in told.output.splitlines())


def test_json_says_the_same(county):
    [report] = json.loads(run("verify", county / "x.wacz", *held(county), "--json").output)
    assert (report["sound"], report["complete"]) == (True, False)
    verdicts = {check["key"]: check["verdict"] for check in report["checks"]}
    assert verdicts["keeper"] == "passed"
    assert verdicts["witnesses"] == "skipped"
    assert len(verdicts) == 14


def test_a_changed_package_is_named_and_fails(county, tmp_path):
    whole = bytearray((county / "x.wacz").read_bytes())
    whole[whole.index(b"videovideo") + 3] ^= 1
    (tmp_path / "x.wacz").write_bytes(whole)
    told = run("verify", tmp_path / "x.wacz")
    assert told.exit_code == 1
    assert "files/0001.mp4 和封存时不同（SHA-256）" in told.output
    assert "不要使用" in told.output


def test_strict_wants_every_check(county):
    assert run("verify", county / "x.wacz", *held(county), "--strict").exit_code == 3


def test_a_folder_is_verified_whole(county):
    reports = json.loads(run("verify", county, "--json").output)
    assert [report["path"] for report in reports] == ["x.wacz"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "请写要校验的证据包"),
        (("nowhere.wacz",), "填得不对"),
        (("x.wacz", "--keys", "x.wacz"), "x.wacz"),
        (("x.wacz", "--checkpoint", "x.wacz"), "x.wacz"),
        (("x.wacz", "--witness", "nonsense"), "公钥"),
        (("x.wacz", "--roots", "keys/keys.json"), "没有证书"),
    ],
)
def test_what_cannot_be_read_is_refused(county, monkeypatch, words, said):
    monkeypatch.chdir(county)
    told = run("verify", *words)
    assert told.exit_code == 2
    assert said in told.output


def test_tools_are_handed_out(tmp_path):
    told = run("verify", "--hand-out", tmp_path / "tools")
    assert told.exit_code == 0
    assert sorted(path.name for path in (tmp_path / "tools").iterdir()) == [
        "verify.html", "verify.py",
    ]  # fmt: skip


def test_a_package_is_not_sealed_over(county):
    told = run("seal", county / "keys/keys.json", "--out", county / "x.wacz", "--number", "2",
               "--home", county)  # fmt: skip
    assert told.exit_code == 2
    assert "已经有 x.wacz" in told.output


def test_sealing_needs_keys(county, tmp_path):
    told = run("seal", county / "x.wacz", "--out", tmp_path / "y.wacz", "--number", "2",
               "--home", tmp_path)  # fmt: skip
    assert told.exit_code == 2
    assert "wangshi keys new" in told.output


def test_keys_are_made_once_changed_and_revoked(tmp_path):
    words = ("--office", OFFICE, "--log", "x.example/log", "--home", tmp_path)
    assert run("keys", "new", *words).exit_code == 0
    assert run("keys", "new", *words).exit_code == 2
    assert run("keys", "rotate", "--home", tmp_path).exit_code == 0
    listed = run("keys", "list", "--home", tmp_path).output
    assert listed.count("seal") == 4
    key = next(line.split()[0] for line in listed.splitlines() if "sm2" in line)
    assert run("keys", "revoke", key, "--reason", "演练", "--home", tmp_path).exit_code == 0
    assert "吊销：演练" in run("keys", "list", "--home", tmp_path).output
    assert run("keys", "revoke", "none", "--reason", "x", "--home", tmp_path).exit_code == 2


def test_the_log_is_checked_and_a_changed_one_named(county, tmp_path):
    log = county / "evidence/log"
    sound = run("log", "check", log, "--keys", county / "keys/keys.json")
    assert sound.exit_code == 0, sound.output
    assert "[通过] 每一条登记" in sound.output
    mirror = shutil.copytree(log, tmp_path / "mirror")
    tile = next((mirror / "tile/entries").rglob("1"))
    tile.write_bytes(tile.read_bytes().replace(b"sm3", b"sm4"))
    told = run("log", "check", mirror, "--keys", county / "keys/keys.json")
    assert told.exit_code == 1
    assert "第 0 条登记被改过" in told.output


def test_another_office_witnesses_and_the_log_takes_it(county, tmp_path):
    private = Ed25519PrivateKey.generate()
    pem = tmp_path / "witness.pem"
    pem.write_bytes(private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    words = ("--name", "justice.example", "--private-key", pem, "--memory", tmp_path / "memory",
             "--keys", county / "keys/keys.json")  # fmt: skip
    signed = run("log", "cosign", county / "evidence/log", *words)
    assert signed.exit_code == 0, signed.output
    line, key = signed.stdout.strip(), signed.stderr.rpartition("公钥是 ")[2].strip()
    (tmp_path / "line").write_text(line + "\n", "utf-8")
    taken = run("log", "accept", tmp_path / "line", "--witness", key, "--home", county)
    assert "justice.example 见证" in taken.output, taken.output
    checked = run("log", "check", county / "evidence/log", "--witness", key)
    assert "由 justice.example 见证" in checked.output


def test_a_page_is_printed_for_the_cabinet(county, tmp_path):
    told = run("log", "print", county / "evidence/log", "--keys", county / "keys/keys.json",
               "--out", tmp_path / "page.html")  # fmt: skip
    assert told.exit_code == 0, told.output
    page = (tmp_path / "page.html").read_text("utf-8")
    for words in ("取证日志存根", OFFICE, "<svg", "shisui.example/evidence", "盖章"):
        assert words in page
    assert "http" not in page.replace("http://www.w3.org/2000/svg", "")


def test_a_package_of_other_software_is_asked_for_by_name(county):
    told = run("verify", county / "x.wacz", "--foreign")
    assert told.exit_code == 0
    assert "别的软件做的包没有这一项" in told.output
