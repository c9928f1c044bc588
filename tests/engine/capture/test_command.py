"""wangshi capture: what is asked for wrongly is told in Chinese and writes nothing."""

import json

import pytest
from click.testing import CliRunner

from wangshi.cli import main
from wangshi.engine.forensics.verifying import verify_package

URL = "https://shop.example/"
WRONG = [
    (("file:///etc/passwd",), "请写完整的网址"),
    (("shop.example",), "请写完整的网址"),
    ((URL, "--officer", "试填甲"), "姓名:证号"),
    ((URL, "--officer", ":"), "姓名:证号"),
    ((URL, "--allow-address", "localhost"), "--allow-address"),
    ((URL, "--allow-address", "10.0.0.1/8"), "--allow-address"),
    ((URL, "--allow-port", "0"), "--allow-port"),
    ((URL, "--allow-port", "70000"), "--allow-port"),
    ((URL, "--nothing"), "--nothing"),
    ((), "网址"),
    ((URL,), "钥匙"),
]


def run(*words: str):
    return CliRunner().invoke(main, ["capture", *words])


@pytest.fixture
def home(tmp_path):
    CliRunner().invoke(
        main,
        [
            "keys",
            "new",
            "--office",
            "试填局（虚构）",
            "--log",
            "a.example/e",
            "--home",
            str(tmp_path),
        ],
    )
    return tmp_path


@pytest.mark.parametrize(("words", "told"), WRONG, ids=range(len(WRONG)))
def test_what_is_wrong_is_told_and_nothing_is_written(tmp_path, words, told):
    target = tmp_path / "x.wacz"
    done = run(*words, "--out", str(target), "--home", str(tmp_path / "none"))
    assert done.exit_code == 2
    assert told in done.output
    assert not target.exists()


def test_a_sealed_package_is_never_written_over(tmp_path):
    target = tmp_path / "x.wacz"
    target.write_bytes(b"sealed")
    done = run(URL, "--out", str(target))
    assert done.exit_code == 2
    assert "不能覆盖" in done.output
    assert target.read_bytes() == b"sealed"


@pytest.mark.journey
def test_a_page_is_captured_from_the_command_line(home, site):
    target = home / "x.wacz"
    done = run(
        f"http://127.0.0.1:{site.port}/plain", "--out", str(target), "--home", str(home), "--json",
        "--allow-address", "127.0.0.1", "--allow-port", str(site.port),
        "--officer", "试填甲:1", "--officer", "试填乙：2",
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    assert told["observed"] == "full"
    assert verify_package(target).is_sound


@pytest.mark.journey
def test_an_address_indoors_is_refused_with_the_reason(home):
    target = home / "x.wacz"
    done = run("http://10.0.0.1/", "--out", str(target), "--home", str(home))
    assert done.exit_code == 2
    assert "10.0.0.1：私有地址" in done.output
    assert not target.exists()
