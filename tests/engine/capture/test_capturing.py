"""取证: a real browser takes pages of a real site, and the packages stand up to the verifiers."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from wangshi.engine.capture import Observed
from wangshi.engine.forensics.foreign_wacz import check_wacz
from wangshi.engine.forensics.records import read_records
from wangshi.engine.forensics.trust import Trust
from wangshi.engine.forensics.verifying import verify_package

from .conftest import IMPATIENT, QUICK, facts_of, names_in
from .site import WORDS

pytestmark = pytest.mark.journey
VERIFY = Path(__file__).parents[3] / "verify" / "verify.py"


def responses_in(captured) -> dict[str, tuple[int, bytes]]:
    raw = captured.package.read("archive/data.warc.gz")
    return {
        record.url.partition("/")[2].partition("/")[2].partition("/")[2]: (
            record.status,
            record.block.partition(b"\r\n\r\n")[2],
        )
        for record in read_records([raw], keep=1 << 30)
        if record.kind == "response"
    }


def test_a_page_is_taken_whole_and_its_package_verifies(take, county):
    taken = take("/plain")
    assert taken.observed is Observed.FULL
    assert WORDS in taken.text
    assert taken.replay.text >= 990
    assert taken.replay.picture >= 990
    assert taken.replay.missing == ()
    assert verify_package(taken.package.path, Trust(keys=county.keyring.public)).is_sound
    words = [sys.executable, VERIFY, taken.package.path]
    by_stranger = subprocess.run(words, capture_output=True, check=False)
    assert by_stranger.returncode == 0, by_stranger.stdout.decode()
    assert check_wacz(taken.package.path).is_sound
    assert {"capture/page.png", "capture/page.pdf", "capture/page.mhtml", "capture/page.har",
            "capture/page.txt", "capture/facts.json"} <= names_in(taken)  # fmt: skip
    facts = facts_of(taken)
    assert [one["certificate"] for one in facts["officers"]] == ["2026001", "2026002"]
    assert facts["environment"]["allowed_addresses"] == ["127.0.0.1/32"]
    assert facts["environment"]["clean_profile"] is True
    assert facts["passages"][0]["answers"] == ["127.0.0.1"]
    har = json.loads(taken.package.read("capture/page.har"))
    assert len(har["log"]["entries"]) >= 3


def test_every_hop_is_on_record_also_one_that_left_at_once(take):
    taken = take("/moved")
    assert [hop["status"] for hop in facts_of(taken)["hops"]] == [301, 302, 200, 200]
    found = responses_in(taken)
    assert found["by-script"] == (200, b"<script>location='/plain'</script>")
    assert taken.url.endswith("/plain")


def test_what_a_script_swallows_and_what_a_worker_fetches_is_on_record(take):
    found = responses_in(take("/swallowed"))
    assert found["w.js"][0] == 200
    assert found["words"][1] == ("字" * 100_000).encode()
    assert found["late"][1] == "往下看才有的字".encode()


def test_a_long_page_is_read_to_its_end(take):
    taken = take("/lazy")
    assert "往下看才有的字" in taken.text
    assert taken.replay.text >= 990


def test_dialogs_and_pop_ups_are_shut_and_told(take):
    taken = take("/dialogs")
    assert taken.observed is Observed.FULL
    facts = facts_of(taken)
    assert facts["dialogs"] == ["alert：您中奖了", "confirm：要走吗"]
    assert len(facts["popups"]) == 1
    assert taken.title == "弹窗的"


def test_an_advertisement_is_followed_to_its_landing_page(take):
    taken = take("/advert", follow="立即领取")
    facts = facts_of(taken)
    assert facts["landing_url"].endswith("/landing")
    assert facts["final_url"].endswith("/advert")
    assert "capture/landing.png" in names_in(taken)
    assert taken.package.read("pages/pages.jsonl").count(b"\n") == 3


def test_a_download_is_kept_as_a_file_under_a_name_of_ours(take):
    taken = take("/file")
    assert taken.observed is Observed.FILE
    assert taken.package.read("files/download-1.zip") == b"PK\3\4" + bytes(5000)
    assert taken.package.read("pages/pages.jsonl").count(b"\n") == 1


WALLS = [
    ("/login", Observed.LOGIN_WALL),
    ("/to-login", Observed.LOGIN_WALL),
    ("/challenge", Observed.CHALLENGE),
    ("/soft-challenge", Observed.CHALLENGE),
    ("/gone", Observed.ERROR),
    ("/to-private", Observed.ERROR),
]


@pytest.mark.parametrize(("path", "observed"), WALLS)
def test_a_wall_is_kept_as_a_wall_and_never_as_the_page(take, path, observed):
    taken = take(path)
    assert taken.observed is observed
    assert taken.replay is None
    assert "capture/page.png" not in names_in(taken)
    assert "capture/wall.png" in names_in(taken)
    assert taken.package.read("pages/pages.jsonl").count(b"\n") == 1
    assert verify_package(taken.package.path).is_sound


def test_a_login_box_on_a_page_is_only_a_guess(take):
    taken = take("/with-login")
    assert taken.observed is Observed.FULL
    assert any("登录" in one for one in taken.guesses)


CUT = [
    ("/stub", "下载APP", QUICK),
    ("/broken", "放行代理没有放行：10.9.8.7：私有地址", QUICK),
    ("/endless", "只记了收到的部分", IMPATIENT),
    ("/loop", "跳转超过", IMPATIENT),
    ("/bomb", "超过 1 MB，只记了收到的部分", replace(QUICK, body_bytes=1 << 20)),
]


@pytest.mark.parametrize(("path", "why", "caps"), CUT)
def test_what_is_cut_short_says_so(take, path, why, caps):
    taken = take(path, caps=caps)
    assert taken.observed is Observed.PARTIAL
    assert any(why in one for one in taken.because), taken.because
    assert verify_package(taken.package.path).is_sound


def test_four_gigabytes_are_not_swallowed(take):
    taken = take("/huge")
    assert taken.observed is Observed.ERROR
    assert facts_of(taken)["missing"][0]["why"] == "有 4096 MB，超过上限，没有收"


def test_a_phone_sees_a_phone_s_page_and_a_hostile_title_does_no_harm(take):
    taken = take("/hostile", mobile=True)
    assert verify_package(taken.package.path).is_sound
    assert "Mobile" in facts_of(taken)["environment"]["tools"]["user_agent"]
    assert taken.observed is Observed.FULL
