"""在用的规则: files change under a running process; sound ones take over, others stay out."""

import threading

import pytest
from django.urls import reverse

from tests.engine.screening.packs_at_hand import PACK, changed, write_packs
from wangshi.accounts.permissions import Role
from wangshi.engine.screening import Item, load_rules
from wangshi.engine.screening.packs import SCREENING_DIR
from wangshi.installation.checking import check
from wangshi.monitoring.models import Sighting
from wangshi.monitoring.selectors import (
    look_for_rules,
    refused_rules,
    rules_in_use,
    try_rules,
)
from wangshi.monitoring.services import screen

from .conftest import BY

pytestmark = pytest.mark.once

TEXT = "一瓶神水 天降甘露"
OTHER = PACK.replace("神水", "甘露").replace("圣水", "玉露")
WRONG = changed("positive: [一瓶神水", "positive: [纯棉毛巾", PACK)


@pytest.fixture
def packs(settings, tmp_path):
    """An installation with packs of its own, in use."""
    settings.WANGSHI_RULES = write_packs(tmp_path / "packs")
    rules_in_use()
    return settings.WANGSHI_RULES


def look():
    """What the thread of a running process does, until the files have come to rest."""
    return [look_for_rules() for _ in range(3)]


def test_the_rules_in_use_judge_their_own_examples_before_anybody_asks(packs):
    assert try_rules()


def quotes(rules):
    return [hit.quote for hit in rules.screener.screen(Item(id="x", text=TEXT))]


def test_files_left_alone_are_not_read_again(packs):
    first = rules_in_use()
    assert look() == [False, False, False]
    assert rules_in_use() is first


def test_new_files_take_over_once_they_have_come_to_rest(packs):
    first = rules_in_use()
    assert quotes(first) == ["神水"]
    write_packs(packs, OTHER)
    assert look() == [False, True, False]
    assert refused_rules() is None
    assert quotes(rules_in_use()) == ["甘露"]
    assert rules_in_use().fingerprint == load_rules(packs).fingerprint
    assert quotes(first) == ["神水"]


REFUSED = [
    (WRONG, "应当命中而没有命中"),
    (changed("title: 神水", "titel: 神水"), "不认识的键 titel"),
    (changed('"仙丹|灵丹<cure>"', '"(?:丹+)+"'), "重复要写上限"),
    (f"\x00{PACK}", "不是有效的 YAML"),
]


@pytest.mark.parametrize(("pack", "reason"), REFUSED)
def test_files_that_fail_stay_out_until_they_are_mended(packs, pack, reason):
    first = rules_in_use()
    write_packs(packs, pack)
    assert any(look())
    assert rules_in_use() is first
    assert reason in refused_rules().reason
    write_packs(packs, OTHER)
    assert any(look())
    assert refused_rules() is None
    assert quotes(rules_in_use()) == ["甘露"]


def test_files_in_another_encoding_stay_out(packs):
    (packs / "sample.yaml").write_bytes(PACK.encode("gbk"))
    assert any(look())
    assert "不是 UTF-8" in refused_rules().reason


def test_a_folder_that_is_not_there_leaves_the_rules_that_came_with_the_program(settings, tmp_path):
    settings.WANGSHI_RULES = tmp_path / "nowhere"
    assert rules_in_use().fingerprint == load_rules(SCREENING_DIR).fingerprint
    assert "读不了" in refused_rules().reason
    write_packs(tmp_path / "nowhere")
    assert any(look())
    assert quotes(rules_in_use()) == ["神水"]


def test_whoever_screens_meanwhile_is_answered_by_one_whole_set(packs):
    stop, answers, failed = threading.Event(), set(), []

    def screen_on():
        try:
            while not stop.is_set():
                rules = rules_in_use()
                answers.add((rules.fingerprint, *quotes(rules)))
        except (KeyError, RuntimeError) as error:
            failed.append(error)

    threads = [threading.Thread(target=screen_on) for _ in range(3)]
    for thread in threads:
        thread.start()
    for pack in (OTHER, WRONG, PACK, OTHER, PACK):
        write_packs(packs, pack)
        look()
    stop.set()
    for thread in threads:
        thread.join()
    assert failed == []
    assert {quote for _, quote in answers} == {"神水", "甘露"}
    assert len(answers) == 2


@pytest.mark.django_db
def test_a_batch_is_screened_with_the_set_it_began_with(packs, shop, see, batch):
    see(shop, TEXT)
    first = rules_in_use()
    write_packs(packs, OTHER)
    assert any(look())
    assert screen(Sighting.objects.all(), by=BY, subject=batch, rules=first).hits == 1
    assert Sighting.objects.get().screened_with == first.fingerprint
    assert screen(Sighting.objects.all(), by=BY, subject=batch).sightings == 1
    assert Sighting.objects.get().screened_with == rules_in_use().fingerprint


@pytest.mark.django_db
def test_the_check_of_an_installation_says_why_files_stay_out(packs):
    found = {each.subject: each for each in check(audit=False)}
    assert found["筛查规则"].passed
    write_packs(packs, WRONG)
    found = {each.subject: each for each in check(audit=False)}
    assert not found["筛查规则"].passed
    assert "纯棉毛巾" in found["筛查规则"].message
    assert f"wangshi rules lint --packs {packs}" in found["筛查规则"].message


@pytest.mark.django_db
@pytest.mark.parametrize(("role", "page"), [(Role.SYSTEM_ADMIN, "tokens"), (Role.LEADER, "rules")])
def test_whoever_looks_after_it_reads_why_new_rules_stay_out(
    packs, client, make_account, county, role, page
):
    client.force_login(make_account("朱样例", role))
    version = rules_in_use().book.version
    told = client.get(reverse(page)).content.decode()
    assert version in told
    assert "没有换上" not in told
    write_packs(packs, WRONG)
    look()
    told = client.get(reverse(page)).content.decode()
    assert f"还用第 {version} 版" in told
    assert "纯棉毛巾" in told
