"""发出去的工具: whole in themselves, kept in one place, and walked in a browser from a file."""

import base64
import hashlib
import json
import re
import subprocess
import sys

import pytest
from playwright.sync_api import expect

from wangshi.engine.forensics.handing import TOOLS, hand_out, tool
from wangshi.engine.forensics.report import CHECK_TITLES, VERDICT_TITLES

from .verifiers import PAGE, ROOT, SCRIPT, script

TEXT = PAGE.read_text("utf-8")


def test_what_is_handed_out_is_what_stands_in_the_repository(tmp_path):
    for path in hand_out(tmp_path):
        assert path.read_bytes() == (ROOT / "verify" / path.name).read_bytes()
    assert [tool(name)[:9] for name in TOOLS] == [b"#!/usr/bi", b"<!doctype"]


def test_the_script_runs_alone_where_nothing_of_ours_is_installed(package, tmp_path):
    [path, _] = hand_out(tmp_path)
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(path), str(package.path), "--json"],
        capture_output=True, text=True, check=False, cwd=tmp_path,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)[0]["sound"]
    imported = re.findall(r"^(?:import|from) (\w+)", SCRIPT.read_text("utf-8"), re.M)
    assert set(imported) <= {*sys.stdlib_module_names, "__future__"}


def test_the_script_speaks_as_the_command_does(package, tmp_path, capsys):
    module = script()
    assert module.TITLES == CHECK_TITLES
    assert {key.value: said for key, said in VERDICT_TITLES.items()} == module.SAID
    assert module.main([str(package.path), "--extract", str(tmp_path / "seals")]) == 0
    assert "没有发现改动" in capsys.readouterr().out
    names = {path.name for path in (tmp_path / "seals").iterdir()}
    assert {"statement.json", "ed25519.sig", "sm2.sig", "time-1.tsr", "log.tlog-proof"} <= names
    assert module.main([str(package.path), "--strict"]) == 3
    assert module.main([str(tmp_path / "nowhere.wacz")]) == 2


def test_the_extracted_seals_hold_with_the_bare_openssl_command(office, package, tmp_path):
    assert script().main([str(package.path), "--extract", str(tmp_path)]) == 0
    commands = [
        f"openssl ts -verify -in time-1.tsr -data statement.json -CAfile {office.roots}",
        "openssl pkeyutl -verify -rawin -pubin -keyform DER -inkey ed25519.pub.der"
        " -in datapackage.json -sigfile ed25519.sig",
        "openssl pkeyutl -verify -rawin -digest sm3 -pkeyopt distid:1234567812345678 -pubin"
        " -keyform DER -inkey sm2.pub.der -in datapackage.json -sigfile sm2.sig",
    ]
    for command in commands:
        done = subprocess.run(command.split(), cwd=tmp_path, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr


def test_the_page_allows_itself_nothing_but_its_own_script_and_style():
    allowed = re.search(r'Content-Security-Policy" content="([^"]+)"', TEXT)[1]
    for tag in ("script", "style"):
        inside = TEXT[TEXT.index(f"<{tag}>") + len(tag) + 2 : TEXT.rindex(f"</{tag}>")]
        digest = base64.b64encode(hashlib.sha256(inside.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in allowed, "运行 python scripts/verify_page.py"
    assert allowed.startswith("default-src 'none'")
    assert not re.search(r"https?://|fetch\(|XMLHttpRequest|WebSocket|import\(|\ssrc=", TEXT)


def test_the_page_names_its_checks_as_the_command_does():
    for key, title in CHECK_TITLES.items():
        assert re.search(rf'{key}: "{title}"', TEXT), key


@pytest.mark.journey
def test_a_stranger_checks_a_package_in_a_browser(page, office, package, tmp_path):
    wrong = []
    page.on("pageerror", lambda one: wrong.append(str(one)))
    page.on("console", lambda one: wrong.append(one.text) if one.type == "error" else None)
    page.goto(PAGE.as_uri())
    page.locator("#package").set_input_files(str(package.path))
    expect(page.get_by_text("从封存到现在，没有发现改动")).to_be_visible()
    expect(page.locator("li.failed")).to_have_count(0)
    page.get_by_text("用您手里的依据查得更全").click()
    page.locator("#keys").set_input_files(str(office.keys))
    page.locator("#witnesses").fill("\n".join(str(one.key) for one in office.witnesses))
    page.get_by_role("button", name="照这些依据重新核对").click()
    expect(page.locator("li.passed", has_text="见证").first).to_be_visible()
    changed = bytearray(package.path.read_bytes())
    changed[200] ^= 1
    (tmp_path / "changed.wacz").write_bytes(changed)
    page.locator("#package").set_input_files(str(tmp_path / "changed.wacz"))
    expect(page.get_by_text("发现改动：不要使用这份包")).to_be_visible()
    expect(page.locator("li.failed", has_text="archive/data.warc.gz").first).to_be_visible()
    assert wrong == []
